//! The state of a line in words, with the first line of the card that goes with it, and the boxes of the marks.

use notice::Instant;
use notice::vocabulary::Mark;

use refusal::{Fact, facts};

use crate::facts::say_facts;
use crate::isolate::machine;
use crate::pack::Packs;
use crate::reader::Reader;
use crate::text::Text;
use crate::times::dtg;
use crate::voice::{Voice, word_key};

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
    /// When it was set; none is an empty box, which is shown too.
    pub set: Option<Instant>,
    /// Reached by constructive notice, printed so and never as K3.
    pub constructive: bool,
}

/// State, word, since when, and the card's first line.
pub fn render_line_state(packs: &Packs, saying: &LineSaying, reader: &Reader) -> Text {
    let voice = Voice::new(packs, reader);
    let facts = facts! {
        party: saying.party.as_str(),
        relay: saying.relay.as_deref().unwrap_or("-"),
        since: Fact::InstantMs(saying.since.ms()),
        age: Fact::DurationMs((reader.now.ms() - saying.since.ms()).max(0)),
    };
    let mut text = voice.text();
    text.push(&say_facts(&voice, &word_key("line-state", &saying.state), &facts));
    if let Some(word) = &saying.word {
        text.push(&say_facts(&voice, &word_key("line-word", word), &facts));
        text.push(&say_facts(&voice, &word_key("line-card", word), &facts));
    }
    text
}

/// Whether the box itself is filled: constructive notice never fills that of K3.
fn shown(held: &MarkBox) -> bool {
    held.set.is_some() && !held.constructive
}

/// The row of boxes, `[K0] [K1] [  ]`, then a line for each mark that is set.
pub fn render_marks(packs: &Packs, boxes: &[MarkBox], reader: &Reader) -> Text {
    let voice = Voice::new(packs, reader);
    let row: Vec<String> =
        boxes.iter().map(|b| format!("[{}]", if shown(b) { b.mark.word() } else { "  " })).collect();
    let mut text = voice.text();
    text.push(&machine(&row.join(" ")));
    for set in boxes {
        let Some(at) = set.set else { continue };
        let key =
            if set.constructive { "mark-constructive".to_owned() } else { word_key("mark", set.mark.word()) };
        text.push(&voice.label(&voice.say(&key), &machine(&dtg(at.seconds()))));
    }
    text
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
