//! Segments: what must be in memory of entries of the past, written once in runs, so that a start reads these and not
//! the entries (line.md section 6, "snapshot").
//!
//! In: dockets in the order of coming, with what tests and receipts say to the folds. Out: rows, and back.
//!
//! I1 a segment is believed only if its hash is that of its bytes. I2 every entry below the end of the segments is in one of
//! them or is set aside by name.

use crate::archive::Archive;
use crate::body::{Receipt, Test};
use crate::docket::{Brief, Docket};
use crate::entry::{Entry, Head, Kind, Lane, NoticeBody};
use crate::ids::{EntryHash, Epoch, PartyCode, Seq, Term};
use crate::machine::{Rows, Table};
use crate::transcript::Transcript;
use minicbor::{Decode, Encode};
use refusal::Refusal;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One entry of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct Item {
    #[n(0)]
    pub hash: EntryHash,
    #[n(1)]
    pub author: PartyCode,
    #[n(2)]
    pub seq: Seq,
    #[n(3)]
    lamport: u64,
    #[n(4)]
    term: Term,
    #[n(5)]
    epoch: Epoch,
    #[n(6)]
    pub kind: Kind,
    #[n(7)]
    lane: Lane,
    #[n(8)]
    claimed_ms: i64,
    #[n(9)]
    clock_error_ms: u32,
    /// Whether it carried a signature.
    #[n(10)]
    pub signed: bool,
    /// Place in the order of coming.
    #[n(11)]
    pub index: u32,
    #[n(12)]
    heads: Vec<Pointer>,
    /// The entry before it, where it is not the first that came at that place.
    #[n(13)]
    prev: Option<EntryHash>,
    #[n(14)]
    pub says: Option<Says>,
}

/// A head; its hash stands where it is not that of the first entry that came at its place.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Pointer {
    #[n(0)]
    author: PartyCode,
    #[n(1)]
    seq: Seq,
    #[n(2)]
    hash: Option<EntryHash>,
}

/// What an entry says to receipts and folds, of those whose body is not read at a start.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub(crate) enum Says {
    /// A NOTICE that a flare carried before.
    #[n(0)]
    Flared,
    /// A TEST of a slot, by a manned watch or not.
    #[n(1)]
    Tested(#[n(0)] i64, #[n(1)] bool),
    /// A RECEIPT: places held, and what is stated of which entry.
    #[n(2)]
    Received(#[n(0)] Vec<Place>, #[n(1)] Vec<Stated>),
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
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct Stated {
    /// The entry, where it was not here.
    #[n(0)]
    pub hash: Option<EntryHash>,
    /// Its place in the order of coming, where it was.
    #[n(1)]
    pub at: Option<u32>,
    #[n(2)]
    pub arrival_ms: Option<i64>,
    #[n(3)]
    pub told_ms: Option<i64>,
}

/// A run of entries, with how far every author's chain goes in this segment and those before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Segment {
    /// First place in the order of coming that comes after this segment.
    #[n(0)]
    pub end: u32,
    #[n(1)]
    pub tops: Vec<Place>,
    /// Parties whose TESTs have shown a fork.
    #[n(2)]
    pub forked: Vec<PartyCode>,
    #[n(3)]
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
        let bytes = crate::cbor::encode(self);
        let hash: [u8; 32] = Sha256::digest(&bytes).into();
        ([SEGMENT, &self.end.to_be_bytes()].concat(), [&hash[..], &bytes].concat())
    }

    /// Reads a row back that carries this hash; `None` if it is another, or no segment.
    pub(crate) fn read(row: &[u8], hash: &[u8]) -> Option<Self> {
        let (found, bytes) = row.split_first_chunk::<32>()?;
        minicbor::decode(bytes).ok().filter(|_| found == hash)
    }
}

/// The hash of a row whose bytes are those that were written.
fn sound(row: &[u8]) -> Option<[u8; 32]> {
    let (hash, bytes) = row.split_first_chunk::<32>()?;
    (<[u8; 32]>::from(Sha256::digest(bytes)) == *hash).then_some(*hash)
}

/// What a start knows of the segments before it reads them.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// Their keys, each with its hash; without one, where they are not to be believed.
    pub names: Vec<(Vec<u8>, Vec<u8>)>,
    /// How far every author's chain goes in them, where there are any and all are what was written.
    pub tops: Option<BTreeMap<PartyCode, Seq>>,
}

/// Looks at every segment of an archive, one after another.
///
/// # Errors
/// Why one cannot be read.
pub(crate) fn named(archive: &dyn Archive) -> Result<Named, Refusal> {
    let keys = archive.keys_under(Table::Snapshots, SEGMENT)?;
    let (mut names, mut last) = (Vec::new(), Vec::new());
    for key in &keys {
        let row = archive.row(Table::Snapshots, key)?.unwrap_or_default();
        let Some(hash) = sound(&row) else { break };
        names.push((key.clone(), hash.to_vec()));
        last = row;
    }
    let whole = names.len() == keys.len();
    let tops = last.get(..32).filter(|_| whole).and_then(|hash| Segment::read(&last, hash)).map(|s| s.tops);
    let Some(tops) = tops else {
        return Ok(Named { names: keys.into_iter().map(|key| (key, Vec::new())).collect(), tops: None });
    };
    Ok(Named { names, tops: Some(tops.into_iter().map(|place| (place.author, place.seq)).collect()) })
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

/// Segments by their end.
const SEGMENT: &[u8] = b"segment/";
/// Rows of entries below the end of the segments that are in none of them.
pub(crate) const ASIDE: &[u8] = b"aside/entry/";
/// Entries of the past of which own statements are to be read at a start.
pub(crate) const SPOKEN: &[u8] = b"aside/spoken/";
