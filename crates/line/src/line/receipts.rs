//! Cumulative RECEIPTs (line.md section 5): at once when idle, else one each 20 ms or 64 entries, none in answer
//! to a RECEIPT, and one as soon as own statements fill it, so that who only sends says what it has deposited; what
//! is missing is asked for, what is asked for is sent again.

use super::Line;
use crate::body::{Missing, Receipt};
use crate::direct::{Direct, Entries, Want};
use crate::docket::Docket;
use crate::entry::{Head, Kind, Lane};
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode};
use crate::machine::Event;
use crate::transcript::Run;

/// What this node owes the others in acknowledgement.
#[derive(Debug, Default)]
pub(super) struct Debt {
    /// Entries, other than RECEIPTs, since the last RECEIPT.
    count: u32,
    /// A copy came of what was acknowledged: say it again, but not at once.
    repeat_at: Option<u64>,
    sent_at: Option<u64>,
    /// What was missing at the last asking, and when it is asked for again.
    asked: Vec<Run>,
    ask_at: Option<u64>,
    ask_wait_ms: u64,
    /// How often a node that may not seal has asked, each time another member.
    asked_directly: usize,
}

/// Since when an author's entries are missing.
#[derive(Debug, Clone)]
pub(super) struct GapSeen {
    since_mono: u64,
    since_ms: i64,
    from: u64,
    told: bool,
}

impl<G: Group> Line<G> {
    /// A new entry came that is no RECEIPT.
    pub(super) fn owe_receipt(&mut self) {
        self.debt.count += 1;
    }

    /// A repeated entry came: the RECEIPT for it may be lost.
    pub(super) fn owe_repeat(&mut self) {
        let at = self.now.mono_ms + REPEAT_MS;
        self.debt.repeat_at.get_or_insert(at);
    }

    /// When a RECEIPT is due.
    pub(super) fn debt_deadline(&self) -> Option<u64> {
        let full = self.statements.fill(MOST_STATEMENTS) && self.may_write().is_ok();
        let owed = self.debt.count > 0 || full;
        let owed = owed.then(|| self.debt.sent_at.map_or(0, |at| at + EVERY_MS));
        let gaps = self.held_gaps.values().filter(|g| !g.told).map(|g| g.since_mono + self.tests.interval_ms);
        [owed, self.debt.repeat_at, self.debt.ask_at].into_iter().flatten().chain(gaps).min()
    }

    /// Writes a RECEIPT if one is due.
    pub(super) fn drive_receipts(&mut self) {
        self.watch_gaps();
        let now = self.now.mono_ms;
        let debt = &self.debt;
        let idle = debt.sent_at.is_none_or(|at| now >= at + EVERY_MS);
        let full = self.statements.fill(MOST_STATEMENTS);
        let owed = debt.count >= AT_MOST || ((debt.count > 0 || full) && idle);
        let repeat = debt.repeat_at.is_some_and(|at| now >= at);
        let ask = debt.ask_at.is_some_and(|at| now >= at);
        if self.may_write().is_err() {
            return if ask && !self.quarantine.is_rolled_back() {
                self.ask_directly()
            };
        }
        if !(owed || repeat || ask) {
            return;
        }
        let missing = self.transcript.missing(MOST_RUNS);
        if ask {
            self.pace_asking(&missing);
            if missing.is_empty() && self.disputed().is_empty() && !owed && !repeat {
                return;
            }
        }
        self.write_receipt(missing);
    }

    /// A node that may not seal asks for what it lacks by `direct`, one member after another: an old copy gets
    /// back what it had acknowledged (line.md section 11).
    fn ask_directly(&mut self) {
        let missing = self.transcript.missing(MOST_RUNS);
        self.pace_asking(&missing);
        let peers: Vec<PartyCode> = self.peers();
        let Some(peer) = peers.get(self.debt.asked_directly % peers.len().max(1)) else { return };
        if missing.is_empty() {
            return;
        }
        self.debt.asked_directly += 1;
        let runs = missing.into_iter().map(|r| Missing { author: r.author, from: r.from, to: r.to });
        let reads = Some(self.era());
        let want = Want { compartment: self.config.compartment, missing: runs.collect(), reads };
        self.send_direct(peer, &Direct::Want(want));
    }

    /// When what is missing is asked for again: soon while it changes, ever later while it does not.
    fn pace_asking(&mut self, missing: &[Run]) {
        let repeated = self.debt.asked == missing;
        let wait = if repeated { self.debt.ask_wait_ms.saturating_mul(2) } else { ASK_AGAIN_MS };
        self.debt.ask_wait_ms = wait.min(LONGEST_ASK_MS);
        self.debt.asked = missing.to_vec();
        self.debt.ask_at = (!missing.is_empty()).then(|| self.now.mono_ms + self.debt.ask_wait_ms);
    }

    fn write_receipt(&mut self, missing: Vec<Run>) {
        let mut held: Vec<Head> = self.transcript.held().take(MOST_HELD).map(Docket::head).collect();
        held.sort();
        let runs = missing.into_iter().map(|r| Missing { author: r.author, from: r.from, to: r.to });
        let mut missing: Vec<Missing> = runs.chain(self.disputed()).collect();
        missing.sort();
        missing.dedup_by(|a, b| a.author == b.author && a.from == b.from);
        let statements = self.statements.draw(MOST_STATEMENTS);
        let receipt = Receipt { held, missing, statements };
        if self.write(Kind::Receipt, Lane::Service, crate::cbor::encode(&receipt)).is_ok() {
            self.debt.count = 0;
            self.debt.repeat_at = None;
            self.debt.sent_at = Some(self.now.mono_ms);
        }
    }

    /// Starts the clock of a gap, tells one that is older than a test interval, forgets those that are closed.
    fn watch_gaps(&mut self) {
        let missing = self.transcript.missing(MOST_RUNS);
        if missing.is_empty() && self.disputed().is_empty() {
            self.held_gaps.clear();
            self.debt.ask_at = None;
            return;
        }
        let now = self.now.mono_ms;
        self.debt.ask_at.get_or_insert(now + FIRST_ASK_MS);
        let authors: std::collections::BTreeSet<_> = missing.iter().map(|r| r.author.clone()).collect();
        self.held_gaps.retain(|author, _| authors.contains(author));
        for run in missing {
            let fresh = GapSeen { since_mono: now, since_ms: self.now.utc_ms, from: run.from, told: false };
            let gap = self.held_gaps.entry(run.author.clone()).or_insert_with(|| fresh.clone());
            if gap.from < run.from {
                *gap = fresh;
            }
            if !gap.told && now.saturating_sub(gap.since_mono) >= self.tests.interval_ms {
                gap.told = true;
                let since_ms = gap.since_ms;
                self.tell_gap(run, since_ms);
            }
        }
    }

    fn tell_gap(&mut self, run: Run, since_ms: i64) {
        let later = self.transcript.held().filter(|e| e.header.author == run.author).map(|e| e.hash);
        let later: Vec<EntryHash> = later.take(MOST_HELD).collect();
        let mut paths: Vec<_> = later.iter().flat_map(|h| self.arrivals(h)).map(|a| a.path).collect();
        paths.sort();
        paths.dedup();
        self.out.tell(Event::Gap { author: run.author, from: run.from, to: run.to, since_ms, paths });
    }

    /// A member's RECEIPT: what it holds leaves the outbox, what it lacks is sent again.
    pub(super) fn learn_receipt(&mut self, by: &PartyCode, hash: EntryHash, receipt: Receipt) {
        for head in &receipt.held {
            self.learn_one_covered(by, head);
        }
        self.wanted(by, &receipt.missing, false);
        let Some(receipt_at) = self.transcript.place_of_coming(&hash) else { return };
        for statement in &receipt.statements {
            let at = self.transcript.place_of_coming(&statement.entry);
            self.statements.hear(statement, at, receipt_at);
        }
    }

    /// What a member asks for is sent again, if it is here.
    pub(super) fn wanted(&mut self, by: &PartyCode, missing: &[Missing], direct: bool) {
        if *by == self.config.own {
            return;
        }
        let mut found: Vec<(Head, Lane, bool, Vec<u8>)> = Vec::new();
        for m in missing.iter().take(MOST_RUNS) {
            let run = Run { author: m.author.clone(), from: m.from, to: m.to };
            for docket in self.transcript.run(&run, MOST_RESENT) {
                let entry = direct.then(|| self.entry_of(&docket.hash)).flatten();
                let bytes = entry.map(|entry| entry.encode()).unwrap_or_default();
                let h = &docket.header;
                found.push((docket.head(), h.lane, h.kind == Kind::Receipt, bytes));
            }
        }
        found.truncate(MOST_RESENT);
        if direct {
            for (.., bytes) in found {
                let entries = Entries { compartment: self.config.compartment, entries: vec![bytes.into()] };
                self.send_direct(by, &Direct::Entries(entries));
            }
            return;
        }
        for (head, lane, quiet, _) in found {
            self.outbox.add(&head, lane, by, quiet);
        }
    }
}

const EVERY_MS: u64 = 20;
const AT_MOST: u32 = 64;
const REPEAT_MS: u64 = 1_000;
/// Copies over another path may close a gap by themselves.
const FIRST_ASK_MS: u64 = 1_000;
const ASK_AGAIN_MS: u64 = 5_000;
const LONGEST_ASK_MS: u64 = 600_000;
const MOST_RUNS: usize = 64;
const MOST_HELD: usize = 256;
const MOST_STATEMENTS: usize = 192;
const MOST_RESENT: usize = 256;
