//! A draft, and a notice: a draft that was stamped at its release.
//!
//! I1 a notice has a number, a draft has none. I2 the type of a notice is the type of its number.

use crate::envelope::{Envelope, Stamp};
use crate::number::Number;
use crate::value::{Fields, Value};
use crate::vocabulary::{NoticeType, Relation, Status};

/// What an officer drafts: type, envelope, content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its type.
    pub kind: NoticeType,
    /// What its author says about it.
    pub envelope: Envelope,
    /// Paragraphs by letter.
    pub content: Fields,
}

/// A released notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    stamp: Stamp,
    draft: Draft,
}

impl Draft {
    /// The notice this draft becomes; `None` if the number is of another type or party than the draft.
    pub fn stamped(self, stamp: Stamp) -> Option<Notice> {
        let fits = stamp.number.kind == self.kind && stamp.number.party == self.envelope.from.party;
        fits.then_some(Notice { stamp, draft: self })
    }
}

impl Notice {
    /// Its type.
    pub fn kind(&self) -> NoticeType {
        self.draft.kind
    }

    /// Its number.
    pub fn number(&self) -> &Number {
        &self.stamp.number
    }

    /// What the node added at release.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// What its author wrote about it.
    pub fn envelope(&self) -> &Envelope {
        &self.draft.envelope
    }

    /// Its paragraphs.
    pub fn content(&self) -> &Fields {
        &self.draft.content
    }

    /// A paragraph by letter.
    pub fn paragraph(&self, letter: &str) -> Option<&Value> {
        self.draft.content.get(letter)
    }

    /// ACTUAL, EXERCISE or TEST.
    pub fn status(&self) -> Status {
        self.draft.envelope.status
    }

    /// The draft it was.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Numbers it refers to in a given way, in order.
    pub fn refers(&self, relation: Relation) -> impl Iterator<Item = &Number> {
        self.draft.envelope.refs.iter().filter(move |r| r.relation == relation).map(|r| &r.number)
    }
}

/// Longest canonical form, bytes: what the largest bucket of the line carries.
pub const MOST_BYTES: usize = 60 * 1024;
