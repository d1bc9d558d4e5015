//! Keys and values of this machine's own rows.

use crate::ids::{CompartmentId, EntryHash, Epoch, MailboxId, PartyCode, PathId, Status};
use crate::keys::MailboxPlace;
use crate::relay_api::{ReceiptKey, Token};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Whose store this is and what it must not forget; one row.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Identity {
    #[n(0)]
    pub status: Status,
    #[n(1)]
    pub compartment: CompartmentId,
    #[n(2)]
    pub own: PartyCode,
    /// The epoch in which this member joined.
    #[n(3)]
    pub joined: Epoch,
    /// The secret of the own mark slots.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub secret: [u8; 32],
}

/// An entry as stored: in which order it came here, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct EntryRow {
    #[n(0)]
    pub index: u64,
    #[n(1)]
    pub bytes: ByteVec,
}

/// A mailbox that this node empties.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Inbox {
    #[n(0)]
    pub place: MailboxPlace,
    #[n(1)]
    pub empty: Token,
    #[n(2)]
    pub empty_key: ReceiptKey,
    /// Whether the relay has said that it is open.
    #[n(3)]
    pub open: bool,
    /// When a later one took its place, ms UTC.
    #[n(4)]
    pub replaced_ms: Option<i64>,
}

/// What came and cannot be opened or placed yet.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Awaiting {
    /// A sealing (true) or entry bytes that came by `direct`.
    #[n(0)]
    pub sealed: bool,
    #[n(1)]
    pub peer: PartyCode,
    #[n(2)]
    pub path: PathId,
    #[n(3)]
    pub bytes: ByteVec,
}

/// When an epoch was opened here, and its leaf keys.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct EpochRow {
    #[n(0)]
    pub opened_ms: i64,
    #[n(1)]
    pub leaves: Vec<Leaf>,
}

/// A member's leaf key in an epoch.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Leaf {
    #[n(0)]
    pub party: PartyCode,
    #[n(1)]
    pub serial: u64,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub key: [u8; 32],
}

/// The own commit that waits for its ACKs.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct PendingRow {
    #[n(0)]
    pub commit: EntryHash,
    #[n(1)]
    pub authenticator: ByteVec,
}

/// Row key of an entry: author, 0, seq, hash.
pub(super) fn entry_key(author: &PartyCode, seq: u64, hash: &EntryHash) -> Vec<u8> {
    [author.as_str().as_bytes(), &[0], &seq.to_be_bytes(), &hash.0[..8]].concat()
}

/// Row key of an own statement: entry, path, 0, peer.
pub(super) fn statement_key(entry: &EntryHash, path: &str, peer: &PartyCode) -> Vec<u8> {
    [&entry.0, path.as_bytes(), &[0], peer.as_str().as_bytes()].concat()
}

/// Row key of a mailbox, or with `CURSOR` of its cursor.
pub(super) fn box_key(prefix: &[u8], relay: &str, mailbox: &MailboxId) -> Vec<u8> {
    [prefix, relay.as_bytes(), &[0], &mailbox.0].concat()
}

/// Row key under a prefix with a number.
pub(super) fn numbered(prefix: &[u8], number: u64) -> Vec<u8> {
    [prefix, &number.to_be_bytes()].concat()
}

/// Row key under a prefix with a party.
pub(super) fn of_party(prefix: &[u8], party: &PartyCode) -> Vec<u8> {
    [prefix, party.as_str().as_bytes()].concat()
}

/// The row of [`Identity`].
pub(super) const IDENTITY: &[u8] = b"identity";
/// Mailboxes that this node empties.
pub(super) const INBOX: &[u8] = b"inbox/";
/// How far each was fetched.
pub(super) const CURSOR: &[u8] = b"cursor/";
/// What waits for a later epoch.
pub(super) const AWAITING: &[u8] = b"awaiting/";
/// Epochs with their leaf keys.
pub(super) const EPOCH: &[u8] = b"epoch/";
/// Highest serial seen, by party.
pub(super) const SERIAL: &[u8] = b"serial/";
/// Equivocations that a person has seen.
pub(super) const SEEN: &[u8] = b"seen/";
/// Evidence of a rollback.
pub(super) const ROLLED_BACK: &[u8] = b"rolled-back";
/// There from an unclean start until the quarantine is lifted.
pub(super) const QUARANTINED: &[u8] = b"quarantined";
/// What the own mark says since the last sealing.
pub(super) const MARK: &[u8] = b"mark";
/// The own commit that waits for its ACKs.
pub(super) const PENDING: &[u8] = b"pending";
