//! No finding without an incident: whatever is told when, of whom and where, by an oracle that knows no machine.

use crate::matters::incident;
use crate::orders::config;
use crate::script::*;
use notice::vocabulary::{NoticeType, Relation};
use notice::{Number, Value};
use proptest::prelude::*;

/// An incident after the first three: at which hour it happened, how much later it was told, by whom, where.
type Told = (i64, i64, bool, bool);

struct Story {
    script: Script,
    /// When the warning took effect, if it did, ms UTC.
    effect_ms: Option<i64>,
}

fn numbers(all: &[Number]) -> Value {
    Value::List(all.iter().cloned().map(Value::Number).collect())
}

/// A challenge, a warning that is read back or not, incidents, a finding that claims the last of them as its repeat.
fn story(warned_h: i64, read: bool, told: &[Told], found_h: i64) -> Story {
    let mut script = Script::default();
    let first = script.known("US", "IR", START + HOUR, incident("33.755 42.419", START + HOUR));
    let mut e2 = draft(NoticeType::E2, "US", "IR");
    put(&mut e2, &["A"], numbers(std::slice::from_ref(&first)));
    let challenge = script.known("US", "IR", START + 2 * HOUR, e2);
    let mut e3 = draft(NoticeType::E3, "IR", "US");
    refer(&mut e3, Relation::Answers, &challenge);
    script.known("IR", "US", START + 2 * HOUR + 40 * MINUTE, e3);
    let warned_ms = START + warned_h * HOUR;
    let mut acts: Vec<(i64, Option<Told>)> = told.iter().map(|it| (it.0 + it.1, Some(*it))).collect();
    acts.push((warned_h, None));
    acts.sort_by_key(|(hour, _)| *hour);
    let (mut warning, mut last, mut effect_ms) = (None, first.clone(), None);
    for (hour, act) in acts {
        let Some((event_h, _, ours, inside)) = act else {
            let e4 = draft(NoticeType::E4, "US", "IR");
            let said =
                if read { script.known("US", "IR", warned_ms, e4) } else { script.say("US", warned_ms, e4) };
            effect_ms = read.then_some(warned_ms + 30 * MINUTE);
            warning = Some(said);
            continue;
        };
        let point = if inside { "33.763 42.365" } else { "35.000 45.000" };
        let text = incident(point, START + event_h * HOUR);
        let mut text = if ours { text } else { by_others(text) };
        text.envelope.from.party = notice::Code8::parse("US").expect("a code");
        last = script.say("US", START + hour * HOUR + MINUTE, text);
    }
    let mut e5 = draft(NoticeType::E5, "US", "IR");
    put(&mut e5, &["A", "incidents"], numbers(&[first]));
    put(&mut e5, &["A", "challenge"], Value::Number(challenge));
    put(&mut e5, &["A", "warning"], Value::Number(warning.expect("the warning is among the acts")));
    put(&mut e5, &["A", "repeats"], numbers(&[last]));
    script.known("US", "IR", START + found_h * HOUR + 2 * MINUTE, e5);
    Story { script, effect_ms }
}

/// The same incident, held to another group.
fn by_others(text: notice::Draft) -> notice::Draft {
    let file = notice::file::draft_to_toml(&text);
    let other = file.replace("\"KH\"", "\"OTHERS\"");
    assert_ne!(other, file, "the template names a group");
    notice::file::draft_from_toml(&other).expect("a draft")
}

const FOUND: [&str; 5] = ["FINDING", "REPLIED", "IN-EFFECT", "PARTIAL", "RESTORED"];

fn found(story: &Story, as_of_ms: i64) -> bool {
    let standing = folded(&story.script.entries);
    let cases = standing.at(&cut(&story.script.entries), as_of_ms).cases();
    cases.iter().any(|case| FOUND.contains(&case.state.word()))
}

/// An incident of the same actors in the warned place, at or after the warning's effect, told by then.
fn repeated(story: &Story, told: &[Told], as_of_ms: i64) -> bool {
    let Some(effect_ms) = story.effect_ms else { return false };
    told.iter().any(|(event_h, delay_h, ours, inside)| {
        let told_ms = START + (event_h + delay_h) * HOUR + MINUTE;
        *ours && *inside && START + event_h * HOUR >= effect_ms && told_ms <= as_of_ms
    })
}

fn acts() -> impl Strategy<Value = Vec<Told>> {
    prop::collection::vec((3i64..200, 0i64..40, prop::bool::weighted(0.7), prop::bool::weighted(0.7)), 0..6)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_finding_stands_without_an_incident_of_the_same_actors_after_the_warnings_effect(
        warned_h in 4i64..120, read in prop::bool::weighted(0.8), told in acts(), found_h in 3i64..260, later_h in 0i64..400,
    ) {
        let story = story(warned_h, read, &told, found_h.max(warned_h));
        let as_of_ms = START + (found_h.max(warned_h) + later_h) * HOUR;
        prop_assert!(!found(&story, as_of_ms) || repeated(&story, &told, as_of_ms));
    }
}

#[test]
fn the_oracle_sees_findings_and_their_lack() {
    let told = [(30, 1, true, true)];
    let (with, at_ms) = (story(10, true, &told, 40), START + 50 * HOUR);
    assert!(found(&with, at_ms) && repeated(&with, &told, at_ms));
    for told in [[(30, 1, false, true)], [(30, 1, true, false)], [(5, 26, true, true)]] {
        let without = story(10, true, &told, 40);
        assert!(!found(&without, at_ms) && !repeated(&without, &told, at_ms), "{told:?}");
    }
    assert!(!found(&story(10, false, &told, 40), at_ms), "nobody read the warning back");
}
