//! An entry: what an author appends to the transcript, signed inside the sealing (line.md section 5).
//!
//! I1 the hash is over the header only, which carries the body's hash. I2 an entry is decoded once, strictly,
//! and its received bytes are what is hashed and stored. I3 a MUTUAL_ONLY NOTICE body has no place for a
//! record signature: the codec refuses one.

pub use crate::body::NoticeBody;
use crate::cbor::{self, Malformed};
pub use crate::header::{Attestation, Head, Header, Kind, Lane};
use crate::ids::EntryHash;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

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
        let entry = Entry::of(cbor::decode(bytes)?);
        entry.check(attestation)?;
        Ok(entry)
    }

    /// Decodes an entry of the own store, which was checked when it came: `None` if header or body is another.
    pub(crate) fn decode_again(bytes: &[u8]) -> Option<Entry> {
        cbor::decode(bytes).ok().map(Entry::of).filter(Entry::has_its_body)
    }

    fn of(wire: Wire) -> Entry {
        let hash = hash_of(&wire.header);
        Entry { header: wire.header, hash, body: wire.body.into(), sig: wire.sig.into() }
    }

    fn has_its_body(&self) -> bool {
        <[u8; 32]>::from(Sha256::digest(&self.body)) == self.header.body_hash
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
        rule(self.has_its_body(), "the body has another hash")?;
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
