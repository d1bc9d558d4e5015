//! Why a table, a value or a question is refused.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// Nothing was changed; every variant names the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrentError {
    /// A table's header is not the expected one.
    Header {
        /// What was found.
        found: String,
        /// What is expected.
        expected: String,
    },
    /// A field of a table.
    Field {
        /// Line of the file, from 1.
        row: u64,
        /// Column.
        column: String,
        /// What stands there.
        found: String,
        /// What is expected there.
        expected: String,
    },
    /// A value of an argument or of a key.
    Value {
        /// Argument or key.
        what: String,
        /// What was given.
        found: String,
        /// What is expected.
        expected: String,
    },
    /// Not TOML of the expected shape.
    Unreadable {
        /// The reader's words.
        why: String,
    },
    /// Something dated after the origin was given as known.
    LookAhead {
        /// Line or key.
        row: String,
        /// Its date.
        date: String,
        /// The origin.
        origin: String,
    },
    /// Nothing can be computed from so few rows.
    TooFew {
        /// What there is.
        found: String,
        /// What is needed.
        expected: String,
    },
}

impl BrentError {
    pub(crate) fn value(what: &str, found: impl fmt::Display, expected: &str) -> Self {
        BrentError::Value { what: what.to_owned(), found: found.to_string(), expected: expected.to_owned() }
    }
}

impl fmt::Display for BrentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for BrentError {}

impl OperatorError for BrentError {
    fn code(&self) -> Code {
        Code(match self {
            BrentError::Header { .. } => "E-BRENT-001",
            BrentError::Field { .. } => "E-BRENT-002",
            BrentError::Value { .. } => "E-BRENT-003",
            BrentError::Unreadable { .. } => "E-BRENT-004",
            BrentError::LookAhead { .. } => "E-BRENT-005",
            BrentError::TooFew { .. } => "E-BRENT-006",
        })
    }

    fn blame(&self) -> Blame {
        Blame::Operator
    }

    fn facts(&self) -> Facts {
        match self {
            BrentError::Header { found, expected } => {
                facts! { found: found.as_str(), expected: expected.as_str() }
            }
            BrentError::Field { row, column, found, expected } => {
                facts! { row: *row, column: column.as_str(), found: found.as_str(), expected: expected.as_str() }
            }
            BrentError::Value { what, found, expected } => {
                facts! { what: what.as_str(), found: found.as_str(), expected: expected.as_str() }
            }
            BrentError::Unreadable { why } => facts! { why: why.as_str() },
            BrentError::LookAhead { row, date, origin } => {
                facts! { row: row.as_str(), date: date.as_str(), origin: origin.as_str() }
            }
            BrentError::TooFew { found, expected } => {
                facts! { found: found.as_str(), expected: expected.as_str() }
            }
        }
    }
}
