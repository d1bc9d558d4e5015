//! Why a table, a value or a question is refused.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// Nothing was changed; every variant names the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributionError {
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
    /// An item of evidence rests on itself, through its citations.
    Circle {
        /// The items, in order.
        items: String,
    },
    /// Nothing can be computed from so few events.
    TooFew {
        /// What there is.
        found: String,
        /// What is needed.
        expected: String,
    },
}

impl AttributionError {
    pub(crate) fn value(what: &str, found: impl fmt::Display, expected: &str) -> Self {
        AttributionError::Value {
            what: what.to_owned(),
            found: found.to_string(),
            expected: expected.to_owned(),
        }
    }

    /// The same with the item of evidence that the value belongs to.
    pub(crate) fn of_item(self, id: &str) -> Self {
        match self {
            AttributionError::Value { what, found, expected } => {
                AttributionError::Value { what: format!("item {id}, {what}"), found, expected }
            }
            other => other,
        }
    }
}

impl fmt::Display for AttributionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for AttributionError {}

impl OperatorError for AttributionError {
    fn code(&self) -> Code {
        Code(match self {
            AttributionError::Header { .. } => "E-ATTR-001",
            AttributionError::Field { .. } => "E-ATTR-002",
            AttributionError::Value { .. } => "E-ATTR-003",
            AttributionError::Unreadable { .. } => "E-ATTR-004",
            AttributionError::Circle { .. } => "E-ATTR-005",
            AttributionError::TooFew { .. } => "E-ATTR-006",
        })
    }

    fn blame(&self) -> Blame {
        Blame::Operator
    }

    fn facts(&self) -> Facts {
        match self {
            AttributionError::Header { found, expected } => {
                facts! { found: found.as_str(), expected: expected.as_str() }
            }
            AttributionError::Field { row, column, found, expected } => {
                facts! { row: *row, column: column.as_str(), found: found.as_str(), expected: expected.as_str() }
            }
            AttributionError::Value { what, found, expected } => {
                facts! { what: what.as_str(), found: found.as_str(), expected: expected.as_str() }
            }
            AttributionError::Unreadable { why } => facts! { why: why.as_str() },
            AttributionError::Circle { items } => facts! { items: items.as_str() },
            AttributionError::TooFew { found, expected } => {
                facts! { found: found.as_str(), expected: expected.as_str() }
            }
        }
    }
}
