//! Statements on deposits and arrivals (line.md section 12, rule 3): own ones on their way into a RECEIPT, those of
//! all members as admitted.

use super::boxes::POUCH;
use super::receive::Carriage;
use super::rows::statement_key;
use super::{Arrival, Line};
use crate::body::{Instant, Receipt, Statement};
use crate::entry::Kind;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode, Seq};
use crate::machine::{Event, Table};
use crate::relay_api::RelayTime;
use crate::segment::SPOKEN;
use crate::time::{Bracket, Now};
use crate::witness::SealingTag;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What was stated of each entry, and what is still to be said.
#[derive(Debug, Default)]
pub(super) struct Statements {
    /// Own ones on entries of which some are to be said still, or that are whole in memory; the others stand in their rows.
    own: BTreeMap<EntryHash, Vec<Statement>>,
    /// Entries of the past among these, and those of them of which all is said by now.
    late: BTreeSet<EntryHash>,
    done: Vec<EntryHash>,
    unsaid: BTreeSet<(EntryHash, String, PartyCode)>,
    /// RECEIPTs that say something of an entry, both by their place in the order of coming.
    heard: BTreeSet<(u32, u32)>,
    /// The same of those that a start found in segments, sorted: a quarter of the room.
    heard_before: Vec<(u32, u32)>,
    /// RECEIPTs that spoke of an entry which was not here.
    early: BTreeMap<EntryHash, Vec<u32>>,
    tests: BTreeMap<PartyCode, BTreeSet<Seq>>,
    /// The own clock against the monotonic one when this process wrote its last TEST.
    frame: Option<i64>,
}

/// What stands in the RECEIPTs that a proof has read, by their place in the order of coming: those that speak of one entry
/// speak of the TESTs around it too.
#[derive(Debug, Default)]
pub(super) struct ReceiptsRead(BTreeMap<u32, Vec<Statement>>);

impl Statements {
    /// An own statement read from its row; it counts as unsaid until a RECEIPT is heard that says it.
    pub(super) fn restore(&mut self, statement: Statement) {
        self.unsaid.insert((statement.entry, statement.path.clone(), statement.peer.clone()));
        self.own.entry(statement.entry).or_default().push(statement);
    }

    /// Only what is worth saying stays unsaid.
    pub(super) fn keep_unsaid(&mut self, worth: impl Fn(&EntryHash) -> bool) {
        self.unsaid.retain(|(entry, ..)| worth(entry));
    }

    /// Own statements for a RECEIPT, in its order; they count as said.
    pub(super) fn draw(&mut self, most: usize) -> Vec<Statement> {
        let mut drawn = Vec::new();
        while drawn.len() < most {
            let Some((entry, path, peer)) = self.unsaid.pop_first() else { break };
            let of = self.own.get(&entry);
            drawn.extend(of.and_then(|v| v.iter().find(|s| s.path == path && s.peer == peer)).cloned());
            self.note_done(&entry);
        }
        drawn
    }

    /// A RECEIPT says this; `at` is the place of the entry, if it is here, and of the RECEIPT in the order of coming.
    pub(super) fn hear(&mut self, statement: &Statement, at: Option<u32>, receipt: u32) {
        if self.own.get(&statement.entry).is_some_and(|v| v.contains(statement)) {
            self.unsaid.remove(&(statement.entry, statement.path.clone(), statement.peer.clone()));
            self.note_done(&statement.entry);
        }
        self.heard_of(Some(statement.entry), at, receipt);
    }

    /// A RECEIPT speaks of an entry: by its place in the order of coming if it is here, else by its hash.
    pub(super) fn heard_of(&mut self, entry: Option<EntryHash>, at: Option<u32>, receipt: u32) {
        match (at, entry) {
            (Some(at), _) => drop(self.heard.insert((at, receipt))),
            (None, Some(entry)) => {
                let early = self.early.entry(entry).or_default();
                if early.last() != Some(&receipt) {
                    early.push(receipt);
                }
            }
            (None, None) => {}
        }
    }

    /// The same of a RECEIPT in a segment; [`Statements::heard_all_before`] ends these.
    pub(super) fn heard_before(&mut self, entry: Option<EntryHash>, at: Option<u32>, receipt: u32) {
        match at {
            Some(at) => self.heard_before.push((at, receipt)),
            None => self.heard_of(entry, None, receipt),
        }
    }

    pub(super) fn heard_all_before(&mut self) {
        self.heard_before.sort_unstable();
        self.heard_before.dedup();
    }

    /// Places of the RECEIPTs that speak of an entry.
    fn speaking(&self, entry: &EntryHash, at: u32) -> BTreeSet<u32> {
        let before = &self.heard_before;
        let first = before.partition_point(|(of, _)| *of < at);
        let before = before[first..].iter().take_while(|(of, _)| *of == at);
        let heard = before.chain(self.heard.range((at, 0)..=(at, u32::MAX))).map(|(_, receipt)| *receipt);
        heard.chain(self.early.get(entry).into_iter().flatten().copied()).collect()
    }

    /// A TEST was admitted at a place of its author's chain.
    pub(super) fn tested(&mut self, by: &PartyCode, seq: Seq) {
        self.tests.entry(by.clone()).or_default().insert(seq);
    }

    /// Places of a party's TESTs; one that was struck since is still here.
    pub(super) fn tests(&self, of: &PartyCode) -> &BTreeSet<Seq> {
        static NONE: BTreeSet<Seq> = BTreeSet::new();
        self.tests.get(of).unwrap_or(&NONE)
    }

    /// An own TEST is written now: what is stated from here on is in the clock that it shows.
    pub(super) fn test_written(&mut self, now: Now) {
        self.frame = Some(now.frame());
    }

    /// What lay between asking and answer by the own clock, as it is and as the last own TEST showed it.
    pub(super) fn bracket(&self, asked: Now, answered: Now) -> Bracket {
        Bracket::between(asked, answered, self.frame)
    }

    /// Lets go of own statements on entries of the past, which stand in their rows, as far as they were said. Gives of which
    /// entries some are still to be said, and of which it let go although they were noted as such.
    pub(super) fn let_go(&mut self, past: &[EntryHash]) -> (Vec<EntryHash>, Vec<EntryHash>) {
        let mut said = std::mem::take(&mut self.done);
        said.retain(|entry| !self.owes(entry) && self.late.remove(entry));
        for entry in &said {
            self.own.remove(entry);
        }
        let mut owing = Vec::new();
        for entry in past {
            if self.owes(entry) {
                self.late.insert(*entry);
                owing.push(*entry);
            } else {
                self.own.remove(entry);
            }
        }
        (owing, said)
    }

    /// A start has read own statements on entries of the past.
    pub(super) fn take_up(&mut self, past: impl Fn(&EntryHash) -> bool) {
        let late: Vec<EntryHash> = self.own.keys().filter(|entry| past(entry)).copied().collect();
        self.late.extend(&late);
        late.iter().for_each(|entry| self.note_done(entry));
    }

    fn note_done(&mut self, entry: &EntryHash) {
        if self.late.contains(entry) && !self.owes(entry) {
            self.done.push(*entry);
        }
    }

    /// Whether what is unsaid fills a RECEIPT.
    pub(super) fn fill(&self, most: usize) -> bool {
        self.unsaid.len() >= most
    }

    fn owes(&self, entry: &EntryHash) -> bool {
        let from = (*entry, String::new(), PartyCode::LEAST);
        self.unsaid.range(from..).next().is_some_and(|(of, ..)| of == entry)
    }
}

impl<G: Group> Line<G> {
    /// A copy of an entry came by a path.
    pub(super) fn arrived(&mut self, entry: &EntryHash, carriage: &Carriage) {
        let arrival = Instant { utc_ms: self.now.utc_ms, error_ms: self.now.error_ms };
        let statement = Statement {
            entry: *entry,
            path: carriage.path.clone(),
            peer: carriage.peer.clone(),
            deposit: None,
            told: carriage.told,
            handed_over: carriage.handed_over,
            fetch: carriage.fetch,
            arrival: Some(arrival),
            sealing: carriage.sealing.map(Into::into),
        };
        if self.state(statement) {
            self.out.tell(Event::Arrived { entry: *entry, path: carriage.path.clone(), at: self.now });
        }
    }

    /// A relay has given a receipt for a deposit, or a pouch was packed, of which no relay tells anything.
    pub(super) fn state_deposit(
        &mut self,
        entry: &EntryHash,
        path: &str,
        recipient: &PartyCode,
        asked: Now,
        told: Option<RelayTime>,
        sealing: Option<SealingTag>,
    ) {
        let statement = Statement {
            entry: *entry,
            path: path.to_owned(),
            peer: recipient.clone(),
            deposit: Some(self.statements.bracket(asked, self.now)),
            told,
            handed_over: None,
            fetch: None,
            arrival: None,
            sealing: sealing.map(Into::into),
        };
        self.state(statement);
    }

    /// Keeps an own statement; `false` if it was made before.
    fn state(&mut self, statement: Statement) -> bool {
        let Some(kind) = self.docket_of(&statement.entry).map(|d| d.header.kind) else { return false };
        let made = self.own_statements(&statement.entry);
        if made.iter().any(|s| s.path == statement.path && s.peer == statement.peer) {
            return false;
        }
        let made = made.into_owned();
        self.statements.own.entry(statement.entry).or_insert(made).push(statement.clone());
        let entry = statement.entry;
        if self.transcript.is_past(&entry) && self.statements.late.insert(entry) {
            self.out.put(Table::Core, [SPOKEN, &entry.0].concat(), Vec::new());
        }
        let key = statement_key(&statement.entry, &statement.path, &statement.peer);
        self.out.put(Table::Arrivals, key, crate::cbor::encode(&statement));
        if matches!(kind, Kind::Notice | Kind::Test | Kind::Charter) {
            self.statements.unsaid.insert((statement.entry, statement.path, statement.peer));
        }
        self.statements.note_done(&entry);
        true
    }

    /// Own statements on an entry, in the order of their making as long as they are in memory.
    fn own_statements(&self, entry: &EntryHash) -> Cow<'_, [Statement]> {
        match self.statements.own.get(entry) {
            Some(own) => Cow::Borrowed(own),
            None if self.transcript.is_past(entry) => Cow::Owned(self.transcript.own_statements(entry)),
            None => Cow::Borrowed(&[]),
        }
    }

    /// All that RECEIPTs said of an entry: who, in which RECEIPT, what.
    pub(super) fn said_of(
        &self,
        entry: &EntryHash,
        read: &mut ReceiptsRead,
    ) -> Vec<(PartyCode, EntryHash, Statement)> {
        let Some(at) = self.transcript.place_of_coming(entry) else { return Vec::new() };
        let mut said = Vec::new();
        for receipt in self.statements.speaking(entry, at) {
            let statements = read.0.entry(receipt).or_insert_with(|| self.statements_in(receipt));
            let of = statements.iter().filter(|statement| statement.entry == *entry).cloned();
            let Some(docket) = self.transcript.docket_at(receipt) else { continue };
            said.extend(of.map(|statement| (docket.header.author.clone(), docket.hash, statement)));
        }
        said
    }

    fn statements_in(&self, receipt: u32) -> Vec<Statement> {
        let found = self.transcript.came_as(receipt);
        found
            .and_then(|found| Receipt::decode(&found.body).ok())
            .map(|body| body.statements)
            .unwrap_or_default()
    }

    /// Own arrivals of an entry, first copy first.
    pub fn arrivals(&self, entry: &EntryHash) -> Vec<Arrival> {
        let arrival = |s: &Statement| {
            s.arrival.map(|at| Arrival { path: s.path.clone(), utc_ms: at.utc_ms, error_ms: at.error_ms })
        };
        let mut arrivals: Vec<Arrival> = self.own_statements(entry).iter().filter_map(arrival).collect();
        arrivals.sort_by_key(|arrival| arrival.utc_ms);
        arrivals
    }

    /// Relays that have said that they hold an entry for a recipient.
    pub(super) fn held_by(&self, entry: &EntryHash, recipient: &PartyCode) -> Vec<String> {
        let relayed = |s: &&Statement| s.deposit.is_some() && s.peer == *recipient && s.path != POUCH;
        self.own_statements(entry).iter().filter(relayed).map(|s| s.path.clone()).collect()
    }

    /// Own statements on an entry that no RECEIPT has said yet.
    pub(super) fn unsaid_of(&self, entry: &EntryHash) -> Vec<Statement> {
        let unsaid =
            |s: &&Statement| self.statements.unsaid.contains(&(s.entry, s.path.clone(), s.peer.clone()));
        self.own_statements(entry).iter().filter(unsaid).cloned().collect()
    }
}
