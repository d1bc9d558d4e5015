//! The book: what the admitted entries say, filed by subject. An index of a *set*.
//!
//! In: entries. Out: slices of what was said about a number, a line, a station, in total order.
//!
//! I1 equal sets give equal books, whatever order they were filed in. I2 filing at the end costs O(log n), filing
//! late the same and a shift within one short list: nothing is replayed.

use crate::causality::Causality;
use crate::chain::Chain;
use crate::horizon::Horizon;
use crate::matched::Matched;
use crate::reading::{Reading, Receipted};
use crate::trace::Slot;
use line::docket::Brief;
use line::ids::{EntryHash, PartyCode, Seq};
use notice::charter::Charter;
use notice::types::l2_acknowledgement::Acknowledgement;
use notice::types::l3_read_back::ReadBack;
use notice::types::l4_clarification::Clarification;
use notice::types::l5_correction::Correction;
use notice::types::t1_red_line::RedLine;
use notice::types::t3_crossing::Crossing;
use notice::vocabulary::NoticeType;
use notice::{LineVersion, Notice, Number};
use refusal::Refusal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Place in the total order: (lamport, author, seq) extends causality, since lamport rises along it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The entry's lamport time.
    pub lamport: u64,
    /// Its author.
    pub author: PartyCode,
    /// Its seq.
    pub seq: Seq,
}

/// A notice with its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Where in the order.
    pub place: Place,
    /// Its entry.
    pub entry: EntryHash,
    /// The notice.
    pub notice: Notice,
}

/// A notice or charter that cannot be read, with its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illegible {
    /// Where in the order.
    pub place: Place,
    /// Its entry.
    pub entry: EntryHash,
    /// Why.
    pub why: Refusal,
}

/// A charter version with its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledCharter {
    /// Where in the order.
    pub place: Place,
    /// Its entry.
    pub entry: EntryHash,
    /// The version.
    pub charter: Charter,
}

/// A line test as the folds read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestSeen {
    /// Its slot, ms UTC.
    pub slot_ms: i64,
    /// Its author's clock, ms UTC.
    pub claimed_ms: i64,
    /// Whether the watch was manned.
    pub manned: bool,
}

/// A statement about an entry, by the author of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Stated {
    by: PartyCode,
    by_seq: Seq,
    at_ms: i64,
}

/// Everything filed so far.
#[derive(Debug, Clone, Default)]
pub struct Book {
    by_number: BTreeMap<Number, Vec<Arc<Filed>>>,
    about: BTreeMap<Number, Vec<Arc<Filed>>>,
    lines: BTreeMap<LineVersion, Vec<Arc<Filed>>>,
    crossings: BTreeMap<LineVersion, Vec<Arc<Filed>>>,
    stations: BTreeMap<PartyCode, Vec<Arc<Filed>>>,
    chains: BTreeMap<PartyCode, Chain<Arc<Filed>>>,
    kinds: BTreeMap<NoticeType, Vec<Arc<Filed>>>,
    charters: BTreeMap<Number, Vec<Arc<FiledCharter>>>,
    illegible: BTreeMap<Place, Illegible>,
    tests: BTreeMap<PartyCode, Chain<TestSeen>>,
    /// What each notice that may answer something speaks about, by its entry.
    answering: BTreeMap<EntryHash, Vec<Number>>,
    held: BTreeMap<(PartyCode, Seq), Vec<Stated>>,
    arrivals: BTreeMap<EntryHash, Vec<Stated>>,
    deposits: BTreeMap<EntryHash, Vec<Stated>>,
    /// Who had what beneath them.
    pub causality: Causality,
    /// Which events match the clauses of which lines.
    pub matched: Matched,
}

impl Book {
    /// Files what an entry says; gives the numbers whose states it may move.
    pub fn file(&mut self, header: &Brief, entry: EntryHash, reading: Reading) -> Vec<Number> {
        self.causality.note(header);
        let place = Place { lamport: header.lamport, author: header.author.clone(), seq: header.seq };
        match reading {
            Reading::Notice(notice) => self.file_notice(Filed { place, entry, notice: *notice }),
            Reading::Charter(charter) => {
                let number = charter.number();
                let filed = Arc::new(FiledCharter { place, entry, charter: *charter });
                insert(self.charters.entry(number.clone()).or_default(), filed, |f| &f.place);
                vec![number]
            }
            Reading::Unreadable(why) => {
                self.illegible.insert(place.clone(), Illegible { place, entry, why });
                Vec::new()
            }
            Reading::Test { slot_ms, manned } => {
                let seen = TestSeen { slot_ms, claimed_ms: header.claimed_ms, manned };
                self.tests.entry(header.author.clone()).or_default().put(header.seq, seen);
                Vec::new()
            }
            Reading::Receipt(receipted) => {
                self.file_receipt(&header.author, header.seq, header.claimed_ms, receipted)
            }
            Reading::Silent => Vec::new(),
        }
    }

    /// What filing an entry would change for who looks things up; none if it comes out of its author's turn: then
    /// anything may be other than it was.
    pub fn changes(&self, header: &Brief, reading: &Reading) -> Option<Vec<Slot>> {
        let author = &header.author;
        let last = self.causality.end(author);
        let mut slots = vec![Slot::Party(author.clone())];
        slots.extend((last == 0).then_some(Slot::Authors));
        match reading {
            Reading::Notice(notice) => {
                slots.extend([Slot::Any, Slot::Kind(notice.kind()), Slot::Number(notice.number().clone())]);
                slots.extend((notice.kind() == NoticeType::L6).then(|| Slot::Station(author.clone())));
                slots.extend(subjects(notice).into_iter().map(Slot::Number));
            }
            Reading::Charter(charter) => slots.extend([Slot::Any, Slot::Number(charter.number())]),
            Reading::Unreadable(_) => slots.push(Slot::Any),
            Reading::Receipt(receipted) => {
                slots.extend(receipted.held.iter().map(|(author, seq)| Slot::Held(author.clone(), *seq)));
                let dated = receipted.arrivals.iter().chain(&receipted.deposits);
                slots.extend(dated.map(|(entry, _)| Slot::Entry(*entry)));
            }
            Reading::Test { .. } | Reading::Silent => {}
        }
        (header.seq > last).then_some(slots)
    }

    fn file_notice(&mut self, filed: Filed) -> Vec<Number> {
        let filed = Arc::new(filed);
        let notice = &filed.notice;
        let mut touched = vec![notice.number().clone()];
        insert(self.by_number.entry(notice.number().clone()).or_default(), filed.clone(), |f| &f.place);
        let spoken_of = subjects(notice);
        if !spoken_of.is_empty() && !matches!(notice.kind(), NoticeType::L2 | NoticeType::L3) {
            self.answering.insert(filed.entry, spoken_of.clone());
        }
        for subject in spoken_of {
            insert(self.about.entry(subject.clone()).or_default(), filed.clone(), |f| &f.place);
            touched.push(subject);
        }
        let declares = !notice::sealed::is_commitment(notice);
        if let Some(line) = RedLine::of(notice).filter(|_| declares).and_then(|t1| t1.line()) {
            insert(self.lines.entry(line.clone()).or_default(), filed.clone(), |f| &f.place);
        }
        if let Some(line) = Crossing::of(notice).and_then(|t3| t3.line()) {
            insert(self.crossings.entry(line.clone()).or_default(), filed.clone(), |f| &f.place);
        }
        if notice.kind() == NoticeType::L6 {
            insert(self.stations.entry(filed.place.author.clone()).or_default(), filed.clone(), |f| &f.place);
        }
        insert(self.kinds.entry(filed.notice.kind()).or_default(), filed.clone(), |f| &f.place);
        self.chains.entry(filed.place.author.clone()).or_default().put(filed.place.seq, filed);
        touched
    }

    /// Files what a RECEIPT states; gives what was answered by entries whose arrival or deposit it dates.
    fn file_receipt(
        &mut self,
        by: &PartyCode,
        by_seq: Seq,
        claimed_ms: i64,
        receipted: Receipted,
    ) -> Vec<Number> {
        let dated = receipted.arrivals.iter().chain(&receipted.deposits).map(|(entry, _)| entry);
        let answered: Vec<Number> =
            dated.filter_map(|entry| self.answering.get(entry)).flatten().cloned().collect();
        let stated = |at_ms| Stated { by: by.clone(), by_seq, at_ms };
        for place in receipted.held {
            sorted(self.held.entry(place).or_default(), stated(claimed_ms));
        }
        for (entry, at_ms) in receipted.arrivals {
            sorted(self.arrivals.entry(entry).or_default(), stated(at_ms));
        }
        for (entry, at_ms) in receipted.deposits {
            sorted(self.deposits.entry(entry).or_default(), stated(at_ms));
        }
        answered
    }

    /// Numbers of all notices within the horizon, with the notice: the first entry in order that carries it.
    pub fn notices<'a>(&'a self, horizon: &'a Horizon) -> impl Iterator<Item = &'a Arc<Filed>> {
        horizon.looked_up(|| Slot::Any);
        self.by_number.values().filter_map(|filed| within(filed, horizon).next())
    }

    /// The notice of a number within the horizon.
    pub fn notice<'a>(&'a self, number: &Number, horizon: &'a Horizon) -> Option<&'a Arc<Filed>> {
        self.all_of(number, horizon).next()
    }

    /// Every entry that carries a number: more than one is a fault that is named.
    pub fn all_of<'a>(
        &'a self,
        number: &Number,
        horizon: &'a Horizon,
    ) -> impl Iterator<Item = &'a Arc<Filed>> {
        horizon.looked_up(|| Slot::Number(number.clone()));
        within(self.by_number.get(number).map_or(&[], Vec::as_slice), horizon)
    }

    /// What was said about a number, in order: L2 to L5 on it and whatever refers to it.
    pub fn about<'a>(
        &'a self,
        number: &Number,
        horizon: &'a Horizon,
    ) -> impl Iterator<Item = &'a Arc<Filed>> + use<'a> {
        horizon.looked_up(|| Slot::Number(number.clone()));
        within(self.about.get(number).map_or(&[], Vec::as_slice), horizon)
    }

    /// Numbers that a filed notice speaks about.
    pub fn spoken_of(&self, filed: &Filed) -> Vec<Number> {
        subjects(&filed.notice)
    }

    /// Declared lines with their declarations, by line and version.
    pub fn lines<'a>(
        &'a self,
        horizon: &'a Horizon,
    ) -> impl Iterator<Item = (&'a LineVersion, &'a Arc<Filed>)> {
        horizon.looked_up(|| Slot::Kind(NoticeType::T1));
        self.lines.iter().filter_map(|(line, filed)| Some((line, within(filed, horizon).next()?)))
    }

    /// The next later version of a line.
    pub fn later_version<'a>(&'a self, line: &LineVersion, horizon: &'a Horizon) -> Option<&'a Arc<Filed>> {
        horizon.looked_up(|| Slot::Kind(NoticeType::T1));
        use std::ops::Bound::{Excluded, Unbounded};
        let later = self.lines.range((Excluded(line), Unbounded));
        let same = later.take_while(|(other, _)| other.party == line.party && other.line == line.line);
        same.map(|(_, filed)| within(filed, horizon)).find_map(|mut filed| filed.next())
    }

    /// The T3 about a line's version, in order.
    pub fn crossings<'a>(
        &'a self,
        line: &LineVersion,
        horizon: &'a Horizon,
    ) -> impl Iterator<Item = &'a Arc<Filed>> {
        horizon.looked_up(|| Slot::Kind(NoticeType::T3));
        within(self.crossings.get(line).map_or(&[], Vec::as_slice), horizon)
    }

    /// The L6 of a party, in order.
    pub fn station<'a>(
        &'a self,
        party: &PartyCode,
        horizon: &'a Horizon,
    ) -> impl Iterator<Item = &'a Arc<Filed>> {
        horizon.looked_up(|| Slot::Station(party.clone()));
        within(self.stations.get(party).map_or(&[], Vec::as_slice), horizon)
    }

    /// The notices of an author above a place of its chain, within the horizon, in order.
    pub fn above<'a>(
        &'a self,
        author: &PartyCode,
        seq: Seq,
        horizon: &Horizon,
    ) -> impl Iterator<Item = &'a Arc<Filed>> + use<'a> {
        horizon.looked_up(|| Slot::Any);
        let chain = self.chains.get(author).map_or(&[][..], |chain| chain.between(seq, horizon.seq(author)));
        chain.iter().map(|(_, filed)| filed)
    }

    /// The notices of a type, in order.
    pub fn of_kind<'a>(
        &'a self,
        kind: NoticeType,
        horizon: &'a Horizon,
    ) -> impl Iterator<Item = &'a Arc<Filed>> + use<'a> {
        horizon.looked_up(|| Slot::Kind(kind));
        within(self.kinds.get(&kind).map_or(&[], Vec::as_slice), horizon)
    }

    /// Charter versions within the horizon, by number.
    pub fn charters<'a>(&'a self, horizon: &'a Horizon) -> impl Iterator<Item = &'a Arc<FiledCharter>> {
        horizon.looked_up(|| Slot::Any);
        self.charters
            .values()
            .filter_map(|all| all.iter().find(|f| horizon.sees(&f.place.author, f.place.seq)))
    }

    /// What cannot be read, within the horizon, in order.
    pub fn illegible<'a>(&'a self, horizon: &'a Horizon) -> impl Iterator<Item = &'a Illegible> {
        horizon.looked_up(|| Slot::Any);
        self.illegible.values().filter(|i| horizon.sees(&i.place.author, i.place.seq))
    }

    /// Line tests of a party within the horizon, by seq.
    pub fn tests<'a>(
        &'a self,
        party: &PartyCode,
        horizon: &'a Horizon,
    ) -> impl DoubleEndedIterator<Item = (Seq, &'a TestSeen)> + use<'a> {
        horizon.looked_up(|| Slot::Party(party.clone()));
        self.tests_below(party, Seq::MAX, horizon)
    }

    /// The same below a place of its chain, where no more will come.
    pub fn tests_below<'a>(
        &'a self,
        party: &PartyCode,
        below: Seq,
        horizon: &'a Horizon,
    ) -> impl DoubleEndedIterator<Item = (Seq, &'a TestSeen)> + use<'a> {
        let most = horizon.seq(party).min(below.saturating_sub(1));
        let whose = party.clone();
        let all = self.tests.get(party).map_or(&[][..], |tests| tests.upto(most));
        all.iter().filter(move |(seq, _)| horizon.sees(&whose, *seq)).map(|(seq, seen)| (*seq, seen))
    }

    /// When a party first had an entry, by its own account: its RECEIPT's arrival or `held`, or the first entry of
    /// its own above it; ms UTC by its clock.
    pub fn had_by(
        &self,
        party: &PartyCode,
        filed: &Place,
        entry: &EntryHash,
        horizon: &Horizon,
    ) -> Option<i64> {
        horizon.looked_up(|| Slot::Held(filed.author.clone(), filed.seq));
        horizon.looked_up(|| Slot::Entry(*entry));
        let held = self.held.get(&(filed.author.clone(), filed.seq));
        let covering = self.causality.first_covering(party, &filed.author, filed.seq, horizon);
        let told = [held, self.arrivals.get(entry)].into_iter().flatten().flatten();
        let told = told.filter(|s| s.by == *party && horizon.sees(&s.by, s.by_seq)).map(|s| s.at_ms);
        told.chain(covering.map(|(_, claimed)| claimed)).min()
    }

    /// Earliest deposit of an entry at a relay that two parties were told alike or only one was told; ms UTC.
    pub fn deposited(&self, entry: &EntryHash, horizon: &Horizon) -> Option<i64> {
        horizon.looked_up(|| Slot::Entry(*entry));
        let stated = self.deposits.get(entry)?;
        stated.iter().filter(|s| horizon.sees(&s.by, s.by_seq)).map(|s| s.at_ms).min()
    }
}

/// Numbers that a notice speaks about: its subject, and its references.
fn subjects(notice: &Notice) -> Vec<Number> {
    let subject = Acknowledgement::of(notice)
        .and_then(|l2| l2.subject())
        .or_else(|| ReadBack::of(notice).and_then(|l3| l3.subject()))
        .or_else(|| Clarification::of(notice).and_then(|l4| l4.subject()))
        .or_else(|| Correction::of(notice).and_then(|l5| l5.subject()));
    let referred = notice.envelope().refs.iter().map(|reference| &reference.number);
    let mut all: Vec<Number> = subject.into_iter().chain(referred).cloned().collect();
    all.sort();
    all.dedup();
    all
}

fn within<'a>(all: &'a [Arc<Filed>], horizon: &'a Horizon) -> impl Iterator<Item = &'a Arc<Filed>> {
    all.iter().filter(|filed| horizon.sees(&filed.place.author, filed.place.seq))
}

/// Keeps a list in total order; an entry filed twice is filed once.
fn insert<T>(list: &mut Vec<Arc<T>>, item: Arc<T>, place: impl Fn(&T) -> &Place) {
    if list.last().is_none_or(|last| place(last) < place(&item)) {
        return list.push(item);
    }
    match list.binary_search_by(|other| place(other).cmp(place(&item))) {
        Ok(_) => {}
        Err(at) => list.insert(at, item),
    }
}

fn sorted(list: &mut Vec<Stated>, item: Stated) {
    if let Err(at) = list.binary_search(&item) {
        list.insert(at, item);
    }
}
