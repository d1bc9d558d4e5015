//! Why a fold takes something not in, or an input does not move a machine. Nothing is lost by it: the entry stays,
//! shown with this reason. Words are in `languages/LANG/refusals-standing.ftl`.

use refusal::{Blame, Code, Facts, OperatorError, Refusal, facts};
use std::fmt;

/// A refusal of the folds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum StandError {
    /// The bytes of a notice or charter are not in canonical form.
    NotCanonical {
        /// Its author.
        author: String,
        /// The decoder's reason.
        why: String,
    },
    /// A notice says another party, compartment, status or lane than its entry.
    NotOfItsEntry {
        /// Author of the entry.
        author: String,
        /// Number in the notice.
        number: String,
        /// Which field.
        field: String,
    },
    /// Two entries carry one number; the first in order is the notice, the other is named.
    NumberTwice {
        /// The number.
        number: String,
    },
    /// A notice speaks of one that it may not: its own, or one not addressed to its author.
    NotTheirs {
        /// The number spoken of.
        subject: String,
        /// Who spoke.
        by: String,
    },
    /// A read-back of a notice that its author has not opened (K2).
    NotOpened {
        /// The number read back.
        subject: String,
    },
    /// A read-back that names another entry than the notice's.
    OtherEntry {
        /// The number read back.
        subject: String,
    },
    /// A notice or charter of a type, or with a field or word, that this version does not know.
    Unknown {
        /// Its author.
        author: String,
        /// What is unknown.
        what: String,
    },
    /// An input that the machine's state has no move for.
    NoMove {
        /// The state.
        state: &'static str,
        /// The input.
        input: &'static str,
    },
    /// A file that is no standing snapshot of this version, or was changed.
    NotASnapshot {
        /// Why.
        why: String,
    },
}

impl OperatorError for StandError {
    fn code(&self) -> Code {
        Code(match self {
            StandError::NotCanonical { .. } => "E-STAND-001",
            StandError::NotOfItsEntry { .. } => "E-STAND-002",
            StandError::NumberTwice { .. } => "E-STAND-003",
            StandError::NotTheirs { .. } => "E-STAND-004",
            StandError::NotOpened { .. } => "E-STAND-005",
            StandError::OtherEntry { .. } => "E-STAND-006",
            StandError::NoMove { .. } => "E-STAND-007",
            StandError::Unknown { .. } => "E-STAND-008",
            StandError::NotASnapshot { .. } => "E-STAND-009",
        })
    }

    fn blame(&self) -> Blame {
        match self {
            StandError::NotCanonical { author, .. } | StandError::NotOfItsEntry { author, .. } => {
                Blame::Counterpart(author.clone())
            }
            StandError::NotTheirs { by, .. } => Blame::Counterpart(by.clone()),
            // A later version is nobody's fault: this one is to be brought up to it.
            _ => Blame::Operator,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            StandError::NotCanonical { author, why } => {
                facts! { author: author.clone(), why: why.clone() }
            }
            StandError::NotOfItsEntry { author, number, field } => {
                facts! { author: author.clone(), number: number.clone(), field: field.clone() }
            }
            StandError::NumberTwice { number } => facts! { number: number.clone() },
            StandError::Unknown { author, what } => facts! { author: author.clone(), what: what.clone() },
            StandError::NotTheirs { subject, by } => facts! { subject: subject.clone(), by: by.clone() },
            StandError::NotOpened { subject } | StandError::OtherEntry { subject } => {
                facts! { subject: subject.clone() }
            }
            StandError::NoMove { state, input } => facts! { state: *state, input: *input },
            StandError::NotASnapshot { why } => facts! { why: why.clone() },
        }
    }
}

impl fmt::Display for StandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Refusal::of(self).fmt(f)
    }
}

impl std::error::Error for StandError {}
