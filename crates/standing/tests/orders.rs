//! Any order of admission, doubled copies, a cut anywhere: equal roots (I1).

use crate::script::*;
use line::entry::Entry;
use notice::vocabulary::NoticeType;
use proptest::prelude::*;
use standing::revised::Revised;

pub fn config() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(64))
}

/// Two parties speak, open, read back rightly or wrongly and test, with news that come late.
fn script(acts: &[(u8, bool)]) -> Vec<Entry> {
    let mut script = Script::default();
    let mut said = Vec::new();
    for (step, (act, late)) in acts.iter().enumerate() {
        let at = START + step as i64 * 20 * MINUTE;
        match act % 6 {
            0 => said.push(script.say("US", at, draft(NoticeType::T1, "US", "IR"))),
            1 => drop(script.say("IR", at, draft(NoticeType::E1, "IR", "US"))),
            2 => script.test("US", at, true),
            3 => script.test("IR", at, *late),
            4 => {
                if let Some(t1) = said.last().cloned() {
                    script.open("IR", at, &t1);
                }
            }
            _ => {
                if let Some(t1) = said.last().cloned() {
                    script.read_back("IR", at, &t1, if *late { "15 km" } else { "5 km" });
                }
            }
        }
        if !late {
            script.show("US", "IR");
            script.show("IR", "US");
        }
    }
    script.entries
}

/// What is told of REVISED while entries are admitted one by one: of the numbers that each may move.
fn told_on_the_way(entries: &[Entry], as_of: i64) -> std::collections::BTreeSet<Revised> {
    let mut standing = folded(&[]);
    let mut told = std::collections::BTreeSet::new();
    for (at, entry) in entries.iter().enumerate() {
        let mut numbers = standing.admit(entry);
        let stand = standing.at(&cut(&entries[..=at]), as_of);
        numbers.extend(stand.spoken_without(&entry.header.author, entry.header.seq));
        told.extend(numbers.iter().flat_map(|number| stand.revised_of(number, &stand.deliveries(number))));
    }
    told
}

/// Another order that extends causality: an entry comes once its author's former and its heads are there.
pub fn reordered(entries: &[Entry], choices: &[u16]) -> Vec<Entry> {
    let mut left: Vec<Entry> = entries.to_vec();
    let mut out: Vec<Entry> = Vec::new();
    let mut choice = choices.iter().cycle();
    while !left.is_empty() {
        let there = cut(&out);
        let ready = |entry: &Entry| {
            let header = &entry.header;
            there.seq(&header.author) + 1 == header.seq
                && header.heads.iter().all(|head| there.covers(&head.author, head.seq))
        };
        let ready: Vec<usize> = (0..left.len()).filter(|at| ready(&left[*at])).collect();
        let pick = usize::from(*choice.next().expect("a cycle")) % ready.len();
        out.push(left.remove(ready[pick]));
    }
    out
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_order_of_admission_and_any_doubled_copy_gives_equal_roots_and_equal_revised(
        acts in prop::collection::vec((any::<u8>(), any::<bool>()), 1..16),
        choices in prop::collection::vec(any::<u16>(), 1..32),
        doubled in any::<prop::sample::Index>(),
        hours in 0i64..40,
    ) {
        let entries = script(&acts);
        prop_assume!(!entries.is_empty());
        let mut other = reordered(&entries, &choices);
        other.push(entries[doubled.index(entries.len())].clone());
        let (a, b) = (folded(&entries), folded(&other));
        let whole = cut(&entries);
        let as_of = START + hours * HOUR;
        prop_assert_eq!(a.at(&whole, as_of).revised(), b.at(&whole, as_of).revised());
        prop_assert_eq!(a.at(&whole, as_of).root(), b.at(&whole, as_of).root());
    }

    #[test]
    fn all_that_is_revised_in_the_end_was_told_when_it_came(
        acts in prop::collection::vec((any::<u8>(), any::<bool>()), 2..24),
        choices in prop::collection::vec(any::<u16>(), 1..32),
        hours in 6i64..40,
    ) {
        let entries = reordered(&script(&acts), &choices);
        let as_of = START + hours * HOUR;
        let told = told_on_the_way(&entries, as_of);
        let listed = folded(&entries).at(&cut(&entries), as_of).revised();
        prop_assert!(listed.iter().all(|revised| told.contains(revised)), "{listed:?} of {told:?}");
    }

    #[test]
    fn a_cut_anywhere_has_the_root_it_had_before_more_was_admitted(
        acts in prop::collection::vec((any::<u8>(), any::<bool>()), 2..16),
        choices in prop::collection::vec(any::<u16>(), 1..32),
        at in any::<prop::sample::Index>(),
        hours in 0i64..40,
    ) {
        let entries = reordered(&script(&acts), &choices);
        prop_assume!(entries.len() > 1);
        let stop = 1 + at.index(entries.len() - 1);
        let then = folded(&entries[..stop]);
        let whole = folded(&entries);
        let old_cut = cut(&entries[..stop]);
        let as_of = START + hours * HOUR;
        prop_assert_eq!(then.at(&old_cut, as_of).root(), whole.at(&old_cut, as_of).root());
    }
}
