//! The state of a line in words, with the first line of the card that goes with it, and the boxes of the marks.

use notice::Instant;
use notice::vocabulary::Mark;

use crate::pack::{Argument, Arguments, Packs};
use crate::reader::Reader;
use crate::refusal_text::render_phrase;
use crate::text::Text;

/// The state of a line to one party, as its node hands it out: stable words, no sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSaying {
    /// One of [`STATES`].
    pub state: String,
    /// One of [`WORDS`], where there is one.
    pub word: Option<String>,
    /// The relay that the word names.
    pub relay: Option<String>,
    /// The other party.
    pub party: String,
    /// Since when.
    pub since: Instant,
}

/// One box in the row of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkBox {
    /// Which.
    pub mark: Mark,
    /// When it was set; empty boxes are shown too.
    pub set: Option<Instant>,
    /// Reached by constructive notice, printed so and never as K3.
    pub constructive: bool,
}

/// State, word, since when, and the card's first line.
pub fn render_line_state(packs: &Packs, saying: &LineSaying, reader: &Reader) -> Text {
    let mut facts = refusal::Facts::new();
    facts.insert("party", saying.party.as_str().into());
    facts.insert("relay", saying.relay.clone().unwrap_or_default().into());
    facts.insert("since", refusal::Fact::InstantMs(saying.since.ms()));
    let age = reader.now.ms() - saying.since.ms();
    facts.insert("age", refusal::Fact::DurationMs(age.max(0)));
    let say = |key: &str| render_phrase(packs, key, &facts, reader);
    let mut lines = vec![say(&format!("line-state-{}", saying.state.to_lowercase()))];
    if let Some(word) = &saying.word {
        lines.push(say(&format!("line-word-{}", word.to_lowercase())));
        lines.push(say(&format!("line-card-{}", word.to_lowercase())));
    }
    Text { direction: packs.direction(&reader.language), lines }
}

/// The row of boxes: `[K0] [K1] [  ]`, then a line a mark that is set.
pub fn render_marks(packs: &Packs, boxes: &[MarkBox], reader: &Reader) -> Text {
    let row: Vec<String> = boxes
        .iter()
        .map(|b| if b.set.is_some() { format!("[{}]", b.mark) } else { format!("[{}]", " ".repeat(2)) })
        .collect();
    let mut lines = vec![crate::isolate::machine(&row.join(" "), packs.direction(&reader.language))];
    for set in boxes.iter().filter(|b| b.set.is_some() || b.constructive) {
        let word = packs.say(
            &reader.language,
            reader.digits,
            &format!("mark-{}", set.mark.word().to_lowercase()),
            &Arguments::from([("mark", Argument::Text(set.mark.word().to_owned()))]),
        );
        lines.push(word);
    }
    Text { direction: packs.direction(&reader.language), lines }
}

/// Words of a line's state (notices.md M1).
pub const STATES: &[&str] = &["UP", "LATE", "UNANSWERED", "DEGRADED", "DECLARED", "FORKED", "QUARANTINED"];

/// Words of the diagnosis (line.md section 13).
pub const WORDS: &[&str] = &[
    "PATH-OURS",
    "PATH-THEIRS",
    "RELAY-DOWN",
    "RELAY-WITHHOLDS",
    "DECLARED",
    "NO-CONTACT",
    "NODE-OFF",
    "WATCH-ABSENT",
    "PRESENT-NOT-ANSWERING",
    "SILENT",
    "FORKED",
];
