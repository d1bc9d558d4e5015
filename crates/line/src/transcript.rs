//! The entries of one compartment: held, linked, admitted, in total order (line.md section 6).
//!
//! *Held*: kept, links missing. *Linked*: all beneath is there. *Admitted*: linked and neither struck by an
//! equivocation of its author nor void by a RE-FORM that cut the old term below it; only this enters order, cut and
//! folds.
//!
//! I1 order, cut and the set of admitted entries are functions of the set of entries put in, whatever the order
//! of putting. I2 appending in order costs no scan.

use crate::cut::Cut;
use crate::entry::{Entry, Head, Header};
use crate::ids::{EntryHash, PartyCode, Seq, Term};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroize;

/// The transcript of one compartment.
#[derive(Debug, Default)]
pub struct Transcript {
    kept: Vec<Kept>,
    by_hash: BTreeMap<EntryHash, usize>,
    chains: BTreeMap<PartyCode, Chain>,
    order: Vec<usize>,
    waiting: BTreeMap<EntryHash, Vec<usize>>,
    /// What entries here name as their author's entry before, and what is not here.
    awaited: BTreeSet<EntryHash>,
    trust_arrival: bool,
}

#[derive(Debug)]
struct Kept {
    entry: Entry,
    linked: bool,
    refused: bool,
}

#[derive(Debug, Default)]
struct Chain {
    at: BTreeMap<Seq, usize>,
    rivals: BTreeMap<Seq, usize>,
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
    fn is_void(&self, seq: Seq, term: Term) -> bool {
        !self.voids.is_empty() && self.voids.range(..=seq).any(|(_, below)| term < *below)
    }
}

impl Transcript {
    /// An empty transcript. `trust_arrival` is the planted fault that orders as delivered.
    pub fn new(trust_arrival: bool) -> Self {
        Transcript { trust_arrival, ..Transcript::default() }
    }

    /// Puts an entry in; `None` if this very entry is here already.
    pub fn put(&mut self, entry: Entry) -> Option<Change> {
        if self.by_hash.contains_key(&entry.hash) {
            return None;
        }
        let mut change = Change::default();
        let index = self.kept.len();
        let (author, seq, hash) = (entry.header.author.clone(), entry.header.seq, entry.hash);
        for head in &entry.header.heads {
            let chain = self.chains.entry(head.author.clone()).or_default();
            chain.known_to = chain.known_to.max(head.seq);
        }
        self.by_hash.insert(hash, index);
        self.awaited.remove(&hash);
        self.awaited.extend(entry.header.prev.filter(|prev| !self.by_hash.contains_key(prev)));
        self.kept.push(Kept { entry, linked: false, refused: false });
        let chain = self.chains.entry(author.clone()).or_default();
        chain.known_to = chain.known_to.max(seq);
        match chain.at.get(&seq) {
            None => drop(chain.at.insert(seq, index)),
            Some(first) => {
                let first = self.kept[*first].entry.hash;
                chain.rivals.entry(seq).or_insert(index);
                change.equivocation = Some([first.min(hash), first.max(hash)]);
                change.late_from = self.strike(&author, seq);
            }
        }
        self.link_from(index, &mut change);
        Some(change)
    }

    /// Links an entry and, in causal order, all that waited for it.
    fn link_from(&mut self, index: usize, change: &mut Change) {
        let mut ready = vec![index];
        while let Some(at) = ready.pop() {
            if let Some(missing) = self.first_missing(at) {
                self.waiting.entry(missing).or_default().push(at);
                continue;
            }
            let hash = self.kept[at].entry.hash;
            if !self.links_are_right(at) {
                self.kept[at].refused = true;
                change.refused.push(hash);
                continue;
            }
            self.kept[at].linked = true;
            self.admit(at, change);
            let mut next = self.waiting.remove(&hash).unwrap_or_default();
            next.reverse();
            ready.append(&mut next);
        }
    }

    fn first_missing(&self, at: usize) -> Option<EntryHash> {
        let header = &self.kept[at].entry.header;
        header
            .prev
            .iter()
            .chain(header.heads.iter().map(|h| &h.hash))
            .copied()
            .find(|hash| !self.by_hash.get(hash).is_some_and(|i| self.kept[*i].linked))
    }

    /// `lamport = 1 + max(prev, heads)`; prev is the author's entry before it, of no later epoch: what an author has
    /// left it does not write in again. Heads say what they name.
    fn links_are_right(&self, at: usize) -> bool {
        let header = &self.kept[at].entry.header;
        let named = |hash: &EntryHash| self.by_hash.get(hash).map(|i| &self.kept[*i].entry.header);
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
        let header = &self.kept[at].entry.header;
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
        self.order.insert(place, at);
        change.admitted.push(self.kept[at].entry.hash);
    }

    fn place_of(&self, at: usize) -> usize {
        let key = |i: usize| {
            let h = &self.kept[i].entry.header;
            (h.lamport, &h.author, h.seq)
        };
        match self.order.last() {
            Some(last) if !self.trust_arrival && key(*last) > key(at) => {
                self.order.partition_point(|i| key(*i) < key(at))
            }
            _ => self.order.len(),
        }
    }

    /// Takes an author's entries from a place on out of the order.
    fn strike(&mut self, author: &PartyCode, seq: Seq) -> Option<usize> {
        let chain = self.chains.entry(author.clone()).or_default();
        let from = chain.struck_from.map_or(seq, |s| s.min(seq));
        chain.struck_from = Some(from);
        let struck = |kept: &Kept| kept.entry.header.author == *author && kept.entry.header.seq >= from;
        let first = self.order.iter().position(|i| struck(&self.kept[*i]));
        let kept = &self.kept;
        self.order.retain(|i| !struck(&kept[*i]));
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
        let void = |i: &usize| {
            let h = &kept[*i].entry.header;
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

    /// An entry by its identity, held or linked.
    pub fn entry(&self, hash: &EntryHash) -> Option<&Entry> {
        self.by_hash.get(hash).map(|i| &self.kept[*i].entry)
    }

    /// An entry by author and place (the first that came, where two are there).
    pub fn at(&self, author: &PartyCode, seq: Seq) -> Option<&Entry> {
        self.chains.get(author)?.at.get(&seq).map(|i| &self.kept[*i].entry)
    }

    /// Whether an entry here stands above this one in its author's own chain, so that it is its author's word even
    /// without a signature.
    pub fn awaits(&self, hash: &EntryHash) -> bool {
        self.awaited.contains(hash)
    }

    /// Whether an entry is of an earlier epoch or term than its author's entry before it.
    pub fn falls_back(&self, hash: &EntryHash) -> bool {
        let header = |hash: &EntryHash| self.entry(hash).map(|e| &e.header);
        let before = |h: &Header| h.prev.as_ref().and_then(header).map(Header::era);
        header(hash).is_some_and(|h| before(h).is_some_and(|era| era > h.era()))
    }

    /// Erases the signatures of an author's entries of these places and gives those that had one, each with its
    /// place in the order of coming; at most `most`, so that it is called again until it gives none.
    pub fn erase_signatures(&mut self, run: &Run, most: usize) -> Vec<(usize, Entry)> {
        let Some(chain) = self.chains.get(&run.author) else { return Vec::new() };
        if run.from > run.to {
            return Vec::new();
        }
        let places = chain.at.range(run.from..=run.to).chain(chain.rivals.range(run.from..=run.to));
        let signed = places.map(|(_, i)| *i).filter(|i| !self.kept[*i].entry.sig.is_empty());
        let signed: Vec<usize> = signed.take(most).collect();
        let erase = |at: usize| {
            self.kept[at].entry.sig.zeroize();
            (at, self.kept[at].entry.clone())
        };
        signed.into_iter().map(erase).collect()
    }

    /// Whether all beneath an entry is here.
    pub fn linked(&self, hash: &EntryHash) -> bool {
        self.by_hash.get(hash).is_some_and(|i| self.kept[*i].linked)
    }

    /// Whether an entry is admitted.
    pub fn admitted(&self, hash: &EntryHash) -> bool {
        self.entry(hash).is_some_and(|e| {
            let h = &e.header;
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
    pub fn order(&self) -> impl ExactSizeIterator<Item = &Entry> + DoubleEndedIterator {
        self.order.iter().map(|i| &self.kept[*i].entry)
    }

    /// Place of an admitted entry in the total order.
    pub fn position(&self, hash: &EntryHash) -> Option<usize> {
        let at = *self.by_hash.get(hash)?;
        if self.trust_arrival {
            return self.order.iter().position(|i| *i == at);
        }
        let place = self.place_of_present(at);
        (self.order.get(place) == Some(&at)).then_some(place)
    }

    fn place_of_present(&self, at: usize) -> usize {
        let key = |i: usize| {
            let h = &self.kept[i].entry.header;
            (h.lamport, &h.author, h.seq)
        };
        self.order.partition_point(|i| key(*i) < key(at))
    }

    /// All entries in the order of their coming, held ones too.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &Entry> + DoubleEndedIterator {
        self.kept.iter().map(|k| &k.entry)
    }

    /// Entries whose links are missing, by author and place.
    pub fn held(&self) -> impl Iterator<Item = &Entry> {
        self.chains
            .values()
            .flat_map(|c| c.at.range(c.linked_to + 1..))
            .map(|(_, i)| &self.kept[*i])
            .filter_map(|k| (!k.linked && !k.refused).then_some(&k.entry))
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
        let counts = |i: &usize| {
            let header = &self.kept[*i].entry.header;
            !chain.is_void(header.seq, header.term)
        };
        let mut below = chain.at.range(..=top).rev().map(|(_, i)| i);
        let entry = &self.kept[*below.find(|i| counts(i))?].entry;
        Some(Head { author: author.clone(), seq: entry.header.seq, hash: entry.hash })
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
            for seq in chain.at.range(from..=chain.known_to).map(|(seq, _)| *seq) {
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
    pub fn run(&self, run: &Run, limit: usize) -> Vec<&Entry> {
        let Some(chain) = self.chains.get(&run.author) else { return Vec::new() };
        if run.from > run.to {
            return Vec::new();
        }
        let places = chain.at.range(run.from..=run.to).chain(chain.rivals.range(run.from..=run.to));
        places.take(limit).map(|(_, i)| &self.kept[*i].entry).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Kind, Lane, VERSION, lamport_after};
    use crate::ids::{CompartmentId, Status};
    use proptest::prelude::*;

    fn config() -> ProptestConfig {
        let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
        ProptestConfig { cases, ..ProptestConfig::default() }
    }

    fn party(n: usize) -> PartyCode {
        PartyCode::parse(["CH", "IR", "OM", "US"][n]).expect("a party code")
    }

    /// A history: each step is an author who has seen the heads of some others; `twice` doubles a place.
    fn history(steps: &[(usize, u8)], twice: Option<usize>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        for (n, (author, sees)) in steps.iter().enumerate() {
            let (author, prev) = (*author, last.get(author).copied());
            let seen = last.iter().filter(|(other, _)| **other != author && sees & (1 << **other) != 0);
            let heads: Vec<Head> = seen.map(|(_, at)| entries[*at].head()).collect();
            let below = prev.iter().chain(
                last.iter().filter(|(o, _)| heads.iter().any(|h| h.author == party(**o))).map(|(_, at)| at),
            );
            let lamport = lamport_after(below.map(|at| entries[*at].header.lamport)).expect("small");
            for double in 0..=u8::from(twice == Some(n)) {
                let header = Header {
                    v: VERSION,
                    status: Status::Test,
                    compartment: CompartmentId([1; 32]),
                    term: 0,
                    author: party(author),
                    seq: prev.map_or(1, |at| entries[at].header.seq + 1),
                    prev: prev.map(|at| entries[at].hash),
                    lamport,
                    heads: heads.clone(),
                    epoch: 1,
                    kind: Kind::Notice,
                    lane: Lane::Routine,
                    body_hash: [0; 32],
                    claimed_ms: 0,
                    clock_error_ms: 0,
                };
                entries.push(Entry::compose(header, vec![n as u8, double], |_| [0; 64]));
            }
            last.insert(author, entries.len() - 1);
        }
        entries
    }

    fn put_all(entries: &[Entry]) -> Transcript {
        let mut transcript = Transcript::new(false);
        for entry in entries {
            transcript.put(entry.clone());
        }
        transcript
    }

    fn hashes(transcript: &Transcript) -> Vec<EntryHash> {
        transcript.order().map(|e| e.hash).collect()
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn any_order_of_arrival_gives_one_order_and_one_cut(
            steps in prop::collection::vec((0usize..4, any::<u8>()), 1..40),
            twice in prop::option::of(0usize..40),
            keys in prop::collection::vec(any::<u32>(), 41),
        ) {
            let entries = history(&steps, twice);
            let straight = put_all(&entries);
            let mut shuffled: Vec<(u32, Entry)> = keys.iter().copied().cycle().zip(entries.clone()).collect();
            shuffled.sort_by_key(|(key, _)| *key);
            let shuffled: Vec<Entry> = shuffled.into_iter().map(|(_, e)| e).collect();
            let other = put_all(&shuffled);
            prop_assert_eq!(hashes(&straight), hashes(&other));
            prop_assert_eq!(straight.cut(), other.cut());
            prop_assert_eq!(other.held().count(), 0);
            for (place, hash) in hashes(&other).iter().enumerate() {
                prop_assert_eq!(other.position(hash), Some(place));
            }
        }

        #[test]
        fn what_is_told_as_admitted_and_late_rebuilds_the_order(
            steps in prop::collection::vec((0usize..4, any::<u8>()), 1..30),
            keys in prop::collection::vec(any::<u32>(), 31),
        ) {
            let mut shuffled: Vec<(u32, Entry)> = keys.iter().copied().zip(history(&steps, None)).collect();
            shuffled.sort_by_key(|(key, _)| *key);
            let mut transcript = Transcript::new(false);
            let mut folded: Vec<EntryHash> = Vec::new();
            for (_, entry) in shuffled {
                let change = transcript.put(entry).expect("new");
                if let Some(from) = change.late_from {
                    folded.truncate(from);
                }
                let from = folded.len();
                folded.extend(transcript.order().skip(from).map(|e| e.hash));
                prop_assert_eq!(&folded, &hashes(&transcript));
            }
        }
    }

    #[test]
    fn missing_places_are_named_as_runs() {
        let entries = history(&[(0, 0), (0, 0), (0, 0), (0, 0), (0, 0)], None);
        let transcript = put_all(&[entries[0].clone(), entries[2].clone(), entries[4].clone()]);
        let run = |from, to| Run { author: party(0), from, to };
        assert_eq!(transcript.missing(9), [run(2, 2), run(4, 4)]);
        assert_eq!(transcript.held().count(), 2);
        assert_eq!(transcript.cut().seq(&party(0)), 1);
    }

    #[test]
    fn what_an_author_has_left_it_does_not_write_in_again() {
        let mut entries = history(&[(0, 0), (0, 0)], None);
        let mut header = entries[1].header.clone();
        header.epoch = 0;
        entries[1] = Entry::compose(header, vec![1], |_| [0; 64]);
        let mut transcript = put_all(&entries[..1]);
        let change = transcript.put(entries[1].clone()).expect("new");
        assert_eq!((change.refused, change.admitted), (vec![entries[1].hash], vec![]));
        assert!(transcript.falls_back(&entries[1].hash) && !transcript.falls_back(&entries[0].hash));
    }

    #[test]
    fn an_entry_is_awaited_by_its_authors_next_one_only() {
        let entries = history(&[(0, 0), (0, 0), (1, 1)], None);
        let transcript = put_all(&entries[1..]);
        assert!(transcript.awaits(&entries[0].hash));
        let named_by_another = put_all(&entries[2..]);
        assert!(!named_by_another.awaits(&entries[1].hash));
        assert!(!put_all(&entries).awaits(&entries[0].hash), "it is here");
    }

    #[test]
    fn signatures_are_erased_in_portions_and_the_order_stays() {
        let entries = history(&[(0, 0), (0, 0), (1, 1), (0, 0)], None);
        let mut transcript = put_all(&entries);
        let before = hashes(&transcript);
        let run = Run { author: party(0), from: 1, to: 2 };
        assert_eq!(transcript.erase_signatures(&run, 1).len(), 1);
        assert_eq!(transcript.erase_signatures(&run, 9)[0].0, 1, "the second to come");
        assert!(transcript.erase_signatures(&run, 9).is_empty());
        let signed = transcript.all().filter(|e| !e.sig.is_empty()).count();
        assert_eq!((signed, hashes(&transcript)), (2, before));
    }

    #[test]
    fn a_wrong_lamport_never_links() {
        let mut entries = history(&[(0, 0), (0, 0)], None);
        let mut header = entries[1].header.clone();
        header.lamport += 1;
        entries[1] = Entry::compose(header, vec![1], |_| [0; 64]);
        let mut transcript = put_all(&entries[..1]);
        let change = transcript.put(entries[1].clone()).expect("new");
        assert_eq!((change.refused, change.admitted), (vec![entries[1].hash], vec![]));
    }
}
