//! Why something handed to the watch was refused.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// What this crate refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedlineError {
    /// A notice of a type that draws no line.
    NotALine {
        /// Its name.
        name: String,
        /// Its type.
        kind: String,
    },
    /// A part is missing without which nothing can be judged.
    Incomplete {
        /// Its name.
        name: String,
    },
    /// A table with columns that no table of cases has.
    UnknownTable {
        /// Its columns.
        found: Vec<String>,
    },
    /// A table that cannot be read.
    NotATable {
        /// Why.
        why: String,
    },
    /// A geometry that cannot be read or stands for nothing.
    BadGeometry {
        /// The defect: `self_intersection`, `not_closed` and their like, or what is wrong with the text.
        defect: String,
    },
}

impl fmt::Display for RedlineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for RedlineError {}

impl OperatorError for RedlineError {
    fn code(&self) -> Code {
        Code(match self {
            RedlineError::NotALine { .. } => "E-RL-001",
            RedlineError::Incomplete { .. } => "E-RL-002",
            RedlineError::UnknownTable { .. } => "E-RL-003",
            RedlineError::NotATable { .. } => "E-RL-004",
            RedlineError::BadGeometry { .. } => "E-RL-005",
        })
    }

    fn blame(&self) -> Blame {
        Blame::Operator
    }

    fn facts(&self) -> Facts {
        match self {
            RedlineError::NotALine { name, kind } => facts! { name: name.clone(), kind: kind.clone() },
            RedlineError::Incomplete { name } => facts! { name: name.clone() },
            RedlineError::UnknownTable { found } => {
                Facts::from([("found", refusal::Fact::List(found.clone()))])
            }
            RedlineError::NotATable { why } => facts! { why: why.clone() },
            RedlineError::BadGeometry { defect } => facts! { defect: defect.clone() },
        }
    }
}
