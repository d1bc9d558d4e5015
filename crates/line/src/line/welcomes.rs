//! Entering by a Welcome: whom a commit or a RE-FORM adds is sent one until it has opened its first epoch; who was
//! added waits for the record before it writes (line.md section 7, "Joining"; section 11).
//!
//! I1 no Welcome leaves before its commit is merged. I2 a newcomer writes nothing before the record up to the heads of
//! its Welcome is here. I3 who was taken in anew also waits for every other voter's OPENING, so that no place of its
//! own chain which anybody holds is used again.

use super::Line;
use super::quarantine::Quarantine;
use super::rows::{JOINING, JoiningRow, QUARANTINED, REJOIN, ROLLED_BACK, WELCOME, of_party};
use crate::body::Missing;
use crate::direct::{Direct, Entries, Rejoin, Welcome};
use crate::entry::Head;
use crate::era;
use crate::error::LineError;
use crate::group::{CertificateAuthority, Group};
use crate::ids::{EntryHash, PartyCode};
use crate::machine::{Event, RolledBack, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Welcomes on their way.
#[derive(Debug, Default)]
pub(super) struct Invites {
    pub waiting: BTreeMap<PartyCode, Welcome>,
    send_at: Option<u64>,
    wait_ms: u64,
}

impl Invites {
    /// When they are sent again.
    pub(super) fn deadline(&self) -> Option<u64> {
        self.send_at.filter(|_| !self.waiting.is_empty())
    }

    /// Sends them at once, then ever later.
    pub(super) fn begin(&mut self, now: u64) {
        (self.send_at, self.wait_ms) = (Some(now), AGAIN_MS);
    }
}

impl<G: Group> Line<G> {
    /// Keeps Welcomes of the epoch just entered until their parties have opened it.
    pub(super) fn invite(&mut self, welcomes: BTreeMap<PartyCode, Vec<u8>>, decision: Option<EntryHash>) {
        let heads = self.transcript.cut().heads();
        for (party, bytes) in welcomes {
            let welcome = Welcome {
                compartment: self.config.compartment,
                term: self.term,
                epoch: self.group.epoch(),
                welcome: bytes.into(),
                decision,
                heads: heads.clone(),
            };
            self.out.put(Table::Core, of_party(WELCOME, &party), crate::cbor::encode(&welcome));
            self.invites.waiting.insert(party, welcome);
        }
        self.invites.begin(self.now.mono_ms);
    }

    /// Sends Welcomes to those who have lines here, and tells the layer above of all: whoever is new is reached by the
    /// pair's own mailboxes.
    pub(super) fn drive_invites(&mut self) {
        let opened = |line: &Self, party: &PartyCode, w: &Welcome| {
            let entered = era::of(w.term, w.epoch);
            let silent = !line.config.sends(party);
            !line.config.members.contains_key(party)
                || line.openings.get(party).is_some_and(|e| *e >= entered)
                || (silent && line.covered_to(party, &line.config.own) > 0)
        };
        let done: Vec<PartyCode> =
            self.invites.waiting.iter().filter(|(p, w)| opened(self, p, w)).map(|(p, _)| p.clone()).collect();
        for party in done {
            self.invites.waiting.remove(&party);
            self.out.delete(Table::Core, of_party(WELCOME, &party));
        }
        if self.invites.deadline().is_none_or(|at| at > self.now.mono_ms) {
            return;
        }
        self.invites.send_at = Some(self.now.mono_ms + self.invites.wait_ms);
        self.invites.wait_ms = (self.invites.wait_ms * 2).min(LONGEST_MS);
        for (party, welcome) in self.invites.waiting.clone() {
            self.out.tell(Event::Invited { party: party.clone(), welcome: welcome.clone() });
            self.hand_on_handshake(&party, &welcome);
            self.send_direct(&party, &Direct::Welcome(welcome));
        }
    }

    /// A party that was put back, or was away, needs the words that made the Welcome.
    fn hand_on_handshake(&mut self, party: &PartyCode, welcome: &Welcome) {
        let words = self.reform_words(welcome.term);
        for bytes in words {
            self.send_direct(party, &Direct::Reform(bytes.into()));
        }
        let Some(entry) = welcome.decision.and_then(|hash| self.entry_of(&hash)) else { return };
        let bytes = entry.encode();
        let entries = Entries { compartment: self.config.compartment, entries: vec![bytes.into()] };
        self.send_direct(party, &Direct::Entries(entries));
    }

    /// A Welcome for this party's own store: it was taken in anew, or stands in a term founded again.
    pub(super) fn welcomed(&mut self, from: &PartyCode, welcome: Welcome) {
        let entered = era::of(welcome.term, welcome.epoch);
        let again = welcome.term == self.term
            && self.quarantine.is_rolled_back()
            && self.own_rejoin.is_some()
            && entered == self.known_era()
            && self.roll.entered(&self.config.own) == entered;
        let next = self.term.checked_add(1) == Some(welcome.term) && self.founds_next_term(from);
        if !again && !next {
            self.later_welcome = Some((from.clone(), welcome));
            return;
        }
        let members = match next {
            true => self.members_of_next_term(),
            false => self.config.members.keys().cloned().collect(),
        };
        let (term, bytes) = (welcome.term, welcome.welcome.to_vec());
        let joined = self.addressing(members, |line| line.group.join_again(&line.authority, term, &bytes));
        if let Err(error) = joined {
            self.refuse(&LineError::Group(error.to_string()));
            return;
        }
        self.later_welcome = None;
        if next {
            self.enter_term(None);
            self.hear_of(&welcome.heads);
            return;
        }
        self.taken_in_anew(welcome.heads);
    }

    /// A Welcome that came before what it rests on is tried again.
    pub(super) fn try_later_welcome(&mut self) {
        if let Some((from, welcome)) = self.later_welcome.take() {
            self.welcomed(&from, welcome);
        }
    }

    pub(super) fn hear_of(&mut self, heads: &[Head]) {
        for head in heads {
            self.transcript.heard_of(&head.author, head.seq);
        }
    }

    /// The old copy has a leaf of its own again: it lives on as a new store of the same party.
    fn taken_in_anew(&mut self, heads: Vec<Head>) {
        self.begin_new_life();
        self.forget_pending();
        self.enter_epoch(self.now.utc_ms, None);
        self.open_boxes(self.era());
        self.forget_sealings();
        self.begin_joining(JoiningRow { heads, waits_for_voters: true });
    }

    /// What showed that the store was an old copy, or doubtful, is of a leaf that nobody uses any more.
    pub(super) fn begin_new_life(&mut self) {
        let own = self.config.own.clone();
        self.own_rejoin = None;
        self.quarantine = Quarantine::default();
        self.out.delete(Table::Core, of_party(REJOIN, &own));
        self.out.delete(Table::Core, ROLLED_BACK.to_vec());
        self.out.delete(Table::Core, QUARANTINED.to_vec());
        // marks of the life that was lost stay in slots that nobody looks at any more
        self.identity.secret = self.stream.bytes();
        self.persist_identity();
        for relay in &mut self.relays {
            relay.forget_slot();
        }
        self.out.tell(Event::Quarantined(false));
    }

    /// From now on nothing is written until the record is here.
    pub(super) fn begin_joining(&mut self, row: JoiningRow) {
        self.out.put(Table::Core, JOINING.to_vec(), crate::cbor::encode(&row));
        self.hear_of(&row.heads);
        self.out.tell(Event::Quarantined(true));
        self.quarantine = Quarantine::joining(row, self.now.mono_ms);
    }

    /// The record is here: the first entry is written.
    pub(super) fn drive_joining(&mut self) {
        let Some(row) = self.quarantine.record() else { return };
        let here = |h: &Head| self.transcript.linked_to(&h.author) >= h.seq;
        let era = self.era();
        let others = self.config.peers().filter(|p| self.config.votes(p));
        let voters_open = others.into_iter().all(|p| self.openings.get(p).is_some_and(|e| *e >= era));
        if !row.heads.iter().all(here) || (row.waits_for_voters && !voters_open) {
            return;
        }
        self.quarantine = Quarantine::default();
        self.out.delete(Table::Core, JOINING.to_vec());
        self.out.tell(Event::Quarantined(false));
        self.refill_outbox();
        self.write_opening(None);
        self.enter_flares();
        for relay in &mut self.relays {
            relay.probe.due = self.now.mono_ms;
        }
    }

    /// What a joining node lacks, the top of each run first: an entry without a signature it can check is its author's
    /// word only below one that is.
    pub(super) fn lacking_below(&self) -> Vec<Missing> {
        let runs = self.transcript.missing(MOST_RUNS).into_iter();
        let top = |r: crate::transcript::Run| Missing {
            author: r.author,
            from: r.from.max(r.to.saturating_sub(AT_ONCE - 1)),
            to: r.to,
        };
        runs.map(top).collect()
    }

    /// A person wants this store, an old copy, back in the group: every member is asked to take the party out and in
    /// again with a new leaf.
    pub(super) fn ask_to_rejoin(&mut self) {
        if !self.quarantine.is_rolled_back() {
            self.refuse(&LineError::Change("NOT-ROLLED-BACK"));
            return;
        }
        let own = self.config.own.clone();
        let serial = self.authority.highest_serial(&own).saturating_add(SERIAL_JUMP);
        self.raise_serial(&own, serial);
        let members: BTreeSet<PartyCode> = self.config.members.keys().cloned().collect();
        let made = self.addressing(members, |line| line.group.spare_key_package(&line.authority, serial));
        match made {
            Ok(package) => {
                self.out.put(Table::Core, of_party(REJOIN, &own), package.clone());
                self.own_rejoin = Some(package);
                self.send_rejoin();
            }
            Err(error) => self.refuse(&LineError::Group(error.to_string())),
        }
    }

    /// Says it to every member, again while nobody has answered.
    pub(super) fn send_rejoin(&mut self) {
        let Some(package) = self.own_rejoin.clone() else { return };
        let rejoin = Rejoin { compartment: self.config.compartment, package: package.into() };
        for peer in self.peers() {
            self.send_direct(&peer, &Direct::Rejoin(rejoin.clone()));
        }
    }

    /// A member's store is an old copy, by its own word: it is taken out and in again by the next commit.
    pub(super) fn asked_to_rejoin(&mut self, peer: &PartyCode, rejoin: &Rejoin) {
        let package = rejoin.package.to_vec();
        if Self::offered(&package).is_none_or(|c| c.party != *peer) {
            return self.junk(peer.as_str(), "KEY-PACKAGE");
        }
        if self.roll.entered(peer) == self.era() && self.openings.get(peer).is_none_or(|e| *e < self.era()) {
            // it has been taken in and has not read its Welcome yet
            return;
        }
        if self.rejoining.get(peer) != Some(&package) {
            self.out.put(Table::Core, of_party(REJOIN, peer), package.clone());
            self.rejoining.insert(peer.clone(), package.clone());
            self.out.tell(Event::PutBack { party: peer.clone() });
        }
        if !self.config.votes(&self.config.own) || self.rekey.ordered.as_ref().is_some_and(|o| !o.is_plain())
        {
            return;
        }
        let changes = crate::group::Changes {
            adds: BTreeMap::from([(peer.clone(), package)]),
            removes: vec![peer.clone()],
            psks: Vec::new(),
        };
        self.keep_order(super::changes::Order { changes, charter: None });
    }

    /// Why this store counts as an old copy, if it does: it reads on and never seals in this leaf again.
    pub fn rolled_back_by(&self) -> Option<&RolledBack> {
        self.quarantine.evidence()
    }
}

const AGAIN_MS: u64 = 10_000;
const LONGEST_MS: u64 = 3_600_000;
const MOST_RUNS: usize = 32;
/// Entries asked for at once, of one author.
const AT_ONCE: u64 = 256;
/// What a lost life may have used of the own serials lies below.
const SERIAL_JUMP: u64 = 1 << 20;
