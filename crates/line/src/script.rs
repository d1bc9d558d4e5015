//! The transcript as a file, and its verification by itself: chains, links, order, digest. It needs no node and
//! no key, and shares no code with the fold path of a node except the format (after tessera's `fsck`).
//!
//! What it cannot show: who wrote an entry. Signatures are by leaf keys, and only MACs that the members can
//! compute tie those to parties (line.md section 19).
//!
//! I1 an exported transcript that verifies has the digest that every holder of the same entries computes.
//! I2 bytes are strict: one transcript has one file.

use crate::cbor::{self, Malformed};
use crate::config::Attestation;
use crate::cut::Cut;
use crate::entry::Entry;
use crate::ids::{CompartmentId, CutDigest, EntryHash, PartyCode, Seq, Status};
use crate::merkle;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// A transcript as exported: all entries of a cut, author by author, in the order of their chains.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Script {
    /// [`FORMAT`].
    #[n(0)]
    pub format: String,
    /// ACTUAL, EXERCISE or TEST.
    #[n(1)]
    pub status: Status,
    /// The compartment.
    #[n(2)]
    pub compartment: CompartmentId,
    /// Its attestation, which the entries' form depends on.
    #[n(3)]
    pub attestation: Attestation,
    /// Canonical bytes of the entries.
    #[n(4)]
    pub entries: Vec<ByteVec>,
}

/// What is wrong with an exported transcript; `at` counts its entries from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file is not of this format.
    Format(Malformed),
    /// An entry is not canonical.
    Entry {
        /// Which.
        at: usize,
        /// Why.
        why: Malformed,
    },
    /// An entry is of another compartment or status.
    Foreign {
        /// Which.
        at: usize,
    },
    /// An author's chain has a hole, a doublet, or another order than its seqs.
    Chain {
        /// Which.
        at: usize,
    },
    /// It names an entry that is not here, or one with another hash.
    Link {
        /// Which.
        at: usize,
    },
    /// Its lamport is not 1 + the greatest beneath it.
    Lamport {
        /// Which.
        at: usize,
    },
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Format(why) => write!(f, "not a transcript: {why}"),
            Fault::Entry { at, why } => write!(f, "entry {at}: {why}"),
            Fault::Foreign { at } => write!(f, "entry {at} is of another compartment or status"),
            Fault::Chain { at } => write!(f, "entry {at} does not continue its author's chain"),
            Fault::Link { at } => write!(f, "entry {at} names an entry that is not here"),
            Fault::Lamport { at } => write!(f, "entry {at} has a wrong lamport"),
        }
    }
}

impl std::error::Error for Fault {}

/// What a transcript that verifies says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// ACTUAL, EXERCISE or TEST.
    pub status: Status,
    /// The compartment.
    pub compartment: CompartmentId,
    /// Entries by author.
    pub entries: BTreeMap<PartyCode, u64>,
    /// Digest of the cut; its fingerprint is what two sides compare.
    pub digest: CutDigest,
    /// Root of each author's RFC 6962 tree.
    pub roots: BTreeMap<PartyCode, [u8; 32]>,
    /// Hashes in total order.
    pub order: Vec<EntryHash>,
}

impl Script {
    /// Gathers a transcript; the entries may come in any order.
    pub fn of<'a>(
        status: Status,
        compartment: CompartmentId,
        attestation: Attestation,
        entries: impl Iterator<Item = &'a Entry>,
    ) -> Self {
        let sorted: BTreeMap<(PartyCode, Seq), Vec<u8>> =
            entries.map(|e| ((e.header.author.clone(), e.header.seq), e.encode())).collect();
        let entries = sorted.into_values().map(ByteVec::from).collect();
        Script { format: FORMAT.to_owned(), status, compartment, attestation, entries }
    }

    /// The file's bytes.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Verifies a file.
    ///
    /// # Errors
    /// The first [`Fault`] found.
    pub fn verify(bytes: &[u8]) -> Result<Verified, Fault> {
        let script: Script = cbor::decode(bytes).map_err(Fault::Format)?;
        if script.format != FORMAT {
            return Err(Fault::Format(Malformed::Rule("another format or version")));
        }
        let entries = script.decoded()?;
        let lamports = chains(&entries)?;
        links(&entries, &lamports)?;
        Ok(script.sum(&entries))
    }

    fn decoded(&self) -> Result<Vec<Entry>, Fault> {
        let mut entries = Vec::new();
        for (at, bytes) in self.entries.iter().enumerate() {
            let entry = Entry::decode(bytes, self.attestation).map_err(|why| Fault::Entry { at, why })?;
            if entry.header.compartment != self.compartment || entry.header.status != self.status {
                return Err(Fault::Foreign { at });
            }
            entries.push(entry);
        }
        Ok(entries)
    }

    fn sum(&self, entries: &[Entry]) -> Verified {
        let mut cut = Cut::default();
        let mut chains: BTreeMap<PartyCode, Vec<EntryHash>> = BTreeMap::new();
        for entry in entries {
            cut.0.insert(entry.header.author.clone(), (entry.header.seq, entry.hash));
            chains.entry(entry.header.author.clone()).or_default().push(entry.hash);
        }
        let mut order: Vec<_> =
            entries.iter().map(|e| (e.header.lamport, &e.header.author, e.header.seq, e.hash)).collect();
        order.sort();
        Verified {
            status: self.status,
            compartment: self.compartment,
            entries: chains.iter().map(|(a, c)| (a.clone(), c.len() as u64)).collect(),
            digest: cut.digest(&self.compartment),
            roots: chains.into_iter().map(|(a, c)| (a, merkle::root(&c))).collect(),
            order: order.into_iter().map(|(_, _, _, hash)| hash).collect(),
        }
    }
}

type Places = BTreeMap<(PartyCode, Seq), (EntryHash, u64)>;

/// Each author's entries stand in order from seq 1, each naming the one before.
fn chains(entries: &[Entry]) -> Result<Places, Fault> {
    let mut places = Places::new();
    let mut last: Option<&Entry> = None;
    for (at, entry) in entries.iter().enumerate() {
        let h = &entry.header;
        let continues = match last.filter(|before| before.header.author == h.author) {
            Some(before) => h.seq == before.header.seq + 1 && h.prev == Some(before.hash),
            None => h.seq == 1 && last.is_none_or(|before| before.header.author < h.author),
        };
        if !continues {
            return Err(Fault::Chain { at });
        }
        places.insert((h.author.clone(), h.seq), (entry.hash, h.lamport));
        last = Some(entry);
    }
    Ok(places)
}

/// Every head named is here with that hash, and the lamport is 1 + the greatest beneath. Since each lamport is
/// greater than all it names, there is no ring, and sorting by (lamport, author, seq) is topological.
fn links(entries: &[Entry], places: &Places) -> Result<(), Fault> {
    for (at, entry) in entries.iter().enumerate() {
        let h = &entry.header;
        let mut beneath = 0;
        for head in &h.heads {
            match places.get(&(head.author.clone(), head.seq)) {
                Some((hash, lamport)) if *hash == head.hash => beneath = beneath.max(*lamport),
                _ => return Err(Fault::Link { at }),
            }
        }
        if let Some((_, lamport)) = places.get(&(h.author.clone(), h.seq.wrapping_sub(1))) {
            beneath = beneath.max(*lamport);
        }
        if beneath.checked_add(1) != Some(h.lamport) {
            return Err(Fault::Lamport { at });
        }
    }
    Ok(())
}

/// First words of the file.
pub const FORMAT: &str = "demarche/script/1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Head, Header, Kind, Lane};

    fn party(code: &str) -> PartyCode {
        PartyCode::parse(code).expect("a party code")
    }

    fn entry(author: &str, before: Option<&Entry>, heads: &[&Entry]) -> Entry {
        let lamport = before.into_iter().chain(heads.iter().copied()).map(|e| e.header.lamport).max();
        let header = Header {
            v: 1,
            status: Status::Exercise,
            compartment: CompartmentId([7; 32]),
            term: 0,
            author: party(author),
            seq: before.map_or(1, |e| e.header.seq + 1),
            prev: before.map(|e| e.hash),
            lamport: 1 + lamport.unwrap_or(0),
            heads: heads.iter().map(|e| e.head()).collect::<Vec<Head>>(),
            epoch: 1,
            kind: Kind::Notice,
            lane: Lane::Routine,
            body_hash: [0; 32],
            claimed_ms: 0,
            clock_error_ms: 0,
        };
        let body = crate::entry::NoticeBody { bytes: vec![1, 2, 3].into(), record_sig: None, flare: None };
        Entry::compose(header, cbor::encode(&body), |_| [0; 64])
    }

    fn script(entries: &[Entry]) -> Script {
        Script::of(Status::Exercise, CompartmentId([7; 32]), Attestation::MutualOnly, entries.iter())
    }

    fn story() -> Vec<Entry> {
        let a1 = entry("AA", None, &[]);
        let b1 = entry("BB", None, &[&a1]);
        let a2 = entry("AA", Some(&a1), &[&b1]);
        vec![a1, b1, a2]
    }

    #[test]
    fn a_whole_transcript_verifies_in_any_order_of_gathering() {
        let mut entries = story();
        let first = Script::verify(&script(&entries).encode()).expect("verifies");
        entries.reverse();
        let second = Script::verify(&script(&entries).encode()).expect("verifies");
        assert_eq!(first, second);
        assert_eq!(first.order.len(), 3);
        assert_eq!(first.entries[&party("AA")], 2);
    }

    #[test]
    fn a_missing_entry_is_named() {
        let entries = story();
        assert_eq!(Script::verify(&script(&entries[..1]).encode()).map(|v| v.order.len()), Ok(1));
        assert_eq!(Script::verify(&script(&entries[1..2]).encode()), Err(Fault::Link { at: 0 }));
        assert_eq!(Script::verify(&script(&entries[1..]).encode()), Err(Fault::Chain { at: 0 }));
    }

    #[test]
    fn a_changed_body_is_refused() {
        let entries = story();
        let mut changed = script(&entries);
        let mut bytes: Vec<u8> = changed.entries[0].to_vec();
        let place = bytes.windows(3).position(|w| w == [1, 2, 3]).expect("the notice's bytes");
        bytes[place] = 9;
        changed.entries[0] = bytes.into();
        assert!(matches!(Script::verify(&changed.encode()), Err(Fault::Entry { at: 0, .. })));
    }

    #[test]
    fn a_wrong_lamport_is_refused() {
        let mut entries = story();
        let mut header = entries[2].header.clone();
        header.lamport += 1;
        entries[2] = Entry::compose(header, entries[2].body.clone(), |_| [0; 64]);
        assert_eq!(Script::verify(&script(&entries).encode()), Err(Fault::Lamport { at: 1 }));
    }
}
