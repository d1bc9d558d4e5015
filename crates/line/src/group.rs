//! The key agreement of one compartment behind about fourteen verbs, so that the protocol runs with real MLS
//! (`mls_group`) or with labels (`label_group`) and one conformance suite holds both.
//!
//! I1 `export` carries every change since the last call: persisted with the entries, or thrown away whole.
//! I2 what `stage` accepted is dropped or merged, never half. I3 no verb reads a clock.

use crate::ids::{Epoch, PartyCode, Term};
use crate::secret::Secret;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Randomness handed in from outside; `LabelGroup` ignores it.
pub trait Entropy {
    /// Fills the slice with unpredictable bytes.
    fn fill(&mut self, out: &mut [u8]);
}

/// Bytes of a group's state that changed: `None` deletes the key.
pub type Dirty = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A member as the group's tree shows it, certificate already checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Party code from the leaf certificate.
    pub party: PartyCode,
    /// Serial of its leaf key.
    pub serial: u64,
    /// Ed25519 public leaf key that signs this epoch's entries.
    pub leaf_key: [u8; 32],
}

/// What opening a sealed message gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Who sealed it.
    pub sender: PartyCode,
    /// In which epoch.
    pub epoch: Epoch,
    /// The entry bytes.
    pub plaintext: Vec<u8>,
}

/// A full rotation, ready to be sent as COMMIT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Commit bytes (a PublicMessage).
    pub bytes: Vec<u8>,
    /// Welcomes by newcomer, if members are added.
    pub welcomes: BTreeMap<PartyCode, Vec<u8>>,
    /// Authenticator of the epoch that merging it would open.
    pub authenticator: Vec<u8>,
}

/// What a commit adds, removes and carries besides the rotation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// KeyPackages of newcomers by party.
    pub adds: BTreeMap<PartyCode, Vec<u8>>,
    /// Parties that leave.
    pub removes: Vec<PartyCode>,
    /// Ids of pre-shared keys to inject.
    pub psks: Vec<Vec<u8>>,
}

/// Why a group verb refused; the epoch is unchanged and nothing was consumed unless the variant says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupError {
    /// Sealed in an epoch this group no longer or not yet holds.
    WrongEpoch {
        /// Epoch of the message.
        of: Epoch,
        /// Epoch of this group.
        at: Epoch,
    },
    /// This generation was opened before.
    GenerationUsed,
    /// Too far behind or ahead of the ratchet's window.
    OutsideWindow,
    /// Not for this group, or its seal does not open.
    NotOurs,
    /// Malformed message.
    Malformed(String),
    /// A leaf certificate fails: which member, and which check.
    Certificate {
        /// The member whose leaf it is, if it could be read.
        party: Option<PartyCode>,
        /// WRONG-MAC, OTHER-STATUS, WRONG-KEY, SERIAL, WRONG-GROUP, NOT-A-MEMBER, PEER-MISSING, NOT-PAIRED,
        /// CAPABILITY-MISSING, MALFORMED.
        check: &'static str,
    },
    /// A pre-shared key that the commit names is not here.
    PskMissing(Vec<u8>),
    /// A commit of our own is pending and would be replaced.
    CommitPending,
    /// Nothing staged or pending to merge.
    NothingStaged,
    /// External commit or proposal, or ReInit.
    Forbidden(&'static str),
    /// The library failed in a way that is our bug.
    Library(String),
}

impl std::fmt::Display for GroupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for GroupError {}

/// Pairwise secrets and serial memory that certificates are made and checked with.
pub trait CertificateAuthority {
    /// The MAC under R_AB of the pair (own party, `peer`) over the certificate's former fields; `None` if not paired.
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]>;
    /// Whether a MAC of `peer` that is wrong here would be right under another status (R14); only names the reason.
    fn of_another_status(&self, _peer: &PartyCode, _former: &[u8], _claimed: &[u8; 32]) -> bool {
        false
    }
    /// Own party.
    fn own(&self) -> &PartyCode;
    /// Parties a certificate of this compartment must address (all members but its author).
    fn members(&self) -> Vec<PartyCode>;
    /// Highest serial seen of a party in a tree, 0 if none; a spare KeyPackage counts once it has been used.
    fn highest_serial(&self, party: &PartyCode) -> u64;
    /// Whether a serial is that of a spare KeyPackage of a party which lies here unused.
    fn is_spare(&self, _party: &PartyCode, _serial: u64) -> bool {
        false
    }
}

/// One compartment's key agreement. A value is created by `create` or `join` of the implementing type and
/// restored from the rows that `export` gave.
pub trait Group: Sized {
    /// What the shell hands in (crypto provider, entropy seed); `()` for labels.
    type Provider;

    /// A KeyPackage for being added, with the private part kept in the rows of `export`.
    ///
    /// # Errors
    /// [`GroupError::Certificate`] if a peer is not paired.
    fn key_package(
        provider: &mut Self::Provider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        serial: u64,
    ) -> Result<(Vec<u8>, Dirty), GroupError>;

    /// Founds the group alone.
    ///
    /// # Errors
    /// [`GroupError::Certificate`] if a peer is not paired.
    fn create(
        provider: Self::Provider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        serial: u64,
    ) -> Result<Self, GroupError>;

    /// Joins by a Welcome, with the rows that `key_package` gave.
    ///
    /// # Errors
    /// Any [`GroupError`]; nothing is kept then.
    fn join(
        provider: Self::Provider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        welcome: &[u8],
        key_package_rows: &Dirty,
    ) -> Result<Self, GroupError>;

    /// Rebuilds the group from all rows ever exported and not deleted.
    ///
    /// # Errors
    /// [`GroupError::Library`] if the rows do not hold a group.
    fn restore(provider: Self::Provider, rows: &BTreeMap<Vec<u8>, Vec<u8>>) -> Result<Self, GroupError>;

    /// [`group_id`] of the compartment and term.
    fn id(&self) -> [u8; 32];

    /// Current epoch.
    fn epoch(&self) -> Epoch;

    /// Members of the current epoch, by party.
    fn members(&self) -> Vec<Member>;

    /// Members of the previous epoch while it can still be opened, by party.
    fn past_members(&self) -> Vec<Member>;

    /// Authenticator of the current epoch.
    fn authenticator(&self) -> Vec<u8>;

    /// An UPDATE (own leaf, new key, new serial). The new key waits for the commit that folds it.
    ///
    /// # Errors
    /// [`GroupError::CommitPending`] while an own commit is pending; any other [`GroupError`].
    fn propose(&mut self, authority: &dyn CertificateAuthority, serial: u64) -> Result<Vec<u8>, GroupError>;

    /// A commit of exactly these UPDATEs, the own rotation and the changes. Pending until merged or aborted.
    ///
    /// # Errors
    /// [`GroupError::CommitPending`] if one is pending already; any other [`GroupError`].
    fn commit(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        serial: u64,
        changes: &Changes,
    ) -> Result<Commit, GroupError>;

    /// Checks another member's commit with its UPDATEs and every new leaf; holds it in memory only, in place of
    /// one staged before; staged again from the entries after a restart.
    /// Returns the authenticator of the epoch it would open.
    ///
    /// # Errors
    /// [`GroupError::CommitPending`] while an own commit is pending (abort it first, when its ballot is dead);
    /// any other [`GroupError`]. The epoch stays and nothing is held.
    fn stage(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        commit: &[u8],
        changes: &Changes,
    ) -> Result<Vec<u8>, GroupError>;

    /// Merges the own pending commit, or else the staged one.
    ///
    /// # Errors
    /// [`GroupError::NothingStaged`].
    fn merge(&mut self) -> Result<(), GroupError>;

    /// Drops a pending own commit and anything staged.
    fn abort(&mut self);

    /// Seals entry bytes in the current epoch, next generation.
    ///
    /// # Errors
    /// [`GroupError::Library`] only.
    fn seal(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, GroupError>;

    /// Opens a sealing of the current or the previous epoch.
    ///
    /// # Errors
    /// Any [`GroupError`]; only [`GroupError::NotOurs`] may have consumed a generation.
    fn open(&mut self, sealed: &[u8]) -> Result<Opened, GroupError>;

    /// Signs with the own leaf key of the current epoch.
    fn sign(&self, message: &[u8]) -> [u8; 64];

    /// Verifies with a leaf key as [`Member::leaf_key`] gives it.
    fn verify(&self, leaf_key: &[u8; 32], message: &[u8], signature: &[u8]) -> bool;

    /// The private half (an Ed25519 seed) of the own leaf key that was live up to this epoch and was replaced at its
    /// end; `None` while it is live, and once the epoch is closed.
    fn replaced_key(&self, epoch: Epoch) -> Option<Secret>;

    /// Whether a seed is the private half of a leaf key as [`Member::leaf_key`] gives it.
    fn is_private_half(&self, seed: &[u8; 32], leaf_key: &[u8; 32]) -> bool;

    /// Closes a past epoch: every secret of it and of those before it is deleted, the replaced own leaf key too.
    /// Nothing sealed in it opens from then on. The current epoch cannot be closed.
    fn close(&mut self, epoch: Epoch);

    /// Hands a pre-shared key in under an id.
    fn psk(&mut self, id: &[u8], secret: &[u8]);

    /// Forgets a pre-shared key: each serves once.
    fn forget_psk(&mut self, id: &[u8]);

    /// Rows changed since the last call. Must go into the same Persist as what caused them.
    fn export(&mut self) -> Dirty;

    /// The leaves that a commit with its UPDATEs and KeyPackages puts into the tree, as certificate and leaf key, none
    /// of them checked. It needs no key of the epoch: so reads who has none.
    ///
    /// # Errors
    /// [`GroupError::Malformed`].
    fn entering(
        updates: &[Vec<u8>],
        commit: Option<&[u8]>,
        key_packages: &[Vec<u8>],
    ) -> Result<Vec<Entering>, GroupError>;

    /// A fresh KeyPackage made with this group's provider; its rows are part of the next `export`.
    ///
    /// # Errors
    /// [`GroupError::Certificate`] if a peer is not paired.
    fn spare_key_package(
        &mut self,
        authority: &dyn CertificateAuthority,
        serial: u64,
    ) -> Result<Vec<u8>, GroupError>;

    /// Joins by a Welcome for a spare KeyPackage of this group's rows, in place of this group: the same term again
    /// (its own leaf was removed and added) or a later one. The next `export` deletes the rows of what it was.
    ///
    /// # Errors
    /// Any [`GroupError`]; the group is what it was then.
    fn join_again(
        &mut self,
        authority: &dyn CertificateAuthority,
        term: Term,
        welcome: &[u8],
    ) -> Result<(), GroupError>;

    /// Founds the group of a later term alone, in place of this group.
    ///
    /// # Errors
    /// [`GroupError::Certificate`] if a peer is not paired; the group is what it was then.
    fn found_again(
        &mut self,
        authority: &dyn CertificateAuthority,
        term: Term,
        serial: u64,
    ) -> Result<(), GroupError>;
}

/// A leaf that a commit puts into the tree: its certificate and its leaf key, unchecked.
pub type Entering = (Vec<u8>, [u8; 32]);

/// MLS group id of a compartment's term: SHA-256(compartment || term), term as 4 bytes big-endian
/// (line.md section 5).
pub fn group_id(compartment: &[u8; 32], term: Term) -> [u8; 32] {
    Sha256::new().chain_update(compartment).chain_update(term.to_be_bytes()).finalize().into()
}
