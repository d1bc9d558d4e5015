//! Time as an argument. `line` never asks a clock.

use minicbor::{Decode, Encode};

/// What the shell's clocks say when it hands an input in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Now {
    /// Milliseconds of a clock that never goes back while the process lives; all timers run on it.
    #[n(0)]
    pub mono_ms: u64,
    /// Milliseconds since 1970 UTC as this machine believes; may jump.
    #[n(1)]
    pub utc_ms: i64,
    /// Declared error of `utc_ms`, in milliseconds.
    #[n(2)]
    pub error_ms: u32,
}

impl Now {
    /// UTC less the monotonic clock: constant while the process lives and nobody sets its clock.
    pub fn frame(&self) -> i64 {
        self.utc_ms.saturating_sub_unsigned(self.mono_ms)
    }
}

/// A closed interval of UTC milliseconds that holds the true instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Bracket {
    /// Not before.
    #[n(0)]
    pub earliest_ms: i64,
    /// Not after.
    #[n(1)]
    pub latest_ms: i64,
}

impl Bracket {
    /// All that lay between asking and answer, in the clock as it stood at either, and as it stood when `frame`
    /// was noted: a clock that was set meanwhile makes the bracket wider, never wrong.
    pub fn between(asked: Now, answered: Now, frame: Option<i64>) -> Self {
        let passed = answered.mono_ms.saturating_sub(asked.mono_ms);
        let low = asked.utc_ms.min(answered.utc_ms.saturating_sub_unsigned(passed));
        let high = answered.utc_ms.max(asked.utc_ms.saturating_add_unsigned(passed));
        let set = frame.map_or(0, |frame| frame.saturating_sub(answered.frame()));
        Bracket {
            earliest_ms: low.min(low.saturating_add(set)),
            latest_ms: high.max(high.saturating_add(set)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(mono_ms: u64, utc_ms: i64) -> Now {
        Now { mono_ms, utc_ms, error_ms: 0 }
    }

    #[test]
    fn a_clock_set_back_between_asking_and_answer_makes_the_bracket_wider() {
        let bracket = Bracket::between(now(10_000, 50_000), now(14_000, 44_000), None);
        assert_eq!((bracket.earliest_ms, bracket.latest_ms), (40_000, 54_000));
    }

    #[test]
    fn a_clock_set_since_it_was_noted_makes_the_bracket_cover_both() {
        let (asked, answered) = (now(10_000, 100_000), now(10_100, 100_100));
        let bracket = Bracket::between(asked, answered, Some(asked.frame() - 3_000));
        assert_eq!((bracket.earliest_ms, bracket.latest_ms), (97_000, 100_100));
        let same = Bracket::between(asked, answered, Some(asked.frame()));
        assert_eq!((same.earliest_ms, same.latest_ms), (100_000, 100_100));
    }
}
