//! A node that was restored or not stopped cleanly seals nothing before it is shown that its store is the latest:
//! by a member, who answers its start challenge with the node's own last entry, or by its own mark at two relays
//! (line.md section 11). Everything here travels by `direct`.
//!
//! I1 quarantine outlives every stop but its own end: it is a row. I2 one relay's mark or one member's word that
//! is ahead of this store ends all sealing for good: ROLLED-BACK, another row.

use super::Line;
use super::diagnose::PROBES_FAILED;
use super::rows::{JoiningRow, QUARANTINED, ROLLED_BACK};
use crate::body::Missing;
use crate::direct::{Direct, Entries, StartAnswer, StartChallenge, Want};
use crate::docket::Docket;
use crate::entry::Head;
use crate::era::Era;
use crate::error::LineError;
use crate::group::Group;
use crate::ids::PartyCode;
use crate::machine::{Event, RolledBack, Table, Witness};
use crate::transcript::Run;
use std::collections::{BTreeMap, BTreeSet};

/// Where the start challenge stands.
#[derive(Debug, Default)]
pub(super) struct Quarantine {
    nonce: Option<[u8; 16]>,
    since: u64,
    ask_at: Option<u64>,
    wait_ms: u64,
    /// A member has answered with our last entry as its head for us.
    answered: bool,
    /// Relays that returned a mark since the start, or that there is none; whether it was ours as committed.
    marks: BTreeMap<usize, bool>,
    rolled_back: Option<RolledBack>,
    /// The record that a Welcome spoke of is not here whole.
    joining: Option<JoiningRow>,
    /// How often an old copy has asked, each time another member.
    followed: usize,
}

impl Quarantine {
    /// Quarantined from a start that was not clean.
    pub(super) fn challenge(nonce: [u8; 16], now: u64) -> Self {
        let (ask_at, wait_ms) = (Some(now), FIRST_MS);
        Quarantine { nonce: Some(nonce), since: now, ask_at, wait_ms, ..Quarantine::default() }
    }

    /// Evidence from now or from a former life of this store.
    pub(super) fn old_copy(evidence: RolledBack, now: u64) -> Self {
        let (ask_at, wait_ms) = (Some(now), SOON_MS);
        Quarantine { rolled_back: Some(evidence), ask_at, wait_ms, ..Quarantine::default() }
    }

    /// Entered by a Welcome: nothing is written before the record is here.
    pub(super) fn joining(row: JoiningRow, now: u64) -> Self {
        let (ask_at, wait_ms) = (Some(now), SOON_MS);
        Quarantine { joining: Some(row), ask_at, wait_ms, ..Quarantine::default() }
    }

    /// The record that is awaited.
    pub(super) fn record(&self) -> Option<&JoiningRow> {
        self.joining.as_ref()
    }

    /// What showed that this store is an old copy.
    pub(super) fn evidence(&self) -> Option<&RolledBack> {
        self.rolled_back.as_ref()
    }

    /// Whether this store was shown to be an old copy.
    pub(super) fn is_rolled_back(&self) -> bool {
        self.rolled_back.is_some()
    }

    /// Whether nothing may be sealed.
    pub(super) fn holds(&self) -> bool {
        self.nonce.is_some() || self.rolled_back.is_some() || self.joining.is_some()
    }

    /// A relay has returned what stood in the own slot.
    pub(super) fn returned(&mut self, relay: usize, ours: bool) {
        self.marks.insert(relay, ours);
    }

    /// Something came that an old copy can follow: it asks for more soon.
    pub(super) fn came(&mut self, now: u64) {
        if self.is_rolled_back() || self.joining.is_some() {
            self.wait_ms = SOON_MS;
            self.ask_at = self.ask_at.map(|at| at.min(now + SOON_MS));
        }
    }

    /// When something here is due.
    pub(super) fn deadline(&self) -> Option<u64> {
        let by_marks = self.nonce.map(|_| self.since + BY_MARKS_MS);
        self.ask_at.into_iter().chain(by_marks).min()
    }
}

impl<G: Group> Line<G> {
    /// Quarantine begins and is committed before anything leaves.
    pub(super) fn quarantine_from_start(&mut self) {
        let nonce = self.stream.bytes();
        self.quarantine = Quarantine::challenge(nonce, self.now.mono_ms);
        self.out.put(Table::Core, QUARANTINED.to_vec(), vec![1]);
        self.out.tell(Event::Quarantined(true));
    }

    /// Lifts it if it may be; sends the start challenge to every member, again while none has answered. An old
    /// copy asks for what it lacks.
    pub(super) fn drive_quarantine(&mut self) {
        if self.may_lift() {
            self.lift();
        }
        self.drive_joining();
        let now = self.now.mono_ms;
        if self.quarantine.ask_at.is_none_or(|at| at > now) {
            return;
        }
        if self.quarantine.is_rolled_back() || self.quarantine.record().is_some() {
            return self.follow();
        }
        let Some(challenge) = self.start_challenge() else { return };
        self.quarantine.ask_at = Some(now + self.quarantine.wait_ms);
        self.quarantine.wait_ms = (self.quarantine.wait_ms * 2).min(LONGEST_MS);
        for peer in self.peers() {
            self.send_direct(&peer, &Direct::StartChallenge(challenge.clone()));
        }
    }

    /// Rules (a) and (b), and no mark ahead at any relay that still answers.
    fn may_lift(&self) -> bool {
        let q = &self.quarantine;
        if q.nonce.is_none() || q.is_rolled_back() {
            return false;
        }
        let mut relays = self.relays.iter().enumerate();
        if relays.any(|(at, r)| !q.marks.contains_key(&at) && r.probe.fails < PROBES_FAILED) {
            return false;
        }
        let ours = q.marks.iter().filter(|(_, ours)| **ours);
        let hosts: BTreeSet<&str> = ours.map(|(at, _)| self.relays[*at].config.host.as_str()).collect();
        q.answered || (hosts.len() >= 2 && self.now.mono_ms >= q.since + BY_MARKS_MS)
    }

    fn lift(&mut self) {
        self.quarantine = super::quarantine::Quarantine::default();
        self.out.delete(Table::Core, QUARANTINED.to_vec());
        self.out.tell(Event::Quarantined(false));
        self.enter_flares();
        self.owe_receipt();
        for relay in &mut self.relays {
            relay.probe.due = self.now.mono_ms;
        }
    }

    /// The challenge that waits for an answer, if there is one.
    pub(super) fn start_challenge(&self) -> Option<StartChallenge> {
        let nonce = self.quarantine.nonce?;
        let own_seq = self.transcript.linked_to(&self.config.own);
        let reads = Some(self.era());
        Some(StartChallenge { compartment: self.config.compartment, nonce, own_seq, reads })
    }

    /// A member has started and asks what we hold of it.
    pub(super) fn challenged(&mut self, peer: &PartyCode, challenge: &StartChallenge) {
        self.reads_only(peer, challenge.reads);
        let head = self.last_of(peer);
        let answer = StartAnswer { compartment: challenge.compartment, nonce: challenge.nonce, head };
        self.send_direct(peer, &Direct::StartAnswer(answer));
        let known = self.transcript.linked_to(peer);
        if challenge.own_seq > known && challenge.own_seq - known <= MOST {
            let missing = vec![Missing { author: peer.clone(), from: known + 1, to: challenge.own_seq }];
            let want = Want { compartment: challenge.compartment, missing, reads: None };
            self.send_direct(peer, &Direct::Want(want));
        }
    }

    /// Direct messages to a peer go where it reads: an old copy has lost the tokens of its later mailboxes.
    pub(super) fn reads_only(&mut self, peer: &PartyCode, era: Option<Era>) {
        if let Some(era) = era {
            self.reads.insert(peer.clone(), era);
        }
    }

    /// The last entry of a party here, held or admitted.
    fn last_of(&self, party: &PartyCode) -> Option<Head> {
        let linked = self.transcript.at(party, self.transcript.linked_to(party)).map(Docket::head);
        let held = self.transcript.held().filter(|d| d.header.author == *party).map(Docket::head);
        held.chain(linked).max_by_key(|h| h.seq)
    }

    /// A member says which entry of ours is the last that it holds.
    pub(super) fn challenge_answered(&mut self, peer: &PartyCode, answer: &StartAnswer) {
        if self.quarantine.nonce != Some(answer.nonce) {
            return;
        }
        let own = self.config.own.clone();
        let last = self.transcript.head(&own);
        match (&answer.head, &last) {
            (Some(theirs), _) if theirs.author != own => self.junk(peer.as_str(), "START-ANSWER"),
            (theirs, ours) if theirs == ours => self.quarantine.answered = true,
            (Some(theirs), ours) if ours.as_ref().is_none_or(|o| theirs.seq >= o.seq) => {
                self.shown_by_member(peer, theirs);
            }
            (Some(theirs), _)
                if self.transcript.at(&own, theirs.seq).is_none_or(|e| e.hash != theirs.hash) =>
            {
                self.shown_by_member(peer, theirs);
            }
            (theirs, _) => {
                let from = theirs.as_ref().map_or(0, |h| h.seq) + 1;
                self.hand_over_own(peer, from);
            }
        }
    }

    /// The member lacks our latest entries: it gets them by `direct`, then it is asked again.
    fn hand_over_own(&mut self, peer: &PartyCode, from: u64) {
        let run = Run { author: self.config.own.clone(), from, to: u64::MAX };
        let entries = self.transcript.run(&run, MOST_AT_ONCE).into_iter();
        let entries: Vec<Vec<u8>> =
            entries.filter_map(|d| self.entry_of(&d.hash)).map(|e| e.encode()).collect();
        for bytes in entries {
            let entries = Entries { compartment: self.config.compartment, entries: vec![bytes.into()] };
            self.send_direct(peer, &Direct::Entries(entries));
        }
        let soon = self.now.mono_ms + SOON_MS;
        self.quarantine.ask_at = self.quarantine.ask_at.map(|at| at.min(soon));
    }

    /// A member holds, or names, an own entry that is not here.
    pub(super) fn shown_by_member(&mut self, peer: &PartyCode, missing: &Head) {
        self.rolled_back(RolledBack { shown_by: Witness::Member(peer.clone()), seq: missing.seq });
    }

    /// This store is an old copy and never seals again.
    pub(super) fn rolled_back(&mut self, evidence: RolledBack) {
        if self.quarantine.is_rolled_back()
            || self.quarantine.record().is_some()
            || self.config.planted.seal_after_restore
        {
            return;
        }
        if self.config.planted.ignore_rollback {
            return self.lift();
        }
        self.out.put(Table::Core, ROLLED_BACK.to_vec(), crate::cbor::encode(&evidence));
        self.transcript.heard_of(&self.config.own, evidence.seq);
        self.refuse(&LineError::RolledBack);
        self.out.tell(Event::RolledBack(evidence.clone()));
        self.out.tell(Event::Quarantined(true));
        self.quarantine = Quarantine::old_copy(evidence, self.now.mono_ms);
    }

    /// An old copy goes on reading: it asks one member after another for all that it lacks, by `direct`, because
    /// it may not be able to open what is sealed in a later epoch.
    fn follow(&mut self) {
        let now = self.now.mono_ms;
        self.quarantine.ask_at = Some(now + self.quarantine.wait_ms);
        self.quarantine.wait_ms = (self.quarantine.wait_ms * 2).min(FOLLOW_MS);
        let peers = self.peers();
        let Some(peer) = peers.get(self.quarantine.followed % peers.len().max(1)) else { return };
        self.quarantine.followed += 1;
        let want = self.lacking();
        if self.quarantine.followed.is_multiple_of(peers.len()) {
            self.send_rejoin();
        }
        self.send_by_relays(peer, &Direct::Want(want));
    }

    /// All that an old copy lacks: gaps, and whatever lies beyond what it has heard of.
    pub(super) fn lacking(&self) -> Want {
        if self.quarantine.record().is_some() {
            let reads = Some(self.era());
            return Want { compartment: self.config.compartment, missing: self.lacking_below(), reads };
        }
        let gaps = self.transcript.missing(MOST_RUNS).into_iter();
        let beyond = self.config.members.keys().map(|author| {
            let from = self.transcript.known_to(author).saturating_add(1);
            Run { author: author.clone(), from, to: u64::MAX }
        });
        let missing = gaps.chain(beyond).map(|r| Missing { author: r.author, from: r.from, to: r.to });
        let reads = Some(self.era());
        Want { compartment: self.config.compartment, missing: missing.collect(), reads }
    }

    /// Whether this node may not seal yet (line.md section 11).
    pub fn quarantined(&self) -> bool {
        self.quarantine.holds()
    }
}

const FIRST_MS: u64 = 10_000;
const LONGEST_MS: u64 = 600_000;
const SOON_MS: u64 = 2_000;
/// Members are heard first: their word is the stronger one.
const BY_MARKS_MS: u64 = 30_000;
/// How often an old copy asks at least.
const FOLLOW_MS: u64 = 60_000;
const MOST: u64 = 4_096;
const MOST_AT_ONCE: usize = 256;
const MOST_RUNS: usize = 32;
