//! Epoch change (line.md section 7): drives the pure rules of [`crate::ballot`] against the group and the entries.
//!
//! I1 what this member has acknowledged it never refuses. I2 the decision and its merge are one Persist. I3 after a
//! restart everything here follows from the entries, the group's rows and one row for the own pending commit.

use super::Line;
use super::rows::{EPOCH, EpochRow, Leaf, PENDING, PendingRow, SERIAL, numbered, of_party};
use crate::ballot::{BallotNo, Round, StepAhead, Word};
use crate::body::{Ack, Ask, AskWhy, Commit, Control, Nack, NackWhy, Newcomer, PeerMac};
use crate::error::LineError;
use crate::group::{CertificateAuthority, Changes, Group, GroupError};
use crate::ids::{EntryHash, Epoch, PartyCode, Seq};
use crate::keys::{AckSubject, ack_mac, ack_mac_is, group_id};
use crate::machine::{Event, Table};
use std::collections::{BTreeMap, BTreeSet};

type PartyRound = Round<PartyCode, EntryHash>;

/// Where the change of this epoch stands.
#[derive(Debug, Default)]
pub(super) struct Rekey {
    pub(super) round: Option<PartyRound>,
    pub(super) past: Option<PartyRound>,
    /// COMMITs whose UPDATEs are not all here.
    pub(super) unheard: Vec<(PartyCode, EntryHash)>,
    pub(super) asked: BTreeSet<BallotNo>,
    pub(super) committed: BTreeSet<BallotNo>,
    pub(super) ordered: Option<Changes>,
    pub(super) pending: Option<PendingRow>,
    pub(super) staged: Option<(EntryHash, Vec<u8>)>,
    pub(super) broken: BTreeSet<EntryHash>,
    /// Authors of equivocations that a person has seen.
    pub(super) seen: BTreeSet<PartyCode>,
    pub(super) opened_at: BTreeMap<PartyCode, (Epoch, Seq)>,
    pub(super) epoch_ms: i64,
    pub(super) stalled: Option<((BallotNo, bool), u64)>,
    pub(super) forward: Option<(u64, u64)>,
    pub(super) halted: bool,
    pub(super) acked: Option<BallotNo>,
    pub(super) acked_ms: u64,
    pub(super) due_at: Option<u64>,
}

impl Rekey {
    /// A person wants all leaves rotated.
    pub(super) fn order(&mut self, changes: Changes) {
        self.ordered = Some(changes);
    }

    /// When something here is due.
    pub(super) fn deadline(&self) -> Option<u64> {
        let stalled = self.stalled.map(|(_, at)| at);
        [stalled, self.forward.map(|(at, _)| at), self.due_at].into_iter().flatten().min()
    }
}

impl<G: Group> Line<G> {
    fn new_round(&self, epoch: Epoch) -> PartyRound {
        let voters = self.config.members.keys().filter(|p| self.config.votes(p)).cloned();
        Round::new(epoch, voters, self.config.own.clone())
            .one_ack_short(self.config.planted.decide_one_ack_short)
    }

    /// Notes the leaf keys, serials and age of the epoch that the group has just entered.
    pub(super) fn enter_epoch(&mut self, opened_ms: i64) {
        let epoch = self.group.epoch();
        let leaf = |m: crate::group::Member| Leaf { party: m.party, serial: m.serial, key: m.leaf_key };
        let row = EpochRow { opened_ms, leaves: self.group.members().into_iter().map(leaf).collect() };
        self.note_epoch(epoch, row);
        self.begin_round(opened_ms);
        self.out.tell(Event::Epoch { epoch });
    }

    /// Keeps the leaf keys of an epoch.
    pub(super) fn note_epoch(&mut self, epoch: Epoch, row: EpochRow) {
        self.out.put(Table::Core, numbered(EPOCH, epoch), crate::cbor::encode(&row));
        for leaf in &row.leaves {
            self.raise_serial(&leaf.party.clone(), leaf.serial);
        }
        self.leaves.insert(epoch, row);
    }

    /// Starts the round of the current epoch; the former one stays for what must be passed on.
    pub(super) fn begin_round(&mut self, opened_ms: i64) {
        let epoch = self.known_epoch();
        let past = self.rekey.round.take();
        self.rekey.past = past.or_else(|| epoch.checked_sub(1).map(|e| self.new_round(e)));
        self.rekey.round = Some(self.new_round(epoch));
        self.rekey.unheard.clear();
        self.rekey.asked.clear();
        self.rekey.committed.clear();
        self.rekey.staged = None;
        self.rekey.stalled = None;
        self.rekey.acked = None;
        self.rekey.epoch_ms = opened_ms;
        let age = u64::try_from(self.now.utc_ms.saturating_sub(opened_ms)).unwrap_or(0);
        self.rekey.due_at = Some(self.now.mono_ms + self.config.epoch_age_ms.saturating_sub(age));
    }

    /// The last epoch whose leaf keys are known here: the group's own, or what an old copy has followed.
    pub(super) fn known_epoch(&self) -> Epoch {
        self.leaves.last_key_value().map_or(self.group.epoch(), |(epoch, _)| *epoch)
    }

    fn raise_serial(&mut self, party: &PartyCode, serial: u64) {
        let highest = self.authority.serials.entry(party.clone()).or_default();
        if serial > *highest {
            *highest = serial;
            self.out.put(Table::Core, of_party(SERIAL, party), crate::cbor::encode(&serial));
        }
    }

    /// A new serial for an own leaf, above all used.
    fn next_serial(&mut self) -> u64 {
        let own = self.config.own.clone();
        let serial = self.authority.highest_serial(&own) + 1;
        self.raise_serial(&own, serial);
        serial
    }

    /// A CONTROL entry is held.
    pub(super) fn learn_control(
        &mut self,
        by: &PartyCode,
        entry: EntryHash,
        epoch: Epoch,
        control: &Control,
    ) {
        if let Control::Opening(_) = control {
            self.learn_opening(by, entry, epoch);
            return;
        }
        let at = self.known_epoch();
        if epoch > at || epoch + 1 < at {
            return;
        }
        let Some(word) = self.word_of(by, entry, epoch, control) else { return };
        let current = epoch == at;
        if let (true, Word::Ask { ballot }) = (current, &word) {
            self.rekey.asked.insert(*ballot);
        }
        if let (true, Word::Commit { ballot, .. }) = (current, &word) {
            self.rekey.committed.insert(*ballot);
        }
        let update = matches!(word, Word::Update);
        let round = if current { &mut self.rekey.round } else { &mut self.rekey.past };
        if round.as_mut().is_some_and(|r| r.hear(by, entry, word).is_err()) {
            self.junk(by.as_str(), "BALLOT");
        }
        if update && current {
            for (author, commit) in std::mem::take(&mut self.rekey.unheard) {
                let body = self.entry_of(&commit).map(|e| e.body.clone()).unwrap_or_default();
                if let Ok(control) = Control::decode(&body) {
                    self.learn_control(&author, commit, epoch, &control);
                }
            }
        }
    }

    fn learn_opening(&mut self, by: &PartyCode, entry: EntryHash, epoch: Epoch) {
        let seq = self.entry_of(&entry).map_or(0, |e| e.header.seq);
        let opened = self.rekey.opened_at.entry(by.clone()).or_insert((epoch, seq));
        *opened = (*opened).max((epoch, seq));
        let known = self.openings.entry(by.clone()).or_insert(epoch);
        if epoch > *known {
            self.reads.remove(by);
        }
        *known = (*known).max(epoch);
        for relay in 0..self.relays.len() {
            self.outbox.path_is_good(relay);
        }
    }

    fn word_of(
        &mut self,
        by: &PartyCode,
        entry: EntryHash,
        epoch: Epoch,
        control: &Control,
    ) -> Option<Word<PartyCode, EntryHash>> {
        match control {
            Control::Ask(ask) => Some(Word::Ask { ballot: ask.ballot }),
            Control::Update(_) => Some(Word::Update),
            Control::Nack(nack) => Some(Word::Nack { ballot: nack.ballot }),
            Control::Commit(commit) => {
                let author = |h: &EntryHash| self.entry_of(h).map(|e| (e.header.author.clone(), *h));
                let updates: Option<BTreeMap<_, _>> = commit.updates.iter().map(author).collect();
                if updates.is_none() && !self.rekey.unheard.iter().any(|(_, h)| *h == entry) {
                    self.rekey.unheard.push((by.clone(), entry));
                }
                Some(Word::Commit { ballot: commit.ballot, updates: updates? })
            }
            Control::Ack(ack) => {
                let authenticator = ack.authenticator.clone().map(Vec::from).unwrap_or_default();
                if !self.ack_is_ours(by, epoch, ack, &authenticator) {
                    self.junk(by.as_str(), "ACK-MAC");
                    return None;
                }
                let (ballot, commit, names) = (ack.ballot, ack.commit, ack.decides.clone());
                Some(Word::Ack { ballot, commit, authenticator, names })
            }
            Control::Opening(_) | Control::Disclose(_) | Control::PskPresent(_) | Control::Reform(_) => None,
        }
    }

    /// Whether an ACK carries the right MAC for us.
    fn ack_is_ours(&self, by: &PartyCode, epoch: Epoch, ack: &Ack, authenticator: &[u8]) -> bool {
        if *by == self.config.own {
            return true;
        }
        let group = group_id(&self.config.compartment, super::boxes::TERM);
        let subject = AckSubject { group: &group, epoch, commit: &ack.commit, authenticator, voter: by };
        let mac = ack.macs.iter().find(|m| m.peer == self.config.own);
        let root = self.config.pairs.get(by);
        root.zip(mac).is_some_and(|(root, m)| ack_mac_is(root, self.config.status, subject, &m.mac))
    }

    /// Does whatever the rules allow now, step by step.
    pub(super) fn drive_rekey(&mut self) {
        if self.quarantine.is_rolled_back() {
            while self.follow_decision() {}
            return;
        }
        if self.quarantined() {
            return;
        }
        self.name_double_votes();
        for _ in 0..MOST_STEPS {
            if !self.rekey_step() {
                break;
            }
        }
        self.pass_on_decision();
        self.retire_boxes();
    }

    fn rekey_step(&mut self) -> bool {
        self.merge_decided()
            || (self.may_write().is_ok()
                && (self.say_update()
                    || self.say_ask()
                    || self.say_commit()
                    || self.say_ack()
                    || self.say_decision()
                    || self.say_nack()
                    || self.deviate()))
    }

    fn name_double_votes(&mut self) {
        let evidence = self.rekey.round.as_ref().map(Round::evidence).unwrap_or_default();
        if let (Some(double), false) = (evidence.first(), self.rekey.halted) {
            self.rekey.halted = true;
            let seq = self.entry_of(&double.entries[0]).map_or(0, |e| e.header.seq);
            let (author, entries) = (double.voter.clone(), double.entries);
            self.out.tell(Event::Equivocation { author, seq, entries });
        }
    }

    /// A reason to change the epoch now.
    fn rekey_due(&self) -> Option<AskWhy> {
        let aged = self.rekey.due_at.is_some_and(|at| at <= self.now.mono_ms);
        match &self.rekey.ordered {
            Some(c) if !c.removes.is_empty() => Some(AskWhy::Removal),
            Some(c) if !c.adds.is_empty() => Some(AskWhy::Join),
            Some(c) if !c.psks.is_empty() => Some(AskWhy::Psk),
            Some(_) => Some(AskWhy::Person),
            None if aged => Some(AskWhy::Age),
            None if !self.rekey.asked.is_empty() => Some(AskWhy::Person),
            None => None,
        }
    }

    fn say_ask(&mut self) -> bool {
        let Some(why) = self.rekey_due() else { return false };
        let Some(ballot) = self.rekey.round.as_ref().and_then(Round::may_ask) else { return false };
        self.write_control(&Control::Ask(Ask { ballot, why })).is_some()
    }

    fn say_update(&mut self) -> bool {
        if !self.rekey.round.as_ref().is_some_and(Round::owes_update) {
            return false;
        }
        let serial = self.next_serial();
        match self.group.propose(&self.authority, serial) {
            Ok(update) => self.write_control(&Control::Update(update.into())).is_some(),
            Err(error) => {
                self.refuse(&LineError::Group(error.to_string()));
                false
            }
        }
    }

    /// Rule 8: every sender's heads cover every sender's OPENING of this epoch.
    fn one_step_ahead(&self) -> bool {
        let senders: Vec<&PartyCode> = self.config.members.keys().filter(|p| self.config.sends(p)).collect();
        let mut step = StepAhead::new(senders.iter().map(|p| (*p).clone()));
        for author in &senders {
            let opened = self.rekey.opened_at.get(*author).filter(|(e, _)| *e == self.group.epoch());
            let Some((_, seq)) = opened else { return false };
            for holder in &senders {
                let covered = match **holder == self.config.own {
                    true => self.transcript.linked_to(author),
                    false => self.covered_to(holder, author),
                };
                if covered >= *seq {
                    step.covers(holder, author);
                }
            }
        }
        step.may_commit()
    }

    pub(super) fn covered_to(&self, holder: &PartyCode, author: &PartyCode) -> Seq {
        self.coverage.get(holder).and_then(|c| c.get(author)).copied().unwrap_or(0)
    }

    /// Whether all who send have heads over our OPENING of this epoch.
    pub(super) fn opening_covered_by_all(&self) -> bool {
        let own = &self.config.own;
        let opened = self.rekey.opened_at.get(own).filter(|(e, _)| *e == self.group.epoch());
        let Some((_, seq)) = opened else { return false };
        let mut others = self.config.peers().filter(|p| self.config.sends(p));
        others.all(|p| self.covered_to(p, own) >= *seq)
    }

    fn say_commit(&mut self) -> bool {
        if self.rekey_due().is_none() || !self.one_step_ahead() {
            return false;
        }
        let Some((ballot, updates)) = self.rekey.round.as_ref().and_then(Round::may_commit) else {
            return false;
        };
        self.commit_in(ballot, &updates)
    }

    fn commit_in(&mut self, ballot: BallotNo, updates: &BTreeMap<PartyCode, EntryHash>) -> bool {
        if self.rekey.pending.is_some() {
            self.drop_pending();
        }
        let names: Vec<EntryHash> = updates.values().copied().collect();
        let Some(bytes) = self.update_bytes(&names) else { return false };
        let changes = self.rekey.ordered.clone().unwrap_or_default();
        let serial = self.next_serial();
        let commit = match self.group.commit(&self.authority, &bytes, serial, &changes) {
            Ok(commit) => commit,
            Err(error) => {
                self.refuse(&LineError::Group(error.to_string()));
                return self
                    .write_control(&Control::Nack(Nack { ballot, why: NackWhy::Abandoned }))
                    .is_some();
            }
        };
        let newcomer = |(party, package): (&PartyCode, &Vec<u8>)| Newcomer {
            party: party.clone(),
            key_package: package.clone().into(),
        };
        let mut psks: Vec<Vec<u8>> = changes.psks.clone();
        psks.sort();
        let control = Control::Commit(Commit {
            ballot,
            commit: commit.bytes.into(),
            updates: names,
            charter: None,
            adds: changes.adds.iter().map(newcomer).collect(),
            removes: changes.removes.clone(),
            psks: psks.into_iter().map(Into::into).collect(),
        });
        let Some(entry) = self.write_control(&control) else { return false };
        let row = PendingRow { commit: entry, authenticator: commit.authenticator.into() };
        self.out.put(Table::Core, PENDING.to_vec(), crate::cbor::encode(&row));
        self.rekey.pending = Some(row);
        self.open_boxes(self.group.epoch() + 1);
        true
    }

    fn drop_pending(&mut self) {
        self.group.abort();
        self.rekey.pending = None;
        self.rekey.staged = None;
        self.out.delete(Table::Core, PENDING.to_vec());
    }

    pub(super) fn update_bytes(&self, updates: &[EntryHash]) -> Option<Vec<Vec<u8>>> {
        let bytes = |hash: &EntryHash| match Control::decode(&self.entry_of(hash)?.body) {
            Ok(Control::Update(update)) => Some(update.into()),
            _ => None,
        };
        updates.iter().map(bytes).collect()
    }

    /// Stages a COMMIT with its UPDATEs; the authenticator of the epoch that it would open.
    pub(super) fn stage(&mut self, commit: &EntryHash) -> Result<Vec<u8>, GroupError> {
        if let Some((staged, authenticator)) = self.rekey.staged.as_ref().filter(|(s, _)| s == commit) {
            let _ = staged;
            return Ok(authenticator.clone());
        }
        let malformed = || GroupError::Malformed("a COMMIT without its UPDATEs".into());
        let body = self.entry_of(commit).map(|e| e.body.clone()).ok_or_else(malformed)?;
        let Ok(Control::Commit(c)) = Control::decode(&body) else { return Err(malformed()) };
        let updates = self.update_bytes(&c.updates).ok_or_else(malformed)?;
        let changes = Changes {
            adds: c.adds.into_iter().map(|n| (n.party, n.key_package.into())).collect(),
            removes: c.removes,
            psks: c.psks.into_iter().map(Into::into).collect(),
        };
        if self.rekey.pending.is_some() {
            self.drop_pending();
        }
        let authenticator = self.group.stage(&self.authority, &updates, &c.commit, &changes)?;
        self.rekey.staged = Some((*commit, authenticator.clone()));
        Ok(authenticator)
    }

    fn say_ack(&mut self) -> bool {
        let Some((ballot, commit, _)) = self.rekey.round.as_ref().and_then(Round::may_ack) else {
            return false;
        };
        match self.stage(&commit) {
            Ok(authenticator) => {
                self.open_boxes(self.group.epoch() + 1);
                (self.rekey.acked, self.rekey.acked_ms) = (Some(ballot), self.now.mono_ms);
                self.write_ack(ballot, commit, authenticator, Vec::new())
            }
            Err(error) => {
                let why = match &error {
                    GroupError::Certificate { .. } => NackWhy::Certificate,
                    GroupError::PskMissing(_) => NackWhy::PskMissing,
                    _ => NackWhy::Unusable,
                };
                self.refuse(&LineError::Group(error.to_string()));
                self.write_control(&Control::Nack(Nack { ballot, why })).is_some()
            }
        }
    }

    fn write_ack(
        &mut self,
        ballot: BallotNo,
        commit: EntryHash,
        auth: Vec<u8>,
        decides: Vec<EntryHash>,
    ) -> bool {
        let group = group_id(&self.config.compartment, super::boxes::TERM);
        let epoch = self.group.epoch();
        let voter = &self.config.own;
        let subject = AckSubject { group: &group, epoch, commit: &commit, authenticator: &auth, voter };
        let mac = |(peer, root): (&PartyCode, &crate::keys::Secret)| PeerMac {
            peer: peer.clone(),
            mac: ack_mac(root, self.config.status, subject),
        };
        let macs =
            self.config.pairs.iter().filter(|(p, _)| self.config.members.contains_key(p)).map(mac).collect();
        let ack = Ack { ballot, commit, authenticator: Some(auth.into()), macs, decides };
        self.write_control(&Control::Ack(ack)).is_some()
    }

    fn say_decision(&mut self) -> bool {
        let Some(pending) = self.rekey.pending.clone() else { return false };
        let decided = self.rekey.round.as_ref().and_then(|r| r.may_decide(&pending.authenticator));
        let Some((ballot, commit, names)) = decided.filter(|(_, commit, _)| *commit == pending.commit) else {
            return false;
        };
        self.write_ack(ballot, commit, pending.authenticator.into(), names)
    }

    /// Rule 4: the proposer is silent, or a rekey of our own cannot wait for its turn.
    fn say_nack(&mut self) -> bool {
        let Some(round) = self.rekey.round.as_ref() else { return false };
        let Some(ballot) = round.may_nack() else { return false };
        let mine = round.proposer(ballot) == Some(&self.config.own);
        let (due, asked) = (self.rekey_due().is_some(), self.rekey.asked.contains(&ballot));
        if mine || !due || round.is_halted() {
            self.rekey.stalled = None;
            return false;
        }
        if self.rekey.ordered.is_some() && self.rekey.asked.is_empty() {
            return self.write_control(&Control::Nack(Nack { ballot, why: NackWhy::OwnRekey })).is_some();
        }
        let waits = !self.rekey.committed.contains(&ballot) && (!asked || self.one_step_ahead());
        if !waits {
            self.rekey.stalled = None;
            return false;
        }
        let deadline = self.now.mono_ms + self.tests.interval_ms / 4;
        match self.rekey.stalled {
            Some((state, at)) if state == (ballot, asked) && at <= self.now.mono_ms => {
                self.rekey.stalled = None;
                self.write_control(&Control::Nack(Nack { ballot, why: NackWhy::ProposerSilent })).is_some()
            }
            Some((state, _)) if state == (ballot, asked) => false,
            _ => {
                self.rekey.stalled = Some(((ballot, asked), deadline));
                false
            }
        }
    }

    /// The planted faults of this section.
    fn deviate(&mut self) -> bool {
        let Some(round) = self.rekey.round.as_ref() else { return false };
        if let (true, Some(ballot)) = (self.config.planted.abort_after_acknowledgement, self.rekey.acked) {
            self.rekey.acked = None;
            return self.write_control(&Control::Nack(Nack { ballot, why: NackWhy::Abandoned })).is_some();
        }
        let waited = self.rekey.acked_ms < self.now.mono_ms;
        if let (true, true, Some(ballot)) = (self.config.planted.nack_after_ack, waited, self.rekey.acked) {
            self.rekey.acked = None;
            let nack = Nack { ballot, why: NackWhy::ProposerSilent };
            return self.write_control(&Control::Nack(nack)).is_some();
        }
        let next = round.current() + 1;
        let mine = round.proposer(next) == Some(&self.config.own);
        let early =
            self.config.planted.next_ballot_without_nack && mine && !self.rekey.committed.contains(&next);
        if !early || self.rekey.asked.is_empty() {
            return false;
        }
        self.commit_in(next, &BTreeMap::new())
    }
}

const MOST_STEPS: usize = 16;
