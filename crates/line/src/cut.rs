//! A cut of the transcript: one head an author, and its digest (line.md section 6).

use crate::entry::Head;
use crate::ids::{CompartmentId, CutDigest, EntryHash, PartyCode, Seq};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Heads by author. Two nodes with equal cuts hold equal admitted sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut(pub BTreeMap<PartyCode, (Seq, EntryHash)>);

impl Cut {
    /// SHA-256("demarche/cut/1" || compartment || sorted \[(author, seq, head hash)\]), the list in canonical CBOR.
    pub fn digest(&self, compartment: &CompartmentId) -> CutDigest {
        let mut hash = Sha256::new();
        hash.update(b"demarche/cut/1");
        hash.update(compartment.0);
        hash.update(crate::cbor::encode(&self.heads()));
        CutDigest(hash.finalize().into())
    }

    /// The heads, by author.
    pub fn heads(&self) -> Vec<Head> {
        let head = |(author, (seq, hash)): (&PartyCode, &(Seq, EntryHash))| Head {
            author: author.clone(),
            seq: *seq,
            hash: *hash,
        };
        self.0.iter().map(head).collect()
    }

    /// Highest seq of an author in this cut, 0 if none.
    pub fn seq(&self, author: &PartyCode) -> Seq {
        self.0.get(author).map_or(0, |(seq, _)| *seq)
    }

    /// Whether an author's entry at a place lies within.
    pub fn covers(&self, author: &PartyCode, seq: Seq) -> bool {
        seq <= self.seq(author)
    }
}
