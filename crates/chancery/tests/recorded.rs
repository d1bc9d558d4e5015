//! A group of labels that keeps every plaintext handed to `seal`.

use line::group::{
    CertificateAuthority, Changes, Commit, Dirty, Entering, Group, GroupError, Member, Opened,
};
use line::ids::{Epoch, Term};
use line::keys::Secret;
use line::label_group::LabelGroup;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Every plaintext that one node handed to `seal`.
#[derive(Clone, Default)]
pub struct Heard(Arc<Mutex<Vec<Vec<u8>>>>);

impl Heard {
    /// What was heard so far.
    pub fn all(&self) -> Vec<Vec<u8>> {
        self.0.lock().expect("no holder panics").clone()
    }

    /// Hears one more.
    pub fn hear(&self, plaintext: &[u8]) {
        self.0.lock().expect("no holder panics").push(plaintext.to_vec());
    }
}

/// The group.
pub struct Recorded {
    it: LabelGroup,
    heard: Heard,
}

type Authority<'a> = &'a dyn CertificateAuthority;

impl Group for Recorded {
    type Provider = Heard;

    fn key_package(
        _: &mut Heard,
        authority: Authority<'_>,
        compartment: &[u8; 32],
        serial: u64,
    ) -> Result<(Vec<u8>, Dirty), GroupError> {
        LabelGroup::key_package(&mut (), authority, compartment, serial)
    }

    fn create(
        heard: Heard,
        authority: Authority<'_>,
        compartment: &[u8; 32],
        term: Term,
        serial: u64,
    ) -> Result<Self, GroupError> {
        Ok(Recorded { it: LabelGroup::create((), authority, compartment, term, serial)?, heard })
    }

    fn join(
        heard: Heard,
        authority: Authority<'_>,
        compartment: &[u8; 32],
        term: Term,
        welcome: &[u8],
        rows: &Dirty,
    ) -> Result<Self, GroupError> {
        Ok(Recorded { it: LabelGroup::join((), authority, compartment, term, welcome, rows)?, heard })
    }

    fn restore(heard: Heard, rows: &BTreeMap<Vec<u8>, Vec<u8>>) -> Result<Self, GroupError> {
        Ok(Recorded { it: LabelGroup::restore((), rows)?, heard })
    }

    fn id(&self) -> [u8; 32] {
        self.it.id()
    }

    fn epoch(&self) -> Epoch {
        self.it.epoch()
    }

    fn members(&self) -> Vec<Member> {
        self.it.members()
    }

    fn past_members(&self) -> Vec<Member> {
        self.it.past_members()
    }

    fn authenticator(&self) -> Vec<u8> {
        self.it.authenticator()
    }

    fn propose(&mut self, authority: Authority<'_>, serial: u64) -> Result<Vec<u8>, GroupError> {
        self.it.propose(authority, serial)
    }

    fn commit(
        &mut self,
        authority: Authority<'_>,
        updates: &[Vec<u8>],
        serial: u64,
        changes: &Changes,
    ) -> Result<Commit, GroupError> {
        self.it.commit(authority, updates, serial, changes)
    }

    fn stage(
        &mut self,
        authority: Authority<'_>,
        updates: &[Vec<u8>],
        commit: &[u8],
        changes: &Changes,
    ) -> Result<Vec<u8>, GroupError> {
        self.it.stage(authority, updates, commit, changes)
    }

    fn merge(&mut self) -> Result<(), GroupError> {
        self.it.merge()
    }

    fn abort(&mut self) {
        self.it.abort();
    }

    fn seal(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, GroupError> {
        self.heard.hear(plaintext);
        self.it.seal(plaintext)
    }

    fn open(&mut self, sealed: &[u8]) -> Result<Opened, GroupError> {
        self.it.open(sealed)
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.it.sign(message)
    }

    fn verify(&self, leaf_key: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
        self.it.verify(leaf_key, message, signature)
    }

    fn replaced_key(&self, epoch: Epoch) -> Option<Secret> {
        self.it.replaced_key(epoch)
    }

    fn is_private_half(&self, seed: &[u8; 32], leaf_key: &[u8; 32]) -> bool {
        self.it.is_private_half(seed, leaf_key)
    }

    fn close(&mut self, epoch: Epoch) {
        self.it.close(epoch);
    }

    fn psk(&mut self, id: &[u8], secret: &[u8]) {
        self.it.psk(id, secret);
    }

    fn forget_psk(&mut self, id: &[u8]) {
        self.it.forget_psk(id);
    }

    fn export(&mut self) -> Dirty {
        self.it.export()
    }

    fn entering(
        updates: &[Vec<u8>],
        commit: Option<&[u8]>,
        key_packages: &[Vec<u8>],
    ) -> Result<Vec<Entering>, GroupError> {
        LabelGroup::entering(updates, commit, key_packages)
    }

    fn spare_key_package(&mut self, authority: Authority<'_>, serial: u64) -> Result<Vec<u8>, GroupError> {
        self.it.spare_key_package(authority, serial)
    }

    fn join_again(&mut self, authority: Authority<'_>, term: Term, welcome: &[u8]) -> Result<(), GroupError> {
        self.it.join_again(authority, term, welcome)
    }

    fn found_again(&mut self, authority: Authority<'_>, term: Term, serial: u64) -> Result<(), GroupError> {
        self.it.found_again(authority, term, serial)
    }
}
