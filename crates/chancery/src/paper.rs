//! A draft on the desk with the seals it has so far, and what the desk remembers of what went out.
//!
//! I1 a paper's text and remark stand in a row of the table `Drafts`, deleted when it goes out or is withdrawn, and
//! in no other row (notices.md, "Draft remarks").

use crate::error::ChanceryError;
use crate::seal_log::Seal;
use line::machine::{Table, Write};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use notice::{Charter, Draft};
use std::fmt;

/// Id of a draft, and of the release that waits for its second officer: `D-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct DraftId(#[n(0)] pub u64);

impl DraftId {
    /// Reads `D-12`.
    pub fn parse(text: &str) -> Option<Self> {
        let id = DraftId(text.strip_prefix("D-")?.parse().ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "D-{}", self.0)
    }
}

/// Reasons an officer gives where one is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reasons {
    /// Why lint is overruled.
    #[n(0)]
    pub lint: Option<String>,
    /// Why a fourth FLASH within the hour.
    #[n(1)]
    pub flash: Option<String>,
}

impl Reasons {
    /// These reasons, and where one is missing the earlier.
    #[must_use]
    pub fn or(self, earlier: &Reasons) -> Self {
        let lint = self.lint.or_else(|| earlier.lint.clone());
        Reasons { lint, flash: self.flash.or_else(|| earlier.flash.clone()) }
    }
}

/// What is drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// A notice.
    Notice(Box<Draft>),
    /// A version of the charter.
    Charter(Box<Charter>),
}

impl Text {
    /// The hash that officers approve: canonical, before there is a number.
    ///
    /// # Errors
    /// [`ChanceryError::Invalid`] if a value is not of its paragraph's kind.
    pub fn subject(&self) -> Result<[u8; 32], ChanceryError> {
        let hash = match self {
            Text::Notice(draft) => draft.hash(),
            Text::Charter(charter) => charter.hash(),
        };
        hash.map_err(|why| ChanceryError::Invalid { findings: vec![why.to_string()] })
    }
}

/// A draft on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What is drafted.
    pub text: Text,
    /// For colleagues; never leaves this row.
    pub remark: Option<String>,
    /// "This draft is mine."
    pub drafter: Option<Seal>,
    /// First seal of a release.
    pub first: Option<Seal>,
    /// Reasons given so far.
    pub reasons: Reasons,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Row {
    #[n(0)]
    charter: bool,
    #[n(1)]
    text: ByteVec,
    #[n(2)]
    remark: Option<String>,
    #[n(3)]
    drafter: Option<Seal>,
    #[n(4)]
    first: Option<Seal>,
    #[n(5)]
    reasons: Reasons,
}

impl Paper {
    /// A new paper without a seal.
    pub fn new(text: Text, remark: Option<String>) -> Self {
        Paper { text, remark, drafter: None, first: None, reasons: Reasons::default() }
    }

    /// Its row.
    ///
    /// # Errors
    /// [`ChanceryError::Invalid`] if a value is not of its paragraph's kind.
    pub fn write(&self, id: DraftId) -> Result<Write, ChanceryError> {
        let bytes = match &self.text {
            Text::Notice(draft) => draft.encode(),
            Text::Charter(charter) => charter.encode(),
        };
        let bytes = bytes.map_err(|why| ChanceryError::Invalid { findings: vec![why.to_string()] })?;
        let row = Row {
            charter: matches!(self.text, Text::Charter(_)),
            text: bytes.into(),
            remark: self.remark.clone(),
            drafter: self.drafter.clone(),
            first: self.first.clone(),
            reasons: self.reasons.clone(),
        };
        Ok(Write { table: Table::Drafts, key: key(id), value: Some(line::cbor::encode(&row)) })
    }

    /// The deletion of a paper's row.
    pub fn erase(id: DraftId) -> Write {
        Write { table: Table::Drafts, key: key(id), value: None }
    }

    /// Reads a row of the table `Drafts`.
    ///
    /// # Errors
    /// [`ChanceryError::RowUnreadable`].
    pub fn read(row_key: &[u8], value: &[u8]) -> Result<(DraftId, Paper), ChanceryError> {
        let unreadable = || ChanceryError::RowUnreadable { row: "draft".into() };
        let id = row_key.try_into().map(u64::from_be_bytes).map_err(|_| unreadable())?;
        let row: Row = line::cbor::decode(value).map_err(|_| unreadable())?;
        let text = if row.charter {
            Text::Charter(Box::new(Charter::decode(&row.text).map_err(|_| unreadable())?))
        } else {
            Text::Notice(Box::new(Draft::decode(&row.text).map_err(|_| unreadable())?))
        };
        let paper =
            Paper { text, remark: row.remark, drafter: row.drafter, first: row.first, reasons: row.reasons };
        Ok((DraftId(id), paper))
    }
}

fn key(id: DraftId) -> Vec<u8> {
    id.0.to_be_bytes().to_vec()
}

/// What the desk remembers of a notice it released.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sent {
    /// When, ms UTC.
    #[n(0)]
    pub at_ms: i64,
    /// Its seals, drafter and first before the last.
    #[n(1)]
    pub seals: Vec<Seal>,
    /// Reasons given.
    #[n(2)]
    pub reasons: Reasons,
    /// Whether it counts against the FLASH budget.
    #[n(3)]
    pub flash: bool,
    /// Whether a second officer is to review it afterwards.
    #[n(4)]
    pub review: bool,
}
