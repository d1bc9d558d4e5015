//! The end of an epoch change: merging what is decided, passing the decision on (line.md section 7, rule 6).

use super::Line;
use super::changes::named;
use super::rows::{EpochRow, Leaf, Turn};
use crate::ballot::{Decision, Round};
use crate::body::{Commit, Control};
use crate::certificate::SerialRule;
use crate::direct::{Direct, Entries};
use crate::entry::Entry;
use crate::error::LineError;
use crate::group::{Group, GroupError};
use crate::ids::{EntryHash, PartyCode};
use crate::leaf;
use std::borrow::Cow;
use std::collections::BTreeMap;

impl<G: Group> Line<G> {
    /// Rule 6: merges what is decided and held whole.
    pub(super) fn merge_decided(&mut self) -> bool {
        let Some(decision) = self.rekey.round.as_ref().and_then(Round::may_merge) else { return false };
        if self.rekey.broken.contains(&decision.commit) {
            return false;
        }
        let Some((commit, turn)) = self.decided(&decision.commit) else { return false };
        if turn.as_ref().is_some_and(|t| t.members.iter().all(|m| m.party != self.config.own)) {
            return self.leave(&decision, turn);
        }
        let own = self.rekey.pending.as_ref().is_some_and(|p| p.commit == decision.commit);
        let staged = if own { Ok(Vec::new()) } else { self.stage(&decision.commit) };
        let agreed = self.authenticator_of(&decision);
        let merged = staged.and_then(|authenticator| match own || Some(authenticator) == agreed {
            true => self.group.merge(),
            false => Err(GroupError::Malformed("another epoch was derived".into())),
        });
        if let Err(error) = merged {
            self.rekey.broken.insert(decision.commit);
            self.refuse(&LineError::Group(error.to_string()));
            return false;
        }
        let pending = self.rekey.pending.take();
        self.forget_pending();
        let welcomes = pending.filter(|_| own).and_then(|p| p.welcomes).unwrap_or_default();
        let welcomes = welcomes.into_iter().map(|i| (i.party, i.welcome.to_vec())).collect();
        self.after_merge(&decision, own.then_some(welcomes), &commit, turn);
        true
    }

    /// A decided COMMIT with what it makes of the members; `None` while its CHARTER is not here.
    fn decided(&self, commit: &EntryHash) -> Option<(Commit, Option<Turn>)> {
        let Ok(Control::Commit(commit)) = Control::decode(&self.entry_of(commit)?.body) else { return None };
        let changes = named(&commit);
        let plain = changes.adds.is_empty() && changes.removes.is_empty() && commit.charter.is_none();
        if plain {
            return Some((commit, None));
        }
        let turn = self.turn_named(&changes, commit.charter.as_ref())?;
        Some((commit, Some(turn)))
    }

    /// The decision takes this party out: it reads what it has and writes no more.
    fn leave(&mut self, decision: &Decision<PartyCode, EntryHash>, turn: Option<Turn>) -> bool {
        self.group.abort();
        self.forget_pending();
        // whoever stays is certified for those who stay: nothing of the next epoch can be checked here
        let row = EpochRow { opened_ms: self.now.utc_ms, leaves: Vec::new(), turn };
        self.note_epoch(self.known_era() + 1, row);
        self.begin_round(self.now.utc_ms);
        self.rekey.broken.insert(decision.commit);
        true
    }

    /// An old copy learns the leaf keys of the epoch that a decision opens, and does not enter it: its own leaf there
    /// is not in this store. So it can check what others hand it.
    pub(super) fn follow_decision(&mut self) -> bool {
        let Some(decision) = self.rekey.round.as_ref().and_then(Round::may_merge) else { return false };
        if self.rekey.broken.contains(&decision.commit) {
            return false;
        }
        let Some((_, turn)) = self.decided(&decision.commit) else { return false };
        match self.leaves_after(&decision.commit) {
            Ok(leaves) => {
                let row = EpochRow { opened_ms: self.now.utc_ms, leaves, turn };
                self.note_epoch(self.known_era() + 1, row);
                self.begin_round(self.now.utc_ms);
                self.try_awaiting();
                true
            }
            Err(error) => {
                self.rekey.broken.insert(decision.commit);
                self.refuse(&LineError::Group(error.to_string()));
                false
            }
        }
    }

    /// The leaf keys after a COMMIT of the last known epoch, every new one checked.
    fn leaves_after(&mut self, commit: &EntryHash) -> Result<Vec<Leaf>, GroupError> {
        let malformed = || GroupError::Malformed("a COMMIT without its UPDATEs".into());
        let body = self.entry_of(commit).map(|e| e.body.clone()).ok_or_else(malformed)?;
        let Ok(Control::Commit(c)) = Control::decode(&body) else { return Err(malformed()) };
        let updates = self.update_bytes(&c.updates).ok_or_else(malformed)?;
        let changes = named(&c);
        let adds: Vec<Vec<u8>> = changes.adds.values().cloned().collect();
        let after = self.turn_named(&changes, c.charter.as_ref()).ok_or_else(malformed)?;
        let mut leaves = self.leaves.get(&self.known_era()).map(|e| e.leaves.clone()).unwrap_or_default();
        leaves.retain(|leaf| !c.removes.contains(&leaf.party));
        let entering = G::entering(&updates, Some(&c.commit), &adds)?;
        let after: Vec<PartyCode> = after.members.into_iter().map(|m| m.party).collect();
        self.addressing(after, |line| {
            for (certificate, key) in entering {
                let compartment = &line.config.compartment.0;
                let rule = SerialRule::AboveSeen;
                let member = leaf::check(&line.authority, compartment, &certificate, &key, rule)?;
                leaves.retain(|leaf| leaf.party != member.party);
                leaves.push(Leaf { party: member.party, serial: member.serial, key: member.leaf_key });
            }
            leaves.sort_by(|a, b| a.party.cmp(&b.party));
            Ok(leaves)
        })
    }

    fn authenticator_of(&self, decision: &Decision<PartyCode, EntryHash>) -> Option<Vec<u8>> {
        match Control::decode(&self.entry_of(decision.acks.first()?)?.body) {
            Ok(Control::Ack(ack)) => ack.authenticator.map(Into::into),
            _ => None,
        }
    }

    /// `welcomes` are those of the own commit; absent after another's.
    fn after_merge(
        &mut self,
        decision: &Decision<PartyCode, EntryHash>,
        welcomes: Option<BTreeMap<PartyCode, Vec<u8>>>,
        commit: &Commit,
        turn: Option<Turn>,
    ) {
        let (proposed, changes) = (welcomes.is_some(), named(commit));
        let done =
            self.rekey.ordered.as_ref().is_some_and(|order| {
                proposed || order.is_plain() || order.is_done_by(commit.charter, &changes)
            });
        if done {
            self.drop_order();
        }
        self.psks_spent(&changes.psks);
        self.rekey.farewell =
            changes.removes.iter().filter(|p| !changes.adds.contains_key(p)).cloned().collect();
        let decided = decision.acks.first().copied();
        self.invite(welcomes.unwrap_or_default(), decided);
        self.enter_epoch(self.now.utc_ms, turn);
        for party in changes.adds.keys() {
            self.rejoining.remove(party);
            self.out.delete(crate::machine::Table::Core, super::rows::of_party(super::rows::REJOIN, party));
        }
        self.open_boxes(self.era());
        self.forget_sealings();
        self.write_opening(decided);
        let wait = if proposed { 0 } else { PASS_ON_MS };
        self.rekey.forward = Some((self.now.mono_ms + wait, PASS_ON_MS));
        self.try_awaiting();
    }

    /// Sends the decision by `direct` to each member whose heads lack it, again until they cover it.
    pub(super) fn pass_on_decision(&mut self) {
        let now = self.now.mono_ms;
        let Some((_, wait)) = self.rekey.forward.filter(|(at, _)| *at <= now) else { return };
        let Some(decision) = self.rekey.past.as_ref().and_then(Round::may_merge) else {
            self.rekey.forward = None;
            return;
        };
        let mut hashes: Vec<EntryHash> = decision.updates.values().copied().collect();
        hashes.push(decision.commit);
        hashes.extend(decision.acks.iter().rev());
        let mut lacking = false;
        let newcomer = |line: &Self, p: &PartyCode| line.roll.entered(p) == line.era();
        let stay: Vec<PartyCode> = self.peers().into_iter().filter(|p| !newcomer(self, p)).collect();
        let leave = std::mem::take(&mut self.rekey.farewell);
        for peer in stay.into_iter().chain(leave) {
            let entered = self.openings.get(&peer).is_some_and(|e| *e >= self.era());
            let lacks = |e: &Cow<'_, Entry>| self.covered_to(&peer, &e.header.author) < e.header.seq;
            let entries = hashes.iter().filter_map(|h| self.entry_of(h)).filter(lacks);
            let entries: Vec<Vec<u8>> = entries.map(|e| e.encode()).collect();
            if entered || entries.is_empty() {
                continue;
            }
            lacking = true;
            for bytes in entries {
                let entries = Entries { compartment: self.config.compartment, entries: vec![bytes.into()] };
                self.send_direct(&peer, &Direct::Entries(entries));
            }
        }
        self.rekey.forward = lacking.then(|| (now + wait, (wait * 2).min(LONGEST_PASS_ON_MS)));
    }

    /// After a restart the decision is passed on again to whoever lacks it.
    pub(super) fn resume_passing_on(&mut self) {
        self.rekey.forward = Some((self.now.mono_ms, PASS_ON_MS));
    }
}

const PASS_ON_MS: u64 = 10_000;
const LONGEST_PASS_ON_MS: u64 = 600_000;
