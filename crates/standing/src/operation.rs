//! M3, *Operation*: activities, postures, strike limits, hazards (notices.md section 8).
//!
//! A1, A2: ANNOUNCED -window opens-> WINDOW -CHANGED-> UNDER-WAY -CONCLUDED, or window closes-> CONCLUDED -E1 or L4
//! OBSERVED of the other side-> RECONCILED (A1). A3: DECLARED -K3 or constructive-> IN-FORCE -end notice-> ENDING(at)
//! -> ENDED. A5: ANNOUNCED -UPDATE-> UNDER-WAY -ALL-CLEAR-> ALL-CLEAR, due by the clock.
//!
//! I1 an end is never left: no input moves RECONCILED, ENDED or ALL-CLEAR.

use crate::error::StandError;
use notice::Number;

/// Where an operation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperationState {
    /// Released.
    Announced,
    /// Its window is open.
    Window,
    /// It goes on, changed or updated.
    UnderWay,
    /// Its author said so, or its window closed.
    Concluded {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// The other side has told what it saw.
    Reconciled {
        /// By which notice.
        by: Number,
    },
    /// A self-limit, binding its author from release.
    Declared,
    /// A self-limit that its addressee knows.
    InForce {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// A self-limit whose end has been told.
    Ending {
        /// When it ends, ms UTC.
        at_ms: i64,
    },
    /// A self-limit that is over.
    Ended {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// A hazard that is over.
    AllClear {
        /// When, ms UTC.
        at_ms: i64,
    },
}

/// What moves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperationInput {
    /// The window opens.
    Opens,
    /// A1 CHANGED, A5 UPDATE.
    Changed,
    /// A1 CONCLUDED, or the window closes.
    Concluded {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// E1, or L4 OBSERVED, of the other side.
    Observed {
        /// Which.
        by: Number,
    },
    /// K3 or constructive notice of a self-limit.
    Known {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// The notice that a self-limit ends.
    EndTold {
        /// When it ends, ms UTC.
        at_ms: i64,
    },
    /// The told end has come.
    End,
    /// A5 ALL-CLEAR.
    AllClear {
        /// When, ms UTC.
        at_ms: i64,
    },
}

impl OperationState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            OperationState::Announced => "ANNOUNCED",
            OperationState::Window => "WINDOW",
            OperationState::UnderWay => "UNDER-WAY",
            OperationState::Concluded { .. } => "CONCLUDED",
            OperationState::Reconciled { .. } => "RECONCILED",
            OperationState::Declared => "DECLARED",
            OperationState::InForce { .. } => "IN-FORCE",
            OperationState::Ending { .. } => "ENDING",
            OperationState::Ended { .. } => "ENDED",
            OperationState::AllClear { .. } => "ALL-CLEAR",
        }
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(&self, input: OperationInput) -> Result<OperationState, StandError> {
        use OperationInput as In;
        use OperationState::*;
        match (self, input) {
            (Announced, In::Opens) => Ok(Window),
            (Announced | Window | UnderWay, In::Changed) => Ok(UnderWay),
            (Announced | Window | UnderWay, In::Concluded { at_ms }) => Ok(Concluded { at_ms }),
            (Concluded { .. }, In::Observed { by }) => Ok(Reconciled { by }),
            (Declared, In::Known { at_ms }) => Ok(InForce { at_ms }),
            (Declared | InForce { .. }, In::EndTold { at_ms }) => Ok(Ending { at_ms }),
            (Ending { at_ms }, In::End) => Ok(Ended { at_ms: *at_ms }),
            (Announced | UnderWay, In::AllClear { at_ms }) => Ok(AllClear { at_ms }),
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl OperationInput {
    /// The word of the input.
    pub fn word(&self) -> &'static str {
        match self {
            OperationInput::Opens => "OPENS",
            OperationInput::Changed => "CHANGED",
            OperationInput::Concluded { .. } => "CONCLUDED",
            OperationInput::Observed { .. } => "OBSERVED",
            OperationInput::Known { .. } => "KNOWN",
            OperationInput::EndTold { .. } => "END-TOLD",
            OperationInput::End => "END",
            OperationInput::AllClear { .. } => "ALL-CLEAR",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        let by = || Number::parse("IR/MAR/27/0004/L4").expect("a number");
        let states = [
            OperationState::Announced,
            OperationState::Window,
            OperationState::UnderWay,
            OperationState::Concluded { at_ms: 5 },
            OperationState::Reconciled { by: by() },
            OperationState::Declared,
            OperationState::InForce { at_ms: 5 },
            OperationState::Ending { at_ms: 5 },
            OperationState::Ended { at_ms: 5 },
            OperationState::AllClear { at_ms: 5 },
        ];
        let inputs = || {
            [
                OperationInput::Opens,
                OperationInput::Changed,
                OperationInput::Concluded { at_ms: 5 },
                OperationInput::Observed { by: by() },
                OperationInput::Known { at_ms: 5 },
                OperationInput::EndTold { at_ms: 5 },
                OperationInput::End,
                OperationInput::AllClear { at_ms: 5 },
            ]
        };
        let row = |state: &OperationState| inputs().map(|input| state.on(input).map_or("-", |n| n.word()));
        assert_eq!(
            states.each_ref().map(row),
            [
                ["WINDOW", "UNDER-WAY", "CONCLUDED", "-", "-", "-", "-", "ALL-CLEAR"],
                ["-", "UNDER-WAY", "CONCLUDED", "-", "-", "-", "-", "-"],
                ["-", "UNDER-WAY", "CONCLUDED", "-", "-", "-", "-", "ALL-CLEAR"],
                ["-", "-", "-", "RECONCILED", "-", "-", "-", "-"],
                ["-", "-", "-", "-", "-", "-", "-", "-"],
                ["-", "-", "-", "-", "IN-FORCE", "ENDING", "-", "-"],
                ["-", "-", "-", "-", "-", "ENDING", "-", "-"],
                ["-", "-", "-", "-", "-", "-", "ENDED", "-"],
                ["-", "-", "-", "-", "-", "-", "-", "-"],
                ["-", "-", "-", "-", "-", "-", "-", "-"],
            ]
        );
    }
}
