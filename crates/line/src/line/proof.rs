//! `prove`: intervals of deposit and arrival on each path, in both clocks, and who is caught lying, from admitted
//! entries alone, so that equal cuts give equal answers on every node (line.md section 12).

use super::Line;
use super::statements::ReceiptsRead;
use crate::body::{Statement, Test};
use crate::config::Attestation;
use crate::entry::Kind;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode, Seq};
use crate::prove::{PathProof, ProveReport};
use crate::witness::{Clock, Deposit, Fetch, Flight, Mark, Said, SealingTag, Testimony, Verdict, Way};
use std::collections::BTreeMap;

/// A statement with its author and the admitted RECEIPT that holds it.
type Stated = (PartyCode, Said, Statement);

impl<G: Group> Line<G> {
    /// Where and when an entry was deposited and received, and who lied about it; `None` if it is not here.
    pub fn prove(&self, entry: &EntryHash) -> Option<ProveReport> {
        self.proved(entry, &mut ReceiptsRead::default())
    }

    /// The same of each of these that is here; what is read for one is not read again for the next.
    pub fn prove_each<'e>(&self, entries: impl IntoIterator<Item = &'e EntryHash>) -> Vec<ProveReport> {
        let mut read = ReceiptsRead::default();
        entries.into_iter().filter_map(|entry| self.proved(entry, &mut read)).collect()
    }

    fn proved(&self, entry: &EntryHash, read: &mut ReceiptsRead) -> Option<ProveReport> {
        let header = &self.docket_of(entry)?.header;
        let testimony = self.testimony(&self.stated(entry, read), read);
        let verdict = testimony.judge();
        let account = testimony.account(&verdict);
        let Verdict { named, found } = verdict;
        let (grounds, disputed) = if named.is_some() { (found, Vec::new()) } else { (Vec::new(), found) };
        Some(ProveReport {
            entry: *entry,
            author: header.author.clone(),
            paths: account.paths,
            first_arrival: account.first_arrival,
            named: named.into_iter().collect(),
            grounds,
            disputed,
            attested_by: self.attesting(&header.author, header.seq),
            mode: match self.config.attestation {
                Attestation::MutualOnly => "MUTUAL-ONLY",
                Attestation::Transferable => "TRANSFERABLE",
            },
        })
    }

    /// Lines of a proof that rest on own statements which no RECEIPT has said yet: what this node saw itself is known
    /// at once, but the others cannot know it, so nothing is judged by it. A line that a proof has is not repeated.
    pub fn seen_here(&self, entry: &EntryHash) -> Vec<PathProof> {
        let own = self.unsaid_of(entry);
        if own.is_empty() {
            return Vec::new();
        }
        let mut read = ReceiptsRead::default();
        let mut stated = self.stated(entry, &mut read);
        let agreed = self.testimony(&stated, &mut read);
        let verdict = agreed.judge();
        let agreed = agreed.account(&verdict).paths;
        let next = self.transcript.linked_to(&self.config.own).saturating_add(1);
        let said = Said { seq: next, at_ms: self.now.utc_ms };
        stated.extend(own.into_iter().map(|statement| (self.config.own.clone(), said, statement)));
        let known = self.testimony(&stated, &mut read).account(&verdict).paths;
        known.into_iter().filter(|line| !agreed.contains(line)).collect()
    }

    /// All that these statements say of an entry's way, and admitted entries of the clocks around it.
    fn testimony(&self, stated: &[Stated], read: &mut ReceiptsRead) -> Testimony {
        let mut spans: BTreeMap<&PartyCode, (Seq, i64, i64)> = BTreeMap::new();
        for (by, said, statement) in stated {
            let (low, high) = when(statement);
            let span = spans.entry(by).or_insert((said.seq, low, high));
            *span = (span.0.min(said.seq), span.1.min(low), span.2.max(high));
        }
        let earliest = spans.values().map(|(_, low, _)| *low).min().unwrap_or(0);
        let latest = spans.values().map(|(.., high)| *high).max().unwrap_or(0);
        let reach = (earliest.saturating_sub(REACH_MS), latest.saturating_add(REACH_MS));
        let clock = |(party, (seq, ..)): (&&PartyCode, &(Seq, i64, i64))| {
            ((*party).clone(), Clock::around(self.tests_around(party, *seq, reach), *seq))
        };
        let clocks: BTreeMap<PartyCode, Clock> = spans.iter().map(clock).collect();
        let flights = self.flights(&clocks, read);
        Testimony { clocks, flights, ways: ways(stated, self.config.planted.name_across_sealings) }
    }

    /// Statements on an entry in admitted RECEIPTs, the earliest RECEIPT of each author first.
    fn stated(&self, entry: &EntryHash, read: &mut ReceiptsRead) -> Vec<Stated> {
        let said = |receipt: &EntryHash| {
            let header = &self.docket_of(receipt).filter(|_| self.transcript.admitted(receipt))?.header;
            Some(Said { seq: header.seq, at_ms: header.claimed_ms })
        };
        let all = self.said_of(entry, read).into_iter();
        let mut stated: Vec<Stated> =
            all.filter_map(|(by, receipt, statement)| Some((by, said(&receipt)?, statement))).collect();
        stated.sort_by(|a, b| {
            (&a.0, a.1.seq, &a.2.path, &a.2.peer).cmp(&(&b.0, b.1.seq, &b.2.path, &b.2.peer))
        });
        stated
    }

    /// A party's admitted TESTs around a place of its chain: those within reach by its own clock, and a few more.
    fn tests_around(&self, party: &PartyCode, place: Seq, reach: (i64, i64)) -> Vec<Mark> {
        let tests = self.statements.tests(party);
        let mark = |seq: &Seq| self.mark_of(&self.transcript.at(party, *seq)?.hash);
        let within = |at: usize, mark: &Mark| {
            at < MOST_MARKS && (at < FEW_MARKS || (reach.0..=reach.1).contains(&mark.at_ms))
        };
        let below = tests.range(..=place).rev().filter_map(mark).enumerate();
        let below = below.take_while(|(at, mark)| within(*at, mark)).map(|(_, mark)| mark);
        let mut marks: Vec<Mark> = below.collect();
        marks.reverse();
        let above = tests.range(place.saturating_add(1)..).filter_map(mark).enumerate();
        marks.extend(above.take_while(|(at, mark)| within(*at, mark)).map(|(_, mark)| mark));
        marks
    }

    fn mark_of(&self, hash: &EntryHash) -> Option<Mark> {
        let entry = self.entry_of(hash).filter(|_| self.transcript.admitted(hash))?;
        let test = Test::decode(&entry.body).ok().filter(|_| entry.header.kind == Kind::Test)?;
        let bounds = test.offsets.into_iter().map(|o| (o.relay, (o.low_ms, o.high_ms))).collect();
        Some(Mark {
            seq: entry.header.seq,
            at_ms: entry.header.claimed_ms,
            uptime_ms: test.uptime_ms,
            error_ms: entry.header.clock_error_ms,
            bounds,
        })
    }

    /// How the other parties of a testimony saw the TESTs of each come.
    fn flights(&self, clocks: &BTreeMap<PartyCode, Clock>, read: &mut ReceiptsRead) -> Vec<Flight> {
        let mut flights = Vec::new();
        for (from, clock) in clocks {
            for mark in clock.marks() {
                let Some(test) = self.transcript.at(from, mark.seq) else { continue };
                for (to, said, statement) in self.stated(&test.hash, read) {
                    let Some(fetched) = statement.fetch.filter(|_| to != *from && clocks.contains_key(&to))
                    else {
                        continue;
                    };
                    flights.push(Flight { from: from.clone(), seq: mark.seq, to, fetched, said });
                }
            }
        }
        flights
    }

    /// Members whose admitted entries name this place or a later one of its author.
    fn attesting(&self, author: &PartyCode, seq: Seq) -> Vec<PartyCode> {
        let cover = |(by, cut): &(&PartyCode, &crate::cut::Cut)| cut.covers(author, seq) && *by != author;
        self.told.iter().filter(cover).map(|(by, _)| by.clone()).collect()
    }
}

/// When what a statement is about happened, by its author's clock.
fn when(statement: &Statement) -> (i64, i64) {
    let bracket = statement.deposit.or(statement.fetch).map(|b| (b.earliest_ms, b.latest_ms));
    let arrival = statement.arrival.map(|at| (at.utc_ms, at.utc_ms));
    bracket.or(arrival).unwrap_or((0, 0))
}

/// What both ends said of each path, by path, sender and recipient; of two equal statements the earlier counts.
fn ways(stated: &[Stated], blur: bool) -> Vec<Way> {
    let mut ways: BTreeMap<(&str, &PartyCode, &PartyCode), Way> = BTreeMap::new();
    for (by, said, statement) in stated {
        let (peer, path) = (&statement.peer, statement.path.as_str());
        let (sender, recipient) = if statement.deposit.is_some() { (by, peer) } else { (peer, by) };
        let way = ways.entry((path, sender, recipient)).or_insert_with(|| Way {
            path: path.to_owned(),
            sender: sender.clone(),
            recipient: recipient.clone(),
            deposit: None,
            fetch: None,
        });
        let sealing = if blur { Some([0; 8]) } else { statement.sealing.map(SealingTag::from) };
        let told = statement.told;
        if let Some(bracket) = statement.deposit.filter(|_| way.deposit.is_none()) {
            way.deposit = Some(Deposit { said: *said, bracket, told, sealing });
        }
        if let Some(arrival) = statement.arrival.filter(|_| way.fetch.is_none()) {
            let (bracket, handed_over) = (statement.fetch, statement.handed_over);
            way.fetch = Some(Fetch { said: *said, bracket, told, handed_over, arrival, sealing });
        }
    }
    ways.into_values().collect()
}

/// How far around an entry TESTs are heard, ms.
const REACH_MS: i64 = 2 * 3_600_000;
/// So many on either side are heard however far they are.
const FEW_MARKS: usize = 2;
/// And no more than so many.
const MOST_MARKS: usize = 128;
