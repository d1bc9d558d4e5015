//! What is kept of the state between two roots equals what is folded anew: any notices of all types, any pauses.

use crate::orders::{config, reordered};
use crate::script::*;
use line::entry::Entry;
use notice::vocabulary::NoticeType;
use notice::{Draft, Fields, Number, Value};
use proptest::prelude::*;

/// Every type that is drafted.
fn drafted() -> Vec<NoticeType> {
    let all = NoticeType::ALL.iter().copied();
    all.filter(|kind| notice::registry::spec(*kind).is_some_and(|spec| spec.drafted)).collect()
}

/// Lets every number in a text name the last notice of that type that was said, where there is one.
fn retarget(fields: &mut Fields, said: &[(Number, Draft)]) {
    let names: Vec<&'static str> = fields.iter().map(|(name, _)| name).collect();
    for name in names {
        let mut value = fields.get(name).cloned().expect("it stands");
        retarget_value(&mut value, said);
        fields.set(name, value);
    }
}

fn retarget_value(value: &mut Value, said: &[(Number, Draft)]) {
    match value {
        Value::Number(number) => {
            let same = said.iter().rev().find(|(other, _)| other.kind == number.kind);
            *number = same.map_or_else(|| number.clone(), |(other, _)| other.clone());
        }
        Value::Record(fields) => retarget(fields, said),
        Value::List(items) => items.iter_mut().for_each(|item| retarget_value(item, said)),
        _ => {}
    }
}

/// One act of a story: what, by whom, read back or not, how long after the last.
type Act = (prop::sample::Index, bool, u8, i64);

/// A story of any notices, their opening, read-backs, tests and receipts.
pub fn story(acts: &[Act]) -> Vec<Entry> {
    let mut script = Script::default();
    let mut said: Vec<(Number, Draft)> = Vec::new();
    let mut at_ms = START;
    for (which, by_us, then, minutes) in acts {
        at_ms += minutes * MINUTE;
        let (by, to) = if *by_us { ("US", "IR") } else { ("IR", "US") };
        let kind = *which.get(&drafted());
        match then % 8 {
            0 | 1 => script.test(by, at_ms, *then % 2 == 0),
            2 if !said.is_empty() => {
                let (number, text) = said[usize::from(*then) % said.len()].clone();
                let reader = if number.party.as_str() == "US" { "IR" } else { "US" };
                script.show(&number.party.to_string(), reader);
                script.restate(reader, &number.party.to_string(), at_ms, &number, &text);
            }
            3 if !said.is_empty() => {
                let entry = script.entry_of(&said[usize::from(*then) % said.len()].0);
                script.arrived(by, at_ms, entry, at_ms - MINUTE);
            }
            _ if matches!(kind, NoticeType::L2 | NoticeType::L3) => script.turn(by),
            _ => {
                let mut text = draft(kind, by, to);
                retarget(&mut text.content, &said);
                for reference in &mut text.envelope.refs {
                    let same = said.iter().rev().find(|(other, _)| other.kind == reference.number.kind);
                    reference.number =
                        same.map_or_else(|| reference.number.clone(), |(other, _)| other.clone());
                }
                said.push((script.say(by, at_ms, text.clone()), text));
            }
        }
        if then % 3 != 0 {
            script.show(by, to);
        }
    }
    script.entries
}

pub fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), any::<u8>(), 0i64..2_000), 1..most)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_kept_between_two_roots_is_what_would_be_folded_anew(
        acts in acts(40),
        choices in prop::collection::vec(any::<u16>(), 1..32),
        pauses in prop::collection::vec(0i64..4_000, 1..24),
    ) {
        let entries = reordered(&story(&acts), &choices);
        let mut kept = folded(&[]);
        let (mut as_of, mut pauses) = (START, pauses.iter().cycle());
        for (at, entry) in entries.iter().enumerate() {
            kept.admit(entry);
            let cut = cut(&entries[..=at]);
            for _ in 0..2 {
                as_of += pauses.next().expect("a cycle") * MINUTE;
                // A copy begins with nothing kept.
                let anew = kept.clone();
                prop_assert_eq!(kept.at(&cut, as_of).items(), anew.at(&cut, as_of).items(), "at {}", as_of);
                prop_assert_eq!(kept.at(&cut, as_of).revised(), anew.at(&cut, as_of).revised());
            }
        }
    }

    #[test]
    fn whatever_the_notices_any_order_of_admission_gives_equal_states(
        acts in acts(40),
        choices in prop::collection::vec(any::<u16>(), 1..32),
        hours in 0i64..1_500,
    ) {
        let entries = story(&acts);
        let other = reordered(&entries, &choices);
        let (a, b) = (folded(&entries), folded(&other));
        let (whole, as_of) = (cut(&entries), START + hours * HOUR);
        prop_assert_eq!(a.at(&whole, as_of).items(), b.at(&whole, as_of).items());
        prop_assert_eq!(a.at(&whole, as_of).matters(), b.at(&whole, as_of).matters());
        prop_assert_eq!(a.at(&whole, as_of).duties(), b.at(&whole, as_of).duties());
    }
}
