//! Time that counts toward constructive notice: while tests pass with the watch manned, less what stops the clock
//! (notices.md 4.3).
//!
//! I1 a minute counts once. I2 stops add up to at most the charter's sum; beyond it the clock runs on.

use crate::book::TestSeen;

/// A half-open stretch of time, ms UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// From.
    pub from_ms: i64,
    /// Until, not included.
    pub until_ms: i64,
}

impl Stretch {
    fn holds(&self, at_ms: i64) -> bool {
        self.from_ms <= at_ms && at_ms < self.until_ms
    }
}

/// Stretches in which a party's watch was manned by its own tests, in order of its chain: each manned test counts
/// until the next, at most for an interval and a minute.
pub fn manned<'a>(tests: impl Iterator<Item = &'a TestSeen>, interval_ms: i64) -> Vec<Stretch> {
    let tests: Vec<&TestSeen> = tests.collect();
    let stretch = |(at, test): (usize, &&TestSeen)| {
        let most = test.claimed_ms.saturating_add(interval_ms).saturating_add(SLACK_MS);
        let until_ms = tests.get(at + 1).map_or(most, |next| next.claimed_ms.min(most));
        let counts = test.manned && until_ms > test.claimed_ms;
        counts.then_some(Stretch { from_ms: test.claimed_ms, until_ms })
    };
    tests.iter().enumerate().filter_map(stretch).collect()
}

/// When `delay_ms` of manned time have passed since `from_ms`; `None` if they have not by `as_of_ms`.
pub fn counted_until(
    manned: &[Stretch],
    stops: &[Stretch],
    stops_most_ms: i64,
    from_ms: i64,
    delay_ms: i64,
    as_of_ms: i64,
) -> Option<i64> {
    let mut edges: Vec<i64> = [manned, stops]
        .into_iter()
        .flatten()
        .flat_map(|s| [s.from_ms, s.until_ms])
        .filter(|edge| (from_ms..as_of_ms).contains(edge))
        .chain([from_ms, as_of_ms])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let (mut counted, mut stopped) = (0i64, 0i64);
    for pair in edges.windows(2) {
        let &[mut start, end] = pair else { continue };
        if !manned.iter().any(|s| s.holds(start)) {
            continue;
        }
        if stops.iter().any(|s| s.holds(start)) {
            let stop = end.saturating_sub(start).min(stops_most_ms - stopped).max(0);
            stopped += stop;
            start += stop;
        }
        let passes = counted.saturating_add(end.saturating_sub(start));
        if passes >= delay_ms {
            return Some(start + (delay_ms - counted));
        }
        counted = passes;
    }
    None
}

/// How late a test may be before its interval counts as missed.
const SLACK_MS: i64 = 60_000;

#[cfg(test)]
mod tests {
    use super::*;

    const H: i64 = 3_600_000;

    fn test(at: i64, manned: bool) -> TestSeen {
        TestSeen { slot_ms: at, claimed_ms: at, manned }
    }

    #[test]
    fn an_hour_without_a_manned_test_does_not_count() {
        let tests = [test(0, true), test(H, true), test(2 * H, false), test(3 * H, true), test(4 * H, true)];
        let manned = manned(tests.iter(), H);
        assert_eq!(counted_until(&manned, &[], 24 * H, 0, 2 * H, 9 * H), Some(2 * H));
        assert_eq!(counted_until(&manned, &[], 24 * H, 0, 3 * H, 9 * H), Some(4 * H));
        assert_eq!(counted_until(&manned, &[], 24 * H, 0, 3 * H, 4 * H - 1), None, "not before its time");
        assert_eq!(counted_until(&manned, &[], 24 * H, 0, 6 * H, 9 * H), None, "tests have ended");
    }

    #[test]
    fn a_stop_holds_the_clock_but_not_beyond_the_sum_of_stops() {
        let tests: Vec<TestSeen> = (0..10).map(|hour| test(hour * H, true)).collect();
        let manned = manned(tests.iter(), H);
        let stop = [Stretch { from_ms: H, until_ms: 4 * H }];
        assert_eq!(counted_until(&manned, &stop, 24 * H, 0, 2 * H, 9 * H), Some(5 * H));
        assert_eq!(counted_until(&manned, &stop, H, 0, 2 * H, 9 * H), Some(3 * H));
    }
}
