//! Bounds of a relay's clock against the own (line.md section 12, rule 1).
//!
//! I1 a bound never outlives the own clock that it was taken with: when that is set, older samples are void.

use crate::relay_api::RelayTime;
use crate::time::Now;
use std::collections::VecDeque;

/// Samples of the last hour, intersected.
#[derive(Debug, Default)]
pub struct Offsets {
    samples: VecDeque<Sample>,
}

#[derive(Debug, Clone, Copy)]
struct Sample {
    at_mono: u64,
    frame: i64,
    low: i64,
    high: i64,
}

impl Offsets {
    /// Asked at `asked`, answered at `answered` (own clock), the relay's stamp `told`: its offset lies in
    /// \[told - answered, told - asked\].
    pub fn sample(&mut self, asked: Now, answered: Now, told: RelayTime) {
        let low = told.utc_ms.saturating_sub(answered.utc_ms);
        let high = told.utc_ms.saturating_sub(asked.utc_ms);
        if low > high {
            return;
        }
        let set = |s: &Sample| s.frame.abs_diff(asked.frame()).max(s.frame.abs_diff(answered.frame()));
        if self.samples.back().is_some_and(|s| set(s) > OWN_JUMP_MS) {
            self.samples.clear();
        }
        if asked.frame().abs_diff(answered.frame()) > OWN_JUMP_MS {
            return;
        }
        let sample = Sample { at_mono: answered.mono_ms, frame: answered.frame(), low, high };
        let before = self.bounds(answered);
        self.samples.push_back(sample);
        if before.is_some_and(|(l, h)| low > h || high < l) {
            self.samples.drain(..self.samples.len() - 1);
        }
        while self.samples.len() > MOST || self.samples.front().is_some_and(|s| old(s, answered.mono_ms)) {
            self.samples.pop_front();
        }
    }

    /// (low, high) of relay minus own clock, ms; `None` without a sample within the hour, or when the own clock
    /// was set after the last one.
    pub fn bounds(&self, now: Now) -> Option<(i64, i64)> {
        if self.samples.back().is_some_and(|s| s.frame.abs_diff(now.frame()) > OWN_JUMP_MS) {
            return None;
        }
        let fresh = self.samples.iter().filter(|s| !old(s, now.mono_ms));
        fresh.fold(None, |bounds: Option<(i64, i64)>, s| {
            let age = now.mono_ms.saturating_sub(s.at_mono);
            let wider = i64::try_from(age.saturating_mul(PPM).div_ceil(1_000_000)).unwrap_or(i64::MAX);
            let (low, high) = (s.low.saturating_sub(wider), s.high.saturating_add(wider));
            Some(bounds.map_or((low, high), |(l, h)| (l.max(low), h.min(high))))
        })
    }
}

fn old(sample: &Sample, now_mono: u64) -> bool {
    now_mono.saturating_sub(sample.at_mono) > HOUR_MS
}

/// How far two clocks may drift apart, parts in a million: 50 each.
pub(crate) const PPM: u64 = 100;
/// How long a sample counts.
const HOUR_MS: u64 = 3_600_000;
/// Samples kept.
const MOST: usize = 64;
/// An own clock that moved more than this against the monotonic one has been set: older samples are void.
const OWN_JUMP_MS: u64 = 500;

#[cfg(test)]
mod tests {
    use super::*;

    fn now(mono_ms: u64) -> Now {
        Now { mono_ms, utc_ms: 1_000_000 + mono_ms as i64, error_ms: 0 }
    }

    fn told(utc_ms: i64) -> RelayTime {
        RelayTime { utc_ms, error_ms: 0 }
    }

    #[test]
    fn offset_lies_between_asking_and_answer() {
        let mut offsets = Offsets::default();
        offsets.sample(now(0), now(100), told(1_005_050));
        assert_eq!(offsets.bounds(now(100)), Some((4_950, 5_050)));
        offsets.sample(now(1_000), now(1_010), told(1_006_007));
        assert_eq!(offsets.bounds(now(1_010)), Some((4_997, 5_007)));
    }

    #[test]
    fn a_bound_widens_with_age_and_ends_after_an_hour() {
        let mut offsets = Offsets::default();
        offsets.sample(now(0), now(0), told(1_000_000));
        assert_eq!(offsets.bounds(now(1_000_000)), Some((-100, 100)));
        assert_eq!(offsets.bounds(now(HOUR_MS + 1)), None);
    }

    #[test]
    fn an_own_clock_that_was_set_takes_its_bounds_with_it() {
        let mut offsets = Offsets::default();
        offsets.sample(now(0), now(10), told(1_000_005));
        let set = |mono_ms: u64| Now { utc_ms: 5_000_000 + mono_ms as i64, ..now(mono_ms) };
        assert_eq!(offsets.bounds(set(20)), None, "relative to a clock that is no more");
        offsets.sample(now(30), set(40), told(1_000_035));
        assert_eq!(offsets.bounds(set(40)), None, "set between asking and answer");
        offsets.sample(set(50), set(60), told(1_000_055));
        assert_eq!(offsets.bounds(set(60)), Some((-4_000_005, -3_999_995)));
    }

    #[test]
    fn a_jump_of_the_relays_clock_is_seen_and_the_new_bound_counts() {
        let mut offsets = Offsets::default();
        offsets.sample(now(0), now(10), told(1_000_005));
        offsets.sample(now(1_000), now(1_010), told(1_900_000));
        assert_eq!(offsets.bounds(now(1_010)), Some((898_990, 899_000)));
    }
}
