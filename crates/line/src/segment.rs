//! Segments: what must be in memory of entries of the past, written once in runs, so that a start reads these and not
//! the entries (line.md section 6, "snapshot").
//!
//! In: dockets in the order of coming, with what tests and receipts say to the folds. Out: rows, and back.
//!
//! I1 a segment is believed only if its hash is that of its bytes. I2 every entry below the end of the segments is in one of
//! them or is set aside by name.

mod packed;

use crate::archive::Archive;
use crate::body::{Receipt, Test};
use crate::docket::{Brief, Docket};
use crate::entry::{Entry, Head, Kind, Lane, NoticeBody};
use crate::ids::{EntryHash, Epoch, PartyCode, Seq, Term};
use crate::machine::{Rows, Table};
use crate::transcript::Transcript;
use minicbor::{Decode, Encode};
use packed::Packed;
use refusal::Refusal;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One entry of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub hash: EntryHash,
    pub author: PartyCode,
    pub seq: Seq,
    lamport: u64,
    term: Term,
    epoch: Epoch,
    pub kind: Kind,
    lane: Lane,
    claimed_ms: i64,
    clock_error_ms: u32,
    /// Whether it carried a signature.
    pub signed: bool,
    /// Place in the order of coming.
    pub index: u32,
    heads: Vec<Pointer>,
    /// The entry before it, where it is not the first that came at that place.
    prev: Option<EntryHash>,
    pub says: Option<Says>,
}

/// A head; its hash stands where it is not that of the first entry that came at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pointer {
    author: PartyCode,
    seq: Seq,
    hash: Option<EntryHash>,
}

/// What an entry says to receipts and folds, of those whose body is not read at a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Says {
    /// A NOTICE that a flare carried before.
    Flared,
    /// A TEST of a slot, by a manned watch or not.
    Tested(i64, bool),
    /// A RECEIPT: places held, and what is stated of which entry.
    Received(Vec<Place>, Vec<Stated>),
}

/// A place of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct Place {
    #[n(0)]
    pub author: PartyCode,
    #[n(1)]
    pub seq: Seq,
}

/// A statement as far as folds take it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The entry, where it was not here.
    pub hash: Option<EntryHash>,
    /// Its place in the order of coming, where it was.
    pub at: Option<u32>,
    pub arrival_ms: Option<i64>,
    pub told_ms: Option<i64>,
}

/// A run of entries, with how far every author's chain goes in this segment and those before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Segment {
    /// First place in the order of coming that comes after this segment.
    pub end: u32,
    pub tops: Vec<Place>,
    /// Parties whose TESTs have shown a fork.
    pub forked: Vec<PartyCode>,
    pub items: Vec<Item>,
}

impl Item {
    /// The item of an entry that came as the `index`th.
    pub(crate) fn of(entry: &Entry, index: u32, transcript: &Transcript) -> Self {
        let h = &entry.header;
        let usual = |author: &PartyCode, seq: Seq, hash: &EntryHash| {
            let before = transcript.at(author, seq).filter(|docket| docket.hash == *hash);
            let before = before.and_then(|docket| transcript.place_of_coming(&docket.hash));
            before.is_none_or(|place| place >= index).then_some(*hash)
        };
        let named = |head: &Head| Pointer {
            author: head.author.clone(),
            seq: head.seq,
            hash: usual(&head.author, head.seq, &head.hash),
        };
        Item {
            hash: entry.hash,
            author: h.author.clone(),
            seq: h.seq,
            lamport: h.lamport,
            term: h.term,
            epoch: h.epoch,
            kind: h.kind,
            lane: h.lane,
            claimed_ms: h.claimed_ms,
            clock_error_ms: h.clock_error_ms,
            signed: !entry.sig.is_empty(),
            index,
            heads: h.heads.iter().map(named).collect(),
            prev: h.prev.and_then(|prev| usual(&h.author, h.seq.saturating_sub(1), &prev)),
            says: says(entry, transcript),
        }
    }

    /// Whether all that it names came before it, first at its place.
    pub(crate) fn names_what_came(&self) -> bool {
        self.prev.is_none() && self.heads.iter().all(|head| head.hash.is_none())
    }

    /// Back to the docket; `None` if something that it names is not here.
    pub(crate) fn docket(&self, transcript: &Transcript) -> Option<Docket> {
        let usual = |author: &PartyCode, seq: Seq| transcript.at(author, seq).map(|d| d.hash);
        let prev = match (self.prev, self.seq) {
            (None, 2..) => Some(usual(&self.author, self.seq - 1)?),
            (prev, _) => prev,
        };
        let head = |named: &Pointer| {
            let hash = named.hash.or_else(|| usual(&named.author, named.seq))?;
            Some(Head { author: named.author.clone(), seq: named.seq, hash })
        };
        let heads: Option<Vec<Head>> = self.heads.iter().map(head).collect();
        let header = Brief {
            author: self.author.clone(),
            seq: self.seq,
            lamport: self.lamport,
            epoch: self.epoch,
            claimed_ms: self.claimed_ms,
            prev,
            heads: heads?.into(),
            clock_error_ms: self.clock_error_ms,
            term: self.term,
            kind: self.kind,
            lane: self.lane,
        };
        Some(Docket { hash: self.hash, header })
    }
}

fn says(entry: &Entry, transcript: &Transcript) -> Option<Says> {
    match entry.header.kind {
        Kind::Notice => {
            let body = crate::cbor::decode::<NoticeBody>(&entry.body).ok()?;
            body.flare.map(|_| Says::Flared)
        }
        Kind::Test => {
            let test = crate::cbor::decode::<Test>(&entry.body).ok()?;
            Some(Says::Tested(test.slot_ms, test.watch[0] == 1))
        }
        Kind::Receipt => {
            let receipt = crate::cbor::decode::<Receipt>(&entry.body).ok()?;
            let held = receipt.held.into_iter().map(|head| Place { author: head.author, seq: head.seq });
            let stated = receipt.statements.into_iter().map(|s| {
                let at = transcript.place_of_coming(&s.entry);
                Stated {
                    hash: at.is_none().then_some(s.entry),
                    at,
                    arrival_ms: s.arrival.map(|at| at.utc_ms),
                    told_ms: s.told.map(|at| at.utc_ms),
                }
            });
            Some(Says::Received(held.collect(), stated.collect()))
        }
        Kind::Charter | Kind::Control | Kind::Annex => None,
    }
}

impl Segment {
    /// Its row: the hash of its bytes, then these.
    pub(crate) fn row(&self) -> (Vec<u8>, Vec<u8>) {
        let bytes = crate::cbor::encode(&Packed::of(self));
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        ([SEGMENT, &self.end.to_be_bytes()].concat(), [&hash[..], &bytes].concat())
    }

    /// Reads a row back; `None` if it is not what was written, or was written in an earlier form.
    pub(crate) fn read(row: &[u8]) -> Option<Self> {
        let (hash, bytes) = row.split_first_chunk::<32>()?;
        if <[u8; 32]>::from(Sha256::digest(bytes)) != *hash {
            return None;
        }
        minicbor::decode::<Packed>(bytes).ok()?.unpack()
    }
}

/// What a start knows of the segments before it reads them.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// Their keys.
    pub keys: Vec<Vec<u8>>,
    /// How far every author's chain goes in them, by the last one; nothing, where it cannot be believed or there are none.
    pub tops: Option<BTreeMap<PartyCode, Seq>>,
}

/// Which segments an archive has. The last alone is read here.
///
/// # Errors
/// Why it cannot be read.
pub(crate) fn named(archive: &dyn Archive) -> Result<Named, Refusal> {
    let keys = archive.keys_under(Table::Snapshots, SEGMENT)?;
    let last = keys.last().map(|key| archive.row(Table::Snapshots, key)).transpose()?.flatten();
    let last = last.and_then(|row| Segment::read(&row));
    let tops = last.map(|last| last.tops.into_iter().map(|place| (place.author, place.seq)).collect());
    Ok(Named { keys, tops })
}

/// Rows of a table whose key begins so.
pub(crate) fn under<'a>(
    rows: &'a Rows,
    table: Table,
    prefix: &'a [u8],
) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let from = rows.range((table, prefix.to_vec())..);
    let of = from.take_while(move |((of, key), _)| *of == table && key.starts_with(prefix));
    of.map(|((_, key), value)| (key.get(prefix.len()..).unwrap_or_default(), value.as_slice()))
}

/// Stands for a segment among the rows of a start that reads it.
pub(crate) const TO_READ: &[u8] = &[1];
/// Stands for a segment among the rows of a start that reads all entries instead, and takes it out.
pub(crate) const TO_TAKE_OUT: &[u8] = &[0];
/// Segments by their end.
const SEGMENT: &[u8] = b"segment/";
/// Rows of entries below the end of the segments that are in none of them.
pub(crate) const ASIDE: &[u8] = b"aside/entry/";
/// Entries of the past of which own statements are to be read at a start.
pub(crate) const SPOKEN: &[u8] = b"aside/spoken/";
