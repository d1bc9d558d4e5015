//! The docket of an entry: what order, cut, receipts and folds rest on, without body and signature.
//!
//! I1 a docket says what its entry's header says.

use crate::entry::{Entry, Head, Header, Kind, Lane};
use crate::era::Era;
use crate::ids::{EntryHash, Epoch, PartyCode, Seq, Term};

/// What stays in memory of every entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Docket {
    /// The entry's hash.
    pub hash: EntryHash,
    /// What its header says, apart from what is the same in all of a compartment.
    pub header: Brief,
}

/// A header without what every entry of a compartment repeats and what only its bytes need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Who speaks.
    pub author: PartyCode,
    /// From 1, across terms.
    pub seq: Seq,
    /// 1 + max over prev and heads.
    pub lamport: u64,
    /// MLS epoch whose leaf key signs.
    pub epoch: Epoch,
    /// The author's clock, milliseconds UTC.
    pub claimed_ms: i64,
    /// Hash of the author's previous entry; absent at seq 1.
    pub prev: Option<EntryHash>,
    /// Other authors' heads admitted there that changed since prev, by author.
    pub heads: Box<[Head]>,
    /// Its declared error, milliseconds.
    pub clock_error_ms: u32,
    /// +1 per RE-FORM, from 0.
    pub term: Term,
    /// What the body is.
    pub kind: Kind,
    /// Queue class.
    pub lane: Lane,
}

impl Docket {
    /// The docket of an entry.
    pub fn of(entry: &Entry) -> Self {
        Docket { hash: entry.hash, header: Brief::of(&entry.header) }
    }

    /// The entry as a reference.
    pub fn head(&self) -> Head {
        Head { author: self.header.author.clone(), seq: self.header.seq, hash: self.hash }
    }
}

impl Brief {
    /// The brief of a header.
    pub fn of(header: &Header) -> Self {
        Brief {
            author: header.author.clone(),
            seq: header.seq,
            lamport: header.lamport,
            epoch: header.epoch,
            claimed_ms: header.claimed_ms,
            prev: header.prev,
            heads: header.heads.clone().into(),
            clock_error_ms: header.clock_error_ms,
            term: header.term,
            kind: header.kind,
            lane: header.lane,
        }
    }

    /// Term and epoch as one number.
    pub fn era(&self) -> Era {
        crate::era::of(self.term, self.epoch)
    }
}
