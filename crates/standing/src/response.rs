//! M3, *Response*: an A4 from pending to its end (notices.md section 8).
//!
//! PENDING -POSTPONED, CHANGED-> PENDING(v+1); PENDING -STOOD-DOWN-> STOOD-DOWN(second seal outstanding) -L5
//! CONFIRM-> STOOD-DOWN; outstanding -10 min-> PENDING, both told; PENDING -CONCLUDED-> CONCLUDED -other side's E1 or
//! L4 OBSERVED-> RECONCILED; PENDING -LATEST + 2 h-> OVERDUE, red for both, left like PENDING.
//!
//! I1 nothing ends before both seals of STOOD-DOWN, or CONCLUDED.

use crate::error::StandError;
use notice::Number;

/// Where a response stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponseState {
    /// Announced, in its n-th version.
    Pending {
        /// From 1.
        version: u32,
    },
    /// Its latest time and two hours are past, and nothing was said.
    Overdue {
        /// From 1.
        version: u32,
    },
    /// Stood down by one officer: KEEP PROTECTIVE MEASURES.
    StandingDown {
        /// Its version before.
        version: u32,
        /// When the seal lapses, ms UTC.
        until_ms: i64,
    },
    /// Stood down with both seals.
    StoodDown {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Over, by its author's word.
    Concluded {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Over, and told by the other side too.
    Reconciled {
        /// By which notice.
        by: Number,
    },
}

/// What moves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResponseInput {
    /// A4 POSTPONED or CHANGED.
    Changed,
    /// A4 STOOD-DOWN by one officer.
    StoodDown {
        /// When the seal lapses, ms UTC.
        until_ms: i64,
    },
    /// Its second seal.
    Confirmed {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// The seal did not come.
    Lapsed,
    /// A4 CONCLUDED.
    Concluded {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// E1 or L4 OBSERVED of the other side.
    Observed {
        /// Which.
        by: Number,
    },
    /// LATEST and the charter's time after it are past.
    LatestPast,
}

impl ResponseState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            ResponseState::Pending { .. } => "PENDING",
            ResponseState::Overdue { .. } => "OVERDUE",
            ResponseState::StandingDown { .. } => "STOOD-DOWN-ONE-SEAL",
            ResponseState::StoodDown { .. } => "STOOD-DOWN",
            ResponseState::Concluded { .. } => "CONCLUDED",
            ResponseState::Reconciled { .. } => "RECONCILED",
        }
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(&self, input: ResponseInput) -> Result<ResponseState, StandError> {
        use ResponseInput as In;
        use ResponseState::*;
        match (self, input) {
            (Pending { version } | Overdue { version }, In::Changed) => {
                Ok(Pending { version: version.saturating_add(1) })
            }
            (Pending { version } | Overdue { version }, In::StoodDown { until_ms }) => {
                Ok(StandingDown { version: *version, until_ms })
            }
            (StandingDown { .. }, In::Confirmed { at_ms }) => Ok(StoodDown { at_ms }),
            (StandingDown { version, .. }, In::Lapsed) => Ok(Pending { version: *version }),
            (Pending { .. } | Overdue { .. } | StandingDown { .. }, In::Concluded { at_ms }) => {
                Ok(Concluded { at_ms })
            }
            (Concluded { .. }, In::Observed { by }) => Ok(Reconciled { by }),
            (Pending { version }, In::LatestPast) => Ok(Overdue { version: *version }),
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl ResponseInput {
    /// The word of the input.
    pub fn word(&self) -> &'static str {
        match self {
            ResponseInput::Changed => "CHANGED",
            ResponseInput::StoodDown { .. } => "STOOD-DOWN",
            ResponseInput::Confirmed { .. } => "CONFIRM",
            ResponseInput::Lapsed => "LAPSE",
            ResponseInput::Concluded { .. } => "CONCLUDED",
            ResponseInput::Observed { .. } => "OBSERVED",
            ResponseInput::LatestPast => "LATEST-PAST",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        let by = || Number::parse("IR/LEV/27/0009/E1").expect("a number");
        let states = [
            ResponseState::Pending { version: 1 },
            ResponseState::Overdue { version: 1 },
            ResponseState::StandingDown { version: 1, until_ms: 9 },
            ResponseState::StoodDown { at_ms: 5 },
            ResponseState::Concluded { at_ms: 5 },
            ResponseState::Reconciled { by: by() },
        ];
        let inputs = || {
            [
                ResponseInput::Changed,
                ResponseInput::StoodDown { until_ms: 9 },
                ResponseInput::Confirmed { at_ms: 5 },
                ResponseInput::Lapsed,
                ResponseInput::Concluded { at_ms: 5 },
                ResponseInput::Observed { by: by() },
                ResponseInput::LatestPast,
            ]
        };
        let row = |state: &ResponseState| inputs().map(|input| state.on(input).map_or("-", |n| n.word()));
        assert_eq!(
            states.each_ref().map(row),
            [
                ["PENDING", "STOOD-DOWN-ONE-SEAL", "-", "-", "CONCLUDED", "-", "OVERDUE"],
                ["PENDING", "STOOD-DOWN-ONE-SEAL", "-", "-", "CONCLUDED", "-", "-"],
                ["-", "-", "STOOD-DOWN", "PENDING", "CONCLUDED", "-", "-"],
                ["-", "-", "-", "-", "-", "-", "-"],
                ["-", "-", "-", "-", "-", "RECONCILED", "-"],
                ["-", "-", "-", "-", "-", "-", "-"],
            ]
        );
    }
}
