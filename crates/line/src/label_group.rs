//! A [`Group`] of labels for tests and war games: the epochs, generations, windows, refusals and sizes of
//! `MlsGroup`, with labels in place of ciphertexts and signatures (line.md section 16). It hides nothing and
//! holds nothing random.
//!
//! I1 no generation of a ratchet seals or opens twice. I2 a refused verb changes nothing. I3 equal calls give
//! equal bytes and rows on every machine.

use crate::certificate::SerialRule;
use crate::group::{
    CertificateAuthority, Changes, Commit, Dirty, Entering, Group, GroupError, Member, Opened,
};
use crate::ids::{Epoch, PartyCode, Term};
use crate::label_form::{
    CommitLabel, LabelKeyPackage, LabelLeaf, Sealing, Seat, UpdateLabel, WelcomeLabel, derive,
    key_package_size, pad, sealing_size, tag, unpad, update_size,
};
use crate::label_window::Window;
use crate::leaf;
use crate::secret::Secret;
use crate::{cbor, label_form};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, BTreeSet};
use subtle::ConstantTimeEq;

/// One compartment's group of labels.
#[derive(Debug, Clone)]
pub struct LabelGroup {
    tree: Tree,
    ratchets: Ratchets,
    keys: Keys,
    staged: Option<Next>,
    psks: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Own KeyPackages that wait to be used, by the key of their row.
    spares: BTreeMap<Vec<u8>, Vec<u8>>,
    changed: BTreeSet<&'static str>,
    dirty: Dirty,
}

/// Who sits where in the current and the past epoch, and the secret of both.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Tree {
    #[n(0)]
    me: PartyCode,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    compartment: [u8; 32],
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    group: [u8; 32],
    #[n(3)]
    now: Next,
    #[n(4)]
    past: Option<Next>,
}

/// An epoch, or the one that merging would open.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Next {
    #[n(0)]
    epoch: Epoch,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    secret: [u8; 32],
    #[n(2)]
    seats: Vec<Seat>,
}

/// Own generation and what was opened of every sender.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Ratchets {
    #[n(0)]
    own: u32,
    #[n(1)]
    now: BTreeMap<PartyCode, Window>,
    #[n(2)]
    past: BTreeMap<PartyCode, Window>,
}

/// Own leaves that wait for a commit: those of UPDATEs sent, and the own pending commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Keys {
    #[n(0)]
    proposed: Vec<LabelLeaf>,
    #[n(1)]
    pending: Option<Next>,
    /// Own leaf keys of past epochs, by the last epoch of their life; absent if there are none.
    #[n(2)]
    replaced: Option<BTreeMap<Epoch, ByteArray<32>>>,
}

impl Group for LabelGroup {
    type Provider = ();

    fn key_package(
        _provider: &mut (),
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        serial: u64,
    ) -> Result<(Vec<u8>, Dirty), GroupError> {
        let leaf = own_leaf(authority, compartment, serial)?;
        let bytes = key_package_bytes(leaf);
        let row = (key_package_row(&bytes), Some(bytes.clone()));
        Ok((bytes, Dirty::from([row])))
    }

    fn create(
        _provider: (),
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        serial: u64,
    ) -> Result<Self, GroupError> {
        let leaf = own_leaf(authority, compartment, serial)?;
        let group = crate::group::group_id(compartment, term);
        let secret = derive("founding", &[&group, &leaf.key]);
        let seat = Seat { index: 0, party: authority.own().clone(), serial, leaf };
        let now = Next { epoch: 0, secret, seats: vec![seat] };
        Ok(LabelGroup::of(Tree {
            me: authority.own().clone(),
            compartment: *compartment,
            group,
            now,
            past: None,
        }))
    }

    fn join(
        _provider: (),
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        welcome: &[u8],
        key_package_rows: &Dirty,
    ) -> Result<Self, GroupError> {
        let label: WelcomeLabel = unpad(welcome).ok_or_else(|| malformed("Welcome"))?;
        if label.group != crate::group::group_id(compartment, term) {
            return Err(GroupError::NotOurs);
        }
        let rows = label.key_packages.iter().map(|h| [KEY_PACKAGE_ROW, h.as_slice()].concat());
        let ours = rows.into_iter().find(|row| matches!(key_package_rows.get(row), Some(Some(_))));
        let used = ours.ok_or(GroupError::NotOurs)?;
        for seat in label.seats.iter().filter(|s| s.party != *authority.own()) {
            let found = check_leaf(authority, compartment, &seat.leaf, SerialRule::AnyOnce)?;
            if found.party != seat.party || found.serial != seat.serial {
                return Err(malformed("a seat of the Welcome"));
            }
        }
        let now = Next { epoch: label.epoch, secret: label.secret, seats: label.seats };
        let me = authority.own().clone();
        let mut group =
            LabelGroup::of(Tree { me, compartment: *compartment, group: label.group, now, past: None });
        for (row, value) in key_package_rows {
            let kept = value.clone().filter(|_| *row != used);
            group.spares.extend(kept.clone().map(|bytes| (row.clone(), bytes)));
            group.dirty.insert(row.clone(), kept);
        }
        Ok(group)
    }

    fn restore(_provider: (), rows: &BTreeMap<Vec<u8>, Vec<u8>>) -> Result<Self, GroupError> {
        let mut group = LabelGroup::of(read_row(rows, TREE)?);
        group.ratchets = read_row(rows, RATCHETS)?;
        group.keys = read_row(rows, KEYS)?;
        let psks = rows.iter().filter_map(|(k, v)| Some((k.strip_prefix(PSK_ROW)?.to_vec(), v.clone())));
        group.psks = psks.collect();
        let spares = rows.iter().filter(|(k, _)| k.starts_with(KEY_PACKAGE_ROW));
        group.spares = spares.map(|(k, v)| (k.clone(), v.clone())).collect();
        group.changed.clear();
        Ok(group)
    }

    fn id(&self) -> [u8; 32] {
        self.tree.group
    }

    fn epoch(&self) -> Epoch {
        self.tree.now.epoch
    }

    fn members(&self) -> Vec<Member> {
        members(&self.tree.now.seats)
    }

    fn past_members(&self) -> Vec<Member> {
        self.tree.past.as_ref().map(|past| members(&past.seats)).unwrap_or_default()
    }

    fn authenticator(&self) -> Vec<u8> {
        authenticator(&self.tree.now)
    }

    fn propose(&mut self, authority: &dyn CertificateAuthority, serial: u64) -> Result<Vec<u8>, GroupError> {
        if self.keys.pending.is_some() {
            return Err(GroupError::CommitPending);
        }
        self.own_seat()?;
        let leaf = own_leaf(authority, &self.tree.compartment, serial)?;
        let size = update_size(leaf.certificate.len());
        let tag = self.update_tag(&self.tree.me, &leaf);
        let (group, epoch, by) = (self.tree.group, self.epoch(), self.tree.me.clone());
        let label = UpdateLabel { group, epoch, by, leaf: leaf.clone(), tag };
        self.keys.proposed.push(leaf);
        self.changed.insert(KEYS);
        Ok(pad(&label, size))
    }

    fn commit(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        serial: u64,
        changes: &Changes,
    ) -> Result<Commit, GroupError> {
        if self.keys.pending.is_some() {
            return Err(GroupError::CommitPending);
        }
        self.own_seat()?;
        let folded = self.read_updates(Some(authority), updates)?;
        if folded.iter().any(|u| u.by == self.tree.me) {
            return Err(malformed("an own UPDATE in the own commit"));
        }
        let leaf = own_leaf(authority, &self.tree.compartment, serial)?;
        let mut label = CommitLabel {
            group: self.tree.group,
            epoch: self.epoch(),
            by: self.tree.me.clone(),
            leaf,
            updates: updates.iter().map(|u| ByteArray::from(derive("update", &[u]))).collect(),
            adds: changes.adds.values().map(|kp| ByteVec::from(kp.clone())).collect(),
            removes: changes.removes.clone(),
            psks: changes.psks.iter().map(|p| ByteVec::from(p.clone())).collect(),
            tag: [0; 16],
        };
        label.tag = self.commit_tag(&label);
        let next = self.next(Some(authority), &label, &folded, changes)?;
        let bytes = pad(&label, self.shape(&label, &next).size());
        let welcomes = self.welcomes(&label, &next, changes);
        let authenticator = authenticator(&next);
        self.keys.pending = Some(next);
        self.changed.insert(KEYS);
        Ok(Commit { bytes, welcomes, authenticator })
    }

    fn stage(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        commit: &[u8],
        changes: &Changes,
    ) -> Result<Vec<u8>, GroupError> {
        if self.keys.pending.is_some() {
            return Err(GroupError::CommitPending);
        }
        let label: CommitLabel = unpad(commit).ok_or_else(|| malformed("commit"))?;
        self.belongs(&label.group, label.epoch)?;
        if label.by == self.tree.me {
            return Err(GroupError::Forbidden("own commit"));
        }
        if !same(&label.tag, &self.commit_tag(&label)) || self.seat(&label.by).is_none() {
            return Err(GroupError::NotOurs);
        }
        if !updates.iter().map(|u| derive("update", &[u])).eq(label.updates.iter().map(|h| **h)) {
            return Err(malformed("the commit folds other UPDATEs"));
        }
        let leaving = changes.removes.contains(&self.tree.me);
        let checks = Some(authority).filter(|_| !leaving);
        let folded = self.read_updates(checks, updates)?;
        let next = self.next(checks, &label, &folded, changes)?;
        if commit.len() != self.shape(&label, &next).size().max(cbor::encode(&label).len()) {
            return Err(malformed("commit size"));
        }
        let authenticator = if leaving { Vec::new() } else { authenticator(&next) };
        self.staged = Some(next);
        Ok(authenticator)
    }

    fn merge(&mut self) -> Result<(), GroupError> {
        let next =
            self.keys.pending.take().or_else(|| self.staged.take()).ok_or(GroupError::NothingStaged)?;
        self.staged = None;
        self.keys.proposed.clear();
        self.keep_replaced(&next);
        self.ratchets.past = std::mem::take(&mut self.ratchets.now);
        self.ratchets.own = 0;
        self.tree.past = Some(std::mem::replace(&mut self.tree.now, next));
        self.changed.extend([TREE, RATCHETS, KEYS]);
        Ok(())
    }

    fn abort(&mut self) {
        self.staged = None;
        if self.keys.pending.take().is_some() {
            self.changed.insert(KEYS);
        }
    }

    fn seal(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, GroupError> {
        self.own_seat()?;
        let generation = self.ratchets.own;
        self.ratchets.own = generation.checked_add(1).ok_or_else(|| library("ratchet too long"))?;
        self.changed.insert(RATCHETS);
        let sender = self.tree.me.clone();
        let tag = sealing_tag(&self.tree.now.secret, &sender, generation, plaintext);
        let (group, epoch) = (self.tree.group, self.epoch());
        let label = Sealing { group, epoch, sender, generation, tag, plaintext: plaintext.to_vec() };
        Ok(pad(&label, sealing_size(plaintext.len())))
    }

    fn open(&mut self, sealed: &[u8]) -> Result<Opened, GroupError> {
        let s: Sealing = unpad(sealed).ok_or_else(|| malformed("sealing"))?;
        if s.group != self.tree.group {
            return Err(GroupError::NotOurs);
        }
        let past = self.tree.past.as_ref().filter(|p| p.epoch == s.epoch);
        let now = Some(&self.tree.now).filter(|n| n.epoch == s.epoch);
        let of = now.or(past).ok_or(GroupError::WrongEpoch { of: s.epoch, at: self.epoch() })?;
        if s.sender == self.tree.me || !of.seats.iter().any(|seat| seat.party == s.sender) {
            return Err(GroupError::NotOurs);
        }
        let secret = of.secret;
        let windows = if now.is_some() { &mut self.ratchets.now } else { &mut self.ratchets.past };
        let window = windows.get(&s.sender).cloned().unwrap_or_default().opened(s.generation)?;
        let good = same(&s.tag, &sealing_tag(&secret, &s.sender, s.generation, &s.plaintext));
        if !good || sealed.len() != sealing_size(s.plaintext.len()) {
            return Err(GroupError::NotOurs);
        }
        windows.insert(s.sender.clone(), window);
        self.changed.insert(RATCHETS);
        Ok(Opened { sender: s.sender, epoch: s.epoch, plaintext: s.plaintext })
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.own_seat().map(|seat| signature(&seat.leaf.key, message)).unwrap_or([0; 64])
    }

    fn verify(&self, leaf_key: &[u8; 32], message: &[u8], bytes: &[u8]) -> bool {
        bytes == signature(leaf_key, message)
    }

    fn replaced_key(&self, epoch: Epoch) -> Option<Secret> {
        self.keys.replaced.as_ref()?.get(&epoch).map(|key| Secret::new(**key))
    }

    /// In labels both halves of a leaf key are the same.
    fn is_private_half(&self, seed: &[u8; 32], leaf_key: &[u8; 32]) -> bool {
        seed == leaf_key
    }

    fn close(&mut self, epoch: Epoch) {
        if epoch >= self.epoch() {
            return;
        }
        let kept = self.keys.replaced.take().unwrap_or_default();
        let before = kept.len();
        let later: BTreeMap<_, _> = kept.into_iter().filter(|(of, _)| *of > epoch).collect();
        if later.len() < before {
            self.changed.insert(KEYS);
        }
        self.keys.replaced = Some(later).filter(|k| !k.is_empty());
        if self.tree.past.as_ref().is_some_and(|past| past.epoch <= epoch) {
            self.tree.past = None;
            self.ratchets.past.clear();
            self.changed.extend([TREE, RATCHETS]);
        }
    }

    fn psk(&mut self, id: &[u8], secret: &[u8]) {
        self.psks.insert(id.to_vec(), secret.to_vec());
        self.dirty.insert([PSK_ROW, id].concat(), Some(secret.to_vec()));
    }

    fn forget_psk(&mut self, id: &[u8]) {
        self.psks.remove(id);
        self.dirty.insert([PSK_ROW, id].concat(), None);
    }

    fn export(&mut self) -> Dirty {
        for row in std::mem::take(&mut self.changed) {
            let value = match row {
                TREE => cbor::encode(&self.tree),
                RATCHETS => cbor::encode(&self.ratchets),
                _ => cbor::encode(&self.keys),
            };
            self.dirty.insert(row.as_bytes().to_vec(), Some(value));
        }
        std::mem::take(&mut self.dirty)
    }

    fn entering(
        updates: &[Vec<u8>],
        commit: Option<&[u8]>,
        key_packages: &[Vec<u8>],
    ) -> Result<Vec<Entering>, GroupError> {
        let mut leaves = Vec::new();
        for bytes in updates {
            leaves.push(unpad::<UpdateLabel>(bytes).ok_or_else(|| malformed("UPDATE"))?.leaf);
        }
        for bytes in key_packages {
            leaves.push(unpad::<LabelKeyPackage>(bytes).ok_or_else(|| malformed("KeyPackage"))?.leaf);
        }
        if let Some(bytes) = commit {
            leaves.push(unpad::<CommitLabel>(bytes).ok_or_else(|| malformed("commit"))?.leaf);
        }
        Ok(leaves.into_iter().map(|leaf| (leaf.certificate, leaf.key)).collect())
    }

    fn spare_key_package(
        &mut self,
        authority: &dyn CertificateAuthority,
        serial: u64,
    ) -> Result<Vec<u8>, GroupError> {
        let (bytes, rows) = Self::key_package(&mut (), authority, &self.tree.compartment, serial)?;
        self.spares.insert(key_package_row(&bytes), bytes.clone());
        self.dirty.extend(rows);
        Ok(bytes)
    }

    fn join_again(
        &mut self,
        authority: &dyn CertificateAuthority,
        term: Term,
        welcome: &[u8],
    ) -> Result<(), GroupError> {
        let offered = self.spares.iter().map(|(row, bytes)| (row.clone(), Some(bytes.clone()))).collect();
        let joined = Self::join((), authority, &self.tree.compartment, term, welcome, &offered)?;
        self.give_way_to(joined);
        Ok(())
    }

    fn found_again(
        &mut self,
        authority: &dyn CertificateAuthority,
        term: Term,
        serial: u64,
    ) -> Result<(), GroupError> {
        let mut founded = Self::create((), authority, &self.tree.compartment, term, serial)?;
        founded.spares.clone_from(&self.spares);
        self.give_way_to(founded);
        Ok(())
    }
}

impl LabelGroup {
    fn of(tree: Tree) -> Self {
        LabelGroup {
            tree,
            ratchets: Ratchets::default(),
            keys: Keys::default(),
            staged: None,
            psks: BTreeMap::new(),
            spares: BTreeMap::new(),
            changed: BTreeSet::from([TREE, RATCHETS, KEYS]),
            dirty: Dirty::new(),
        }
    }

    /// Another group takes this one's place and its rows; pre-shared keys stay.
    fn give_way_to(&mut self, mut next: LabelGroup) {
        let mut dirty = std::mem::take(&mut self.dirty);
        dirty.append(&mut next.dirty);
        next.psks = std::mem::take(&mut self.psks);
        *self = LabelGroup { dirty, ..next };
    }

    /// The own leaf key is about to be replaced: it is kept until this epoch is closed.
    fn keep_replaced(&mut self, next: &Next) {
        let of = |seats: &[Seat]| seats.iter().find(|s| s.party == self.tree.me).map(|s| s.leaf.key);
        let (before, after) = (of(&self.tree.now.seats), of(&next.seats));
        if let Some(key) = before.filter(|key| after != Some(*key)) {
            self.keys.replaced.get_or_insert_default().insert(self.tree.now.epoch, key.into());
        }
    }

    fn seat(&self, party: &PartyCode) -> Option<&Seat> {
        self.tree.now.seats.iter().find(|s| s.party == *party)
    }

    fn own_seat(&self) -> Result<&Seat, GroupError> {
        self.seat(&self.tree.me).ok_or(GroupError::Forbidden("no longer a member"))
    }

    fn belongs(&self, group: &[u8; 32], epoch: Epoch) -> Result<(), GroupError> {
        if *group != self.tree.group {
            return Err(GroupError::NotOurs);
        }
        let at = self.epoch();
        if epoch == at { Ok(()) } else { Err(GroupError::WrongEpoch { of: epoch, at }) }
    }

    fn update_tag(&self, by: &PartyCode, leaf: &LabelLeaf) -> [u8; 16] {
        tag("update", &[&self.tree.now.secret, by.as_str().as_bytes(), &cbor::encode(leaf)])
    }

    fn commit_tag(&self, label: &CommitLabel) -> [u8; 16] {
        let content = CommitLabel { tag: [0; 16], ..label.clone() };
        tag("commit", &[&self.tree.now.secret, &cbor::encode(&content)])
    }

    /// Reads UPDATEs of this epoch and checks every leaf but one's own; who leaves has nothing to check with.
    fn read_updates(
        &self,
        checks: Option<&dyn CertificateAuthority>,
        updates: &[Vec<u8>],
    ) -> Result<Vec<UpdateLabel>, GroupError> {
        let mut folded: Vec<UpdateLabel> = Vec::new();
        for bytes in updates {
            let label: UpdateLabel = unpad(bytes).ok_or_else(|| malformed("UPDATE"))?;
            self.belongs(&label.group, label.epoch)?;
            if !same(&label.tag, &self.update_tag(&label.by, &label.leaf)) || self.seat(&label.by).is_none() {
                return Err(GroupError::NotOurs);
            }
            if label.by == self.tree.me {
                let known = self.keys.proposed.contains(&label.leaf);
                known.then_some(()).ok_or_else(|| library("an own UPDATE whose key is not here"))?;
            } else {
                self.check_entering(checks, &label.by, &label.leaf)?;
            }
            folded.push(label);
        }
        Ok(folded)
    }

    fn check_entering(
        &self,
        checks: Option<&dyn CertificateAuthority>,
        party: &PartyCode,
        leaf: &LabelLeaf,
    ) -> Result<u64, GroupError> {
        let Some(authority) = checks else {
            return leaf::read(&leaf.certificate).map(|m| m.serial);
        };
        let found = check_leaf(authority, &self.tree.compartment, leaf, SerialRule::AboveSeen)?;
        if found.party != *party {
            return Err(GroupError::Certificate { party: Some(party.clone()), check: "MALFORMED" });
        }
        Ok(found.serial)
    }

    /// The epoch that merging this commit would open: updates, then removes, then adds, as RFC 9420 section 12.3.
    fn next(
        &self,
        checks: Option<&dyn CertificateAuthority>,
        label: &CommitLabel,
        folded: &[UpdateLabel],
        changes: &Changes,
    ) -> Result<Next, GroupError> {
        let named = label.adds.iter().map(|a| a.as_slice()).eq(changes.adds.values().map(Vec::as_slice));
        let psks = label.psks.iter().map(|p| p.as_slice()).eq(changes.psks.iter().map(Vec::as_slice));
        if !named || !psks || label.removes != changes.removes {
            return Err(malformed("the commit makes other changes than named"));
        }
        let mut secrets = Vec::new();
        for psk in &changes.psks {
            secrets.push(self.psks.get(psk).ok_or_else(|| GroupError::PskMissing(psk.clone()))?.as_slice());
        }
        let mut seats = self.tree.now.seats.clone();
        let rotations = folded.iter().map(|u| (&u.by, &u.leaf)).chain([(&label.by, &label.leaf)]);
        for (party, leaf) in rotations {
            let serial = match *party == self.tree.me {
                true => leaf::read(&leaf.certificate)?.serial,
                false => self.check_entering(checks, party, leaf)?,
            };
            for seat in seats.iter_mut().filter(|s| s.party == *party) {
                (seat.leaf, seat.serial) = (leaf.clone(), serial);
            }
        }
        seats.retain(|s| !label.removes.contains(&s.party));
        for (party, bytes) in &changes.adds {
            let offer: LabelKeyPackage = unpad(bytes).ok_or_else(|| malformed("KeyPackage"))?;
            let serial = self.check_entering(checks, party, &offer.leaf)?;
            let taken: BTreeSet<u32> = seats.iter().map(|s| s.index).collect();
            let index = (0..).find(|i| !taken.contains(i)).expect("a finite tree has a free leaf");
            seats.push(Seat { index, party: party.clone(), serial, leaf: offer.leaf });
        }
        seats.sort_by_key(|s| s.index);
        let commit = cbor::encode(label);
        let parts = [self.tree.now.secret.as_slice(), commit.as_slice()];
        let secret = derive("epoch", &parts.into_iter().chain(secrets).collect::<Vec<_>>());
        Ok(Next { epoch: self.epoch() + 1, secret, seats })
    }

    fn shape(&self, label: &CommitLabel, next: &Next) -> label_form::CommitShape {
        let (stay, enter) = next.seats.iter().map(|s| s.index).partition(|index| {
            let before = self.tree.now.seats.iter().find(|s| s.index == *index);
            before.is_some_and(|s| !label.removes.contains(&s.party))
        });
        label_form::CommitShape {
            stay,
            enter,
            by: self.seat(&label.by).map(|s| s.index).unwrap_or_default(),
            certificate: label.leaf.certificate.len(),
            updates: label.updates.len(),
            removes: label.removes.len(),
            adds: label.adds.iter().map(|a| a.len()).collect(),
            psks: label.psks.iter().map(|p| p.len()).collect(),
        }
    }

    fn welcomes(&self, label: &CommitLabel, next: &Next, changes: &Changes) -> BTreeMap<PartyCode, Vec<u8>> {
        let key_packages =
            changes.adds.values().map(|kp| ByteArray::from(derive("KeyPackage", &[kp]))).collect();
        let welcome = WelcomeLabel {
            group: self.tree.group,
            epoch: next.epoch,
            secret: next.secret,
            seats: next.seats.clone(),
            key_packages,
        };
        let certificates: Vec<usize> = next.seats.iter().map(|s| s.leaf.certificate.len()).collect();
        let bytes = pad(&welcome, self.shape(label, next).welcome_size(&certificates));
        changes.adds.keys().map(|party| (party.clone(), bytes.clone())).collect()
    }
}

fn own_leaf(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    serial: u64,
) -> Result<LabelLeaf, GroupError> {
    let key = derive("leaf", &[compartment, authority.own().as_str().as_bytes(), &serial.to_be_bytes()]);
    let certificate = leaf::certify(authority, compartment, serial, &key)?;
    Ok(LabelLeaf { certificate, key, capable: true })
}

fn check_leaf(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    leaf: &LabelLeaf,
    serials: SerialRule,
) -> Result<Member, GroupError> {
    if !leaf.capable {
        let party = leaf::read(&leaf.certificate).ok().map(|m| m.party);
        return Err(GroupError::Certificate { party, check: "CAPABILITY-MISSING" });
    }
    leaf::check(authority, compartment, &leaf.certificate, &leaf.key, serials)
}

fn key_package_bytes(leaf: LabelLeaf) -> Vec<u8> {
    let size = key_package_size(leaf.certificate.len());
    pad(&LabelKeyPackage { what: "KeyPackage".to_owned(), leaf }, size)
}

fn key_package_row(bytes: &[u8]) -> Vec<u8> {
    [KEY_PACKAGE_ROW, &derive("KeyPackage", &[bytes])].concat()
}

fn members(seats: &[Seat]) -> Vec<Member> {
    let member = |s: &Seat| {
        (s.party.clone(), Member { party: s.party.clone(), serial: s.serial, leaf_key: s.leaf.key })
    };
    seats.iter().map(member).collect::<BTreeMap<_, _>>().into_values().collect()
}

fn authenticator(of: &Next) -> Vec<u8> {
    derive("authenticator", &[&of.secret]).to_vec()
}

fn sealing_tag(secret: &[u8; 32], sender: &PartyCode, generation: u32, plaintext: &[u8]) -> [u8; 16] {
    tag("seal", &[secret, sender.as_str().as_bytes(), &generation.to_be_bytes(), plaintext])
}

/// What stands for a signature with a leaf key.
pub fn signature(leaf_key: &[u8; 32], message: &[u8]) -> [u8; 64] {
    let half = derive("sign", &[leaf_key, message]);
    std::array::from_fn(|i| half[i % 32])
}

fn same(a: &[u8; 16], b: &[u8; 16]) -> bool {
    a.ct_eq(b).into()
}

fn read_row<T>(rows: &BTreeMap<Vec<u8>, Vec<u8>>, name: &'static str) -> Result<T, GroupError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let bytes = rows.get(name.as_bytes()).ok_or_else(|| library(&format!("no row {name}")))?;
    cbor::decode(bytes).map_err(|e| library(&format!("row {name} is {e}")))
}

fn malformed(what: &str) -> GroupError {
    GroupError::Malformed(what.to_owned())
}

fn library(what: &str) -> GroupError {
    GroupError::Library(what.to_owned())
}

const TREE: &str = "tree";
const RATCHETS: &str = "ratchets";
const KEYS: &str = "keys";
const KEY_PACKAGE_ROW: &[u8] = b"key-package/";
const PSK_ROW: &[u8] = b"psk/";
