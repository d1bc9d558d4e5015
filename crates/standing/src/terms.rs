//! Clocks of the charter that the folds run on (notices.md section 9); equal on all nodes, like the charter.

/// The charter's clocks, ms. Defaults are those of notices.md section 9.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Interval between line tests.
    pub test_interval_ms: i64,
    /// How long an L5 or a release by one waits for its second seal.
    pub second_seal_ms: i64,
    /// Arrival of an answer after its due time that still counts.
    pub grace_ms: i64,
    /// Constructive notice.
    pub constructive_ms: i64,
    /// Constructive notice of a Z.
    pub constructive_flash_ms: i64,
    /// Stops of the clock of constructive notice, at most in sum.
    pub stops_most_ms: i64,
    /// Answer to T3 and L4 where the notice names none.
    pub answer_ms: i64,
    /// A crossing neither answered nor closed.
    pub crossing_stale_ms: i64,
    /// No entry of a party: dormant.
    pub dormant_ms: i64,
}

impl Default for Terms {
    fn default() -> Self {
        Terms {
            test_interval_ms: HOUR_MS,
            second_seal_ms: 10 * MINUTE_MS,
            grace_ms: 10 * MINUTE_MS,
            constructive_ms: 6 * HOUR_MS,
            constructive_flash_ms: 2 * HOUR_MS,
            stops_most_ms: 24 * HOUR_MS,
            answer_ms: 24 * HOUR_MS,
            crossing_stale_ms: 14 * DAY_MS,
            dormant_ms: 14 * DAY_MS,
        }
    }
}

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
