//! Why a table, a value or a question is refused.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// Nothing was changed; every variant names the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafeguardsError {
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
    /// No report at or before the date.
    NoReport {
        /// The date asked for.
        as_of: String,
        /// The first report there is.
        first: String,
    },
}

impl SafeguardsError {
    pub(crate) fn value(what: &str, found: impl fmt::Display, expected: &str) -> Self {
        SafeguardsError::Value {
            what: what.to_owned(),
            found: found.to_string(),
            expected: expected.to_owned(),
        }
    }
}

impl fmt::Display for SafeguardsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for SafeguardsError {}

impl OperatorError for SafeguardsError {
    fn code(&self) -> Code {
        Code(match self {
            SafeguardsError::Header { .. } => "E-SAFE-001",
            SafeguardsError::Field { .. } => "E-SAFE-002",
            SafeguardsError::Value { .. } => "E-SAFE-003",
            SafeguardsError::Unreadable { .. } => "E-SAFE-004",
            SafeguardsError::NoReport { .. } => "E-SAFE-005",
        })
    }

    fn blame(&self) -> Blame {
        Blame::Operator
    }

    fn facts(&self) -> Facts {
        match self {
            SafeguardsError::Header { found, expected } => {
                facts! { found: found.as_str(), expected: expected.as_str() }
            }
            SafeguardsError::Field { row, column, found, expected } => {
                facts! { row: *row, column: column.as_str(), found: found.as_str(), expected: expected.as_str() }
            }
            SafeguardsError::Value { what, found, expected } => {
                facts! { what: what.as_str(), found: found.as_str(), expected: expected.as_str() }
            }
            SafeguardsError::Unreadable { why } => facts! { why: why.as_str() },
            SafeguardsError::NoReport { as_of, first } => {
                facts! { as_of: as_of.as_str(), first: first.as_str() }
            }
        }
    }
}
