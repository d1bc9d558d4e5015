//! M2, a red line's version toward one addressee (notices.md section 8).
//!
//! DRAFT -release-> DECLARED -K3 or constructive notice-> KNOWN -effective_from (if later)-> IN-FORCE; IN-FORCE
//! -T2 AMEND effective-> AMENDED; -T2 SUSPEND or SUCCESSION-> SUSPENDED(until) -REAFFIRM, AFFIRM or until-> IN-FORCE;
//! -T2 WITHDRAW or DISOWN-> WITHDRAWN; -period ends-> EXPIRED -REAFFIRM-> IN-FORCE. An L5 undoes it (UNDONE) from any
//! state. What a REAFFIRM does to the period: [`crate::periods`].
//!
//! I1 a line is never in force toward somebody who has neither read it back nor constructive notice of it.

use crate::error::StandError;
use notice::LineVersion;

/// Where a line stands toward an addressee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedLineState {
    /// Released.
    Declared,
    /// Read back, or constructive notice has run.
    Known {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// In force.
    InForce {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// Suspended by its author.
    Suspended {
        /// Until when, ms UTC; absent without end.
        until_ms: Option<i64>,
    },
    /// A later version is in force.
    Amended {
        /// Which.
        by: LineVersion,
    },
    /// Withdrawn or disowned.
    Withdrawn {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Its period is over.
    Expired {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Its declaration was cancelled or corrected by L5.
    Undone,
}

/// What moves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedLineInput {
    /// K3, or constructive notice.
    Notified {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Known, and `effective_from` has come.
    Effective {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// A later version takes effect.
    AmendEffective {
        /// Which.
        by: LineVersion,
    },
    /// T2 SUSPEND, or a succession's review.
    Suspend {
        /// Until when, ms UTC.
        until_ms: Option<i64>,
    },
    /// T2 REAFFIRM.
    Reaffirm {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// The suspension's end, or a successor's AFFIRM: neither revives what has expired.
    Resume {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// T2 WITHDRAW, or DISOWN.
    Withdraw {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Its period ends.
    PeriodEnds {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// The second seal of an L5 on its declaration.
    Undo,
}

impl RedLineState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            RedLineState::Declared => "DECLARED",
            RedLineState::Known { .. } => "KNOWN",
            RedLineState::InForce { .. } => "IN-FORCE",
            RedLineState::Suspended { .. } => "SUSPENDED",
            RedLineState::Amended { .. } => "AMENDED",
            RedLineState::Withdrawn { .. } => "WITHDRAWN",
            RedLineState::Expired { .. } => "EXPIRED",
            RedLineState::Undone => "UNDONE",
        }
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(&self, input: RedLineInput) -> Result<RedLineState, StandError> {
        use RedLineInput as In;
        use RedLineState::*;
        match (self, input) {
            (Undone, In::Undo) => Err(StandError::NoMove { state: "UNDONE", input: "UNDO" }),
            (_, In::Undo) => Ok(Undone),
            (Declared, In::Notified { at_ms }) => Ok(Known { at_ms }),
            (Known { .. }, In::Effective { at_ms }) => Ok(InForce { at_ms }),
            (InForce { .. }, In::AmendEffective { by }) => Ok(Amended { by }),
            (InForce { .. }, In::Suspend { until_ms }) => Ok(Suspended { until_ms }),
            (Suspended { .. } | Expired { .. }, In::Reaffirm { at_ms })
            | (Suspended { .. }, In::Resume { at_ms }) => Ok(InForce { at_ms }),
            (InForce { .. } | Suspended { .. } | Known { .. } | Declared, In::Withdraw { at_ms }) => {
                Ok(Withdrawn { at_ms })
            }
            (InForce { .. } | Suspended { .. } | Known { .. } | Declared, In::PeriodEnds { at_ms }) => {
                Ok(Expired { at_ms })
            }
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl RedLineInput {
    /// The word of the input.
    pub fn word(&self) -> &'static str {
        match self {
            RedLineInput::Notified { .. } => "NOTIFIED",
            RedLineInput::Effective { .. } => "EFFECTIVE",
            RedLineInput::AmendEffective { .. } => "AMEND",
            RedLineInput::Suspend { .. } => "SUSPEND",
            RedLineInput::Reaffirm { .. } => "REAFFIRM",
            RedLineInput::Resume { .. } => "RESUME",
            RedLineInput::Withdraw { .. } => "WITHDRAW",
            RedLineInput::PeriodEnds { .. } => "PERIOD-ENDS",
            RedLineInput::Undo => "UNDO",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        let version = || LineVersion::parse("US-2/2").expect("a line");
        let states = [
            RedLineState::Declared,
            RedLineState::Known { at_ms: 1 },
            RedLineState::InForce { at_ms: 1 },
            RedLineState::Suspended { until_ms: None },
            RedLineState::Amended { by: version() },
            RedLineState::Withdrawn { at_ms: 1 },
            RedLineState::Expired { at_ms: 1 },
            RedLineState::Undone,
        ];
        let inputs = || {
            [
                RedLineInput::Notified { at_ms: 2 },
                RedLineInput::Effective { at_ms: 2 },
                RedLineInput::AmendEffective { by: version() },
                RedLineInput::Suspend { until_ms: None },
                RedLineInput::Reaffirm { at_ms: 2 },
                RedLineInput::Resume { at_ms: 2 },
                RedLineInput::Withdraw { at_ms: 2 },
                RedLineInput::PeriodEnds { at_ms: 2 },
                RedLineInput::Undo,
            ]
        };
        let row = |state: &RedLineState| inputs().map(|input| state.on(input).map_or("-", |n| n.word()));
        assert_eq!(
            states.each_ref().map(row),
            [
                ["KNOWN", "-", "-", "-", "-", "-", "WITHDRAWN", "EXPIRED", "UNDONE"],
                ["-", "IN-FORCE", "-", "-", "-", "-", "WITHDRAWN", "EXPIRED", "UNDONE"],
                ["-", "-", "AMENDED", "SUSPENDED", "-", "-", "WITHDRAWN", "EXPIRED", "UNDONE"],
                ["-", "-", "-", "-", "IN-FORCE", "IN-FORCE", "WITHDRAWN", "EXPIRED", "UNDONE"],
                ["-", "-", "-", "-", "-", "-", "-", "-", "UNDONE"],
                ["-", "-", "-", "-", "-", "-", "-", "-", "UNDONE"],
                ["-", "-", "-", "-", "IN-FORCE", "-", "-", "-", "UNDONE"],
                ["-", "-", "-", "-", "-", "-", "-", "-", "-"],
            ]
        );
    }
}
