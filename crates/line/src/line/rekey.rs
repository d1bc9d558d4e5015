//! Epoch change (line.md section 7): drives the pure rules of [`crate::ballot`] against the group and the entries.
//!
//! I1 what this member has acknowledged it never refuses. I2 the decision and its merge are one Persist. I3 after a
//! restart everything here follows from the entries, the group's rows and one row for the own pending commit.

use super::Line;
use super::changes::{Order, named, newcomers};
use super::roll::{Members, members};
use super::rows::{EPOCH, EpochRow, Invited, Leaf, PENDING, PendingRow, SERIAL, Turn, numbered, of_party};
use crate::ballot::{BallotNo, Folded, Round, StepAhead, Word};
use crate::body::{Ack, Ask, AskWhy, Commit, Control, Nack, NackWhy, PeerMac};
use crate::era::{self, Era};
use crate::error::LineError;
use crate::group::{CertificateAuthority, Group, GroupError};
use crate::ids::{EntryHash, PartyCode, Seq};
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
    pub(super) ordered: Option<Order>,
    /// UPDATEs of this epoch, by author and place.
    pub(super) updates: BTreeMap<PartyCode, BTreeMap<Seq, EntryHash>>,
    pub(super) pending: Option<PendingRow>,
    pub(super) staged: Option<(EntryHash, Vec<u8>)>,
    pub(super) broken: BTreeSet<EntryHash>,
    /// Authors of equivocations that a person has seen.
    pub(super) seen: BTreeSet<PartyCode>,
    pub(super) opened_at: BTreeMap<PartyCode, (Era, Seq)>,
    pub(super) epoch_ms: i64,
    pub(super) stalled: Option<((BallotNo, bool), u64)>,
    pub(super) forward: Option<(u64, u64)>,
    /// Who has just been taken out and may not know it yet.
    pub(super) farewell: Vec<PartyCode>,
    pub(super) halted: bool,
    pub(super) acked: Option<BallotNo>,
    pub(super) acked_ms: u64,
    pub(super) due_at: Option<u64>,
}

impl Rekey {
    /// When something here is due.
    pub(super) fn deadline(&self) -> Option<u64> {
        let stalled = self.stalled.map(|(_, at)| at);
        [stalled, self.forward.map(|(at, _)| at), self.due_at].into_iter().flatten().min()
    }
}

impl<G: Group> Line<G> {
    fn new_round(&self, era: Era) -> PartyRound {
        Round::new(era, self.voters_at(era), self.config.own.clone())
            .one_ack_short(self.config.planted.decide_one_ack_short)
    }

    /// The voters of an era.
    pub(super) fn voters_at(&self, era: Era) -> Vec<PartyCode> {
        let members = self.roll.at(era).into_iter();
        members.filter(|(_, tempo)| *tempo == crate::config::Tempo::Voting).map(|(party, _)| party).collect()
    }

    /// Term and epoch of the own group.
    pub fn era(&self) -> Era {
        era::of(self.term, self.group.epoch())
    }

    /// Notes the leaf keys, serials and age of the epoch that the group has just entered, and what it brought.
    pub(super) fn enter_epoch(&mut self, opened_ms: i64, turn: Option<Turn>) {
        let leaf = |m: crate::group::Member| Leaf { party: m.party, serial: m.serial, key: m.leaf_key };
        let leaves = self.group.members().into_iter().map(leaf).collect();
        self.note_epoch(self.era(), EpochRow { opened_ms, leaves, turn });
        self.begin_round(opened_ms);
        self.out.tell(Event::Epoch { epoch: self.group.epoch() });
    }

    /// Keeps the leaf keys of an epoch, and who is a member from then on.
    pub(super) fn note_epoch(&mut self, era: Era, mut row: EpochRow) {
        row.turn = row.turn.or_else(|| self.leaves.get(&era).and_then(|known| known.turn.clone()));
        self.out.put(Table::Core, numbered(EPOCH, era), crate::cbor::encode(&row));
        for leaf in &row.leaves {
            self.raise_serial(&leaf.party.clone(), leaf.serial);
        }
        let turn = row.turn.clone();
        self.leaves.insert(era, row);
        if let Some(turn) = turn {
            self.roll.turn(era, turn);
            self.take_roll(true);
        }
    }

    /// The members are those of the last known epoch: whoever left is forgotten, whoever came is watched.
    pub(super) fn take_roll(&mut self, live: bool) {
        let now: Members = self.roll.at(self.known_era());
        let before = std::mem::replace(&mut self.config.members, now.clone());
        self.authority.members = now.keys().cloned().collect();
        let left: Vec<PartyCode> = before.keys().filter(|p| !now.contains_key(p)).cloned().collect();
        let joined: Vec<PartyCode> = now.keys().filter(|p| !before.contains_key(p)).cloned().collect();
        for party in &left {
            self.outbox.forget(party);
            self.watchers.remove(party);
            self.rejoining.remove(party);
        }
        for party in joined.iter().filter(|p| **p != self.config.own) {
            self.watchers.insert(party.clone(), super::diagnose::Watched::new(self.now));
        }
        if left.contains(&self.config.own) {
            self.left = true;
            self.out.put(Table::Core, super::rows::LEFT.to_vec(), vec![1]);
        }
        self.count_again();
        let rare = |p: &&PartyCode| !self.config.votes(p);
        self.outbox.patient(self.config.members.keys().filter(rare).cloned().collect());
        if let Some(parameters) = self.parameters_in_force()
            && parameters.test_interval_ms != self.config.test_interval_ms
        {
            self.config.test_interval_ms = parameters.test_interval_ms;
            self.tempo(parameters.test_interval_ms);
        }
        if live {
            let (charter, term) = (self.roll.charter(), self.term);
            self.out.tell(Event::Members { joined, left, charter, term });
        }
    }

    /// Starts the round of the current epoch; the former one stays for what must be passed on.
    pub(super) fn begin_round(&mut self, opened_ms: i64) {
        let era = self.known_era();
        let past = self.rekey.round.take().filter(|round| round.epoch() + 1 == era);
        let before = (era::epoch(era) > 0).then(|| self.new_round(era - 1));
        self.rekey.past = past.or(before);
        self.rekey.round = Some(self.new_round(era));
        self.rekey.updates.clear();
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

    /// The last era whose leaf keys are known here: the group's own, or what an old copy has followed.
    pub(super) fn known_era(&self) -> Era {
        self.leaves.last_key_value().map_or(self.era(), |(era, _)| *era)
    }

    pub(super) fn raise_serial(&mut self, party: &PartyCode, serial: u64) {
        let highest = self.authority.serials.entry(party.clone()).or_default();
        if serial > *highest {
            *highest = serial;
            self.out.put(Table::Core, of_party(SERIAL, party), crate::cbor::encode(&serial));
        }
    }

    /// A new serial for an own leaf, above all used.
    pub(super) fn next_serial(&mut self) -> u64 {
        let own = self.config.own.clone();
        let serial = self.authority.highest_serial(&own) + 1;
        self.raise_serial(&own, serial);
        serial
    }

    /// A CONTROL entry is held.
    pub(super) fn learn_control(&mut self, by: &PartyCode, entry: EntryHash, era: Era, control: &Control) {
        match control {
            Control::Opening(_) => return self.learn_opening(by, entry, era),
            Control::Reform(reform) => return self.learn_reform(by, entry, era, reform),
            Control::PskPresent(present) => return self.psks.hear(by, present),
            _ => {}
        }
        let at = self.known_era();
        if era > at || era + 1 < at {
            return;
        }
        let Some(word) = self.word_of(by, entry, era, control) else { return };
        let current = era == at;
        if let (true, Word::Ask { ballot }) = (current, &word) {
            self.rekey.asked.insert(*ballot);
        }
        if let (true, Word::Commit { ballot, .. }) = (current, &word) {
            self.rekey.committed.insert(*ballot);
        }
        let update = matches!(word, Word::Update);
        if update && current {
            let seq = self.docket_of(&entry).map_or(0, |d| d.header.seq);
            self.rekey.updates.entry(by.clone()).or_default().insert(seq, entry);
        }
        let round = if current { &mut self.rekey.round } else { &mut self.rekey.past };
        if round.as_mut().is_some_and(|r| r.hear(by, entry, word).is_err()) {
            self.junk(by.as_str(), "BALLOT");
        }
        if update && current {
            for (author, commit) in std::mem::take(&mut self.rekey.unheard) {
                let body = self.entry_of(&commit).map(|e| e.body.clone()).unwrap_or_default();
                if let Ok(control) = Control::decode(&body) {
                    self.learn_control(&author, commit, era, &control);
                }
            }
        }
    }

    fn learn_opening(&mut self, by: &PartyCode, entry: EntryHash, era: Era) {
        let seq = self.docket_of(&entry).map_or(0, |d| d.header.seq);
        let opened = self.rekey.opened_at.entry(by.clone()).or_insert((era, seq));
        *opened = (*opened).max((era, seq));
        let known = self.openings.entry(by.clone()).or_insert(era);
        if era > *known {
            self.reads.remove(by);
        }
        *known = (*known).max(era);
        self.shows_opening(by, era);
        if self.roll.away_since(by).is_some_and(|since| since <= era) {
            self.count_again();
        }
        for relay in 0..self.relays.len() {
            self.relays[relay].no_box.remove(by);
            self.outbox.path_is_good(relay);
        }
    }

    fn word_of(
        &mut self,
        by: &PartyCode,
        entry: EntryHash,
        era: Era,
        control: &Control,
    ) -> Option<Word<PartyCode, EntryHash>> {
        match control {
            Control::Ask(ask) => Some(Word::Ask { ballot: ask.ballot }),
            Control::Update(_) => Some(Word::Update),
            Control::Nack(nack) => Some(Word::Nack { ballot: nack.ballot }),
            Control::Commit(commit) => {
                let author = |h: &EntryHash| self.docket_of(h).map(|d| (d.header.author.clone(), *h));
                let updates: Option<BTreeMap<_, _>> = commit.updates.iter().map(author).collect();
                if updates.is_none() && !self.rekey.unheard.iter().any(|(_, h)| *h == entry) {
                    self.rekey.unheard.push((by.clone(), entry));
                }
                let removes: BTreeSet<PartyCode> = commit.removes.iter().cloned().collect();
                let adds: BTreeSet<&PartyCode> = commit.adds.iter().map(|n| &n.party).collect();
                let (rejoins, leaves) = removes.into_iter().partition(|p| adds.contains(p));
                let folded = Folded { updates: updates?, leaves, rejoins };
                Some(Word::Commit { ballot: commit.ballot, folded })
            }
            Control::Ack(ack) => {
                let authenticator = ack.authenticator.clone().map(Vec::from).unwrap_or_default();
                if !self.ack_is_ours(by, era, ack, &authenticator) {
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
    fn ack_is_ours(&self, by: &PartyCode, era: Era, ack: &Ack, authenticator: &[u8]) -> bool {
        if *by == self.config.own {
            return true;
        }
        let group = group_id(&self.config.compartment, era::term(era));
        let epoch = era::epoch(era);
        let subject = AckSubject { group: &group, epoch, commit: &ack.commit, authenticator, voter: by };
        let mac = ack.macs.iter().find(|m| m.peer == self.config.own);
        let root = self.config.pairs.get(by);
        root.zip(mac).is_some_and(|(root, m)| ack_mac_is(root, self.config.status, subject, &m.mac))
    }

    /// Does whatever the rules allow now, step by step.
    pub(super) fn drive_rekey(&mut self) {
        if self.quarantine.is_rolled_back() {
            while self.follow_decision() {}
            self.try_later_welcome();
            return;
        }
        if self.quarantined() || self.left {
            return;
        }
        self.drive_reform();
        self.name_double_votes();
        self.order_refused();
        for _ in 0..MOST_STEPS {
            if !self.rekey_step() {
                break;
            }
        }
        self.pass_on_decision();
        self.retire_boxes();
    }

    fn rekey_step(&mut self) -> bool {
        (!self.is_pledged() && self.merge_decided())
            || (self.may_write().is_ok()
                && (self.say_update()
                    || self.say_ask()
                    || self.say_commit()
                    || (!self.is_pledged() && (self.say_ack() || self.say_decision()))
                    || self.say_nack()
                    || self.deviate()))
    }

    fn name_double_votes(&mut self) {
        let evidence = self.rekey.round.as_ref().map(Round::evidence).unwrap_or_default();
        if let (Some(double), false) = (evidence.first(), self.rekey.halted) {
            self.rekey.halted = true;
            let seq = self.docket_of(&double.entries[0]).map_or(0, |d| d.header.seq);
            let (author, entries) = (double.voter.clone(), double.entries);
            self.out.tell(Event::Equivocation { author, seq, entries });
        }
    }

    /// A reason to change the epoch now.
    fn rekey_due(&self) -> Option<AskWhy> {
        let aged = self.rekey.due_at.is_some_and(|at| at <= self.now.mono_ms);
        match &self.rekey.ordered {
            Some(o) if !o.changes.removes.is_empty() => Some(AskWhy::Removal),
            Some(o) if !o.changes.adds.is_empty() => Some(AskWhy::Join),
            Some(o) if o.charter.is_some() => Some(AskWhy::Charter),
            Some(o) if !o.changes.psks.is_empty() => Some(AskWhy::Psk),
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
        let owes = self.rekey.round.as_ref().is_some_and(Round::owes_update);
        if !owes && self.rekey.asked.is_empty() {
            return false;
        }
        let addressed = self.addressed();
        if !owes && !self.owes_newcomers(&addressed) {
            return false;
        }
        if !self.clear_of_own_commit() {
            return false;
        }
        let serial = self.next_serial();
        let made = self.addressing(addressed, |line| line.group.propose(&line.authority, serial));
        match made {
            Ok(update) => self.write_control(&Control::Update(update.into())).is_some(),
            Err(error) => {
                self.refuse(&LineError::Group(error.to_string()));
                false
            }
        }
    }

    /// An UPDATE of this epoch is there and does not address whoever a charter version lets in.
    fn owes_newcomers(&self, addressed: &BTreeSet<PartyCode>) -> bool {
        if addressed.len() == self.config.members.len() {
            return false;
        }
        let own = self.latest_update(&self.config.own);
        own.is_some_and(|update| !self.addresses(&update, addressed))
    }

    /// Who counts: voting and following members; of those who were away when the term was founded, whoever has opened
    /// an epoch of it.
    pub(super) fn counts(&self, party: &PartyCode) -> bool {
        let here = |since: Era| self.openings.get(party).is_some_and(|e| *e >= since);
        self.config.sends(party) && self.roll.away_since(party).is_none_or(here)
    }

    /// Closing waits for those who count.
    pub(super) fn count_again(&mut self) {
        let counted: Vec<PartyCode> =
            self.config.members.keys().filter(|p| self.counts(p)).cloned().collect();
        self.disclosure.count(counted);
    }

    /// Rule 8: every sender's heads cover every sender's OPENING of this epoch; senders by the charter version that the
    /// COMMIT will name, without those whom it takes out or in anew.
    fn one_step_ahead(&self) -> bool {
        let order = self.rekey.ordered.clone().unwrap_or_default();
        let after = order.charter.and_then(|entry| self.charter_of(&entry));
        let after = after.map_or_else(|| self.config.members.clone(), |c| members(&c.parameters.members));
        let sends = |p: &PartyCode| after.get(p).is_some_and(|t| *t != crate::config::Tempo::Silent);
        let apart = |p: &PartyCode| order.changes.removes.contains(p);
        let stays = |p: &&PartyCode| self.counts(p) && sends(p) && !apart(p);
        let senders: Vec<&PartyCode> = self.config.members.keys().filter(stays).collect();
        let mut step = StepAhead::new(senders.iter().map(|p| (*p).clone()));
        for author in &senders {
            let opened = self.rekey.opened_at.get(*author).filter(|(e, _)| *e == self.era());
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
        let opened = self.rekey.opened_at.get(own).filter(|(e, _)| *e == self.era());
        let Some((_, seq)) = opened else { return false };
        let mut others = self.config.peers().filter(|p| self.counts(p));
        others.all(|p| self.covered_to(p, own) >= *seq)
    }

    fn say_commit(&mut self) -> bool {
        if self.rekey_due().is_none() || !self.one_step_ahead() {
            return false;
        }
        let order = self.rekey.ordered.clone().unwrap_or_default();
        let turn = match self.turn_for(&order.changes, order.charter.as_ref()) {
            Ok(turn) => turn,
            Err(why) => {
                self.refuse(&LineError::Change(why));
                self.drop_order();
                return true;
            }
        };
        let round = self.rekey.round.as_ref();
        let folded = round.and_then(|r| r.may_commit_without(order.leaves(), order.rejoins()));
        let Some((ballot, mut folded)) = folded else { return false };
        for (by, update) in &mut folded.updates {
            *update =
                self.rekey.updates.get(by).and_then(|u| u.last_key_value()).map_or(*update, |(_, e)| *e);
        }
        let after: Option<BTreeSet<PartyCode>> =
            turn.map(|t| t.members.into_iter().map(|m| m.party).collect());
        let ready = |update: &EntryHash| after.as_ref().is_none_or(|all| self.addresses(update, all));
        folded.updates.values().all(ready) && self.commit_in(ballot, &folded.updates, order)
    }

    fn commit_in(
        &mut self,
        ballot: BallotNo,
        updates: &BTreeMap<PartyCode, EntryHash>,
        order: Order,
    ) -> bool {
        if self.rekey.pending.is_some() {
            self.drop_pending();
        }
        let names: Vec<EntryHash> = updates.values().copied().collect();
        let Some(bytes) = self.update_bytes(&names) else { return false };
        let of_weight = order.is_of_weight();
        let Order { changes, charter } = order;
        let serial = self.next_serial();
        let after = self.members_after(&changes, charter.as_ref());
        let made =
            self.addressing(after, |line| line.group.commit(&line.authority, &bytes, serial, &changes));
        let commit = match made {
            Ok(commit) => commit,
            Err(error) => {
                self.refuse(&LineError::Group(error.to_string()));
                if of_weight {
                    // what cannot be built now cannot be built in the next ballot
                    self.drop_order();
                }
                return self
                    .write_control(&Control::Nack(Nack { ballot, why: NackWhy::Abandoned }))
                    .is_some();
            }
        };
        let mut psks: Vec<Vec<u8>> = changes.psks.clone();
        psks.sort();
        let control = Control::Commit(Commit {
            ballot,
            commit: commit.bytes.into(),
            updates: names,
            charter,
            adds: newcomers(&changes),
            removes: changes.removes.clone(),
            psks: psks.into_iter().map(Into::into).collect(),
        });
        let Some(entry) = self.write_control(&control) else { return false };
        let invited = |(party, welcome): (PartyCode, Vec<u8>)| Invited { party, welcome: welcome.into() };
        let welcomes: Vec<Invited> = commit.welcomes.into_iter().map(invited).collect();
        let row = PendingRow {
            commit: entry,
            authenticator: commit.authenticator.into(),
            welcomes: Some(welcomes).filter(|w| !w.is_empty()),
        };
        self.out.put(Table::Core, PENDING.to_vec(), crate::cbor::encode(&row));
        self.rekey.pending = Some(row);
        self.open_boxes(self.era() + 1);
        true
    }

    /// The members that a COMMIT with these changes leads to, as far as is known here.
    fn members_after(&self, changes: &crate::group::Changes, charter: Option<&EntryHash>) -> Vec<PartyCode> {
        let turn = self.turn_named(changes, charter);
        let listed = turn.map(|t| t.members.into_iter().map(|m| m.party).collect());
        listed.unwrap_or_else(|| self.config.members.keys().cloned().collect())
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
        let changes = named(&c);
        if self.rekey.pending.is_some() {
            self.drop_pending();
        }
        let after = self.members_after(&changes, c.charter.as_ref());
        let authenticator =
            self.addressing(after, |line| line.group.stage(&line.authority, &updates, &c.commit, &changes))?;
        self.rekey.staged = Some((*commit, authenticator.clone()));
        Ok(authenticator)
    }

    fn say_ack(&mut self) -> bool {
        let Some((ballot, commit, _)) = self.rekey.round.as_ref().and_then(Round::may_ack) else {
            return false;
        };
        match self.judge_commit(&commit).and_then(|()| self.stage(&commit)) {
            Ok(authenticator) => {
                self.open_boxes(self.era() + 1);
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

    /// Whether what a COMMIT does besides rotating may be.
    fn judge_commit(&self, commit: &EntryHash) -> Result<(), GroupError> {
        let body = self.entry_of(commit).map(|e| e.body.clone()).unwrap_or_default();
        let Ok(Control::Commit(c)) = Control::decode(&body) else { return Ok(()) };
        let judged = self.turn_for(&named(&c), c.charter.as_ref());
        judged.map(drop).map_err(|why| GroupError::Malformed(why.to_owned()))
    }

    fn write_ack(
        &mut self,
        ballot: BallotNo,
        commit: EntryHash,
        auth: Vec<u8>,
        decides: Vec<EntryHash>,
    ) -> bool {
        let group = group_id(&self.config.compartment, self.term);
        let epoch = self.group.epoch();
        let voter = &self.config.own;
        let subject = AckSubject { group: &group, epoch, commit: &commit, authenticator: &auth, voter };
        let mac = |(peer, root): (&PartyCode, &crate::keys::Secret)| PeerMac {
            peer: peer.clone(),
            mac: ack_mac(root, self.config.status, subject),
        };
        let macs =
            self.config.pairs.iter().filter(|(p, _)| self.config.members.contains_key(p)).map(mac).collect();
        let authenticator = Some(auth).filter(|a| !a.is_empty()).map(Into::into);
        let ack = Ack { ballot, commit, authenticator, macs, decides };
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
        self.commit_in(next, &BTreeMap::new(), Order::default())
    }
}

const MOST_STEPS: usize = 16;
