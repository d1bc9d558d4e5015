//! Refusals of this crate.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// Why something with shares was refused; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustodyError {
    /// No such k of n.
    Thresholds {
        /// How many sign.
        k: u16,
        /// Of how many.
        n: u16,
    },
    /// Bytes that are no file of this kind.
    NotAFile {
        /// What is wrong with them.
        why: String,
    },
    /// Fewer shares than the set asks for.
    TooFew {
        /// How many came.
        have: usize,
        /// How many are needed.
        need: usize,
    },
    /// Shares of two parties, statuses, generations or versions.
    MixedSets {
        /// The share that differs.
        index: u16,
        /// Its set.
        found: String,
        /// The set of the others.
        expected: String,
    },
    /// One share was given twice.
    SameIndex {
        /// Which.
        index: u16,
    },
    /// A share does not fit the public package of its set.
    WrongShare {
        /// Which.
        index: u16,
    },
    /// What was made whole is not the key of the set.
    WrongKey,
    /// No custodian of the set has this index.
    NoSuchIndex {
        /// Which.
        index: u16,
    },
    /// An index that was given before in this generation.
    IndexUsed {
        /// Which.
        index: u16,
    },
    /// A proof, approval or signature does not verify.
    BadProof {
        /// Whose, by index; 0 for a signature of the whole.
        index: u16,
    },
    /// An enrolled share cannot sign with the old ones: one who helped gave a wrong part.
    Lied {
        /// The newcomer whose share does not work.
        index: u16,
    },
    /// A group of digits is not what was printed.
    SheetGroup {
        /// Which, from 1.
        group: usize,
    },
    /// All groups are well formed and the whole is not the share of this party, generation and index.
    SheetWhole,
    /// The sheet has another number of groups.
    SheetLength {
        /// How many were typed.
        have: usize,
    },
    /// An approval is for another text.
    OtherText {
        /// Whose.
        index: u16,
    },
    /// An approval does not count yet, or no more.
    OutOfTime {
        /// Whose; 0 for the act itself.
        index: u16,
    },
    /// A step of a ceremony was asked for before its time.
    WrongStep {
        /// The step that is next.
        next: String,
        /// The step that was asked for.
        asked: String,
    },
    /// The library refused.
    Library {
        /// Its words.
        why: String,
    },
}

impl fmt::Display for CustodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for CustodyError {}

impl OperatorError for CustodyError {
    fn code(&self) -> Code {
        Code(match self {
            CustodyError::Thresholds { .. } => "E-CUS-001",
            CustodyError::NotAFile { .. } => "E-CUS-002",
            CustodyError::TooFew { .. } => "E-CUS-003",
            CustodyError::MixedSets { .. } => "E-CUS-004",
            CustodyError::SameIndex { .. } => "E-CUS-005",
            CustodyError::WrongShare { .. } => "E-CUS-006",
            CustodyError::WrongKey => "E-CUS-007",
            CustodyError::NoSuchIndex { .. } => "E-CUS-008",
            CustodyError::IndexUsed { .. } => "E-CUS-009",
            CustodyError::BadProof { .. } => "E-CUS-010",
            CustodyError::Lied { .. } => "E-CUS-011",
            CustodyError::SheetGroup { .. } => "E-CUS-012",
            CustodyError::SheetWhole => "E-CUS-013",
            CustodyError::SheetLength { .. } => "E-CUS-014",
            CustodyError::OtherText { .. } => "E-CUS-015",
            CustodyError::OutOfTime { .. } => "E-CUS-016",
            CustodyError::WrongStep { .. } => "E-CUS-017",
            CustodyError::Library { .. } => "E-CUS-018",
        })
    }

    fn blame(&self) -> Blame {
        match self {
            CustodyError::Library { .. } => Blame::Us,
            _ => Blame::Operator,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            CustodyError::Thresholds { k, n } => facts! { k: u64::from(*k), n: u64::from(*n) },
            CustodyError::NotAFile { why } | CustodyError::Library { why } => facts! { why: why.as_str() },
            CustodyError::TooFew { have, need } => facts! { have: *have, need: *need },
            CustodyError::MixedSets { index, found, expected } => {
                facts! { index: u64::from(*index), found: found.as_str(), expected: expected.as_str() }
            }
            CustodyError::SameIndex { index }
            | CustodyError::WrongShare { index }
            | CustodyError::NoSuchIndex { index }
            | CustodyError::IndexUsed { index }
            | CustodyError::BadProof { index }
            | CustodyError::Lied { index }
            | CustodyError::OtherText { index }
            | CustodyError::OutOfTime { index } => facts! { index: u64::from(*index) },
            CustodyError::SheetGroup { group } => facts! { group: *group },
            CustodyError::SheetLength { have } => facts! { have: *have },
            CustodyError::WrongStep { next, asked } => facts! { next: next.as_str(), asked: asked.as_str() },
            CustodyError::WrongKey | CustodyError::SheetWhole => facts! {},
        }
    }
}
