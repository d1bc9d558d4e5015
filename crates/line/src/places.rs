//! Places of one author's chain, each with the place in the order of coming of the entry that came there first.
//!
//! In: places in any order. Out: the same, by place. What follows on from place 1 without a gap takes four bytes a place.

use crate::ids::Seq;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Places from 1 on.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Of place 1, 2, 3, …: all below the first gap.
    run: Vec<u32>,
    /// Of places above it.
    beyond: BTreeMap<Seq, u32>,
}

impl Places {
    /// What came at a place.
    pub(crate) fn get(&self, seq: Seq) -> Option<u32> {
        match self.in_run(seq) {
            Some(at) => Some(self.run[at]),
            None => self.beyond.get(&seq).copied(),
        }
    }

    /// Something came at a place where nothing was.
    pub(crate) fn insert(&mut self, seq: Seq, came: u32) {
        self.beyond.insert(seq, came);
        while let Some(next) = self.beyond.remove(&(self.run.len() as Seq + 1)) {
            self.run.push(next);
        }
    }

    /// What came at places of a range, by place.
    pub(crate) fn range(&self, of: RangeInclusive<Seq>) -> impl DoubleEndedIterator<Item = (Seq, u32)> {
        let (from, to) = (*of.start(), *of.end());
        let end = usize::try_from(to).unwrap_or(usize::MAX).min(self.run.len());
        let start = usize::try_from(from.saturating_sub(1)).unwrap_or(usize::MAX).min(end);
        let run = self.run[start..end].iter().enumerate();
        let run = run.map(move |(on, came)| (start as Seq + on as Seq + 1, *came));
        let beyond = (from <= to).then(|| self.beyond.range(of)).into_iter().flatten();
        run.chain(beyond.map(|(seq, came)| (*seq, *came)))
    }

    fn in_run(&self, seq: Seq) -> Option<usize> {
        let at = usize::try_from(seq.checked_sub(1)?).ok()?;
        (at < self.run.len()).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_a_map_by_place(
            came in prop::collection::vec(prop_oneof![1_u64..20, Just(u64::MAX), Just(u64::MAX - 1)], 0..40),
            from in 0_u64..25, to in prop_oneof![0_u64..25, Just(u64::MAX)],
        ) {
            let (mut places, mut map) = (Places::default(), BTreeMap::new());
            for (at, seq) in (0_u32..).zip(came) {
                if places.get(seq).is_none() {
                    places.insert(seq, at);
                    map.insert(seq, at);
                }
            }
            let wanted: Vec<(Seq, u32)> = map.iter().map(|(seq, at)| (*seq, *at)).collect();
            let in_range = |(seq, _): &&(Seq, u32)| (from..=to).contains(seq);
            let wanted: Vec<(Seq, u32)> = wanted.iter().filter(in_range).copied().collect();
            prop_assert_eq!(places.range(from..=to).collect::<Vec<_>>(), wanted.clone());
            let back: Vec<(Seq, u32)> = places.range(from..=to).rev().collect();
            prop_assert_eq!(back, wanted.into_iter().rev().collect::<Vec<_>>());
            for seq in 0..25 {
                prop_assert_eq!(places.get(seq), map.get(&seq).copied());
            }
        }
    }
}
