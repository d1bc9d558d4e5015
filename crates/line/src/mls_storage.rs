//! The rows of an MLS group: a map in memory with the set of what changed, so that a Persist of the compartment
//! is the only transaction (line.md section 11; line-measured.md 3, pitfalls 2, 5 and 9).
//!
//! I1 what openmls deletes is gone from the rows. I2 every change is handed out exactly once by
//! [`MlsStorage::take_dirty`]. I3 nothing here blocks or fails but on a row that is not of this version.

use crate::cbor;
use crate::group::Dirty;
use minicbor::bytes::ByteVec;
use openmls_traits::storage::{CURRENT_VERSION, StorageProvider, traits};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Rows by key; the first byte of a key is its kind.
#[derive(Default)]
pub(crate) struct MlsStorage {
    rows: RefCell<Rows>,
}

#[derive(Default)]
struct Rows {
    all: BTreeMap<Vec<u8>, Vec<u8>>,
    changed: BTreeSet<Vec<u8>>,
    defers_secrets: bool,
    secrets_deferred: bool,
}

/// A row that does not encode or decode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowError(String);

impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "row: {}", self.0)
    }
}

impl std::error::Error for RowError {}

impl MlsStorage {
    /// All rows ever exported and not deleted.
    pub(crate) fn of(rows: impl IntoIterator<Item = (Vec<u8>, Vec<u8>)>) -> Self {
        let rows = Rows { all: rows.into_iter().collect(), ..Rows::default() };
        MlsStorage { rows: RefCell::new(rows) }
    }

    /// Rows that changed since the last call.
    pub(crate) fn take_dirty(&self) -> Dirty {
        let rows = &mut *self.rows.borrow_mut();
        let changed = std::mem::take(&mut rows.changed);
        changed.into_iter().map(|key| (key.clone(), rows.all.get(&key).cloned())).collect()
    }

    /// While set, the message secrets are not written with every message: the next
    /// [`MlsStorage::secrets_are_due`] says that they must be, once, before the rows are handed out.
    pub(crate) fn defer_secrets(&self, yes: bool) {
        self.rows.borrow_mut().defers_secrets = yes;
    }

    /// Whether message secrets changed without being written.
    pub(crate) fn secrets_are_due(&self) -> bool {
        self.rows.borrow().secrets_deferred
    }

    /// Writes a row of the group's own, outside openmls.
    pub(crate) fn put_bytes(&self, kind: u8, key: &[u8], value: Vec<u8>) {
        self.set([&[kind], key].concat(), Some(value));
    }

    /// Reads such a row.
    pub(crate) fn bytes(&self, kind: u8, key: &[u8]) -> Option<Vec<u8>> {
        self.rows.borrow().all.get(&[&[kind], key].concat()).cloned()
    }

    /// Deletes such a row.
    pub(crate) fn delete_bytes(&self, kind: u8, key: &[u8]) {
        self.set([&[kind], key].concat(), None);
    }

    /// Deletes the rows of a kind up to a key, that one too.
    pub(crate) fn delete_up_to(&self, kind: u8, last: &[u8]) {
        let last = [&[kind], last].concat();
        let of_kind: Vec<Vec<u8>> =
            self.rows.borrow().all.range(vec![kind]..=last).map(|(k, _)| k.clone()).collect();
        of_kind.into_iter().for_each(|key| self.set(key, None));
    }

    /// Deletes all rows of a kind but those named.
    pub(crate) fn keep_only(&self, kind: u8, keys: &[&[u8]]) {
        let of_kind: Vec<Vec<u8>> =
            self.rows.borrow().all.range(vec![kind]..vec![kind + 1]).map(|(k, _)| k.clone()).collect();
        for key in of_kind.into_iter().filter(|k| !keys.contains(&&k[1..])) {
            self.set(key, None);
        }
    }

    /// The rows of these kinds, for a group that takes the place of the one whose rows these are: all others count
    /// as deleted.
    pub(crate) fn taken_over(&self, kinds: &[u8]) -> MlsStorage {
        let old = self.rows.borrow();
        let kept = |key: &[u8]| key.first().is_some_and(|kind| kinds.contains(kind));
        let all = old.all.iter().filter(|(key, _)| kept(key)).map(|(k, v)| (k.clone(), v.clone())).collect();
        let gone = old.all.keys().filter(|key| !kept(key)).cloned();
        let changed = gone.chain(old.changed.iter().cloned()).collect();
        MlsStorage { rows: RefCell::new(Rows { all, changed, ..Rows::default() }) }
    }

    fn set(&self, key: Vec<u8>, value: Option<Vec<u8>>) {
        let mut rows = self.rows.borrow_mut();
        match value {
            Some(bytes) => rows.all.insert(key.clone(), bytes),
            None => rows.all.remove(&key),
        };
        rows.changed.insert(key);
    }

    fn put<K: Serialize, V: Serialize + ?Sized>(&self, kind: u8, key: &K, value: &V) -> Result<(), RowError> {
        if kind == MESSAGE_SECRETS {
            let mut rows = self.rows.borrow_mut();
            rows.secrets_deferred = rows.defers_secrets;
            if rows.defers_secrets {
                return Ok(());
            }
        }
        self.set(row_key(kind, key)?, Some(to_bytes(value)?));
        Ok(())
    }

    fn get<K: Serialize, V: DeserializeOwned>(&self, kind: u8, key: &K) -> Result<Option<V>, RowError> {
        let rows = self.rows.borrow();
        rows.all.get(&row_key(kind, key)?).map(|bytes| from_bytes(bytes)).transpose()
    }

    fn delete<K: Serialize>(&self, kind: u8, key: &K) -> Result<(), RowError> {
        self.set(row_key(kind, key)?, None);
        Ok(())
    }

    fn list<K: Serialize>(&self, kind: u8, key: &K) -> Result<Vec<ByteVec>, RowError> {
        let rows = self.rows.borrow();
        let bytes = rows.all.get(&row_key(kind, key)?);
        bytes.map_or(Ok(Vec::new()), |b| cbor::decode(b).map_err(|e| RowError(e.to_string())))
    }

    fn put_list<K: Serialize>(&self, kind: u8, key: &K, list: &Vec<ByteVec>) -> Result<(), RowError> {
        let value = (!list.is_empty()).then(|| cbor::encode(list));
        self.set(row_key(kind, key)?, value);
        Ok(())
    }

    fn append<K: Serialize, V: Serialize>(&self, kind: u8, key: &K, value: &V) -> Result<(), RowError> {
        let mut list = self.list(kind, key)?;
        list.push(to_bytes(value)?.into());
        self.put_list(kind, key, &list)
    }

    fn items<K: Serialize, V: DeserializeOwned>(&self, kind: u8, key: &K) -> Result<Vec<V>, RowError> {
        self.list(kind, key)?.iter().map(|bytes| from_bytes(bytes)).collect()
    }
}

macro_rules! writers {
    ($($method:ident<$($bound:ident),+>($key:ident, $value:ident) = $kind:ident;)*) => {
        $(fn $method<$($bound: traits::$bound<CURRENT_VERSION>),+>(
            &self, key: &$key, value: &$value,
        ) -> Result<(), RowError> {
            self.put($kind, key, value)
        })*
    };
}

macro_rules! readers {
    ($($method:ident<$($bound:ident),+>($key:ident) -> $value:ident = $kind:ident;)*) => {
        $(fn $method<$($bound: traits::$bound<CURRENT_VERSION>),+>(
            &self, key: &$key,
        ) -> Result<Option<$value>, RowError> {
            self.get($kind, key)
        })*
    };
}

macro_rules! deleters {
    ($($method:ident($bound:ident) = $kind:ident;)*) => {
        $(fn $method<$bound: traits::$bound<CURRENT_VERSION>>(&self, key: &$bound) -> Result<(), RowError> {
            self.delete($kind, key)
        })*
    };
}

impl StorageProvider<CURRENT_VERSION> for MlsStorage {
    type Error = RowError;

    writers! {
        write_mls_join_config<GroupId, MlsGroupJoinConfig>(GroupId, MlsGroupJoinConfig) = JOIN_CONFIG;
        write_tree<GroupId, TreeSync>(GroupId, TreeSync) = TREE;
        write_interim_transcript_hash<GroupId, InterimTranscriptHash>(GroupId, InterimTranscriptHash) = INTERIM;
        write_context<GroupId, GroupContext>(GroupId, GroupContext) = CONTEXT;
        write_confirmation_tag<GroupId, ConfirmationTag>(GroupId, ConfirmationTag) = CONFIRMATION_TAG;
        write_group_state<GroupState, GroupId>(GroupId, GroupState) = GROUP_STATE;
        write_message_secrets<GroupId, MessageSecrets>(GroupId, MessageSecrets) = MESSAGE_SECRETS;
        write_resumption_psk_store<GroupId, ResumptionPskStore>(GroupId, ResumptionPskStore) = RESUMPTION;
        write_own_leaf_index<GroupId, LeafNodeIndex>(GroupId, LeafNodeIndex) = OWN_LEAF_INDEX;
        write_group_epoch_secrets<GroupId, GroupEpochSecrets>(GroupId, GroupEpochSecrets) = EPOCH_SECRETS;
        write_signature_key_pair<SignaturePublicKey, SignatureKeyPair>(SignaturePublicKey, SignatureKeyPair)
            = SIGNATURE_KEY_PAIR;
        write_encryption_key_pair<EncryptionKey, HpkeKeyPair>(EncryptionKey, HpkeKeyPair) = ENCRYPTION_KEY_PAIR;
        write_key_package<HashReference, KeyPackage>(HashReference, KeyPackage) = KEY_PACKAGE;
        write_psk<PskId, PskBundle>(PskId, PskBundle) = PSK;
    }

    readers! {
        mls_group_join_config<GroupId, MlsGroupJoinConfig>(GroupId) -> MlsGroupJoinConfig = JOIN_CONFIG;
        tree<GroupId, TreeSync>(GroupId) -> TreeSync = TREE;
        group_context<GroupId, GroupContext>(GroupId) -> GroupContext = CONTEXT;
        interim_transcript_hash<GroupId, InterimTranscriptHash>(GroupId) -> InterimTranscriptHash = INTERIM;
        confirmation_tag<GroupId, ConfirmationTag>(GroupId) -> ConfirmationTag = CONFIRMATION_TAG;
        group_state<GroupState, GroupId>(GroupId) -> GroupState = GROUP_STATE;
        message_secrets<GroupId, MessageSecrets>(GroupId) -> MessageSecrets = MESSAGE_SECRETS;
        resumption_psk_store<GroupId, ResumptionPskStore>(GroupId) -> ResumptionPskStore = RESUMPTION;
        own_leaf_index<GroupId, LeafNodeIndex>(GroupId) -> LeafNodeIndex = OWN_LEAF_INDEX;
        group_epoch_secrets<GroupId, GroupEpochSecrets>(GroupId) -> GroupEpochSecrets = EPOCH_SECRETS;
        signature_key_pair<SignaturePublicKey, SignatureKeyPair>(SignaturePublicKey) -> SignatureKeyPair
            = SIGNATURE_KEY_PAIR;
        encryption_key_pair<HpkeKeyPair, EncryptionKey>(EncryptionKey) -> HpkeKeyPair = ENCRYPTION_KEY_PAIR;
        key_package<HashReference, KeyPackage>(HashReference) -> KeyPackage = KEY_PACKAGE;
        psk<PskBundle, PskId>(PskId) -> PskBundle = PSK;
    }

    deleters! {
        delete_own_leaf_nodes(GroupId) = OWN_LEAF_NODES;
        delete_group_config(GroupId) = JOIN_CONFIG;
        delete_tree(GroupId) = TREE;
        delete_confirmation_tag(GroupId) = CONFIRMATION_TAG;
        delete_group_state(GroupId) = GROUP_STATE;
        delete_context(GroupId) = CONTEXT;
        delete_interim_transcript_hash(GroupId) = INTERIM;
        delete_message_secrets(GroupId) = MESSAGE_SECRETS;
        delete_all_resumption_psk_secrets(GroupId) = RESUMPTION;
        delete_own_leaf_index(GroupId) = OWN_LEAF_INDEX;
        delete_group_epoch_secrets(GroupId) = EPOCH_SECRETS;
        delete_signature_key_pair(SignaturePublicKey) = SIGNATURE_KEY_PAIR;
        delete_encryption_key_pair(EncryptionKey) = ENCRYPTION_KEY_PAIR;
        delete_key_package(HashReference) = KEY_PACKAGE;
        delete_psk(PskId) = PSK;
    }

    fn append_own_leaf_node<G: traits::GroupId<CURRENT_VERSION>, L: traits::LeafNode<CURRENT_VERSION>>(
        &self,
        group: &G,
        leaf: &L,
    ) -> Result<(), RowError> {
        self.append(OWN_LEAF_NODES, group, leaf)
    }

    fn own_leaf_nodes<G: traits::GroupId<CURRENT_VERSION>, L: traits::LeafNode<CURRENT_VERSION>>(
        &self,
        group: &G,
    ) -> Result<Vec<L>, RowError> {
        self.items(OWN_LEAF_NODES, group)
    }

    fn queue_proposal<
        G: traits::GroupId<CURRENT_VERSION>,
        R: traits::ProposalRef<CURRENT_VERSION>,
        Q: traits::QueuedProposal<CURRENT_VERSION>,
    >(
        &self,
        group: &G,
        reference: &R,
        proposal: &Q,
    ) -> Result<(), RowError> {
        self.put(PROPOSAL, &(group, reference), proposal)?;
        self.append(PROPOSAL_REFS, group, reference)
    }

    fn queued_proposal_refs<G: traits::GroupId<CURRENT_VERSION>, R: traits::ProposalRef<CURRENT_VERSION>>(
        &self,
        group: &G,
    ) -> Result<Vec<R>, RowError> {
        self.items(PROPOSAL_REFS, group)
    }

    fn queued_proposals<
        G: traits::GroupId<CURRENT_VERSION>,
        R: traits::ProposalRef<CURRENT_VERSION>,
        Q: traits::QueuedProposal<CURRENT_VERSION>,
    >(
        &self,
        group: &G,
    ) -> Result<Vec<(R, Q)>, RowError> {
        let references: Vec<R> = self.items(PROPOSAL_REFS, group)?;
        let with_proposal = references.into_iter().map(|reference| {
            let proposal = self.get(PROPOSAL, &(group, &reference))?;
            Ok(proposal.map(|p| (reference, p)))
        });
        with_proposal.filter_map(Result::transpose).collect()
    }

    fn remove_proposal<G: traits::GroupId<CURRENT_VERSION>, R: traits::ProposalRef<CURRENT_VERSION>>(
        &self,
        group: &G,
        reference: &R,
    ) -> Result<(), RowError> {
        self.delete(PROPOSAL, &(group, reference))?;
        let gone = to_bytes(reference)?;
        let mut list = self.list(PROPOSAL_REFS, group)?;
        list.retain(|r| ***r != *gone);
        self.put_list(PROPOSAL_REFS, group, &list)
    }

    fn clear_proposal_queue<G: traits::GroupId<CURRENT_VERSION>, R: traits::ProposalRef<CURRENT_VERSION>>(
        &self,
        group: &G,
    ) -> Result<(), RowError> {
        for reference in self.items::<G, R>(PROPOSAL_REFS, group)? {
            self.delete(PROPOSAL, &(group, &reference))?;
        }
        self.delete(PROPOSAL_REFS, group)
    }

    fn write_encryption_epoch_key_pairs<
        G: traits::GroupId<CURRENT_VERSION>,
        E: traits::EpochKey<CURRENT_VERSION>,
        H: traits::HpkeKeyPair<CURRENT_VERSION>,
    >(
        &self,
        group: &G,
        epoch: &E,
        leaf_index: u32,
        key_pairs: &[H],
    ) -> Result<(), RowError> {
        self.put(EPOCH_KEY_PAIRS, &(group, epoch, leaf_index), key_pairs)
    }

    fn encryption_epoch_key_pairs<
        G: traits::GroupId<CURRENT_VERSION>,
        E: traits::EpochKey<CURRENT_VERSION>,
        H: traits::HpkeKeyPair<CURRENT_VERSION>,
    >(
        &self,
        group: &G,
        epoch: &E,
        leaf_index: u32,
    ) -> Result<Vec<H>, RowError> {
        Ok(self.get(EPOCH_KEY_PAIRS, &(group, epoch, leaf_index))?.unwrap_or_default())
    }

    fn delete_encryption_epoch_key_pairs<
        G: traits::GroupId<CURRENT_VERSION>,
        E: traits::EpochKey<CURRENT_VERSION>,
    >(
        &self,
        group: &G,
        epoch: &E,
        leaf_index: u32,
    ) -> Result<(), RowError> {
        self.delete(EPOCH_KEY_PAIRS, &(group, epoch, leaf_index))
    }
}

fn row_key<K: Serialize>(kind: u8, key: &K) -> Result<Vec<u8>, RowError> {
    let mut bytes = vec![kind];
    ciborium::into_writer(key, &mut bytes).map_err(|e| RowError(e.to_string()))?;
    Ok(bytes)
}

fn to_bytes<V: Serialize + ?Sized>(value: &V) -> Result<Vec<u8>, RowError> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).map_err(|e| RowError(e.to_string()))?;
    Ok(bytes)
}

fn from_bytes<V: DeserializeOwned>(bytes: &[u8]) -> Result<V, RowError> {
    ciborium::from_reader(bytes).map_err(|e| RowError(e.to_string()))
}

const JOIN_CONFIG: u8 = 1;
const TREE: u8 = 2;
const INTERIM: u8 = 3;
const CONTEXT: u8 = 4;
const CONFIRMATION_TAG: u8 = 5;
const GROUP_STATE: u8 = 6;
const MESSAGE_SECRETS: u8 = 7;
const RESUMPTION: u8 = 8;
const OWN_LEAF_INDEX: u8 = 9;
const EPOCH_SECRETS: u8 = 10;
const SIGNATURE_KEY_PAIR: u8 = 11;
/// Private HPKE keys of proposed leaves.
pub(crate) const ENCRYPTION_KEY_PAIR: u8 = 12;
/// KeyPackages with their private parts.
pub(crate) const KEY_PACKAGE: u8 = 13;
/// Pre-shared keys.
pub(crate) const PSK: u8 = 14;
const OWN_LEAF_NODES: u8 = 15;
const PROPOSAL: u8 = 16;
const PROPOSAL_REFS: u8 = 17;
const EPOCH_KEY_PAIRS: u8 = 18;
/// First kind that the group itself may use.
pub(crate) const OWN_KINDS: u8 = 32;
