//! Statements on deposits and arrivals (line.md section 12, rule 3): own ones on their way into a RECEIPT, those of
//! all members as admitted.

use super::boxes::POUCH;
use super::receive::Carriage;
use super::rows::statement_key;
use super::{Arrival, Line};
use crate::body::{Instant, Statement};
use crate::entry::Kind;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode, Seq};
use crate::machine::{Event, Table};
use crate::relay_api::RelayTime;
use crate::time::{Bracket, Now};
use crate::witness::SealingTag;
use std::collections::{BTreeMap, BTreeSet};

/// What was stated of each entry, and what is still to be said.
#[derive(Debug, Default)]
pub(super) struct Statements {
    own: BTreeMap<EntryHash, Vec<Statement>>,
    unsaid: BTreeSet<(EntryHash, String, PartyCode)>,
    heard: BTreeMap<EntryHash, Vec<(PartyCode, EntryHash, Statement)>>,
    tests: BTreeMap<PartyCode, BTreeMap<Seq, EntryHash>>,
    /// The own clock against the monotonic one when this process wrote its last TEST.
    frame: Option<i64>,
}

impl Statements {
    /// An own statement; `false` if it was made before.
    fn make(&mut self, statement: &Statement) -> bool {
        let of = self.own.entry(statement.entry).or_default();
        if of.iter().any(|s| s.path == statement.path && s.peer == statement.peer) {
            return false;
        }
        of.push(statement.clone());
        true
    }

    /// An own statement read from its row.
    pub(super) fn restore(&mut self, statement: Statement, unsaid: bool) {
        let name = (statement.entry, statement.path.clone(), statement.peer.clone());
        if self.make(&statement) && unsaid {
            self.unsaid.insert(name);
        }
    }

    /// Own statements for a RECEIPT, in its order; they count as said.
    pub(super) fn draw(&mut self, most: usize) -> Vec<Statement> {
        let mut drawn = Vec::new();
        while drawn.len() < most {
            let Some((entry, path, peer)) = self.unsaid.pop_first() else { break };
            let of = self.own.get(&entry);
            drawn.extend(of.and_then(|v| v.iter().find(|s| s.path == path && s.peer == peer)).cloned());
        }
        drawn
    }

    /// A member's RECEIPT said these.
    pub(super) fn hear(&mut self, by: &PartyCode, receipt: EntryHash, statements: Vec<Statement>) {
        for statement in statements {
            let name = (statement.entry, statement.path.clone(), statement.peer.clone());
            if self.own.get(&statement.entry).is_some_and(|v| v.contains(&statement)) {
                self.unsaid.remove(&name);
            }
            self.heard.entry(statement.entry).or_default().push((by.clone(), receipt, statement));
        }
    }

    /// A TEST was admitted at a place of its author's chain.
    pub(super) fn tested(&mut self, by: &PartyCode, seq: Seq, test: EntryHash) {
        self.tests.entry(by.clone()).or_default().insert(seq, test);
    }

    /// A party's TESTs by place; one that was struck since is still here.
    pub(super) fn tests(&self, of: &PartyCode) -> &BTreeMap<Seq, EntryHash> {
        static NONE: BTreeMap<Seq, EntryHash> = BTreeMap::new();
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

    /// All that RECEIPTs said of an entry: who, in which RECEIPT, what.
    pub(super) fn of(&self, entry: &EntryHash) -> &[(PartyCode, EntryHash, Statement)] {
        self.heard.get(entry).map_or(&[], Vec::as_slice)
    }

    /// Own arrivals of an entry, first copy first.
    pub(super) fn arrivals(&self, entry: &EntryHash) -> Vec<Arrival> {
        let own = self.own.get(entry).map_or(&[][..], Vec::as_slice);
        let arrival = |s: &Statement| {
            s.arrival.map(|at| Arrival { path: s.path.clone(), utc_ms: at.utc_ms, error_ms: at.error_ms })
        };
        own.iter().filter_map(arrival).collect()
    }

    /// Relays that have said that they hold an entry for a recipient.
    pub(super) fn held_by(&self, entry: &EntryHash, recipient: &PartyCode) -> Vec<String> {
        let own = self.own.get(entry).map_or(&[][..], Vec::as_slice);
        let relayed = |s: &&Statement| s.deposit.is_some() && s.peer == *recipient && s.path != POUCH;
        own.iter().filter(relayed).map(|s| s.path.clone()).collect()
    }

    /// Own statements on an entry that no RECEIPT has said yet.
    pub(super) fn unsaid_of(&self, entry: &EntryHash) -> impl Iterator<Item = &Statement> {
        let unsaid = |s: &&Statement| self.unsaid.contains(&(s.entry, s.path.clone(), s.peer.clone()));
        self.own.get(entry).map_or(&[][..], Vec::as_slice).iter().filter(unsaid)
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

    fn state(&mut self, statement: Statement) -> bool {
        let Some(kind) = self.entry_of(&statement.entry).map(|e| e.header.kind) else { return false };
        if !self.statements.make(&statement) {
            return false;
        }
        let key = statement_key(&statement.entry, &statement.path, &statement.peer);
        self.out.put(Table::Arrivals, key, crate::cbor::encode(&statement));
        if matches!(kind, Kind::Notice | Kind::Test | Kind::Charter) {
            self.statements.unsaid.insert((statement.entry, statement.path, statement.peer));
        }
        true
    }
}
