//! M2, a crossing from its NOTIFY on (notices.md section 8). WATCH, NEAR, UNCERTAIN and ALLEGED are each node's own
//! verdicts and never stand here: this is the shared half.
//!
//! NOTIFIED -T3 ANSWER-> ADMITTED / DISPUTED / EXCUSED / REGRETTED; NOTIFIED -due-> UNANSWERED -late ANSWER-> that
//! state, marked late; NOTIFIED -an exclusion is met-> EXCUSED; any -T3 CLOSE by the owner-> CLOSED; neither
//! answered nor closed in the stale period -> STALE.

use crate::error::StandError;
use crate::excused::Because;
use notice::Number;
use notice::vocabulary::{CloseReason, CrossingAnswer};

/// Where a crossing stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrossingState {
    /// Told to the other side.
    Notified {
        /// Answer due, ms UTC; absent until its clock starts.
        due_ms: Option<i64>,
    },
    /// Answered.
    Answered {
        /// What.
        answer: CrossingAnswer,
        /// With what.
        by: Number,
        /// Whether after the due time.
        late: bool,
    },
    /// Not answered in time.
    Unanswered {
        /// Since when, ms UTC.
        since_ms: i64,
    },
    /// What was told after the NOTIFY excuses it.
    Excused {
        /// When, ms UTC.
        at_ms: i64,
        /// Why.
        because: Because,
    },
    /// Closed by the line's owner.
    Closed {
        /// Why.
        reason: CloseReason,
        /// By what.
        by: Number,
    },
    /// Neither answered nor closed in the stale period.
    Stale {
        /// Since when, ms UTC.
        since_ms: i64,
    },
    /// Its NOTIFY was cancelled or corrected by L5.
    Undone,
}

/// What moves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrossingInput {
    /// A T3 ANSWER by the party that was told.
    Answer {
        /// What.
        answer: CrossingAnswer,
        /// With what.
        by: Number,
    },
    /// The answer's due time.
    DueTime {
        /// When it was due, ms UTC.
        at_ms: i64,
    },
    /// The count fell below the line's, or an exclusion is met.
    Excuse {
        /// When, ms UTC.
        at_ms: i64,
        /// Why.
        because: Because,
    },
    /// A T3 CLOSE by the line's owner.
    Close {
        /// Why.
        reason: CloseReason,
        /// By what.
        by: Number,
    },
    /// The stale period is over.
    StaleTime {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// The second seal of an L5 on its NOTIFY.
    Undo,
}

impl CrossingState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            CrossingState::Notified { .. } => "NOTIFIED",
            CrossingState::Answered { answer: CrossingAnswer::Admitted, .. } => "ADMITTED",
            CrossingState::Answered { answer: CrossingAnswer::Disputed, .. } => "DISPUTED",
            CrossingState::Answered { answer: CrossingAnswer::Excused, .. } => "EXCUSED",
            CrossingState::Answered { answer: CrossingAnswer::Regrets, .. } => "REGRETTED",
            CrossingState::Excused { .. } => "EXCUSED",
            CrossingState::Unanswered { .. } => "UNANSWERED",
            CrossingState::Closed { .. } => "CLOSED",
            CrossingState::Stale { .. } => "STALE",
            CrossingState::Undone => "UNDONE",
        }
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(&self, input: CrossingInput) -> Result<CrossingState, StandError> {
        use CrossingInput as In;
        use CrossingState::*;
        match (self, input) {
            (Undone, input) => Err(StandError::NoMove { state: "UNDONE", input: input.word() }),
            (_, In::Undo) => Ok(Undone),
            (Notified { .. }, In::Answer { answer, by }) => Ok(Answered { answer, by, late: false }),
            (Unanswered { .. } | Stale { .. }, In::Answer { answer, by }) => {
                Ok(Answered { answer, by, late: true })
            }
            (Notified { .. }, In::Excuse { at_ms, because }) => Ok(Excused { at_ms, because }),
            (Notified { .. }, In::DueTime { at_ms }) => Ok(Unanswered { since_ms: at_ms }),
            (
                Notified { .. } | Answered { .. } | Unanswered { .. } | Stale { .. } | Excused { .. },
                In::Close { reason, by },
            ) => Ok(Closed { reason, by }),
            (Notified { .. } | Unanswered { .. }, In::StaleTime { at_ms }) => Ok(Stale { since_ms: at_ms }),
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl CrossingInput {
    /// The word of the input.
    pub fn word(&self) -> &'static str {
        match self {
            CrossingInput::Answer { .. } => "ANSWER",
            CrossingInput::DueTime { .. } => "DUE-TIME",
            CrossingInput::Excuse { .. } => "EXCUSE",
            CrossingInput::Close { .. } => "CLOSE",
            CrossingInput::StaleTime { .. } => "STALE-TIME",
            CrossingInput::Undo => "UNDO",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        let by = || Number::parse("IR/LEV/27/0004/T3").expect("a number");
        let answered = |answer| CrossingState::Answered { answer, by: by(), late: false };
        let states = [
            CrossingState::Notified { due_ms: Some(5) },
            answered(CrossingAnswer::Admitted),
            answered(CrossingAnswer::Disputed),
            CrossingState::Unanswered { since_ms: 5 },
            CrossingState::Closed { reason: CloseReason::DealtWith, by: by() },
            CrossingState::Stale { since_ms: 9 },
            CrossingState::Excused { at_ms: 7, because: Because::Count },
            CrossingState::Undone,
        ];
        let inputs = || {
            [
                CrossingInput::Answer { answer: CrossingAnswer::Regrets, by: by() },
                CrossingInput::DueTime { at_ms: 5 },
                CrossingInput::Close { reason: CloseReason::Settled, by: by() },
                CrossingInput::Excuse { at_ms: 7, because: Because::Count },
                CrossingInput::StaleTime { at_ms: 9 },
                CrossingInput::Undo,
            ]
        };
        let row = |state: &CrossingState| inputs().map(|input| state.on(input).map_or("-", |n| n.word()));
        assert_eq!(
            states.each_ref().map(row),
            [
                ["REGRETTED", "UNANSWERED", "CLOSED", "EXCUSED", "STALE", "UNDONE"],
                ["-", "-", "CLOSED", "-", "-", "UNDONE"],
                ["-", "-", "CLOSED", "-", "-", "UNDONE"],
                ["REGRETTED", "-", "CLOSED", "-", "STALE", "UNDONE"],
                ["-", "-", "-", "-", "-", "UNDONE"],
                ["REGRETTED", "-", "CLOSED", "-", "-", "UNDONE"],
                ["-", "-", "CLOSED", "-", "-", "UNDONE"],
                ["-", "-", "-", "-", "-", "-"],
            ]
        );
    }

    #[test]
    fn an_answer_after_the_due_time_is_marked_late() {
        let by = Number::parse("IR/LEV/27/0004/T3").expect("a number");
        let told = CrossingState::Notified { due_ms: Some(5) };
        let past = told.on(CrossingInput::DueTime { at_ms: 5 }).expect("a move");
        let answer = CrossingInput::Answer { answer: CrossingAnswer::Disputed, by: by.clone() };
        let late = CrossingState::Answered { answer: CrossingAnswer::Disputed, by, late: true };
        assert_eq!(past.on(answer), Ok(late));
    }
}
