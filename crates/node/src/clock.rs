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
}

impl Clock {
    pub(crate) fn new(error_ms: u32, skew: Skew) -> Self {
        Clock { started: Instant::now(), error_ms, skew }
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
