//! Keys and values of this machine's own rows.

use crate::body::{MemberTempo, Newcomer};
use crate::entry::Head;
use crate::era::Era;
use crate::ids::{CompartmentId, EntryHash, MailboxId, PartyCode, PathId, Status, Term};
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
    /// The era in which this store joined first.
    #[n(3)]
    pub joined: Era,
    /// The secret of the own mark slots.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub secret: [u8; 32],
    /// The term; absent in the first.
    #[n(5)]
    pub term: Option<Term>,
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
    /// What changed with it besides the leaves; absent for a plain rotation.
    #[n(2)]
    pub turn: Option<Turn>,
}

/// What an epoch brought besides new leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Turn {
    /// Who is a member from then on, by code.
    #[n(0)]
    pub members: Vec<MemberTempo>,
    /// Who was added with it, by code.
    #[n(1)]
    pub entered: Vec<PartyCode>,
    /// Who is a member of the term that it opens without having been there, by code.
    #[n(2)]
    pub away: Vec<PartyCode>,
    /// The CHARTER whose version took effect.
    #[n(3)]
    pub charter: Option<EntryHash>,
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
    /// Welcomes for whom it adds; absent if nobody.
    #[n(2)]
    pub welcomes: Option<Vec<Invited>>,
}

/// A Welcome for a party that a commit adds.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Invited {
    #[n(0)]
    pub party: PartyCode,
    #[n(1)]
    pub welcome: ByteVec,
}

/// A change of epoch that a person has ordered and that waits for the own turn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct OrderRow {
    /// KeyPackages of newcomers, by party.
    #[n(0)]
    pub adds: Vec<Newcomer>,
    /// Who leaves, or is taken in anew.
    #[n(1)]
    pub removes: Vec<PartyCode>,
    /// The CHARTER that takes effect.
    #[n(2)]
    pub charter: Option<EntryHash>,
    /// Ids of the courier secrets that go in; absent if none does.
    #[n(3)]
    pub psks: Option<Vec<ByteVec>>,
}

/// A group entered by a Welcome whose record is not here whole yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct JoiningRow {
    /// The record up to here must be here before the first entry is written.
    #[n(0)]
    pub heads: Vec<Head>,
    /// Every other voter's OPENING of this era must be here too: what each holds of the own lost chain is in its heads.
    #[n(1)]
    pub waits_for_voters: bool,
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
/// The root that addresses what goes between this party and another here, by party: that of their first pairing.
pub(super) const ROOT: &[u8] = b"root/";
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
/// Up to which place signatures of an author are erased, by party.
pub(super) const ERASED: &[u8] = b"erased/";
/// Evidence of a rollback.
pub(super) const ROLLED_BACK: &[u8] = b"rolled-back";
/// There from an unclean start until the quarantine is lifted.
pub(super) const QUARANTINED: &[u8] = b"quarantined";
/// What the own mark says since the last sealing.
pub(super) const MARK: &[u8] = b"mark";
/// A change of epoch that was ordered.
pub(super) const ORDERED: &[u8] = b"ordered";
/// CHARTER versions that the own people have agreed to, by entry.
pub(super) const AGREED: &[u8] = b"agreed/";
/// Welcomes not yet taken up, by party.
pub(super) const WELCOME: &[u8] = b"welcome/";
/// There while the record that a Welcome spoke of is not here whole.
pub(super) const JOINING: &[u8] = b"joining";
/// There once this party is no longer a member.
pub(super) const LEFT: &[u8] = b"left";
/// KeyPackages of parties whose store is an old copy, by party; the own one under the own code.
pub(super) const REJOIN: &[u8] = b"rejoin/";
/// The own commit that waits for its ACKs.
pub(super) const PENDING: &[u8] = b"pending";
