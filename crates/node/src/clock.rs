//! The machine's clocks as the cores get them, with a skew that only library callers can set.

use line::time::Now;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Shifts the wall clock of a node, for exercises and demonstrations. No configuration names it.
#[derive(Debug, Clone, Default)]
pub struct Skew(Arc<AtomicI64>);

impl Skew {
    /// The wall clock is ahead by this many ms (behind, if negative) from now on.
    pub fn set_ms(&self, ms: i64) {
        self.0.store(ms, Relaxed);
    }
}

/// One node's clocks.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    started: Instant,
    error_ms: u32,
    skew: Skew,
    /// Wall clock less monotonic clock, ms, as last seen.
    course: Arc<AtomicI64>,
}

impl Clock {
    pub(crate) fn new(error_ms: u32, skew: Skew) -> Self {
        let clock = Clock { started: Instant::now(), error_ms, skew, course: Arc::default() };
        clock.course.store(course(clock.now()), Relaxed);
        clock
    }

    /// By how many ms the wall clock has left its course since this was last asked, if by more than clocks are
    /// corrected by. Only one of all that ask hears of a jump.
    pub(crate) fn jumped(&self, now: Now) -> Option<i64> {
        let (before, after) = (self.course.load(Relaxed), course(now));
        let by = after.saturating_sub(before);
        let heard = self.course.compare_exchange(before, after, Relaxed, Relaxed).is_ok();
        (heard && by.saturating_abs() > JUMP_MS.saturating_add(2 * i64::from(self.error_ms))).then_some(by)
    }

    pub(crate) fn now(&self) -> Now {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let utc_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        Now {
            mono_ms: self.mono_ms(),
            utc_ms: utc_ms.saturating_add(self.skew.0.load(Relaxed)),
            error_ms: self.error_ms,
        }
    }

    pub(crate) fn mono_ms(&self) -> u64 {
        // Counts from one, so that no timer of a core coincides with the start.
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }
}

fn course(now: Now) -> i64 {
    now.utc_ms.saturating_sub(i64::try_from(now.mono_ms).unwrap_or(i64::MAX))
}

/// More than a time service steps a clock by.
const JUMP_MS: i64 = 5_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_told_once_and_a_drift_never() {
        let skew = Skew::default();
        let clock = Clock::new(500, skew.clone());
        assert_eq!(clock.jumped(clock.now()), None);
        for step in 1..10 {
            skew.set_ms(step * 4_000);
            assert_eq!(clock.jumped(clock.now()), None, "4 s are a correction");
        }
        skew.set_ms(36_000 - 86_400_000);
        let by = clock.jumped(clock.now()).expect("a day back");
        assert!((by + 86_400_000).abs() < 1_000, "{by}");
        assert_eq!(clock.jumped(clock.now()), None, "once");
    }
}
