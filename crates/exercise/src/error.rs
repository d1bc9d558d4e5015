//! Why a scenario is refused.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// What is wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExerciseError {
    /// Not TOML of the expected shape.
    Unreadable {
        /// The reader's words.
        why: String,
    },
    /// It names something that it does not declare, or contradicts itself.
    Wrong {
        /// Where.
        at: String,
        /// What is expected there.
        expected: String,
    },
}

impl fmt::Display for ExerciseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExerciseError::Unreadable { why } => write!(f, "not a scenario: {why}"),
            ExerciseError::Wrong { at, expected } => write!(f, "{at}: expected {expected}"),
        }
    }
}

impl std::error::Error for ExerciseError {}

impl OperatorError for ExerciseError {
    fn code(&self) -> Code {
        match self {
            ExerciseError::Unreadable { .. } => Code("E-EXER-001"),
            ExerciseError::Wrong { .. } => Code("E-EXER-002"),
        }
    }

    fn blame(&self) -> Blame {
        Blame::Operator
    }

    fn facts(&self) -> Facts {
        match self {
            ExerciseError::Unreadable { why } => facts! { why: why.as_str() },
            ExerciseError::Wrong { at, expected } => facts! { at: at.as_str(), expected: expected.as_str() },
        }
    }
}
