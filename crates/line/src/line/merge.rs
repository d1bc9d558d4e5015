//! The end of an epoch change: merging what is decided, passing the decision on (line.md section 7, rule 6).

use super::Line;
use super::rows::{EpochRow, Leaf, PENDING};
use crate::ballot::{Decision, Round};
use crate::body::Control;
use crate::certificate::SerialRule;
use crate::direct::{Direct, Entries};
use crate::entry::Entry;
use crate::error::LineError;
use crate::group::{Changes, Group, GroupError};
use crate::ids::{EntryHash, PartyCode};
use crate::leaf;
use crate::machine::Table;

impl<G: Group> Line<G> {
    /// Rule 6: merges what is decided and held whole.
    pub(super) fn merge_decided(&mut self) -> bool {
        let Some(decision) = self.rekey.round.as_ref().and_then(Round::may_merge) else { return false };
        if self.rekey.broken.contains(&decision.commit) {
            return false;
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
        self.rekey.pending = None;
        self.out.delete(Table::Core, PENDING.to_vec());
        self.after_merge(&decision, own);
        true
    }

    /// An old copy learns the leaf keys of the epoch that a decision opens, and does not enter it: its own leaf there
    /// is not in this store. So it can check what others hand it.
    pub(super) fn follow_decision(&mut self) -> bool {
        let Some(decision) = self.rekey.round.as_ref().and_then(Round::may_merge) else { return false };
        if self.rekey.broken.contains(&decision.commit) {
            return false;
        }
        match self.leaves_after(&decision.commit) {
            Ok(leaves) => {
                let row = EpochRow { opened_ms: self.now.utc_ms, leaves };
                self.note_epoch(self.known_epoch() + 1, row);
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
    fn leaves_after(&self, commit: &EntryHash) -> Result<Vec<Leaf>, GroupError> {
        let malformed = || GroupError::Malformed("a COMMIT without its UPDATEs".into());
        let body = self.entry_of(commit).map(|e| e.body.clone()).ok_or_else(malformed)?;
        let Ok(Control::Commit(c)) = Control::decode(&body) else { return Err(malformed()) };
        let updates = self.update_bytes(&c.updates).ok_or_else(malformed)?;
        let adds: Vec<Vec<u8>> = c.adds.into_iter().map(|n| n.key_package.into()).collect();
        let mut leaves = self.leaves.get(&self.known_epoch()).map(|e| e.leaves.clone()).unwrap_or_default();
        leaves.retain(|leaf| !c.removes.contains(&leaf.party));
        for (certificate, key) in G::entering(&updates, &c.commit, &adds)? {
            let compartment = &self.config.compartment.0;
            let rule = SerialRule::AboveSeen;
            let member = leaf::check(&self.authority, compartment, &certificate, &key, rule)?;
            leaves.retain(|leaf| leaf.party != member.party);
            leaves.push(Leaf { party: member.party, serial: member.serial, key: member.leaf_key });
        }
        leaves.sort_by(|a, b| a.party.cmp(&b.party));
        Ok(leaves)
    }

    fn authenticator_of(&self, decision: &Decision<PartyCode, EntryHash>) -> Option<Vec<u8>> {
        match Control::decode(&self.entry_of(decision.acks.first()?)?.body) {
            Ok(Control::Ack(ack)) => ack.authenticator.map(Into::into),
            _ => None,
        }
    }

    fn after_merge(&mut self, decision: &Decision<PartyCode, EntryHash>, proposed: bool) {
        let empty = self.rekey.ordered.as_ref().is_some_and(|c| *c == Changes::default());
        if proposed || empty {
            self.rekey.ordered = None;
        }
        self.enter_epoch(self.now.utc_ms);
        self.open_boxes(self.group.epoch());
        self.forget_sealings();
        self.write_opening(decision.acks.first().copied());
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
        for peer in self.peers() {
            let entered = self.openings.get(&peer).is_some_and(|e| *e >= self.group.epoch());
            let lacks = |e: &&Entry| self.covered_to(&peer, &e.header.author) < e.header.seq;
            let entries: Vec<Vec<u8>> =
                hashes.iter().filter_map(|h| self.entry_of(h)).filter(lacks).map(Entry::encode).collect();
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
