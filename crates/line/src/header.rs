//! The header of an entry and the words in it (line.md section 5).

use crate::era::Era;
use crate::ids::{CompartmentId, EntryHash, Epoch, PartyCode, Seq, Status, Term};
use minicbor::{Decode, Encode};

/// Fixed for a compartment's life; never mixed (line.md section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Attestation {
    /// Each side convinces itself; nothing carries a long-term signature.
    #[n(0)]
    MutualOnly,
    /// Every notice carries a record signature that convinces others.
    #[n(1)]
    Transferable,
}

/// What an entry carries; the index is the `kind` field of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Kind {
    /// Opaque bytes of `notice`.
    #[n(0)]
    Notice,
    /// Held entries, missing ranges, arrivals.
    #[n(1)]
    Receipt,
    /// A line test.
    #[n(2)]
    Test,
    /// A version of the charter.
    #[n(3)]
    Charter,
    /// Epoch change and its like.
    #[n(4)]
    Control,
    /// Announcement of an annex.
    #[n(5)]
    Annex,
}

/// Queue class, inside the seal; lane 0 goes first (notices.md "Lane").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Lane {
    /// A5, A6, L5, L6.
    #[n(0)]
    Floor,
    /// Precedence Z.
    #[n(1)]
    Flash,
    /// Precedence O.
    #[n(2)]
    Immediate,
    /// Precedence P.
    #[n(3)]
    Priority,
    /// Precedence R.
    #[n(4)]
    Routine,
    /// Precedence D.
    #[n(5)]
    Deferred,
    /// L2, L3, L4 and everything the machine itself writes.
    #[n(6)]
    Service,
    /// Annex chunks.
    #[n(7)]
    Annex,
}

/// A reference to an entry by author, place and hash.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(array)]
pub struct Head {
    /// The author whose chain it is.
    #[n(0)]
    pub author: PartyCode,
    /// Its place in that chain.
    #[n(1)]
    pub seq: Seq,
    /// Its hash.
    #[n(2)]
    pub hash: EntryHash,
}

/// The header: hashed, signed, never encrypted apart from the whole.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Header {
    /// Format version, 1.
    #[n(0)]
    pub v: u8,
    /// ACTUAL, EXERCISE or TEST.
    #[n(1)]
    pub status: Status,
    /// The compartment.
    #[n(2)]
    pub compartment: CompartmentId,
    /// +1 per RE-FORM, from 0.
    #[n(3)]
    pub term: Term,
    /// Who speaks.
    #[n(4)]
    pub author: PartyCode,
    /// From 1, across terms.
    #[n(5)]
    pub seq: Seq,
    /// Hash of the author's previous entry; absent at seq 1.
    #[n(6)]
    pub prev: Option<EntryHash>,
    /// 1 + max over prev and heads.
    #[n(7)]
    pub lamport: u64,
    /// Other authors' heads admitted here that changed since prev, by author.
    #[n(8)]
    pub heads: Vec<Head>,
    /// MLS epoch whose leaf key signs.
    #[n(9)]
    pub epoch: Epoch,
    /// What the body is.
    #[n(10)]
    pub kind: Kind,
    /// Queue class.
    #[n(11)]
    pub lane: Lane,
    /// SHA-256 of the body bytes.
    #[n(12)]
    #[cbor(with = "minicbor::bytes")]
    pub body_hash: [u8; 32],
    /// The author's clock, milliseconds UTC.
    #[n(13)]
    pub claimed_ms: i64,
    /// Its declared error, milliseconds.
    #[n(14)]
    pub clock_error_ms: u32,
}

impl Header {
    /// Term and epoch as one number.
    pub fn era(&self) -> Era {
        crate::era::of(self.term, self.epoch)
    }
}
