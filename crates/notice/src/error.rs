//! Why bytes, a file or a record were refused before anything was checked in them.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// A refusal of this crate; nothing was changed by what was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeError {
    /// More bytes than any notice may have.
    TooLong {
        /// How many came.
        bytes: usize,
    },
    /// Not the shape of a notice.
    Shape {
        /// Where: a path of names.
        at: String,
        /// The decoder's word.
        why: String,
    },
    /// Has the shape, but is not the one canonical form.
    NotCanonical,
    /// Of a format version this program does not know.
    UnknownVersion {
        /// The version.
        version: u8,
    },
    /// A type, field or word that this version does not know: a later one may have written it.
    Unknown {
        /// Which.
        what: String,
    },
    /// Of a type this version does not serve.
    NotServed {
        /// The type.
        kind: String,
    },
    /// L1 and the charter form are never drafted as notices.
    NotDrafted {
        /// The type.
        kind: String,
    },
    /// A value is not of the kind its paragraph declares.
    Unfit {
        /// Where.
        at: String,
    },
    /// A file is not TOML.
    NotToml {
        /// The parser's word, with line and column.
        why: String,
    },
    /// A file has a key that the form does not know.
    UnknownKey {
        /// Path of the key.
        at: String,
        /// Keys that stand there.
        known: Vec<String>,
    },
    /// A value in a file cannot be read.
    WrongValue {
        /// Path of the value.
        at: String,
        /// What would be read, with an example.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A file lacks a key of the envelope.
    MissingKey {
        /// Path of the key.
        at: String,
    },
    /// The table of incidents cannot be read.
    NotCsv {
        /// The parser's word.
        why: String,
    },
    /// The table has neither of the known sets of columns.
    UnknownColumns {
        /// Columns that came.
        found: Vec<String>,
    },
    /// There is no such row.
    NoSuchRow {
        /// The row asked for, from 1.
        row: usize,
        /// How many there are.
        rows: usize,
    },
    /// A cell cannot be read.
    WrongCell {
        /// Its column.
        column: String,
        /// What stands there.
        found: String,
    },
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for NoticeError {}

impl OperatorError for NoticeError {
    fn code(&self) -> Code {
        Code(match self {
            NoticeError::TooLong { .. } => "E-NOTICE-001",
            NoticeError::Shape { .. } => "E-NOTICE-002",
            NoticeError::NotCanonical => "E-NOTICE-003",
            NoticeError::UnknownVersion { .. } => "E-NOTICE-004",
            NoticeError::NotServed { .. } => "E-NOTICE-005",
            NoticeError::NotDrafted { .. } => "E-NOTICE-006",
            NoticeError::Unfit { .. } => "E-NOTICE-007",
            NoticeError::NotToml { .. } => "E-NOTICE-008",
            NoticeError::UnknownKey { .. } => "E-NOTICE-009",
            NoticeError::WrongValue { .. } => "E-NOTICE-010",
            NoticeError::MissingKey { .. } => "E-NOTICE-011",
            NoticeError::NotCsv { .. } => "E-NOTICE-012",
            NoticeError::UnknownColumns { .. } => "E-NOTICE-013",
            NoticeError::NoSuchRow { .. } => "E-NOTICE-014",
            NoticeError::WrongCell { .. } => "E-NOTICE-015",
            NoticeError::Unknown { .. } => "E-NOTICE-016",
        })
    }

    fn blame(&self) -> Blame {
        Blame::Operator
    }

    fn facts(&self) -> Facts {
        match self {
            NoticeError::TooLong { bytes } => facts! { bytes: *bytes, most: crate::notice::MOST_BYTES },
            NoticeError::Shape { at, why } => facts! { at: at.clone(), why: why.clone() },
            NoticeError::NotCanonical => facts! {},
            NoticeError::UnknownVersion { version } => facts! { version: u64::from(*version) },
            NoticeError::NotServed { kind } | NoticeError::NotDrafted { kind } => {
                facts! { kind: kind.clone() }
            }
            NoticeError::Unfit { at } | NoticeError::MissingKey { at } => facts! { at: at.clone() },
            NoticeError::Unknown { what } => facts! { what: what.clone() },
            NoticeError::NotToml { why } | NoticeError::NotCsv { why } => facts! { why: why.clone() },
            NoticeError::UnknownKey { at, known } => facts! { at: at.clone(), known: known.join(", ") },
            NoticeError::WrongValue { at, expected, found } => {
                facts! { at: at.clone(), expected: expected.clone(), found: found.clone() }
            }
            NoticeError::UnknownColumns { found } => facts! { found: found.join(", ") },
            NoticeError::NoSuchRow { row, rows } => facts! { row: *row, rows: *rows },
            NoticeError::WrongCell { column, found } => {
                facts! { column: column.clone(), found: found.clone() }
            }
        }
    }
}
