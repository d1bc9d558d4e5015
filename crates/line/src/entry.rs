//! An entry: what an author appends to the transcript, signed inside the sealing (line.md section 5).
//!
//! I1 the hash is over the header only, which carries the body's hash. I2 an entry is decoded once, strictly,
//! and its received bytes are what is hashed and stored. I3 a MUTUAL_ONLY NOTICE body has no place for a
//! record signature: the codec refuses one.

use crate::cbor::{self, Malformed};
use crate::ids::{CompartmentId, EntryHash, Epoch, PartyCode, Seq, Status, Term};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

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
    /// Announcement of an annex (next issue fills it).
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

/// `[header, body, sig]`. The form is canonical, so the header's bytes are those that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The decoded header.
    pub header: Header,
    /// SHA-256("demarche/entry/1" || header bytes).
    pub hash: EntryHash,
    /// Body bytes, their hash checked against the header.
    pub body: Vec<u8>,
    /// Ed25519 by the author's leaf key of that epoch, 64 bytes; empty once its epoch is disclosed.
    pub sig: Vec<u8>,
}

/// Body of a NOTICE: `[bytes]`, or `[bytes, record_sig]` in a TRANSFERABLE compartment.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct NoticeBody {
    /// Canonical bytes of `notice`, opaque here.
    #[n(0)]
    pub bytes: ByteVec,
    /// Record signature (line.md section 4).
    #[n(1)]
    pub record_sig: Option<ByteArray<64>>,
}

impl NoticeBody {
    /// Reads a NOTICE body and holds it to the compartment's attestation (I3).
    ///
    /// # Errors
    /// [`Malformed`]; a record signature in MUTUAL_ONLY, or none in TRANSFERABLE, is [`Malformed::Rule`].
    pub fn decode(body: &[u8], attestation: Attestation) -> Result<Self, Malformed> {
        let notice: NoticeBody = cbor::decode(body)?;
        match (attestation, notice.record_sig.is_some()) {
            (Attestation::MutualOnly, true) => Err(Malformed::Rule("a record signature in MUTUAL_ONLY")),
            (Attestation::Transferable, false) => Err(Malformed::Rule("no record signature in TRANSFERABLE")),
            _ => Ok(notice),
        }
    }
}

impl Entry {
    /// Writes an entry: fills in the body hash, hashes the header, has the hash signed.
    pub fn compose(mut header: Header, body: Vec<u8>, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> Entry {
        header.body_hash = Sha256::digest(&body).into();
        let hash = hash_of(&header);
        Entry { sig: sign(&sign_bytes(&hash)).to_vec(), header, hash, body }
    }

    /// Decodes, re-encodes, compares; checks the header's own rules, the body's hash and, by kind, the body's
    /// form. The signature is not checked here: that needs the group.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(bytes: &[u8], attestation: Attestation) -> Result<Entry, Malformed> {
        let wire: Wire = cbor::decode(bytes)?;
        let entry = Entry {
            hash: hash_of(&wire.header),
            header: wire.header,
            body: wire.body.into(),
            sig: wire.sig.into(),
        };
        entry.check(attestation)?;
        Ok(entry)
    }

    /// The canonical bytes, as sealed, stored and exported.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(&Wire {
            header: self.header.clone(),
            body: self.body.clone().into(),
            sig: self.sig.clone().into(),
        })
    }

    /// What `sig` signs: "demarche/sig/1" || entry hash.
    pub fn sign_bytes(&self) -> Vec<u8> {
        sign_bytes(&self.hash)
    }

    /// This entry as a reference.
    pub fn head(&self) -> Head {
        Head { author: self.header.author.clone(), seq: self.header.seq, hash: self.hash }
    }

    fn check(&self, attestation: Attestation) -> Result<(), Malformed> {
        let h = &self.header;
        let rule = |holds: bool, rule| if holds { Ok(()) } else { Err(Malformed::Rule(rule)) };
        rule(h.v == VERSION, "unknown entry version")?;
        rule(h.seq >= 1, "seq begins at 1")?;
        rule(h.prev.is_some() == (h.seq > 1), "prev stands exactly from seq 2 on")?;
        rule(h.lamport >= 1, "lamport begins at 1")?;
        rule(h.heads.windows(2).all(|w| w[0].author < w[1].author), "heads ascend by author")?;
        rule(h.heads.iter().all(|head| head.author != h.author), "heads name other authors only")?;
        rule(h.heads.iter().all(|head| head.seq >= 1), "a head's seq begins at 1")?;
        rule(<[u8; 32]>::from(Sha256::digest(&self.body)) == h.body_hash, "the body has another hash")?;
        rule(self.sig.is_empty() || self.sig.len() == 64, "a signature has 64 bytes")?;
        crate::body::check(h.kind, &self.body, attestation)
    }
}

/// SHA-256("demarche/entry/1" || header).
pub fn hash_of(header: &Header) -> EntryHash {
    let digest =
        Sha256::new().chain_update(b"demarche/entry/1").chain_update(cbor::encode(header)).finalize();
    EntryHash(digest.into())
}

/// 1 + the greatest lamport among prev and heads; `None` only past 2^64.
pub fn lamport_after(below: impl IntoIterator<Item = u64>) -> Option<u64> {
    below.into_iter().max().unwrap_or(0).checked_add(1)
}

fn sign_bytes(hash: &EntryHash) -> Vec<u8> {
    [b"demarche/sig/1".as_slice(), &hash.0].concat()
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct Wire {
    #[n(0)]
    header: Header,
    #[n(1)]
    body: ByteVec,
    #[n(2)]
    sig: ByteVec,
}

/// The only version of the entry format.
pub const VERSION: u8 = 1;
