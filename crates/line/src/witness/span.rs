//! Closed intervals of milliseconds, of instants or of offsets, and how they drift.

use crate::offsets::PPM;
use crate::time::Bracket;

/// From and to, ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub low: i64,
    pub high: i64,
}

impl Span {
    pub(super) fn of(bracket: &Bracket) -> Self {
        Span { low: bracket.earliest_ms, high: bracket.latest_ms }
    }

    /// Both ends further out.
    pub(super) fn wider(self, by_ms: i64) -> Self {
        Span { low: self.low.saturating_sub(by_ms), high: self.high.saturating_add(by_ms) }
    }

    /// As it stands after so many ms in which two clocks may have drifted apart.
    pub(super) fn after(self, passed_ms: i64) -> Self {
        self.wider(drift(passed_ms))
    }

    /// All sums of one of each.
    pub(super) fn plus(self, other: Span) -> Self {
        Span { low: self.low.saturating_add(other.low), high: self.high.saturating_add(other.high) }
    }

    /// All differences of one of each.
    pub(super) fn minus(self, other: Span) -> Self {
        Span { low: self.low.saturating_sub(other.high), high: self.high.saturating_sub(other.low) }
    }

    /// What both hold; `None` if nothing.
    pub(super) fn meet(self, other: Span) -> Option<Self> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        (low <= high).then_some(Span { low, high })
    }

    /// Everything from the first to the last of both.
    pub(super) fn hull(self, other: Span) -> Self {
        Span { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// How far this lies beyond the other: positive above it, negative below, 0 where they meet.
    pub(super) fn beyond(self, other: Span) -> i64 {
        match (self.low > other.high, self.high < other.low) {
            (true, _) => self.low.saturating_sub(other.high),
            (_, true) => self.high.saturating_sub(other.low),
            _ => 0,
        }
    }

    /// As a bracket of instants.
    pub(super) fn bracket(self) -> Bracket {
        Bracket { earliest_ms: self.low, latest_ms: self.high }
    }
}

/// How far two clocks may drift apart in so many ms.
pub(super) fn drift(passed_ms: i64) -> i64 {
    i64::try_from(passed_ms.unsigned_abs().saturating_mul(PPM).div_ceil(1_000_000)).unwrap_or(i64::MAX)
}
