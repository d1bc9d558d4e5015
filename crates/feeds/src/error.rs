//! Why a whole feed was refused; a single line never is a reason for that.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// What this crate refuses as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedError {
    /// A mapping file that cannot be read.
    BadMapping {
        /// What the parser says, with line and column.
        why: String,
    },
    /// A mapping names a word that no list has.
    UnknownWord {
        /// Where it stands.
        at: String,
        /// The word.
        word: String,
    },
    /// A table without a header that names position or time, and no mapping that does.
    UnknownColumns {
        /// The columns.
        found: Vec<String>,
    },
}

impl fmt::Display for FeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for FeedError {}

impl OperatorError for FeedError {
    fn code(&self) -> Code {
        Code(match self {
            FeedError::BadMapping { .. } => "E-FEED-001",
            FeedError::UnknownWord { .. } => "E-FEED-002",
            FeedError::UnknownColumns { .. } => "E-FEED-003",
        })
    }

    fn blame(&self) -> Blame {
        Blame::Operator
    }

    fn facts(&self) -> Facts {
        match self {
            FeedError::BadMapping { why } => facts! { why: why.clone() },
            FeedError::UnknownWord { at, word } => facts! { at: at.clone(), word: word.clone() },
            FeedError::UnknownColumns { found } => {
                Facts::from([("found", refusal::Fact::List(found.clone()))])
            }
        }
    }
}
