//! M0, *Answer* of an addressee to a notice that asks for one (notices.md section 8, R21).
//!
//! WAITING -K3 (K2 without read-back) or constructive notice-> DUE(at); DUE -answer in time-> ANSWERED;
//! DUE -as_of >= at-> NON-ANSWER; NON-ANSWER -answer-> ANSWERED-LATE; NON-ANSWER -proof that it came in time->
//! ANSWERED. Nobody writes a non-answer: the clock makes it, alike on both sides.
//!
//! I1 once past due without an answer in time the non-answer stays on record in ANSWERED-LATE.

use crate::error::StandError;
use notice::Number;

/// How an answer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// None is asked for.
    NotAsked,
    /// The clock has not started.
    Waiting,
    /// Due then, ms UTC.
    Due {
        /// By when.
        at_ms: i64,
    },
    /// It came in time.
    Answered {
        /// With what; absent where the read-back itself is the answer.
        by: Option<Number>,
    },
    /// None came in time.
    NonAnswer {
        /// Since when, ms UTC.
        since_ms: i64,
    },
    /// It came late.
    AnsweredLate {
        /// With what.
        by: Option<Number>,
        /// The non-answer on record, since when, ms UTC.
        since_ms: i64,
    },
}

/// What moves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerInput {
    /// The clock starts: due then, ms UTC.
    Starts {
        /// By when.
        due_ms: i64,
    },
    /// An answer, in time or not shown to be.
    Answer {
        /// With what.
        by: Option<Number>,
        /// DTG by the due time and arrival by due and grace, or a relay deposit by due.
        in_time: bool,
    },
    /// The due time has come.
    DueTime,
}

impl Answer {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            Answer::NotAsked => "NOT-ASKED",
            Answer::Waiting => "WAITING",
            Answer::Due { .. } => "DUE",
            Answer::Answered { .. } => "ANSWERED",
            Answer::NonAnswer { .. } => "NON-ANSWER",
            Answer::AnsweredLate { .. } => "ANSWERED-LATE",
        }
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(&self, input: AnswerInput) -> Result<Answer, StandError> {
        match (self, input) {
            (Answer::Waiting, AnswerInput::Starts { due_ms }) => Ok(Answer::Due { at_ms: due_ms }),
            (Answer::Waiting, AnswerInput::Answer { by, .. }) => Ok(Answer::Answered { by }),
            (Answer::Due { .. }, AnswerInput::Answer { by, .. }) => Ok(Answer::Answered { by }),
            (Answer::Due { at_ms }, AnswerInput::DueTime) => Ok(Answer::NonAnswer { since_ms: *at_ms }),
            (
                Answer::NonAnswer { .. } | Answer::AnsweredLate { .. },
                AnswerInput::Answer { by, in_time: true },
            ) => Ok(Answer::Answered { by }),
            (Answer::NonAnswer { since_ms }, AnswerInput::Answer { by, in_time: false }) => {
                Ok(Answer::AnsweredLate { by, since_ms: *since_ms })
            }
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl AnswerInput {
    /// The word of the input.
    pub fn word(&self) -> &'static str {
        match self {
            AnswerInput::Starts { .. } => "STARTS",
            AnswerInput::Answer { in_time: true, .. } => "ANSWER-IN-TIME",
            AnswerInput::Answer { in_time: false, .. } => "ANSWER",
            AnswerInput::DueTime => "DUE-TIME",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        let by = || Number::parse("IR/LEV/27/0004/L4");
        let states = [
            Answer::NotAsked,
            Answer::Waiting,
            Answer::Due { at_ms: 5 },
            Answer::Answered { by: by() },
            Answer::NonAnswer { since_ms: 5 },
            Answer::AnsweredLate { by: by(), since_ms: 5 },
        ];
        let inputs = || {
            [
                AnswerInput::Starts { due_ms: 5 },
                AnswerInput::Answer { by: by(), in_time: true },
                AnswerInput::Answer { by: by(), in_time: false },
                AnswerInput::DueTime,
            ]
        };
        let row = |state: &Answer| inputs().map(|input| state.on(input).map_or("-", |next| next.word()));
        assert_eq!(
            states.each_ref().map(row),
            [
                ["-", "-", "-", "-"],
                ["DUE", "ANSWERED", "ANSWERED", "-"],
                ["-", "ANSWERED", "ANSWERED", "NON-ANSWER"],
                ["-", "-", "-", "-"],
                ["-", "ANSWERED", "ANSWERED-LATE", "-"],
                ["-", "ANSWERED", "-", "-"],
            ]
        );
    }
}
