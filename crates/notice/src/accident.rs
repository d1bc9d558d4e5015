//! Whether an accident that was told takes an event out: a clause may exclude what lies within so long of an A5
//! (notices.md, T1 I).
//!
//! The A5 counts on either side of the event: whoever loses steering tells it at once, and the stray that it leads to comes
//! after (scenario-coastguard.md, D6 08); whoever learns late tells it late. I1 TRUE only if every time that the event may
//! have had lies within reach of an A5, FALSE only if none does.

use crate::truth::Truth;

/// Whether an event of this interval lies within reach of an accident told at one of these times; all in one unit.
pub fn within_reach(when: (i64, i64), reach: i64, told: impl Iterator<Item = i64>) -> Truth {
    let around = |at: i64| (at.saturating_sub(reach), at.saturating_add(reach));
    let mut reached: Vec<(i64, i64)> =
        told.map(around).filter(|(from, until)| *from <= when.1 && *until >= when.0).collect();
    reached.sort_unstable();
    let mut upto = None;
    for (from, until) in &reached {
        if *from > upto.unwrap_or(when.0) {
            break;
        }
        upto = upto.max(Some(*until));
    }
    Truth::of(upto.is_some_and(|upto| upto >= when.1), !reached.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_accident_counts_before_and_after_the_event_and_no_further() {
        let one = |at: i64| within_reach((100, 100), 10, [at].into_iter());
        assert_eq!(
            [89, 90, 100, 110, 111].map(one),
            [false, true, true, true, false].map(|t| Truth::of(t, t))
        );
        assert_eq!(within_reach((100, 100), 10, std::iter::empty()), Truth::False);
    }

    proptest! {
        /// Times are even and reaches odd, so that between two whole numbers nothing changes.
        #[test]
        fn every_time_that_the_event_may_have_had_is_asked(
            from in 0i64..60, lasts in 0i64..30, reach in 0i64..12, told in prop::collection::vec(0i64..100, 0..5),
        ) {
            let (when, reach) = ((2 * from, 2 * (from + lasts)), 2 * reach + 1);
            let told: Vec<i64> = told.into_iter().map(|at| 2 * at).collect();
            let near = |t: i64| told.iter().any(|at| (at - t).abs() <= reach);
            let (all, any) = ((when.0..=when.1).all(near), (when.0..=when.1).any(near));
            prop_assert_eq!(within_reach(when, reach, told.iter().copied()), Truth::of(all, any));
        }
    }
}
