//! What the desk refuses.

use games::GameError;
use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// Why an assessment was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskError {
    /// A file is not in its form; the reader's own words name line, column and key.
    Form {
        /// The file.
        file: String,
        /// What is wrong.
        why: String,
    },
    /// A value cannot be used.
    Value {
        /// The file.
        file: String,
        /// The key.
        key: String,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// There is no finding, assumption or date of this name.
    Unknown {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: String,
    },
    /// A solver had no answer.
    Solver {
        /// In its words.
        why: String,
    },
    /// The link of the screen is not the one that opens it now.
    NoSuchLink,
    /// The screen's request carries no key of a session.
    NoSession,
}

impl DeskError {
    /// A value that cannot be used.
    pub fn value(file: &str, key: &str, why: impl Into<String>) -> Self {
        DeskError::Value { file: file.to_owned(), key: key.to_owned(), why: why.into() }
    }
}

impl From<GameError> for DeskError {
    fn from(error: GameError) -> Self {
        DeskError::Solver { why: error.to_string() }
    }
}

impl fmt::Display for DeskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeskError::Form { file, why } => write!(f, "{file}: {why}"),
            DeskError::Value { file, key, why } => write!(f, "{file}: {key}: {why}"),
            DeskError::Unknown { asked, known } => write!(f, "there is no {asked}; there are {known}"),
            DeskError::Solver { why } => f.write_str(why),
            DeskError::NoSuchLink => f.write_str("this link does not open the desk"),
            DeskError::NoSession => f.write_str("nobody has come in by a link"),
        }
    }
}

impl std::error::Error for DeskError {}

impl OperatorError for DeskError {
    fn code(&self) -> Code {
        Code(match self {
            DeskError::Form { .. } => "E-DESK-001",
            DeskError::Value { .. } => "E-DESK-002",
            DeskError::Unknown { .. } => "E-DESK-003",
            DeskError::Solver { .. } => "E-DESK-004",
            DeskError::NoSuchLink => "E-DESK-005",
            DeskError::NoSession => "E-DESK-006",
        })
    }

    fn blame(&self) -> Blame {
        match self {
            DeskError::Solver { .. } => Blame::Us,
            _ => Blame::Operator,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            DeskError::Form { file, why } => facts! { file: file.as_str(), why: why.as_str() },
            DeskError::Value { file, key, why } => {
                facts! { file: file.as_str(), key: key.as_str(), why: why.as_str() }
            }
            DeskError::Unknown { asked, known } => facts! { asked: asked.as_str(), known: known.as_str() },
            DeskError::Solver { why } => facts! { why: why.as_str() },
            DeskError::NoSuchLink | DeskError::NoSession => facts! {},
        }
    }
}
