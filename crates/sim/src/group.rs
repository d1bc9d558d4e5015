//! A witness round a group: what it sealed and merged, for the checkers.
//!
//! I1 every verb is the inner group's own; the witness only listens. I2 what was sealed counts from the commit
//! that carried it: a sealing whose Persist failed never was.

use line::group::{CertificateAuthority, Changes, Commit, Dirty, Group, GroupError, Member, Opened};
use line::ids::{Epoch, Term};
use line::keys::Secret;
use line::label_group::LabelGroup;
use line::mls_group::{MlsGroup, MlsProvider};
use minicbor::Decoder;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a group did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Sealed something.
    Sealed {
        /// Of which term: its group.
        group: [u8; 32],
        /// In which epoch.
        epoch: Epoch,
        /// With which generation of the own ratchet, where the form of the group shows it.
        generation: Option<u64>,
        /// The sealing.
        sealed: Vec<u8>,
    },
    /// Merged a commit.
    Merged {
        /// Of which term: its group.
        group: [u8; 32],
        /// The epoch it opened.
        epoch: Epoch,
        /// Its authenticator.
        authenticator: Vec<u8>,
    },
}

/// Where a witness writes; shared with the node that reads it after every batch.
pub type Deeds = Rc<RefCell<Vec<Deed>>>;

/// A form of group that a world can drive.
pub trait Driven: Group + 'static {
    /// What a shell hands in: cryptography that seeds itself; no rule of a world looks at what it draws.
    type Shell: Clone;
    /// A fresh provider.
    fn provider(shell: &Self::Shell) -> Self::Provider;
    /// What whoever has a leaf key's private half makes of a message.
    fn sign_with(seed: &[u8; 32], message: &[u8]) -> [u8; 64];
    /// Generation of a sealing of the own ratchet, where the bytes show it.
    fn generation(sealed: &[u8]) -> Option<u64>;
}

/// A group that is watched.
pub struct Witness<G: Group> {
    group: G,
    deeds: Deeds,
}

impl<G: Driven> Group for Witness<G> {
    type Provider = (G::Provider, Deeds);

    fn key_package(
        provider: &mut Self::Provider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        serial: u64,
    ) -> Result<(Vec<u8>, Dirty), GroupError> {
        G::key_package(&mut provider.0, authority, compartment, serial)
    }

    fn create(
        provider: Self::Provider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        serial: u64,
    ) -> Result<Self, GroupError> {
        let group = G::create(provider.0, authority, compartment, term, serial)?;
        Ok(Witness { group, deeds: provider.1 })
    }

    fn join(
        provider: Self::Provider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        welcome: &[u8],
        key_package_rows: &Dirty,
    ) -> Result<Self, GroupError> {
        let group = G::join(provider.0, authority, compartment, term, welcome, key_package_rows)?;
        Ok(Witness { group, deeds: provider.1 })
    }

    fn restore(provider: Self::Provider, rows: &BTreeMap<Vec<u8>, Vec<u8>>) -> Result<Self, GroupError> {
        Ok(Witness { group: G::restore(provider.0, rows)?, deeds: provider.1 })
    }

    fn id(&self) -> [u8; 32] {
        self.group.id()
    }

    fn epoch(&self) -> Epoch {
        self.group.epoch()
    }

    fn members(&self) -> Vec<Member> {
        self.group.members()
    }

    fn past_members(&self) -> Vec<Member> {
        self.group.past_members()
    }

    fn authenticator(&self) -> Vec<u8> {
        self.group.authenticator()
    }

    fn propose(&mut self, authority: &dyn CertificateAuthority, serial: u64) -> Result<Vec<u8>, GroupError> {
        self.group.propose(authority, serial)
    }

    fn commit(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        serial: u64,
        changes: &Changes,
    ) -> Result<Commit, GroupError> {
        self.group.commit(authority, updates, serial, changes)
    }

    fn stage(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        commit: &[u8],
        changes: &Changes,
    ) -> Result<Vec<u8>, GroupError> {
        self.group.stage(authority, updates, commit, changes)
    }

    fn merge(&mut self) -> Result<(), GroupError> {
        self.group.merge()?;
        let (group, epoch) = (self.group.id(), self.group.epoch());
        let deed = Deed::Merged { group, epoch, authenticator: self.group.authenticator() };
        self.deeds.borrow_mut().push(deed);
        Ok(())
    }

    fn abort(&mut self) {
        self.group.abort();
    }

    fn seal(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, GroupError> {
        let sealed = self.group.seal(plaintext)?;
        let deed = Deed::Sealed {
            group: self.group.id(),
            epoch: self.group.epoch(),
            generation: G::generation(&sealed),
            sealed: sealed.clone(),
        };
        self.deeds.borrow_mut().push(deed);
        Ok(sealed)
    }

    fn open(&mut self, sealed: &[u8]) -> Result<Opened, GroupError> {
        self.group.open(sealed)
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.group.sign(message)
    }

    fn verify(&self, leaf_key: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
        self.group.verify(leaf_key, message, signature)
    }

    fn replaced_key(&self, epoch: Epoch) -> Option<Secret> {
        self.group.replaced_key(epoch)
    }

    fn is_private_half(&self, seed: &[u8; 32], leaf_key: &[u8; 32]) -> bool {
        self.group.is_private_half(seed, leaf_key)
    }

    fn close(&mut self, epoch: Epoch) {
        self.group.close(epoch);
    }

    fn psk(&mut self, id: &[u8], secret: &[u8]) {
        self.group.psk(id, secret);
    }

    fn forget_psk(&mut self, id: &[u8]) {
        self.group.forget_psk(id);
    }

    fn export(&mut self) -> Dirty {
        self.group.export()
    }

    fn entering(
        updates: &[Vec<u8>],
        commit: Option<&[u8]>,
        key_packages: &[Vec<u8>],
    ) -> Result<Vec<(Vec<u8>, [u8; 32])>, GroupError> {
        G::entering(updates, commit, key_packages)
    }

    fn spare_key_package(
        &mut self,
        authority: &dyn CertificateAuthority,
        serial: u64,
    ) -> Result<Vec<u8>, GroupError> {
        self.group.spare_key_package(authority, serial)
    }

    fn join_again(
        &mut self,
        authority: &dyn CertificateAuthority,
        term: Term,
        welcome: &[u8],
    ) -> Result<(), GroupError> {
        self.group.join_again(authority, term, welcome)
    }

    fn found_again(
        &mut self,
        authority: &dyn CertificateAuthority,
        term: Term,
        serial: u64,
    ) -> Result<(), GroupError> {
        self.group.found_again(authority, term, serial)
    }
}

impl Driven for LabelGroup {
    type Shell = ();

    fn provider((): &()) {}

    fn sign_with(seed: &[u8; 32], message: &[u8]) -> [u8; 64] {
        line::label_group::signature(seed, message)
    }

    /// The fourth field of a label sealing: `[group, epoch, sender, generation, ...]`.
    fn generation(sealed: &[u8]) -> Option<u64> {
        let mut label = Decoder::new(sealed);
        label.array().ok()?;
        for _ in 0..3 {
            label.skip().ok()?;
        }
        label.u64().ok()
    }
}

impl Driven for MlsGroup {
    type Shell = MlsProvider;

    fn provider(shell: &MlsProvider) -> MlsProvider {
        shell.clone()
    }

    fn sign_with(seed: &[u8; 32], message: &[u8]) -> [u8; 64] {
        line::mls_group::signature(seed, message)
    }

    /// Encrypted in a real sealing: the run with labels shows it.
    fn generation(_: &[u8]) -> Option<u64> {
        None
    }
}
