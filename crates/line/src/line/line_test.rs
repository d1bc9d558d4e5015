//! Line tests on slots, and what another's test shows: equal or different digests and roots (line.md sections 5, 6
//! and 13).

use super::Line;
use crate::body::{Echo, Instant, Missing, OffsetBound, Test};
use crate::cut::Cut;
use crate::docket::Docket;
use crate::entry::{Entry, Head, Kind, Lane};
use crate::group::Group;
use crate::ids::{CutDigest, PartyCode, Seq};
use crate::machine::Event;
use std::collections::{BTreeMap, BTreeSet};

/// Own tests and those of others.
#[derive(Debug, Default)]
pub(super) struct LineTests {
    pub interval_ms: u64,
    pub watch: [u8; 16],
    next_at: u64,
    /// The test that was told as due: its slot, the cut it was told at, and how often it was told.
    due: Option<Due>,
    /// Last TEST of each party: its seq and when it came.
    last: BTreeMap<PartyCode, (Seq, Instant)>,
    roots: BTreeMap<(i64, CutDigest), BTreeMap<PartyCode, [u8; 32]>>,
    /// Places that are named with another hash than here, by author.
    disputed: BTreeSet<(PartyCode, Seq)>,
    /// Forks told, by the party that showed them.
    pub forked: BTreeSet<PartyCode>,
    told: BTreeSet<(PartyCode, Seq)>,
}

/// A test told as due. The root that answers it must be of the very cut that the TEST will name.
#[derive(Debug, Clone, Copy)]
struct Due {
    slot_ms: i64,
    digest: Option<CutDigest>,
    told: u32,
}

impl LineTests {
    /// Tests at every multiple of the interval; the first is due soon after the start.
    pub(super) fn new(interval_ms: u64, now: crate::time::Now) -> Self {
        let interval_ms = interval_ms.max(1_000);
        LineTests {
            interval_ms,
            next_at: now.mono_ms + to_next_slot(now, interval_ms),
            ..LineTests::default()
        }
    }

    /// When the next test is due.
    pub(super) fn deadline(&self) -> Option<u64> {
        Some(self.next_at)
    }
}

/// Milliseconds to the next multiple of the interval by the own clock, at least half an interval off.
fn to_next_slot(now: crate::time::Now, interval_ms: u64) -> u64 {
    let interval = i64::try_from(interval_ms).unwrap_or(i64::MAX);
    let rest = u64::try_from(interval - now.utc_ms.rem_euclid(interval)).unwrap_or(interval_ms);
    if rest < interval_ms / 2 { rest + interval_ms } else { rest }
}

impl<G: Group> Line<G> {
    /// Tells that a test is due when its slot has come.
    pub(super) fn drive_tests(&mut self) {
        if self.now.mono_ms < self.tests.next_at {
            return;
        }
        self.tests.next_at = self.now.mono_ms + to_next_slot(self.now, self.tests.interval_ms);
        let interval = i64::try_from(self.tests.interval_ms).unwrap_or(i64::MAX);
        let near = self.now.utc_ms.saturating_add(interval / 2);
        self.test_due(near - near.rem_euclid(interval));
    }

    /// A person, TEMPO or a reconnection wants a test now.
    pub(super) fn test_now(&mut self) {
        let interval = i64::try_from(self.tests.interval_ms).unwrap_or(i64::MAX);
        self.test_due(self.now.utc_ms - self.now.utc_ms.rem_euclid(interval));
    }

    fn test_due(&mut self, slot_ms: i64) {
        if self.may_write().is_ok() {
            self.tests.due = Some(Due { slot_ms, digest: None, told: 0 });
        }
    }

    /// Tells that a test is due, once the batch has changed all that it will.
    pub(super) fn tell_test_due(&mut self) {
        let Some(due) = self.tests.due.as_mut().filter(|due| due.digest.is_none()) else { return };
        due.digest = Some(self.transcript.cut().digest(&self.config.compartment));
        due.told += 1;
        let slot_ms = due.slot_ms;
        self.out.tell(Event::TestDue { slot_ms });
    }

    /// Another interval between tests from now on.
    pub(super) fn tempo(&mut self, interval_ms: u64) {
        self.tests.interval_ms = interval_ms.max(1_000);
        self.tests.next_at = self.now.mono_ms + to_next_slot(self.now, self.tests.interval_ms);
    }

    /// Writes the TEST of a slot with the caller's root.
    pub(super) fn write_test(&mut self, slot_ms: i64, state_root: [u8; 32], watch: [u8; 16]) {
        self.tests.watch = watch;
        let own = self.config.own.clone();
        let beneath = self.transcript.cut();
        let digest = beneath.digest(&self.config.compartment);
        let moved =
            |due: &&mut Due| due.slot_ms == slot_ms && due.digest != Some(digest) && due.told < TOLD_AT_MOST;
        if let Some(due) = self.tests.due.as_mut().filter(moved) {
            due.digest = None;
            return;
        }
        let answers = self.tests.due.take().is_none_or(|due| due.digest == Some(digest));
        let state_root = if answers { state_root } else { NO_ROOT };
        let echo = |(party, (seq, arrived)): (&PartyCode, &(Seq, Instant))| Echo {
            party: party.clone(),
            seq: *seq,
            arrived: *arrived,
        };
        let offset = |r: &super::relay::Relay| {
            let (low_ms, high_ms) = r.offsets.bounds(self.now)?;
            Some(OffsetBound { relay: r.config.path.clone(), low_ms, high_ms: high_ms.max(low_ms) })
        };
        let mut offsets: Vec<OffsetBound> = self.relays.iter().filter_map(offset).collect();
        offsets.sort_by(|a, b| a.relay.cmp(&b.relay));
        let test = Test {
            slot_ms,
            digest,
            echo: self.tests.last.iter().filter(|(p, _)| **p != own).map(echo).collect(),
            uptime_ms: self.now.mono_ms.saturating_sub(self.started.mono_ms),
            offsets,
            state_root,
            watch,
        };
        match self.write(Kind::Test, Lane::Service, crate::cbor::encode(&test)) {
            Ok(_) => self.statements.test_written(self.now),
            Err(error) => self.refuse(&error),
        }
    }

    /// A TEST is admitted: its digest must be ours for the cut beneath it, its root ours for the same pair.
    pub(super) fn learn_test(&mut self, entry: &Entry, test: &Test, beneath: &Cut, live: bool) {
        let author = entry.header.author.clone();
        let arrived = Instant { utc_ms: self.now.utc_ms, error_ms: self.now.error_ms };
        let first = if live { self.arrivals(&entry.hash).into_iter().next() } else { None };
        let first = first.map(|a| Instant { utc_ms: a.utc_ms, error_ms: a.error_ms });
        self.tests.last.insert(author.clone(), (entry.header.seq, first.unwrap_or(arrived)));
        if author != self.config.own {
            self.test_seen(&author, entry.header.claimed_ms, test, live);
        }
        let struck = self.transcript.equivocators().next().is_some();
        if !struck && beneath.digest(&self.config.compartment) != test.digest {
            self.tell_fork(&author, None, test.digest, live);
        }
        if test.state_root == NO_ROOT {
            return;
        }
        let key = (test.slot_ms, test.digest);
        let roots = self.tests.roots.entry(key).or_default();
        roots.insert(author.clone(), test.state_root);
        let differs =
            roots.iter().find(|(_, root)| **root != test.state_root).map(|(party, _)| party.clone());
        if let Some(other) = differs {
            let party = if author == self.config.own { other } else { author };
            self.tell_fork(&party, None, test.digest, live);
        }
        while self.tests.roots.len() > ROOTS_KEPT {
            self.tests.roots.pop_first();
        }
    }

    /// A TEST that lies in the store only is admitted again: what it showed was seen when it came.
    pub(super) fn test_of_the_past(&mut self, author: PartyCode, seq: Seq) {
        let arrived = Instant { utc_ms: self.now.utc_ms, error_ms: self.now.error_ms };
        self.tests.last.insert(author, (seq, arrived));
    }

    /// An entry names a place with another hash than here: the first divergent entry of a fork.
    pub(super) fn named_otherwise(&mut self, by: &PartyCode, head: &Head) {
        let at = (head.author.clone(), head.seq);
        if !self.tests.told.insert(at.clone()) {
            return;
        }
        self.tests.disputed.insert(at);
        let first = self.transcript.at(&head.author, head.seq).map(Docket::head);
        let cut = self.transcript.cut().digest(&self.config.compartment);
        self.tell_fork(by, first, cut, true);
    }

    /// Two entries at one place are here: whoever wrote them forked the line.
    pub(super) fn fork_found(&mut self, head: &Head, live: bool) {
        self.tests.disputed.remove(&(head.author.clone(), head.seq));
        if head.author != self.config.own {
            let cut = self.transcript.cut().digest(&self.config.compartment);
            self.tell_fork(&head.author.clone(), Some(head.clone()), cut, live);
        }
    }

    fn tell_fork(&mut self, party: &PartyCode, at: Option<Head>, cut: CutDigest, live: bool) {
        self.tests.forked.insert(party.clone());
        if live {
            self.out.tell(Event::Forked { party: party.clone(), at, cut });
        }
    }

    /// Places whose other entry is asked for.
    pub(super) fn disputed(&self) -> Vec<Missing> {
        let missing =
            |(author, seq): &(PartyCode, Seq)| Missing { author: author.clone(), from: *seq, to: *seq };
        self.tests.disputed.iter().map(missing).collect()
    }
}

/// Stands where the cut moved under every root that was handed in; compared with nothing.
const NO_ROOT: [u8; 32] = [0; 32];
/// How often a test is told as due while the cut moves.
const TOLD_AT_MOST: u32 = 4;
const ROOTS_KEPT: usize = 256;
