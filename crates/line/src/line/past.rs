//! Letting go of the past: what the store has leaves memory, and goes into segments that a start reads instead
//! (line.md section 6, "snapshot"; [`crate::segment`]).
//!
//! I1 nothing is let go of before the batch that brought it was committed. I2 every entry below the end of the segments
//! stands in one or is set aside, in the same Persist.

use super::Line;
use crate::docket::Docket;
use crate::entry::Kind;
use crate::entry_row::{EntryRow, entry_key};
use crate::error::LineError;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode, Seq};
use crate::machine::{Rows, Table};
use crate::segment::{self, ASIDE, Item, Place, SPOKEN, Says, Segment, Stated};
use std::collections::{BTreeMap, BTreeSet};

/// What an entry says whose body is not read at a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saying {
    /// A TEST.
    Test {
        /// Its slot, ms UTC.
        slot_ms: i64,
        /// Whether its author's watch was manned.
        manned: bool,
    },
    /// A RECEIPT.
    Receipt {
        /// Places that its author holds besides the heads of its header.
        held: Vec<(PartyCode, Seq)>,
        /// Arrivals that it tells of, by its author's clock, ms UTC.
        arrivals: Vec<(EntryHash, i64)>,
        /// Deposits that it tells of, by the relay's clock, ms UTC.
        deposits: Vec<(EntryHash, i64)>,
    },
    /// Neither in a form that folds know.
    Silent,
}

/// The segment that grows, and how far those before it go.
#[derive(Debug, Default)]
pub(super) struct Growing {
    items: Vec<Item>,
    tops: BTreeMap<PartyCode, Seq>,
    /// Keys of the entries that are set aside: what comes late, only until a segment has it.
    aside: BTreeSet<Vec<u8>>,
    /// Keys of the segments that the start has read.
    read: Vec<Vec<u8>>,
}

impl Growing {
    /// Whether the segments go up to an author's place or beyond.
    fn goes_beyond(&self, author: &PartyCode, seq: Seq) -> bool {
        self.tops.get(author).is_some_and(|top| seq <= *top)
    }
}

impl<G: Group> Line<G> {
    /// Lets go of what is old and committed, some in each batch.
    pub(super) fn let_go(&mut self) {
        let below = self.transcript.may_go_below(self.committed);
        let below = below.min(self.transcript.looked_to().saturating_add(AT_ONCE));
        let mut gone = Vec::new();
        while self.transcript.looked_to() < below {
            let at = self.transcript.looked_to();
            let Some((entry, linked)) = self.transcript.oldest() else {
                self.transcript.pass(false);
                continue;
            };
            if linked {
                let item = Item::of(&entry, at, &self.transcript);
                self.transcript.pass(!is_kept(item.kind));
                gone.push(item.hash);
                self.growing.items.push(item);
            } else {
                let key = entry_key(&entry.header.author, entry.header.seq, &entry.hash);
                self.transcript.pass(false);
                self.set_aside(&key);
            }
        }
        let (owing, said) = self.statements.let_go(&gone);
        for entry in owing {
            self.out.put(Table::Core, [SPOKEN, &entry.0].concat(), Vec::new());
        }
        for entry in said {
            self.out.delete(Table::Core, [SPOKEN, &entry.0].concat());
        }
        if self.transcript.recent().is_some_and(|recent| self.growing.items.len() >= recent) {
            self.write_segment();
        }
    }

    fn set_aside(&mut self, key: &[u8]) {
        if self.growing.aside.insert(key.to_vec()) {
            self.out.put(Table::Core, [ASIDE, key].concat(), Vec::new());
        }
    }

    /// An entry stands in a segment: it need not be set aside any more.
    fn is_in_segment(&mut self, item: &Item) {
        if self.growing.aside.is_empty() {
            return;
        }
        let key = entry_key(&item.author, item.seq, &item.hash);
        if self.growing.aside.remove(&key) {
            self.out.delete(Table::Core, [ASIDE, key.as_slice()].concat());
        }
    }

    /// An entry came at a place below the end of the segments.
    pub(super) fn set_aside_if_late(&mut self, author: &PartyCode, seq: Seq, hash: &EntryHash) {
        if self.growing.goes_beyond(author, seq) {
            self.set_aside(&entry_key(author, seq, hash));
        }
    }

    fn write_segment(&mut self) {
        let items = std::mem::take(&mut self.growing.items);
        for item in &items {
            self.is_in_segment(item);
            let top = self.growing.tops.entry(item.author.clone()).or_default();
            *top = item.seq.max(*top);
        }
        let tops = self.growing.tops.iter().map(|(author, seq)| Place { author: author.clone(), seq: *seq });
        let forked = self.tests.forked.iter().cloned().collect();
        let end = self.transcript.looked_to();
        let (key, row) = Segment { end, tops: tops.collect(), forked, items }.row();
        self.out.put(Table::Snapshots, key, row);
        let after = self.transcript.came_from(end).map(|d| (&d.header.author, d.header.seq, &d.hash));
        let late = after.filter(|(author, seq, _)| self.growing.goes_beyond(author, *seq));
        let late: Vec<Vec<u8>> = late.map(|(author, seq, hash)| entry_key(author, seq, hash)).collect();
        late.iter().for_each(|key| self.set_aside(key));
    }

    /// Hands out every admitted TEST and RECEIPT that lies in a segment of this start, with what it says: what the folds
    /// above take in of the past without reading it entry by entry.
    pub fn sayings(&self, mut take: impl FnMut(&Docket, Saying)) {
        let again = |key: &Vec<u8>| self.segment(key).ok().flatten().or_else(|| self.transcript.unreadable());
        let items = self.growing.read.iter().filter_map(again).flat_map(|segment: Segment| segment.items);
        for item in items.filter(|item| self.says_in_segment(&item.hash)) {
            let Some(docket) = self.docket_of(&item.hash) else { continue };
            match item.says {
                Some(Says::Tested(slot_ms, manned)) => take(docket, Saying::Test { slot_ms, manned }),
                Some(Says::Received(held, stated)) => take(docket, self.receipt(held, &stated)),
                Some(Says::Flared) | None => take(docket, Saying::Silent),
            }
        }
    }

    /// A segment from the store; `None` if it is not what was written.
    fn segment(&self, key: &[u8]) -> Result<Option<Segment>, LineError> {
        match self.transcript.row(Table::Snapshots, key) {
            None if self.transcript.trouble().is_some() => Err(LineError::StoreUnreadable),
            row => Ok(row.and_then(|row| Segment::read(&row))),
        }
    }

    /// Whether an admitted entry is one that [`Line::sayings`] hands out.
    pub fn says_in_segment(&self, hash: &EntryHash) -> bool {
        let docket = self.docket_of(hash).filter(|_| self.transcript.is_away(hash));
        let says = docket.is_some_and(|d| matches!(d.header.kind, Kind::Test | Kind::Receipt));
        says && self.transcript.admitted(hash)
    }

    fn receipt(&self, held: Vec<Place>, stated: &[Stated]) -> Saying {
        let entry = |s: &Stated| s.hash.or_else(|| self.transcript.docket_at(s.at?).map(|d| d.hash));
        let dated = |at: fn(&Stated) -> Option<i64>| {
            stated.iter().filter_map(|s| Some((entry(s)?, at(s)?))).collect::<Vec<_>>()
        };
        Saying::Receipt {
            held: held.into_iter().map(|place| (place.author, place.seq)).collect(),
            arrivals: dated(|s| s.arrival_ms),
            deposits: dated(|s| s.told_ms),
        }
    }

    /// Reads what lies in segments and, each in its place, what is set aside and what comes after. Gives false where a
    /// segment is not what was written, or is not there: then this machine has read half a record, and another is to read
    /// [`Line::rows_without_segments`].
    pub(super) fn read_entries(&mut self, rows: &Rows) -> Result<bool, LineError> {
        let mut whole: Vec<EntryRow> = Vec::new();
        for (_, value) in segment::under(rows, Table::Entries, &[]) {
            whole.push(crate::cbor::decode(value).map_err(|_| LineError::StoreUnreadable)?);
        }
        whole.sort_by_key(|row| row.index);
        let mut whole = whole.into_iter().peekable();
        self.growing.aside = segment::under(rows, Table::Core, ASIDE).map(|(key, _)| key.to_vec()).collect();
        let mut owed = Owed::default();
        if let Some(recent) = self.transcript.recent() {
            self.transcript.reserve(segments(rows).count() * recent + whole.len());
            for (key, sign) in segments(rows) {
                if sign != segment::TO_READ {
                    self.out.delete(Table::Snapshots, key.to_vec());
                    continue;
                }
                let Some(segment) = self.segment(key)? else { return Ok(false) };
                for item in segment.items {
                    while let Some(row) = whole.next_if(|row| row.index < u64::from(item.index)) {
                        self.place_row(&row, &mut owed)?;
                    }
                    let Some(docket) = item.docket(&self.transcript) else { return Ok(false) };
                    self.place_item(&item, docket, &mut owed)?;
                    while whole.next_if(|row| row.index == u64::from(item.index)).is_some() {
                        self.is_in_segment(&item);
                    }
                }
                self.growing.read.push(key.to_vec());
                self.growing.tops = segment.tops.into_iter().map(|top| (top.author, top.seq)).collect();
                self.tests.forked.extend(segment.forked);
                self.transcript.begin_at(segment.end);
            }
        }
        for row in whole {
            self.place_row(&row, &mut owed)?;
        }
        self.statements.heard_all_before();
        self.committed = self.transcript.len();
        if owed.0 > 0 {
            self.owe_receipt();
        }
        Ok(true)
    }

    /// The rows of a start that believes no segment and takes them out.
    pub(super) fn rows_without_segments(&self, rows: &Rows) -> Result<Rows, LineError> {
        let mut all = rows.clone();
        let taken_out =
            segments(rows).map(|(key, _)| ((Table::Snapshots, key.to_vec()), segment::TO_TAKE_OUT.to_vec()));
        all.extend(taken_out);
        for table in [Table::Entries, Table::Arrivals] {
            all.extend(self.transcript.rows(table).into_iter().map(|(key, row)| ((table, key), row)));
        }
        if self.transcript.trouble().is_some() { Err(LineError::StoreUnreadable) } else { Ok(all) }
    }

    fn place_row(&mut self, row: &EntryRow, owed: &mut Owed) -> Result<(), LineError> {
        let entry = crate::entry::Entry::decode(&row.bytes, self.config.attestation);
        let entry = entry.map_err(|_| LineError::StoreUnreadable)?;
        owed.count(entry.header.kind, entry.header.author == self.config.own);
        self.place_entry(entry, false);
        Ok(())
    }

    fn place_item(&mut self, item: &Item, docket: Docket, owed: &mut Owed) -> Result<(), LineError> {
        owed.count(item.kind, docket.header.author == self.config.own);
        if is_kept(item.kind) {
            let entry = self.transcript.read_entry(&docket).ok_or(LineError::StoreUnreadable)?;
            self.place_entry(entry, false);
            return Ok(());
        }
        let (hash, author) = (docket.hash, docket.header.author.clone());
        let change = self.transcript.put_docket(docket, item.signed, item.names_what_came());
        self.learn_change(&hash, change, false);
        match &item.says {
            Some(Says::Flared) => {
                let entry = self.transcript.entry(&hash).ok_or(LineError::StoreUnreadable)?.into_owned();
                self.learn_flare_entered(&author, &hash, &entry.body);
            }
            Some(Says::Received(_, stated)) => {
                for stated in stated {
                    self.statements.heard_before(stated.hash, stated.at, item.index);
                }
            }
            Some(Says::Tested(..)) | None => {}
        }
        Ok(())
    }
}

/// Keys of segments among the rows of a start, each with what is to be done with it.
fn segments(rows: &Rows) -> impl Iterator<Item = (&[u8], &[u8])> {
    segment::under(rows, Table::Snapshots, &[])
}

/// Whether entries of a kind stay whole: few, and often asked for.
fn is_kept(kind: Kind) -> bool {
    matches!(kind, Kind::Control | Kind::Charter | Kind::Annex)
}

/// Entries, other than RECEIPTs, since the last own RECEIPT.
#[derive(Debug, Default)]
struct Owed(usize);

impl Owed {
    fn count(&mut self, kind: Kind, own: bool) {
        match (kind == Kind::Receipt, own) {
            (true, true) => self.0 = 0,
            (false, false) => self.0 += 1,
            _ => {}
        }
    }
}

/// Entries that one batch lets go of at most.
const AT_ONCE: u32 = 4_096;
