//! A node that was restored or not stopped cleanly seals nothing before a member has answered its start challenge
//! with the node's own last entry (line.md section 11). Everything here travels by `direct`.

use super::Line;
use super::rows::{ROLLED_BACK, RolledBackRow};
use crate::body::Missing;
use crate::direct::{Direct, Entries, StartAnswer, StartChallenge, Want};
use crate::entry::{Entry, Head};
use crate::error::LineError;
use crate::group::Group;
use crate::ids::PartyCode;
use crate::machine::{Event, Table};
use crate::transcript::Run;

/// Where the start challenge stands.
#[derive(Debug, Default)]
pub(super) struct Quarantine {
    nonce: Option<[u8; 16]>,
    ask_at: Option<u64>,
    wait_ms: u64,
    rolled_back: Option<RolledBackRow>,
}

impl Quarantine {
    /// Quarantined from a start that was not clean.
    pub(super) fn challenge(self, nonce: [u8; 16], now: u64) -> Self {
        Quarantine { nonce: Some(nonce), ask_at: Some(now), wait_ms: FIRST_MS, ..self }
    }

    /// Evidence from a former life of this store.
    pub(super) fn remember(&mut self, row: RolledBackRow) {
        self.rolled_back = Some(row);
    }

    /// Whether this store was shown to be an old copy.
    pub(super) fn is_rolled_back(&self) -> bool {
        self.rolled_back.is_some()
    }

    /// Whether nothing may be sealed.
    pub(super) fn holds(&self) -> bool {
        self.nonce.is_some() || self.rolled_back.is_some()
    }

    /// When the challenge is sent again.
    pub(super) fn deadline(&self) -> Option<u64> {
        self.ask_at
    }
}

impl<G: Group> Line<G> {
    /// Sends the start challenge to every member, again while none has answered.
    pub(super) fn drive_quarantine(&mut self) {
        let now = self.now.mono_ms;
        let due = self.quarantine.ask_at.is_some_and(|at| at <= now);
        let Some(challenge) = self.start_challenge().filter(|_| due) else { return };
        self.quarantine.ask_at = Some(now + self.quarantine.wait_ms);
        self.quarantine.wait_ms = (self.quarantine.wait_ms * 2).min(LONGEST_MS);
        for peer in self.peers() {
            self.send_direct(&peer, &Direct::StartChallenge(challenge.clone()));
        }
    }

    /// The challenge that waits for an answer, if there is one.
    pub(super) fn start_challenge(&self) -> Option<StartChallenge> {
        let nonce = self.quarantine.nonce?;
        let own_seq = self.transcript.linked_to(&self.config.own);
        Some(StartChallenge { compartment: self.config.compartment, nonce, own_seq })
    }

    /// A member has started and asks what we hold of it.
    pub(super) fn challenged(&mut self, peer: &PartyCode, challenge: &StartChallenge) {
        let head = self.last_of(peer);
        let answer = StartAnswer { compartment: challenge.compartment, nonce: challenge.nonce, head };
        self.send_direct(peer, &Direct::StartAnswer(answer));
        let known = self.transcript.linked_to(peer);
        if challenge.own_seq > known && challenge.own_seq - known <= MOST {
            let missing = vec![Missing { author: peer.clone(), from: known + 1, to: challenge.own_seq }];
            self.send_direct(peer, &Direct::Want(Want { compartment: challenge.compartment, missing }));
        }
    }

    /// The last entry of a party here, held or admitted.
    fn last_of(&self, party: &PartyCode) -> Option<Head> {
        let linked = self.transcript.at(party, self.transcript.linked_to(party)).map(Entry::head);
        let held = self.transcript.held().filter(|e| e.header.author == *party).map(Entry::head);
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
            (theirs, ours) if theirs == ours => self.lift(),
            (Some(theirs), ours) if ours.as_ref().is_none_or(|o| theirs.seq >= o.seq) => {
                self.rolled_back(peer, theirs.clone());
            }
            (Some(theirs), _)
                if self.transcript.at(&own, theirs.seq).is_none_or(|e| e.hash != theirs.hash) =>
            {
                self.rolled_back(peer, theirs.clone());
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
        let entries: Vec<Vec<u8>> =
            self.transcript.run(&run, MOST_AT_ONCE).into_iter().map(Entry::encode).collect();
        for bytes in entries {
            let entries = Entries { compartment: self.config.compartment, entries: vec![bytes.into()] };
            self.send_direct(peer, &Direct::Entries(entries));
        }
        let soon = self.now.mono_ms + SOON_MS;
        self.quarantine.ask_at = self.quarantine.ask_at.map(|at| at.min(soon));
    }

    fn lift(&mut self) {
        self.quarantine.nonce = None;
        self.quarantine.ask_at = None;
        if !self.quarantine.holds() {
            self.out.tell(Event::Quarantined(false));
            self.owe_receipt();
        }
    }

    /// Somebody holds an entry of ours that this store does not: it is an old copy and never seals again.
    pub(super) fn rolled_back(&mut self, shown_by: &PartyCode, missing: Head) {
        if self.quarantine.is_rolled_back() || self.config.planted.seal_after_restore {
            return;
        }
        let row = RolledBackRow { shown_by: shown_by.clone(), missing: missing.clone() };
        self.out.put(Table::Core, ROLLED_BACK.to_vec(), crate::cbor::encode(&row));
        self.quarantine.remember(row);
        self.refuse(&LineError::RolledBack);
        self.out.tell(Event::RolledBack { shown_by: shown_by.clone(), missing: missing.clone() });
        self.out.tell(Event::Quarantined(true));
        let from = self.transcript.linked_to(&self.config.own) + 1;
        if from <= missing.seq {
            let missing = vec![Missing { author: self.config.own.clone(), from, to: missing.seq }];
            let want = Want { compartment: self.config.compartment, missing };
            self.send_direct(shown_by, &Direct::Want(want));
        }
    }

    /// Whether this node may not seal yet (line.md section 11).
    pub fn quarantined(&self) -> bool {
        self.quarantine.holds()
    }
}

const FIRST_MS: u64 = 10_000;
const LONGEST_MS: u64 = 600_000;
const SOON_MS: u64 = 2_000;
const MOST: u64 = 4_096;
const MOST_AT_ONCE: usize = 256;
