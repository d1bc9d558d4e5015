//! Typed facts of refusals, findings and states as arguments of their messages.

use refusal::{Fact, Facts};

use crate::isolate::machine;
use crate::pack::Argument;
use crate::times::{dtg, span};
use crate::voice::Voice;

/// A message with typed facts.
pub(crate) fn say_facts(voice: &Voice<'_>, key: &str, facts: &Facts) -> String {
    let arguments = facts.iter().map(|(name, fact)| (*name, argument(voice, fact))).collect();
    voice.say_with(key, &arguments)
}

fn argument(voice: &Voice<'_>, fact: &Fact) -> Argument {
    Argument::Text(match fact {
        Fact::Number(number) => return Argument::Number(*number),
        Fact::Text(text) => machine(text),
        Fact::InstantMs(ms) => machine(&dtg(ms.div_euclid(1000))),
        Fact::DurationMs(ms) => span(voice, ms.unsigned_abs() / 1000),
        Fact::List(items) => voice.list(&items.iter().map(|item| machine(item)).collect::<Vec<_>>()),
    })
}
