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
    /// The same, at a line of a file.
    InFile {
        /// The file, within the folder.
        file: String,
        /// The line, from 1.
        line: usize,
        /// What stands there.
        at: String,
        /// What is expected there.
        expected: String,
    },
    /// A file that it names is not there.
    Missing {
        /// Its path within the folder.
        file: String,
    },
}

impl fmt::Display for ExerciseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExerciseError::Unreadable { why } => write!(f, "not a scenario: {why}"),
            ExerciseError::Wrong { at, expected } => write!(f, "{at}: expected {expected}"),
            ExerciseError::InFile { file, line, at, expected } => {
                write!(f, "{file}:{line}: {at}: expected {expected}")
            }
            ExerciseError::Missing { file } => write!(f, "{file} is not in the folder"),
        }
    }
}

impl std::error::Error for ExerciseError {}

impl OperatorError for ExerciseError {
    fn code(&self) -> Code {
        match self {
            ExerciseError::Unreadable { .. } => Code("E-EXER-001"),
            ExerciseError::Wrong { .. } => Code("E-EXER-002"),
            ExerciseError::InFile { .. } => Code("E-EXER-003"),
            ExerciseError::Missing { .. } => Code("E-EXER-004"),
        }
    }

    fn blame(&self) -> Blame {
        Blame::Operator
    }

    fn facts(&self) -> Facts {
        match self {
            ExerciseError::Unreadable { why } => facts! { why: why.as_str() },
            ExerciseError::Wrong { at, expected } => facts! { at: at.as_str(), expected: expected.as_str() },
            ExerciseError::InFile { file, line, at, expected } => {
                facts! { file: file.as_str(), line: *line, at: at.as_str(), expected: expected.as_str() }
            }
            ExerciseError::Missing { file } => facts! { file: file.as_str() },
        }
    }
}
