//! A [`Group`] by MLS (RFC 9420) with openmls: suite 0x004D, leaf certificates, one past epoch, handshakes as
//! PublicMessages inside entries (line.md section 7, line-measured.md 2 and 3).
//!
//! I1 every certificate is checked before a commit is held; a refusal leaves the epoch as it was. I2 a staged
//! commit lives in memory only; an own pending one is never replaced unasked. I3 a replaced signing key is
//! kept until its epoch is closed, an unused one is erased at the merge. I4 message secrets are written once an export, not once a message.

use crate::cbor;
use crate::certificate::SerialRule;
use crate::group::{
    CertificateAuthority, Changes, Commit, Dirty, Entering, Group, GroupError, Member, Opened,
};
use crate::ids::{Epoch, PartyCode, Term};
pub use crate::mls_leaf::MlsProvider;
use crate::mls_leaf::{
    self, Backend, LeafSigner, PENDING_SIGNER, SIGNER, SPARE_SIGNER, SUITE, capabilities, certified,
    check_credential, check_leaf, leaf_parameters, lifetime, make_key_package, read_credential,
    read_key_package,
};
use crate::mls_refusal::{library, malformed, of_commit, of_message, of_sealing};
use crate::mls_storage::{ENCRYPTION_KEY_PAIR, KEY_PACKAGE, MlsStorage, OWN_KINDS, PSK};
use crate::mls_welcome::{MAX_PAST_EPOCHS, stage_welcome, windows};
use crate::mls_wire;
use crate::secret::Secret;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use minicbor::{Decode, Encode};
use openmls::group as mls;
use openmls::group::{GroupId, PastEpochDeletion, StagedCommit};
use openmls::key_packages::KeyPackage;
use openmls::prelude::tls_codec::{DeserializeBytes, Serialize};
use openmls::prelude::{
    ContentType, LeafNode, LeafNodeIndex, MlsMessageIn, NewSignerBundle, PreSharedKeyProposal,
    ProcessedMessageContent, Proposal, ProtocolMessage, QueuedProposal, Sender, WireFormat,
};
use openmls::schedule::{ExternalPsk, PreSharedKeyId, Psk};
use openmls_traits::OpenMlsProvider;
use openmls_traits::storage::StorageProvider as _;
use std::collections::BTreeMap;
use std::time::UNIX_EPOCH;
use zeroize::Zeroizing;

/// One compartment's MLS group.
pub struct MlsGroup {
    group: mls::MlsGroup,
    backend: Backend,
    signer: LeafSigner,
    about: About,
    members: Vec<Member>,
    past: Vec<Member>,
    staged: Option<Box<StagedCommit>>,
}

/// What the rows say besides openmls' own.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct About {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    compartment: [u8; 32],
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    group: [u8; 32],
    #[n(2)]
    me: PartyCode,
}

/// A row of a past member.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct PastMember {
    #[n(0)]
    party: PartyCode,
    #[n(1)]
    serial: u64,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    leaf_key: [u8; 32],
}

impl Group for MlsGroup {
    type Provider = MlsProvider;

    fn key_package(
        provider: &mut MlsProvider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        serial: u64,
    ) -> Result<(Vec<u8>, Dirty), GroupError> {
        let backend = provider.over(MlsStorage::default());
        let bytes = make_key_package(&backend, authority, compartment, serial)?;
        Ok((bytes, mls_leaf::all_rows(&backend)))
    }

    fn create(
        provider: MlsProvider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        serial: u64,
    ) -> Result<Self, GroupError> {
        MlsGroup::founded(provider.over(MlsStorage::default()), authority, compartment, term, serial)
    }

    fn join(
        provider: MlsProvider,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        welcome: &[u8],
        key_package_rows: &Dirty,
    ) -> Result<Self, GroupError> {
        let rows = MlsStorage::default();
        for (key, value) in key_package_rows.iter().filter_map(|(k, v)| Some((k.split_first()?, v))) {
            value.iter().for_each(|bytes| rows.put_bytes(*key.0, key.1, bytes.clone()));
        }
        MlsGroup::welcomed(provider.over(rows), authority, compartment, term, welcome)
    }

    fn restore(provider: MlsProvider, rows: &BTreeMap<Vec<u8>, Vec<u8>>) -> Result<Self, GroupError> {
        let backend = provider.over(MlsStorage::of(rows.clone()));
        let about = backend.rows.bytes(ABOUT, &[]).ok_or_else(|| library("no row of a group"))?;
        let about: About = cbor::decode(&about).map_err(library)?;
        let mls = mls::MlsGroup::load(&backend.rows, &GroupId::from_slice(&about.group)).map_err(library)?;
        let mls = mls.ok_or_else(|| library("rows without the group they name"))?;
        let own = mls.own_leaf().map(|leaf| leaf.signature_key().as_slice().to_vec()).unwrap_or_default();
        let signer = LeafSigner::find(&backend.rows, &own, &[SIGNER]);
        let signer = signer.ok_or_else(|| library("no row of the own leaf key"))?;
        MlsGroup::of(mls, backend, signer, about)
    }

    fn id(&self) -> [u8; 32] {
        self.about.group
    }

    fn epoch(&self) -> Epoch {
        self.group.epoch().as_u64()
    }

    fn members(&self) -> Vec<Member> {
        self.members.clone()
    }

    fn past_members(&self) -> Vec<Member> {
        self.past.clone()
    }

    fn authenticator(&self) -> Vec<u8> {
        self.group.epoch_authenticator().as_slice().to_vec()
    }

    fn propose(&mut self, authority: &dyn CertificateAuthority, serial: u64) -> Result<Vec<u8>, GroupError> {
        if self.group.pending_commit().is_some() {
            return Err(GroupError::CommitPending);
        }
        let new = LeafSigner::random(&self.backend)?;
        let credential_with_key = certified(authority, &self.about.compartment, serial, &new)?;
        let bundle = NewSignerBundle { signer: &new, credential_with_key };
        let made = self.group.propose_self_update_with_new_signer(
            &self.backend,
            &self.signer,
            bundle,
            leaf_parameters(),
        );
        self.group.clear_pending_proposals(&self.backend.rows).map_err(library)?;
        let (message, _) = made.map_err(of_sealing)?;
        new.keep(&self.backend.rows, SIGNER);
        message.to_bytes().map_err(library)
    }

    fn commit(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        serial: u64,
        changes: &Changes,
    ) -> Result<Commit, GroupError> {
        if self.group.pending_commit().is_some() {
            return Err(GroupError::CommitPending);
        }
        let made = self.build_commit(authority, updates, serial, changes);
        self.group.clear_pending_proposals(&self.backend.rows).map_err(library)?;
        if made.is_err() {
            self.backend.rows.keep_only(PENDING_SIGNER, &[]);
        }
        made
    }

    fn stage(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        commit: &[u8],
        changes: &Changes,
    ) -> Result<Vec<u8>, GroupError> {
        if self.group.pending_commit().is_some() {
            return Err(GroupError::CommitPending);
        }
        let staged = self.check_commit(authority, updates, commit, changes);
        self.group.clear_pending_proposals(&self.backend.rows).map_err(library)?;
        let staged = staged?;
        let authenticator = staged.epoch_authenticator().map(|a| a.as_slice().to_vec()).unwrap_or_default();
        self.staged = Some(staged);
        Ok(authenticator)
    }

    fn merge(&mut self) -> Result<(), GroupError> {
        if self.group.pending_commit().is_some() {
            self.group.merge_pending_commit(&self.backend).map_err(library)?;
        } else {
            let staged = self.staged.take().ok_or(GroupError::NothingStaged)?;
            self.group.merge_staged_commit(&self.backend, *staged).map_err(library)?;
        }
        self.staged = None;
        self.entered()
    }

    fn abort(&mut self) {
        self.staged = None;
        self.group.clear_pending_commit(&self.backend.rows).expect(ENCODES);
        self.backend.rows.keep_only(PENDING_SIGNER, &[]);
    }

    fn seal(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, GroupError> {
        self.backend.rows.defer_secrets(true);
        let sealed = self.group.create_message(&self.backend, &self.signer, plaintext);
        self.backend.rows.defer_secrets(false);
        sealed.map_err(of_sealing)?.to_bytes().map_err(library)
    }

    fn open(&mut self, sealed: &[u8]) -> Result<Opened, GroupError> {
        let message = self.read(sealed, WireFormat::PrivateMessage)?;
        if message.content_type() != ContentType::Application {
            return Err(GroupError::Forbidden("handshake under encryption"));
        }
        let (of, at) = (message.epoch().as_u64(), self.epoch());
        if of != at && (of.checked_add(1) != Some(at) || self.past.is_empty()) {
            return Err(GroupError::WrongEpoch { of, at });
        }
        self.backend.rows.defer_secrets(true);
        let opened = self.group.process_message(&self.backend, message);
        self.backend.rows.defer_secrets(false);
        let opened = opened.map_err(|e| of_message(e, of, at))?;
        let sender = read_credential(opened.credential())?.party;
        match opened.into_content() {
            ProcessedMessageContent::ApplicationMessage(m) => {
                Ok(Opened { sender, epoch: of, plaintext: m.into_bytes() })
            }
            _ => Err(GroupError::NotOurs),
        }
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signer.sign_raw(message)
    }

    fn verify(&self, leaf_key: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
        let (key, signature) = (VerifyingKey::from_bytes(leaf_key), Signature::from_slice(signature));
        matches!((key, signature), (Ok(k), Ok(s)) if k.verify_strict(message, &s).is_ok())
    }

    fn replaced_key(&self, epoch: Epoch) -> Option<Secret> {
        let seed = self.backend.rows.bytes(REPLACED, &epoch.to_be_bytes()).map(Zeroizing::new)?;
        seed.as_slice().try_into().ok().map(Secret::new)
    }

    fn is_private_half(&self, seed: &[u8; 32], leaf_key: &[u8; 32]) -> bool {
        SigningKey::from_bytes(seed).verifying_key().to_bytes() == *leaf_key
    }

    fn close(&mut self, epoch: Epoch) {
        let at = self.epoch();
        if epoch >= at {
            return;
        }
        self.backend.rows.delete_up_to(REPLACED, &epoch.to_be_bytes());
        if epoch + 1 == at && !self.past.is_empty() {
            self.group
                .delete_past_epoch_secrets(&self.backend, PastEpochDeletion::delete_all())
                .expect(ENCODES);
            self.past.clear();
            self.backend.rows.put_bytes(PAST, &[], cbor::encode(&Vec::<PastMember>::new()));
        }
    }

    fn psk(&mut self, id: &[u8], secret: &[u8]) {
        PreSharedKeyId::external(id.to_vec(), Vec::new())
            .store(&self.backend, secret)
            .expect("writing a row into memory fails only if bytes do not encode, and bytes do");
        self.backend.rows.put_bytes(PSK_KNOWN, id, Vec::new());
    }

    fn forget_psk(&mut self, id: &[u8]) {
        // the id by which it was stored has an empty nonce: RFC 9420 section 8.4 puts one into each proposal
        self.backend
            .rows
            .delete_psk(PreSharedKeyId::external(id.to_vec(), Vec::new()).psk())
            .expect("a row in memory can always be deleted");
        self.backend.rows.delete_bytes(PSK_KNOWN, id);
    }

    fn export(&mut self) -> Dirty {
        if self.backend.rows.secrets_are_due() {
            self.group
                .delete_past_epoch_secrets(&self.backend, PastEpochDeletion::before_timestamp(UNIX_EPOCH))
                .expect(ENCODES);
        }
        self.backend.rows.take_dirty()
    }

    fn entering(
        updates: &[Vec<u8>],
        commit: Option<&[u8]>,
        key_packages: &[Vec<u8>],
    ) -> Result<Vec<Entering>, GroupError> {
        let rotate = updates.iter().map(|bytes| mls_wire::of_update(bytes));
        let enter = key_packages.iter().map(|bytes| mls_wire::of_key_package(bytes));
        rotate.chain(enter).chain(commit.map(mls_wire::of_commit)).collect()
    }

    fn spare_key_package(
        &mut self,
        authority: &dyn CertificateAuthority,
        serial: u64,
    ) -> Result<Vec<u8>, GroupError> {
        make_key_package(&self.backend, authority, &self.about.compartment, serial)
    }

    fn join_again(
        &mut self,
        authority: &dyn CertificateAuthority,
        term: Term,
        welcome: &[u8],
    ) -> Result<(), GroupError> {
        let backend = self.backend.taken_over(&KEPT_KINDS);
        *self = MlsGroup::welcomed(backend, authority, &self.about.compartment, term, welcome)?;
        Ok(())
    }

    fn found_again(
        &mut self,
        authority: &dyn CertificateAuthority,
        term: Term,
        serial: u64,
    ) -> Result<(), GroupError> {
        let backend = self.backend.taken_over(&KEPT_KINDS);
        *self = MlsGroup::founded(backend, authority, &self.about.compartment, term, serial)?;
        Ok(())
    }
}

impl MlsGroup {
    fn founded(
        backend: Backend,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        serial: u64,
    ) -> Result<Self, GroupError> {
        let signer = LeafSigner::random(&backend)?;
        let credential = certified(authority, compartment, serial, &signer)?;
        let group = crate::group::group_id(compartment, term);
        let mls = mls::MlsGroup::builder()
            .with_group_id(GroupId::from_slice(&group))
            .ciphersuite(SUITE)
            .with_capabilities(capabilities())
            .lifetime(lifetime())
            .with_wire_format_policy(mls::PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .max_past_epochs(MAX_PAST_EPOCHS)
            .sender_ratchet_configuration(windows())
            .use_ratchet_tree_extension(true)
            .build(&backend, &signer, credential)
            .map_err(library)?;
        signer.keep(&backend.rows, SIGNER);
        let about = About { compartment: *compartment, group, me: authority.own().clone() };
        backend.rows.put_bytes(ABOUT, &[], cbor::encode(&about));
        MlsGroup::of(mls, backend, signer, about)
    }

    fn welcomed(
        backend: Backend,
        authority: &dyn CertificateAuthority,
        compartment: &[u8; 32],
        term: Term,
        welcome: &[u8],
    ) -> Result<Self, GroupError> {
        let group = crate::group::group_id(compartment, term);
        let staged = stage_welcome(&backend, welcome)?;
        if staged.group_context().group_id().as_slice() != group {
            return Err(GroupError::NotOurs);
        }
        for member in staged.members().filter(|m| m.index != staged.own_leaf_index()) {
            let rule = SerialRule::AnyOnce;
            check_credential(authority, compartment, &member.credential, &member.signature_key, rule)?;
        }
        let mls = staged.into_group(&backend).map_err(library)?;
        let own = mls.own_leaf().map(|leaf| leaf.signature_key().as_slice().to_vec()).unwrap_or_default();
        let signer = LeafSigner::find(&backend.rows, &own, &[SPARE_SIGNER]).ok_or(GroupError::NotOurs)?;
        backend.rows.delete_bytes(SPARE_SIGNER, &own);
        signer.keep(&backend.rows, SIGNER);
        let about = About { compartment: *compartment, group, me: authority.own().clone() };
        backend.rows.put_bytes(ABOUT, &[], cbor::encode(&about));
        MlsGroup::of(mls, backend, signer, about)
    }

    fn of(
        group: mls::MlsGroup,
        backend: Backend,
        signer: LeafSigner,
        about: About,
    ) -> Result<Self, GroupError> {
        let past =
            backend.rows.bytes(PAST, &[]).map_or(Ok(Vec::new()), |b| cbor::decode(&b)).map_err(library)?;
        let past = past.into_iter().map(|m: PastMember| Member {
            party: m.party,
            serial: m.serial,
            leaf_key: m.leaf_key,
        });
        let members = members(&group)?;
        Ok(MlsGroup { group, backend, signer, about, members, past: past.collect(), staged: None })
    }

    /// After a merge: the new leaf key is live, replaced and unused ones are erased.
    fn entered(&mut self) -> Result<(), GroupError> {
        let rows = &self.backend.rows;
        let own =
            self.group.own_leaf().map(|leaf| leaf.signature_key().as_slice().to_vec()).unwrap_or_default();
        if let Some(signer) = LeafSigner::find(rows, &own, &[SIGNER, PENDING_SIGNER]) {
            signer.keep(rows, SIGNER);
            let before = std::mem::replace(&mut self.signer, signer);
            if before.public() != self.signer.public() {
                before.keep_under(rows, REPLACED, &(self.group.epoch().as_u64() - 1).to_be_bytes());
            }
        }
        rows.keep_only(SIGNER, &[&own]);
        rows.keep_only(PENDING_SIGNER, &[]);
        rows.keep_only(ENCRYPTION_KEY_PAIR, &[]);
        self.past = std::mem::replace(&mut self.members, members(&self.group)?);
        let past = self.past.iter().map(|m| PastMember {
            party: m.party.clone(),
            serial: m.serial,
            leaf_key: m.leaf_key,
        });
        rows.put_bytes(PAST, &[], cbor::encode(&past.collect::<Vec<_>>()));
        Ok(())
    }

    /// Reads a message of this group in the form expected, before openmls sees it.
    fn read(&self, bytes: &[u8], form: WireFormat) -> Result<ProtocolMessage, GroupError> {
        let read = MlsMessageIn::tls_deserialize_exact_bytes(bytes).map_err(malformed)?;
        if read.wire_format() != form {
            return Err(malformed("another form of message"));
        }
        let message = read.try_into_protocol_message().map_err(malformed)?;
        if message.group_id().as_slice() != self.about.group {
            return Err(GroupError::NotOurs);
        }
        if message.is_external() {
            return Err(GroupError::Forbidden("external commit or proposal"));
        }
        Ok(message)
    }

    fn read_handshake(&self, bytes: &[u8], content: ContentType) -> Result<ProtocolMessage, GroupError> {
        let message = self.read(bytes, WireFormat::PublicMessage)?;
        let (of, at) = (message.epoch().as_u64(), self.epoch());
        if of != at {
            return Err(GroupError::WrongEpoch { of, at });
        }
        if message.content_type() == content {
            Ok(message)
        } else {
            Err(malformed("another kind of handshake"))
        }
    }

    /// Reads and checks one UPDATE and puts it where a commit finds it. Its author.
    fn take_update(
        &mut self,
        checks: Option<&dyn CertificateAuthority>,
        bytes: &[u8],
    ) -> Result<PartyCode, GroupError> {
        let message = self.read_handshake(bytes, ContentType::Proposal)?;
        let at = self.epoch();
        let read = self.group.process_message(&self.backend, message).map_err(|e| of_message(e, at, at))?;
        let by = self.party_of(read.sender())?;
        let ProcessedMessageContent::ProposalMessage(queued) = read.into_content() else {
            return Err(malformed("not a proposal"));
        };
        let Proposal::Update(update) = queued.proposal() else {
            return Err(GroupError::Forbidden("a proposal that is no UPDATE"));
        };
        self.check_entering(checks, &by, update.leaf_node())?;
        self.group.store_pending_proposal(&self.backend.rows, *queued).map_err(library)?;
        Ok(by)
    }

    /// Checks a leaf that a member or newcomer is about to stand in; an own one must have its key here. Who leaves
    /// by this commit has nothing to check with.
    fn check_entering(
        &self,
        checks: Option<&dyn CertificateAuthority>,
        party: &PartyCode,
        node: &LeafNode,
    ) -> Result<(), GroupError> {
        let Some(authority) = checks else {
            return Ok(());
        };
        if *party == self.about.me {
            let key = node.signature_key().as_slice();
            let known = LeafSigner::find(&self.backend.rows, key, &[SIGNER]).is_some();
            return if known { Ok(()) } else { Err(library("an own UPDATE whose key is not here")) };
        }
        let found = check_leaf(authority, &self.about.compartment, node, SerialRule::AboveSeen)?;
        let malformed = GroupError::Certificate { party: Some(party.clone()), check: "MALFORMED" };
        if found.party == *party { Ok(()) } else { Err(malformed) }
    }

    fn party_of(&self, sender: &Sender) -> Result<PartyCode, GroupError> {
        let Sender::Member(index) = sender else {
            return Err(GroupError::Forbidden("external commit or proposal"));
        };
        read_credential(self.group.member(*index).ok_or(GroupError::NotOurs)?).map(|m| m.party)
    }

    fn index_of(&self, party: &PartyCode) -> Option<LeafNodeIndex> {
        let of = |m: &mls::Member| read_credential(&m.credential).is_ok_and(|found| found.party == *party);
        self.group.members().find(of).map(|m| m.index)
    }

    fn check_psks(&self, psks: &[Vec<u8>]) -> Result<(), GroupError> {
        let missing = psks.iter().find(|id| self.backend.rows.bytes(PSK_KNOWN, id).is_none());
        missing.map_or(Ok(()), |id| Err(GroupError::PskMissing(id.clone())))
    }

    fn newcomers(
        &self,
        authority: &dyn CertificateAuthority,
        changes: &Changes,
    ) -> Result<Vec<KeyPackage>, GroupError> {
        let read = |(party, bytes): (&PartyCode, &Vec<u8>)| {
            let offer = read_key_package(&self.backend, bytes)?;
            self.check_entering(Some(authority), party, offer.leaf_node()).map(|()| offer)
        };
        changes.adds.iter().map(read).collect()
    }

    fn build_commit(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        serial: u64,
        changes: &Changes,
    ) -> Result<Commit, GroupError> {
        self.check_psks(&changes.psks)?;
        for update in updates {
            if self.take_update(Some(authority), update)? == self.about.me {
                return Err(malformed("an own UPDATE in the own commit"));
            }
        }
        let adds = self.newcomers(authority, changes)?;
        let removes: Option<Vec<_>> = changes.removes.iter().map(|p| self.index_of(p)).collect();
        let psks: Result<Vec<Proposal>, GroupError> =
            changes.psks.iter().map(|id| self.psk_proposal(id)).collect();
        let new = LeafSigner::random(&self.backend)?;
        new.keep(&self.backend.rows, PENDING_SIGNER);
        let credential_with_key = certified(authority, &self.about.compartment, serial, &new)?;
        let backend = &self.backend;
        let bundle = self
            .group
            .commit_builder()
            .propose_adds(adds)
            .propose_removals(removes.ok_or_else(|| malformed("removes who is no member"))?)
            .add_proposals(psks?)
            .leaf_node_parameters(leaf_parameters())
            .consume_proposal_store(true)
            .load_psks(&backend.rows)
            .map_err(library)?
            .build_with_new_signer(
                backend.rand(),
                backend.crypto(),
                &self.signer,
                NewSignerBundle { signer: &new, credential_with_key },
                |_| true,
            )
            .map_err(library)?
            .stage_commit(backend)
            .map_err(library)?;
        let welcome = bundle.to_welcome_msg().map(|w| w.to_bytes()).transpose().map_err(library)?;
        let to_all = |bytes: Vec<u8>| changes.adds.keys().map(|p| (p.clone(), bytes.clone())).collect();
        let bytes = bundle.commit().to_bytes().map_err(library)?;
        let pending = self.group.pending_commit().and_then(|c| c.epoch_authenticator());
        let authenticator = pending.ok_or_else(|| library("no pending commit"))?.as_slice().to_vec();
        Ok(Commit { bytes, welcomes: welcome.map(to_all).unwrap_or_default(), authenticator })
    }

    fn psk_proposal(&self, id: &[u8]) -> Result<Proposal, GroupError> {
        let psk = Psk::External(ExternalPsk::new(id.to_vec()));
        let id = PreSharedKeyId::new(SUITE, self.backend.rand(), psk).map_err(library)?;
        Ok(Proposal::PreSharedKey(Box::new(PreSharedKeyProposal::new(id))))
    }

    fn check_commit(
        &mut self,
        authority: &dyn CertificateAuthority,
        updates: &[Vec<u8>],
        commit: &[u8],
        changes: &Changes,
    ) -> Result<Box<StagedCommit>, GroupError> {
        let message = self.read_handshake(commit, ContentType::Commit)?;
        self.check_psks(&changes.psks)?;
        let leaving = changes.removes.contains(&self.about.me);
        let checks = Some(authority).filter(|_| !leaving);
        for update in updates {
            self.take_update(checks, update)?;
        }
        let at = self.epoch();
        let read = self.group.process_message(&self.backend, message).map_err(|e| of_commit(e, at))?;
        let by = self.party_of(read.sender())?;
        let ProcessedMessageContent::StagedCommitMessage(staged) = read.into_content() else {
            return Err(GroupError::Forbidden("own commit"));
        };
        if by == self.about.me {
            return Err(GroupError::Forbidden("own commit"));
        }
        let leaf = staged.update_path_leaf_node().ok_or_else(|| malformed("a commit without rotation"))?;
        self.check_entering(checks, &by, leaf)?;
        for proposal in staged.queued_proposals() {
            self.check_proposal(checks, proposal, changes)?;
        }
        let counted = [
            (staged.update_proposals().count(), updates.len()),
            (staged.add_proposals().count(), changes.adds.len()),
            (staged.remove_proposals().count(), changes.removes.len()),
            (staged.psk_proposals().count(), changes.psks.len()),
        ];
        if counted.iter().any(|(is, named)| is != named) {
            return Err(malformed("the commit makes other changes than named"));
        }
        Ok(staged)
    }

    /// A proposal inside a commit: one of the UPDATEs just taken, or a change that COMMIT names.
    fn check_proposal(
        &self,
        checks: Option<&dyn CertificateAuthority>,
        queued: &QueuedProposal,
        changes: &Changes,
    ) -> Result<(), GroupError> {
        let other = || malformed("the commit makes other changes than named");
        match queued.proposal() {
            Proposal::Update(_) => Ok(()),
            Proposal::Add(add) => {
                let bytes = add.key_package().tls_serialize_detached().map_err(library)?;
                let named = changes.adds.iter().find(|(_, kp)| **kp == bytes);
                let (party, _) = named.ok_or_else(other)?;
                self.check_entering(checks, party, add.key_package().leaf_node())
            }
            Proposal::Remove(remove) => {
                let named = changes.removes.iter().any(|p| self.index_of(p) == Some(remove.removed()));
                if named { Ok(()) } else { Err(other()) }
            }
            Proposal::PreSharedKey(psk) => {
                let bytes = psk.tls_serialize_detached().map_err(library)?;
                let id = PreSharedKeyId::tls_deserialize_exact_bytes(&bytes).map_err(malformed)?;
                let named =
                    changes.psks.iter().any(|n| *id.psk() == Psk::External(ExternalPsk::new(n.clone())));
                if named { Ok(()) } else { Err(other()) }
            }
            Proposal::ReInit(_) => Err(GroupError::Forbidden("ReInit")),
            _ => Err(GroupError::Forbidden("a proposal of another kind")),
        }
    }
}

/// What whoever has a leaf key's private half, a seed, makes of a message.
pub fn signature(seed: &[u8; 32], message: &[u8]) -> [u8; 64] {
    SigningKey::from_bytes(seed).sign(message).to_bytes()
}

fn members(group: &mls::MlsGroup) -> Result<Vec<Member>, GroupError> {
    let read =
        group.members().map(|m| read_credential(&m.credential).map(|member| (member.party.clone(), member)));
    Ok(read.collect::<Result<BTreeMap<_, _>, _>>()?.into_values().collect())
}

const ENCODES: &str = "writing a row into memory fails only if the state does not encode, and it did before";
const ABOUT: u8 = OWN_KINDS + 3;
const PAST: u8 = OWN_KINDS + 4;
const PSK_KNOWN: u8 = OWN_KINDS + 5;
/// What outlives a group that another takes the place of: spare KeyPackages and pre-shared keys.
const KEPT_KINDS: [u8; 4] = [KEY_PACKAGE, PSK, SPARE_SIGNER, PSK_KNOWN];
/// Own leaf keys of past epochs, by the last epoch of their life.
const REPLACED: u8 = OWN_KINDS + 6;
