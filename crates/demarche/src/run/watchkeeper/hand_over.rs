//! The alarm test of each hand-over: begun by an L6 HANDOVER of the own party, answered by whoever hears it.
//!
//! I1 what was handed over before the watchkeeper began is not its to test. I2 a test that nobody answers within ten
//! minutes was not heard.

use crate::command::NodeFile;
use crate::run::socket::ask;
use node::api::{Ask, Told};
use notice::Notice;
use notice::types::l6_station::StationNotice;
use notice::vocabulary::StationVerb;
use std::collections::BTreeSet;

/// What is to be done for a hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Sound the alarm and ask whether it was heard.
    Sound,
    /// Somebody heard it.
    Heard,
    /// Nobody said so in time.
    NotHeard,
}

/// Hand-overs that are known, and the test that waits for its answer.
#[derive(Debug, Default)]
pub struct HandOvers {
    known: Option<BTreeSet<String>>,
    sounded: Option<u64>,
}

impl HandOvers {
    /// What is to be done now, given the hand-overs of the own party and whether somebody said HEARD.
    pub fn tick(&mut self, mono_ms: u64, all: &BTreeSet<String>, heard: bool) -> Option<Step> {
        let known = self.known.get_or_insert_with(|| all.clone());
        if !all.is_subset(known) {
            known.extend(all.iter().cloned());
            self.sounded = Some(mono_ms);
            return Some(Step::Sound);
        }
        let since = self.sounded?;
        let step = match heard {
            true => Step::Heard,
            false if mono_ms.saturating_sub(since) >= ANSWER_WITHIN_MS => Step::NotHeard,
            false => return None,
        };
        self.sounded = None;
        Some(step)
    }
}

/// The own hand-overs at a node, looked up when its record has grown.
#[derive(Debug, Default)]
pub struct Record {
    entries: u64,
    looked: BTreeSet<String>,
    hand_overs: BTreeSet<String>,
}

impl Record {
    /// The numbers of all own hand-overs; a node that does not answer adds none.
    pub fn hand_overs(&mut self, node: &NodeFile) -> &BTreeSet<String> {
        let Ok(Told::Status(status)) = ask(node, &Ask::Status {}) else { return &self.hand_overs };
        let entries = status.compartments.iter().map(|compartment| compartment.entries).sum();
        if entries != self.entries {
            self.entries = entries;
            self.look(node, &format!("{}/", status.party));
        }
        &self.hand_overs
    }

    fn look(&mut self, node: &NodeFile, own: &str) {
        let list = Ask::List { compartment: None, after: None, most: Some(u64::MAX) };
        let Ok(Told::Notices { notices }) = ask(node, &list) else { return };
        let stations = notices.into_iter().filter(|told| told.kind == "L6" && told.from.starts_with(own));
        for number in stations.filter_map(|told| told.number) {
            if self.looked.insert(number.clone()) && is_hand_over(node, &number) {
                self.hand_overs.insert(number);
            }
        }
    }
}

fn is_hand_over(node: &NodeFile, number: &str) -> bool {
    let (number, language) = (number.to_owned(), "en".to_owned());
    let show = Ask::Show { number, language, digits: None, calendar: None };
    let Ok(Told::Notice { canonical, .. }) = ask(node, &show) else { return false };
    let Ok(notice) = Notice::decode(&canonical.0) else { return false };
    StationNotice::of(&notice).and_then(|station| station.verb()) == Some(StationVerb::Handover)
}

const ANSWER_WITHIN_MS: u64 = 600_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn set(numbers: &[&str]) -> BTreeSet<String> {
        numbers.iter().map(|number| (*number).to_owned()).collect()
    }

    #[test]
    fn a_hand_over_sounds_once_and_is_heard_or_not_heard_after_ten_minutes() {
        let mut tests = HandOvers::default();
        assert_eq!(tests.tick(0, &set(&["1"]), false), None, "of before");
        assert_eq!(tests.tick(1, &set(&["1"]), true), None, "nothing was asked");
        assert_eq!(tests.tick(2, &set(&["1", "2"]), false), Some(Step::Sound));
        assert_eq!(tests.tick(3, &set(&["1", "2"]), false), None);
        assert_eq!(tests.tick(4, &set(&["1", "2"]), true), Some(Step::Heard));
        assert_eq!(tests.tick(5, &set(&["1", "2", "3"]), false), Some(Step::Sound));
        assert_eq!(tests.tick(600_004, &set(&["1", "2", "3"]), false), None);
        assert_eq!(tests.tick(600_005, &set(&["1", "2", "3"]), false), Some(Step::NotHeard));
        assert_eq!(tests.tick(600_006, &set(&["1", "2", "3"]), true), None, "too late");
    }
}
