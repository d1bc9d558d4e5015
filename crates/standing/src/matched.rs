//! Which events match the clauses of which lines, as it was found before. A fold asks it of every crossing at every root, and
//! it costs a geodesic for every edge.
//!
//! I1 what is kept equals what would be found anew: clause and event are both written, so nothing that comes later moves it.

use line::ids::EntryHash;
use notice::truth::Truth;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// By the entries of the line's version and of the incident report.
#[derive(Debug, Default)]
pub struct Matched(Mutex<BTreeMap<[EntryHash; 2], Truth>>);

/// A copy begins with nothing.
impl Clone for Matched {
    fn clone(&self) -> Self {
        Matched::default()
    }
}

impl Matched {
    /// Whether an event matches a line's clause; `find` says it the first time.
    pub fn of(&self, line: EntryHash, event: EntryHash, find: impl FnOnce() -> Truth) -> Truth {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > MOST {
            known.clear();
        }
        *known.entry([line, event]).or_insert_with(find)
    }
}

/// Pairs that are kept at most, some 5 MB.
const MOST: usize = 65_536;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_is_looked_at_once_and_by_itself() {
        let matched = Matched::default();
        let [a, b] = [EntryHash([1; 32]), EntryHash([2; 32])];
        assert_eq!(matched.of(a, b, || Truth::True), Truth::True);
        assert_eq!(matched.of(a, b, || panic!("it is known")), Truth::True);
        assert_eq!(matched.of(b, a, || Truth::False), Truth::False);
        assert_eq!(matched.clone().of(a, b, || Truth::Uncertain), Truth::Uncertain);
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let matched = Matched::default();
        for number in 0..(2 * MOST as u64) {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&number.to_be_bytes());
            matched.of(EntryHash(hash), EntryHash(hash), || Truth::True);
        }
        assert!(matched.0.lock().expect("whole").len() <= MOST + 1);
    }
}
