//! What a relay counts for its host: totals, never by mailbox or party.

use std::fmt::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Totals since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    pub(crate) requests: AtomicU64,
    pub(crate) refused: AtomicU64,
    pub(crate) kept: AtomicU64,
    pub(crate) handed_over: AtomicU64,
    pub(crate) commits: AtomicU64,
    pub(crate) failed_commits: AtomicU64,
    pub(crate) turned_away: AtomicU64,
    pub(crate) failed_handshakes: AtomicU64,
    pub(crate) waiting: AtomicU64,
    pub(crate) failing: AtomicBool,
}

impl Metrics {
    /// The text that a metrics collector reads.
    pub(crate) fn text(&self) -> String {
        let rows = [
            ("requests_total", &self.requests),
            ("refused_total", &self.refused),
            ("envelopes_kept_total", &self.kept),
            ("envelopes_handed_over_total", &self.handed_over),
            ("commits_total", &self.commits),
            ("commits_failed_total", &self.failed_commits),
            ("connections_turned_away_total", &self.turned_away),
            ("handshakes_failed_total", &self.failed_handshakes),
            ("long_polls_waiting", &self.waiting),
        ];
        let mut text = String::new();
        for (name, value) in rows {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "demarche_relay_{name} {}", value.load(Relaxed));
        }
        text
    }

    /// Whether the last commit was durable.
    pub(crate) fn healthy(&self) -> bool {
        !self.failing.load(Relaxed)
    }
}
