//! A refusal in three lines: what happened, what was kept, what to do next.

use refusal::{Fact, Facts, Refusal};

use crate::isolate::machine;
use crate::pack::{Argument, Arguments, Packs};
use crate::reader::Reader;
use crate::text::Text;
use crate::times::{dtg, span};

/// `error:`, `kept:` and `next:` with the code behind the first.
pub fn render_refusal(packs: &Packs, refusal: &Refusal, reader: &Reader) -> Text {
    let arguments = arguments(packs, &refusal.facts, reader);
    let direction = packs.direction(&reader.language);
    let line = |label: &str, part: &str| {
        let key = format!("{}-{part}", refusal.code.0);
        let text = packs.say(&reader.language, reader.digits, &key, &arguments);
        format!("{} {text}", packs.say(&reader.language, reader.digits, label, &Arguments::new()))
    };
    let code = machine(refusal.code.0, direction);
    let first = format!("{} ({code})", line("refusal-happened", "happened"));
    Text { direction, lines: vec![first, line("refusal-kept", "kept"), line("refusal-next", "next")] }
}

/// One message with typed facts, for phrases that states and commands hand out.
pub fn render_phrase(packs: &Packs, key: &str, facts: &Facts, reader: &Reader) -> String {
    packs.say(&reader.language, reader.digits, key, &arguments(packs, facts, reader))
}

fn arguments(packs: &Packs, facts: &Facts, reader: &Reader) -> Arguments {
    facts.iter().map(|(name, fact)| (*name, argument(packs, fact, reader))).collect()
}

fn argument(packs: &Packs, fact: &Fact, reader: &Reader) -> Argument {
    let direction = packs.direction(&reader.language);
    Argument::Text(match fact {
        Fact::Number(number) => return Argument::Number(*number),
        Fact::Text(text) => machine(text, direction),
        Fact::InstantMs(ms) => machine(&dtg(ms.div_euclid(1000)), direction),
        Fact::DurationMs(ms) => span(packs, reader, ms.unsigned_abs() / 1000),
        Fact::List(items) => {
            let items: Vec<String> = items.iter().map(|item| machine(item, direction)).collect();
            items.join(&packs.say(&reader.language, reader.digits, "list-comma", &Arguments::new()))
        }
    })
}
