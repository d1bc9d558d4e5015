//! The entries of one compartment: held, linked, admitted, in total order (line.md section 6).
//!
//! *Held*: kept, links missing. *Linked*: all beneath is there. *Admitted*: linked and neither struck by an
//! equivocation of its author nor void by a RE-FORM that cut the old term below it; only this enters order, cut and
//! folds.
//!
//! I1 order, cut and the set of admitted entries are functions of the set of entries put in, whatever the order
//! of putting. I2 appending in order costs no scan. I3 what everything else rests on stays in memory as a docket; an
//! entry itself may lie in the store only, and is read back whole or not at all.

use crate::archive::{Found, Past, Trouble};
use crate::body::Statement;
use crate::cut::Cut;
use crate::docket::{Brief, Docket};
use crate::entry::{Entry, Head, Kind};
use crate::error::LineError;
use crate::ids::{EntryHash, PartyCode, Seq, Term};
use crate::machine::Table;
use crate::places::Places;
use hashbrown::HashTable;
use refusal::Refusal;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroize;

/// The transcript of one compartment.
#[derive(Debug, Default)]
pub struct Transcript {
    kept: Vec<Kept>,
    by_hash: HashTable<u32>,
    chains: BTreeMap<PartyCode, Chain>,
    order: Vec<u32>,
    /// Where in the order of coming entries of kinds stand that are few beside notices, tests and receipts.
    few: Vec<u32>,
    waiting: BTreeMap<EntryHash, Vec<usize>>,
    /// What entries here name as their author's entry before, and what is not here.
    awaited: BTreeSet<EntryHash>,
    trust_arrival: bool,
    past: Option<Past>,
    trouble: Trouble,
    /// Every entry below this place in the order of coming was looked at for [`Transcript::let_go`].
    looked_to: usize,
}

#[derive(Debug)]
struct Kept {
    docket: Docket,
    body: Body,
    signed: bool,
    linked: bool,
    refused: bool,
}

/// Where an entry's own bytes are.
#[derive(Debug)]
enum Body {
    Here(Box<Entry>),
    /// In its row only.
    Away,
}

#[derive(Debug, Default)]
struct Chain {
    at: Places,
    rivals: BTreeMap<Seq, u32>,
    linked_to: Seq,
    known_to: Seq,
    struck_from: Option<Seq>,
    /// From this place on entries of terms below this one are void, by place.
    voids: BTreeMap<Seq, Term>,
}

/// What putting an entry in has changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Entries that are admitted now, each after all that it rests on.
    pub admitted: Vec<EntryHash>,
    /// First position of the order that changed before its end.
    pub late_from: Option<usize>,
    /// A second entry at one author's place.
    pub equivocation: Option<[EntryHash; 2]>,
    /// Entries whose links came and whose lamport or links are wrong: they never link.
    pub refused: Vec<EntryHash>,
}

/// A run of places of one author.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// Whose.
    pub author: PartyCode,
    /// First place.
    pub from: Seq,
    /// Last place.
    pub to: Seq,
}

impl Chain {
    /// What came at the places of a run, rivals after.
    fn places(&self, run: &Run) -> impl Iterator<Item = u32> {
        let rivals = (run.from <= run.to).then(|| self.rivals.range(run.from..=run.to)).into_iter().flatten();
        self.at.range(run.from..=run.to).map(|(_, i)| i).chain(rivals.map(|(_, i)| *i))
    }

    fn is_void(&self, seq: Seq, term: Term) -> bool {
        !self.voids.is_empty() && self.voids.range(..=seq).any(|(_, below)| term < *below)
    }
}

impl Transcript {
    /// An empty transcript. `trust_arrival` is the planted fault that orders as delivered.
    pub fn new(trust_arrival: bool) -> Self {
        Transcript { trust_arrival, ..Transcript::default() }
    }

    /// What it lets go of from now on is read back from here.
    pub fn read_back_from(&mut self, past: Past) {
        self.past = Some(past);
    }

    /// Puts an entry in; `None` if this very entry is here already.
    pub fn put(&mut self, entry: Entry) -> Option<Change> {
        let (docket, signed) = (Docket::of(&entry), !entry.sig.is_empty());
        self.put_in(docket, Body::Here(Box::new(entry)), signed)
    }

    /// Puts in an entry that lies in the store, where it was linked. `beneath`: all that it names came before it here; if
    /// nothing waits for its links then, its own are not looked at again.
    pub(crate) fn put_docket(&mut self, docket: Docket, signed: bool, beneath: bool) -> Option<Change> {
        if !(beneath && self.waiting.is_empty()) {
            return self.put_in(docket, Body::Away, signed);
        }
        let (mut change, index) = self.place(docket, Body::Away, signed);
        self.link(index, &mut change);
        Some(change)
    }

    fn put_in(&mut self, docket: Docket, body: Body, signed: bool) -> Option<Change> {
        if self.index(&docket.hash).is_some() {
            return None;
        }
        let (mut change, index) = self.place(docket, body, signed);
        self.link_from(index, &mut change);
        Some(change)
    }

    /// Makes room for so many more entries.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.kept.reserve(more);
        self.order.reserve(more);
        let kept = &self.kept;
        self.by_hash.reserve(more, |i| short(&kept[*i as usize].docket.hash));
    }

    /// Keeps an entry at its author's place.
    fn place(&mut self, docket: Docket, body: Body, signed: bool) -> (Change, usize) {
        let mut change = Change::default();
        let index = self.kept.len();
        let (author, seq, hash) = (docket.header.author.clone(), docket.header.seq, docket.hash);
        for head in &docket.header.heads {
            let chain = self.chains.entry(head.author.clone()).or_default();
            chain.known_to = chain.known_to.max(head.seq);
        }
        let awaited = docket.header.prev.filter(|prev| self.index(prev).is_none());
        if is_few(docket.header.kind) {
            self.few.push(small(index));
        }
        self.kept.push(Kept { docket, body, signed, linked: false, refused: false });
        let kept = &self.kept;
        self.by_hash.insert_unique(short(&hash), small(index), |i| short(&kept[*i as usize].docket.hash));
        self.awaited.remove(&hash);
        self.awaited.extend(awaited);
        let chain = self.chains.entry(author.clone()).or_default();
        chain.known_to = chain.known_to.max(seq);
        match chain.at.get(seq) {
            None => chain.at.insert(seq, small(index)),
            Some(first) => {
                let first = self.kept[first as usize].docket.hash;
                chain.rivals.entry(seq).or_insert(small(index));
                change.equivocation = Some([first.min(hash), first.max(hash)]);
                change.late_from = self.strike(&author, seq);
            }
        }
        (change, index)
    }

    /// Links an entry and, in causal order, all that waited for it.
    fn link_from(&mut self, index: usize, change: &mut Change) {
        let mut ready = vec![index];
        while let Some(at) = ready.pop() {
            if let Some(missing) = self.first_missing(at) {
                self.waiting.entry(missing).or_default().push(at);
                continue;
            }
            let hash = self.kept[at].docket.hash;
            if !self.links_are_right(at) {
                self.kept[at].refused = true;
                change.refused.push(hash);
                continue;
            }
            self.link(at, change);
            let mut next = self.waiting.remove(&hash).unwrap_or_default();
            next.reverse();
            ready.append(&mut next);
        }
    }

    fn link(&mut self, at: usize, change: &mut Change) {
        self.kept[at].linked = true;
        self.admit(at, change);
    }

    fn first_missing(&self, at: usize) -> Option<EntryHash> {
        let header = &self.kept[at].docket.header;
        header
            .prev
            .iter()
            .chain(header.heads.iter().map(|h| &h.hash))
            .copied()
            .find(|hash| !self.linked(hash))
    }

    /// `lamport = 1 + max(prev, heads)`; prev is the author's entry before it, of no later epoch: what an author has
    /// left it does not write in again. Heads say what they name.
    fn links_are_right(&self, at: usize) -> bool {
        let header = &self.kept[at].docket.header;
        let named = |hash: &EntryHash| self.docket(hash).map(|d| &d.header);
        let mut lamport = 0;
        let prev_right = match &header.prev {
            None => header.seq == 1,
            Some(prev) => named(prev).is_some_and(|p| {
                lamport = p.lamport;
                p.author == header.author
                    && p.seq.checked_add(1) == Some(header.seq)
                    && p.era() <= header.era()
            }),
        };
        let heads_right = header.heads.iter().all(|head| {
            head.author != header.author
                && named(&head.hash).is_some_and(|h| {
                    lamport = lamport.max(h.lamport);
                    h.author == head.author && h.seq == head.seq
                })
        });
        prev_right && heads_right && Some(header.lamport) == lamport.checked_add(1)
    }

    fn admit(&mut self, at: usize, change: &mut Change) {
        let header = &self.kept[at].docket.header;
        let (author, seq, term) = (header.author.clone(), header.seq, header.term);
        let chain = self.chains.entry(author).or_default();
        chain.linked_to = chain.linked_to.max(seq);
        if chain.struck_from.is_some_and(|from| seq >= from) || chain.is_void(seq, term) {
            return;
        }
        let place = self.place_of(at);
        if place < self.order.len() {
            change.late_from = Some(change.late_from.map_or(place, |p| p.min(place)));
        }
        self.order.insert(place, small(at));
        change.admitted.push(self.kept[at].docket.hash);
    }

    fn place_of(&self, at: usize) -> usize {
        match self.order.last() {
            Some(last) if !self.trust_arrival && self.key(*last as usize) > self.key(at) => {
                self.place_of_present(at)
            }
            _ => self.order.len(),
        }
    }

    /// Takes an author's entries from a place on out of the order.
    fn strike(&mut self, author: &PartyCode, seq: Seq) -> Option<usize> {
        let chain = self.chains.entry(author.clone()).or_default();
        let from = chain.struck_from.map_or(seq, |s| s.min(seq));
        chain.struck_from = Some(from);
        let kept = &self.kept;
        let struck = |i: &u32| {
            let h = &kept[*i as usize].docket.header;
            h.author == *author && h.seq >= from
        };
        let first = self.order.iter().position(struck);
        self.order.retain(|i| !struck(i));
        first
    }

    /// What an author wrote from a place on in terms below this one is void: it stays linked and leaves the order.
    /// Gives the first position that changed, if any did.
    pub fn void(&mut self, author: &PartyCode, from: Seq, below: Term) -> Option<usize> {
        let chain = self.chains.entry(author.clone()).or_default();
        let known = chain.voids.insert(from, below);
        if known == Some(below) {
            return None;
        }
        let chain = &self.chains[author];
        let kept = &self.kept;
        let void = |i: &u32| {
            let h = &kept[*i as usize].docket.header;
            h.author == *author && chain.is_void(h.seq, h.term)
        };
        let first = self.order.iter().position(void);
        self.order.retain(|i| !void(i));
        first
    }

    /// Whether the entry at a place was cut off by a RE-FORM.
    pub fn is_void(&self, author: &PartyCode, seq: Seq) -> bool {
        let term = self.at(author, seq).map(|e| e.header.term);
        self.chains.get(author).zip(term).is_some_and(|(c, term)| c.is_void(seq, term))
    }

    fn index(&self, hash: &EntryHash) -> Option<usize> {
        let is = |i: &u32| self.kept[*i as usize].docket.hash == *hash;
        self.by_hash.find(short(hash), is).map(|i| *i as usize)
    }

    fn kept(&self, hash: &EntryHash) -> Option<&Kept> {
        self.index(hash).map(|i| &self.kept[i])
    }

    fn key(&self, at: usize) -> (u64, &PartyCode, Seq) {
        let h = &self.kept[at].docket.header;
        (h.lamport, &h.author, h.seq)
    }

    /// The docket of an entry by its identity, held or linked.
    pub fn docket(&self, hash: &EntryHash) -> Option<&Docket> {
        self.kept(hash).map(|k| &k.docket)
    }

    /// An entry by its identity, held or linked, whole: from the store, if it is not in memory. What cannot be read there
    /// counts as [`Transcript::trouble`].
    pub fn entry(&self, hash: &EntryHash) -> Option<Cow<'_, Entry>> {
        self.whole(self.kept(hash)?)
    }

    fn whole<'a>(&'a self, kept: &'a Kept) -> Option<Cow<'a, Entry>> {
        match &kept.body {
            Body::Here(entry) => Some(Cow::Borrowed(entry)),
            Body::Away => self.read_back(kept).map(Cow::Owned),
        }
    }

    fn read_back(&self, kept: &Kept) -> Option<Entry> {
        let mut entry = self.read_entry(&kept.docket)?;
        if !kept.signed {
            entry.sig.zeroize();
        }
        Some(entry)
    }

    /// Place of an entry in the order of coming.
    pub fn place_of_coming(&self, hash: &EntryHash) -> Option<u32> {
        self.index(hash).map(small)
    }

    /// The docket of a place in the order of coming.
    pub fn docket_at(&self, place: u32) -> Option<&Docket> {
        self.kept.get(place as usize).map(|kept| &kept.docket)
    }

    /// The entry of a place in the order of coming, whole.
    pub fn came_as(&self, place: u32) -> Option<Cow<'_, Entry>> {
        self.whole(self.kept.get(place as usize)?)
    }

    /// Dockets from a place in the order of coming on.
    pub(crate) fn came_from(&self, place: u32) -> impl Iterator<Item = &Docket> {
        self.kept.get(place as usize..).unwrap_or_default().iter().map(|kept| &kept.docket)
    }

    /// The entry of a docket from the store.
    pub(crate) fn read_entry(&self, docket: &Docket) -> Option<Entry> {
        self.past.as_ref()?.entry(docket, &self.trouble)
    }

    /// A row from the store.
    pub(crate) fn row(&self, table: Table, key: &[u8]) -> Option<Vec<u8>> {
        self.past.as_ref()?.row(table, key, &self.trouble)
    }

    /// A whole table from the store.
    pub(crate) fn rows(&self, table: Table) -> Found {
        self.past.as_ref().map(|past| past.rows_under(table, &[], &self.trouble)).unwrap_or_default()
    }

    /// Notes that a row from the store is not what was written.
    pub(crate) fn unreadable<T: Default>(&self) -> T {
        self.trouble.note(Refusal::of(&LineError::StoreUnreadable))
    }

    /// Whether an entry is one of those that were let go of or set aside: what is stated of it stands in rows.
    pub(crate) fn is_past(&self, hash: &EntryHash) -> bool {
        self.past.is_some() && self.index(hash).is_some_and(|at| at < self.looked_to)
    }

    /// Entries of these places carry no signature any more.
    pub(crate) fn count_as_erased(&mut self, run: &Run) {
        let Some(chain) = self.chains.get(&run.author) else { return };
        let places: Vec<u32> = chain.places(run).collect();
        for at in places {
            self.kept[at as usize].signed = false;
        }
    }

    /// Whether an entry lies in the store only.
    pub fn is_away(&self, hash: &EntryHash) -> bool {
        self.kept(hash).is_some_and(|kept| matches!(kept.body, Body::Away))
    }

    /// What this node has stated of an entry, from the rows, by path and peer.
    pub(crate) fn own_statements(&self, entry: &EntryHash) -> Vec<Statement> {
        let rows = self.past.as_ref().map(|past| past.rows_under(Table::Arrivals, &entry.0, &self.trouble));
        let read = |(_, row): (Vec<u8>, Vec<u8>)| {
            let statement = crate::cbor::decode::<Statement>(&row).ok();
            statement.or_else(|| self.unreadable())
        };
        rows.unwrap_or_default().into_iter().filter_map(read).collect()
    }

    /// Why something that lies in the store could not be read back, if anything could not.
    pub fn trouble(&self) -> Option<Refusal> {
        self.trouble.first()
    }

    /// An entry by author and place (the first that came, where two are there).
    pub fn at(&self, author: &PartyCode, seq: Seq) -> Option<&Docket> {
        self.chains.get(author)?.at.get(seq).map(|i| &self.kept[i as usize].docket)
    }

    /// The first place in the order of coming of which nothing was let go yet.
    pub(crate) fn looked_to(&self) -> u32 {
        small(self.looked_to)
    }

    /// A start has found all entries below this place in segments or set aside.
    pub(crate) fn begin_at(&mut self, place: u32) {
        self.looked_to = place as usize;
    }

    /// The place below which entries may be let go: the store has the first `committed`, the last ones stay.
    pub(crate) fn may_go_below(&self, committed: usize) -> u32 {
        let recent = self.recent().unwrap_or(usize::MAX);
        small(committed.min(self.kept.len().saturating_sub(recent)))
    }

    /// How many entries stay whole in memory, if the others are read back.
    pub(crate) fn recent(&self) -> Option<usize> {
        self.past.as_ref().map(Past::recent)
    }

    /// The next entry in the order of coming of which nothing was let go yet, whole, and whether it is linked.
    pub(crate) fn oldest(&self) -> Option<(Cow<'_, Entry>, bool)> {
        let kept = self.kept.get(self.looked_to)?;
        Some((self.whole(kept)?, kept.linked))
    }

    /// Goes on to the next; what lies `away` from now on is in the store only.
    pub(crate) fn pass(&mut self, away: bool) {
        if let (true, Some(kept)) = (away, self.kept.get_mut(self.looked_to)) {
            kept.body = Body::Away;
        }
        self.looked_to += 1;
    }

    /// Whether an entry here stands above this one in its author's own chain, so that it is its author's word even
    /// without a signature.
    pub fn awaits(&self, hash: &EntryHash) -> bool {
        self.awaited.contains(hash)
    }

    /// Whether an entry is of an earlier epoch or term than its author's entry before it.
    pub fn falls_back(&self, hash: &EntryHash) -> bool {
        let header = |hash: &EntryHash| self.docket(hash).map(|d| &d.header);
        let before = |h: &Brief| h.prev.as_ref().and_then(header).map(Brief::era);
        header(hash).is_some_and(|h| before(h).is_some_and(|era| era > h.era()))
    }

    /// Erases the signatures of an author's entries of these places and gives those that had one, each with its
    /// place in the order of coming; at most `most`, so that it is called again until it gives none.
    pub fn erase_signatures(&mut self, run: &Run, most: usize) -> Vec<(usize, Entry)> {
        let Some(chain) = self.chains.get(&run.author) else { return Vec::new() };
        let signed = chain.places(run).map(|i| i as usize).filter(|i| self.kept[*i].signed);
        let signed: Vec<usize> = signed.take(most).collect();
        let mut erased = Vec::with_capacity(signed.len());
        for at in signed {
            self.kept[at].signed = false;
            if let Body::Here(entry) = &mut self.kept[at].body {
                entry.sig.zeroize();
            }
            erased.extend(self.whole(&self.kept[at]).map(|entry| (at, entry.into_owned())));
        }
        erased
    }

    /// Whether all beneath an entry is here.
    pub fn linked(&self, hash: &EntryHash) -> bool {
        self.kept(hash).is_some_and(|k| k.linked)
    }

    /// Whether an entry is admitted.
    pub fn admitted(&self, hash: &EntryHash) -> bool {
        self.docket(hash).is_some_and(|d| {
            let h = &d.header;
            self.linked(hash) && !self.is_struck(&h.author, h.seq) && !self.is_void(&h.author, h.seq)
        })
    }

    /// Whether a place lies at or above an equivocation of its author.
    pub fn is_struck(&self, author: &PartyCode, seq: Seq) -> bool {
        self.chains.get(author).and_then(|c| c.struck_from).is_some_and(|from| seq >= from)
    }

    /// Authors who wrote two entries at one place, with the first such place.
    pub fn equivocators(&self) -> impl Iterator<Item = (&PartyCode, Seq)> {
        self.chains.iter().filter_map(|(author, c)| c.struck_from.map(|from| (author, from)))
    }

    /// Admitted entries in total order.
    pub fn order(&self) -> impl ExactSizeIterator<Item = &Docket> + DoubleEndedIterator {
        self.order.iter().map(|i| &self.kept[*i as usize].docket)
    }

    /// Admitted entries of a kind, in total order; of a kind that is seldom, without a look at all others.
    pub fn of_kind(&self, kind: Kind) -> Vec<&Docket> {
        if !is_few(kind) {
            return self.order().filter(|docket| docket.header.kind == kind).collect();
        }
        let few = self.few.iter().map(|at| &self.kept[*at as usize].docket);
        let of = few.filter(|docket| docket.header.kind == kind);
        let mut placed: Vec<(usize, &Docket)> =
            of.filter_map(|docket| Some((self.position(&docket.hash)?, docket))).collect();
        placed.sort_by_key(|(place, _)| *place);
        placed.into_iter().map(|(_, docket)| docket).collect()
    }

    /// Place of an admitted entry in the total order.
    pub fn position(&self, hash: &EntryHash) -> Option<usize> {
        let at = self.index(hash)?;
        if self.trust_arrival {
            return self.order.iter().position(|i| *i as usize == at);
        }
        let place = self.place_of_present(at);
        (self.order.get(place) == Some(&small(at))).then_some(place)
    }

    fn place_of_present(&self, at: usize) -> usize {
        self.order.partition_point(|i| self.key(*i as usize) < self.key(at))
    }

    /// All entries in the order of their coming, held ones too.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Docket> + DoubleEndedIterator {
        self.kept.iter().map(|k| &k.docket)
    }

    /// Entries whose links are missing, by author and place.
    pub fn held(&self) -> impl Iterator<Item = &Docket> {
        self.chains
            .values()
            .flat_map(|c| c.at.range(c.linked_to + 1..=Seq::MAX))
            .map(|(_, i)| &self.kept[i as usize])
            .filter_map(|k| (!k.linked && !k.refused).then_some(&k.docket))
    }

    /// Heads of what is admitted.
    pub fn cut(&self) -> Cut {
        let head = |(author, _): (&PartyCode, &Chain)| {
            let head = self.head(author)?;
            Some((author.clone(), (head.seq, head.hash)))
        };
        Cut(self.chains.iter().filter_map(head).collect())
    }

    /// An author's last admitted entry.
    pub fn head(&self, author: &PartyCode) -> Option<Head> {
        let chain = self.chains.get(author)?;
        let top =
            chain.struck_from.map_or(chain.linked_to, |from| chain.linked_to.min(from.saturating_sub(1)));
        let counts = |i: &u32| {
            let header = &self.kept[*i as usize].docket.header;
            !chain.is_void(header.seq, header.term)
        };
        let mut below = chain.at.range(0..=top).rev().map(|(_, i)| i);
        Some(self.kept[below.find(counts)? as usize].docket.head())
    }

    /// An author's highest place up to which all is linked, struck or not.
    pub fn linked_to(&self, author: &PartyCode) -> Seq {
        self.chains.get(author).map_or(0, |c| c.linked_to)
    }

    /// The highest place of an author that is here or that somebody named.
    pub fn known_to(&self, author: &PartyCode) -> Seq {
        self.chains.get(author).map_or(0, |c| c.known_to)
    }

    /// Another node's word that an author has reached a place: what is missing up to there is asked for.
    pub fn heard_of(&mut self, author: &PartyCode, seq: Seq) {
        let chain = self.chains.entry(author.clone()).or_default();
        chain.known_to = chain.known_to.max(seq);
    }

    /// Places known to exist that are not here, as runs by author; at most `limit` runs.
    pub fn missing(&self, limit: usize) -> Vec<Run> {
        let mut runs = Vec::new();
        for (author, chain) in &self.chains {
            let mut from = chain.linked_to + 1;
            if chain.known_to < from {
                continue;
            }
            for seq in chain.at.range(from..=chain.known_to).map(|(seq, _)| seq) {
                if seq > from {
                    runs.push(Run { author: author.clone(), from, to: seq - 1 });
                }
                from = seq.saturating_add(1);
            }
            if from <= chain.known_to {
                runs.push(Run { author: author.clone(), from, to: chain.known_to });
            }
            if runs.len() >= limit {
                runs.truncate(limit);
                break;
            }
        }
        runs
    }

    /// Entries of an author in a run of places, at most `limit`; rivals too.
    pub fn run(&self, run: &Run, limit: usize) -> Vec<&Docket> {
        let Some(chain) = self.chains.get(&run.author) else { return Vec::new() };
        chain.places(run).take(limit).map(|i| &self.kept[i as usize].docket).collect()
    }

    /// How many entries are here.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether nothing is here.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

/// Part of a hash, for the table of hashes.
fn short(hash: &EntryHash) -> u64 {
    let (first, _) = hash.0.split_first_chunk().expect("a hash has 32 bytes");
    u64::from_le_bytes(*first)
}

/// Whether entries of this kind are few beside the others.
fn is_few(kind: Kind) -> bool {
    matches!(kind, Kind::Control | Kind::Charter | Kind::Annex)
}

/// A place in the order of coming. A compartment of four thousand million entries is beyond any store.
fn small(index: usize) -> u32 {
    u32::try_from(index).expect("fewer entries than 2^32")
}

#[cfg(test)]
mod tests;
