//! Keys that both ends of a pair derive alike from their day root R_AB (line.md sections 3, 8 and 14).
//!
//! In: R_AB, the status and public names. Out: wrapping keys, mailbox ids and tokens, MACs.
//!
//! I1 the direction (sender) is in every key of the wire, so no envelope can be turned round.

use crate::ids::{CompartmentId, EntryHash, Epoch, MailboxId, PartyCode, PathId, Status, Term};
use crate::labels::{Name, derive, extract, mac, mac_is};
use crate::relay_api::{ReceiptKey, Token};
pub use crate::secret::Secret;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

/// The MLS group id of a compartment's term: SHA-256(compartment || term as 4 bytes big-endian).
pub fn group_id(compartment: &CompartmentId, term: Term) -> [u8; 32] {
    Sha256::new().chain_update(compartment.0).chain_update(term.to_be_bytes()).finalize().into()
}

/// The wrapping key of one direction over one path: HKDF(R_AB, "envelope" || compartment || sender || path id).
pub fn envelope_key(
    root: &Secret,
    status: Status,
    compartment: &CompartmentId,
    sender: &PartyCode,
    path: &str,
) -> Secret {
    derive(root, Name::Envelope, status, &[&compartment.0, sender.as_str().as_bytes(), path.as_bytes()])
}

/// What a mailbox is for: one a (relay, compartment, term, epoch, sender, recipient).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct MailboxPlace {
    /// The relay as the charter (or invitation) names it.
    #[n(0)]
    pub relay: PathId,
    /// The compartment; [`PAIRING`] for the mailbox of a pair before there is one.
    #[n(1)]
    pub compartment: CompartmentId,
    /// Its term.
    #[n(2)]
    pub term: Term,
    /// The epoch from which the sender fills it.
    #[n(3)]
    pub epoch: Epoch,
    /// Who fills.
    #[n(4)]
    pub sender: PartyCode,
    /// Who empties.
    #[n(5)]
    pub recipient: PartyCode,
}

impl MailboxPlace {
    /// The founding mailbox of a pair at a relay: in use from pairing on, outside every compartment.
    pub fn pairing(relay: &str, sender: &PartyCode, recipient: &PartyCode) -> Self {
        MailboxPlace {
            relay: relay.to_owned(),
            compartment: PAIRING,
            term: 0,
            epoch: 0,
            sender: sender.clone(),
            recipient: recipient.clone(),
        }
    }
}

/// What both ends of a pair know of a mailbox; empty token and empty receipt key are the recipient's own.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MailboxKeys {
    /// Its id.
    #[n(0)]
    pub id: MailboxId,
    /// Shown with every deposit.
    #[n(1)]
    pub fill: Token,
    /// Key of the receipts for the depositor.
    #[n(2)]
    pub fill_receipt: ReceiptKey,
}

/// Derives id, fill token and fill receipt key of a mailbox from the day root of its two ends.
pub fn mailbox_keys(root: &Secret, status: Status, place: &MailboxPlace) -> MailboxKeys {
    let term = place.term.to_be_bytes();
    let epoch = place.epoch.to_be_bytes();
    let fields: [&[u8]; 6] = [
        place.relay.as_bytes(),
        &place.compartment.0,
        &term,
        &epoch,
        place.sender.as_str().as_bytes(),
        place.recipient.as_str().as_bytes(),
    ];
    let key = |name| *derive(root, name, status, &fields).bytes();
    MailboxKeys {
        id: MailboxId(key(Name::Mailbox)),
        fill: Token(key(Name::Fill)),
        fill_receipt: ReceiptKey(key(Name::FillReceipt)),
    }
}

/// Empty token and empty receipt key of a mailbox: the recipient's own, from a secret that only it has.
pub fn empty_keys(own: &Secret, status: Status, mailbox: &MailboxId) -> (Token, ReceiptKey) {
    let key = |name| *derive(own, name, status, &[&mailbox.0]).bytes();
    (Token(key(Name::Empty)), ReceiptKey(key(Name::EmptyReceipt)))
}

/// The own mark slot of a compartment at a relay, from a secret that only this node has (line.md section 11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkSlot {
    /// Slot id, fill and empty token (the same) and receipt key (the same).
    pub keys: MailboxKeys,
    /// Wraps the mark.
    pub wrapping: Secret,
}

/// Derives the mark slot from the compartment's own secret.
pub fn mark_slot(own: &Secret, status: Status, relay: &str, compartment: &CompartmentId) -> MarkSlot {
    let key =
        |what: &[u8]| *derive(own, Name::Mark, status, &[what, relay.as_bytes(), &compartment.0]).bytes();
    MarkSlot {
        keys: MailboxKeys {
            id: MailboxId(key(b"id")),
            fill: Token(key(b"token")),
            fill_receipt: ReceiptKey(key(b"receipt")),
        },
        wrapping: Secret::new(key(b"wrapping")),
    }
}

/// The MAC of a leaf certificate for one peer over its former fields.
pub fn leaf_mac(root: &Secret, status: Status, former: &[u8]) -> [u8; 32] {
    mac(root, Name::Leaf, status, &[former])
}

/// Whether a leaf certificate's MAC that is wrong here is right under another status (R14).
pub fn leaf_mac_of_another_status(root: &Secret, ours: Status, former: &[u8], claimed: &[u8; 32]) -> bool {
    ours.others().any(|other| mac_is(root, Name::Leaf, other, &[former], claimed))
}

/// Whether a mailbox that is not ours would be, under another status (R14).
pub fn mailbox_of_another_status(root: &Secret, ours: Status, place: &MailboxPlace, id: &MailboxId) -> bool {
    ours.others().any(|other| mailbox_keys(root, other, place).id == *id)
}

/// What an ACK binds towards each peer: group, epoch, the COMMIT entry and the authenticator it leads to
/// (empty from a member that is being removed).
#[derive(Debug, Clone, Copy)]
pub struct AckSubject<'a> {
    /// [`group_id`] of compartment and term.
    pub group: &'a [u8; 32],
    /// The epoch that the commit ends.
    pub epoch: Epoch,
    /// The COMMIT's entry.
    pub commit: &'a EntryHash,
    /// Authenticator of the epoch it opens.
    pub authenticator: &'a [u8],
    /// Who acknowledges.
    pub voter: &'a PartyCode,
}

/// The MAC of an ACK for one peer.
pub fn ack_mac(root: &Secret, status: Status, ack: AckSubject<'_>) -> [u8; 32] {
    ack.with_fields(|fields| mac(root, Name::Ack, status, fields))
}

/// Whether an ACK's MAC for us is right, in constant time.
pub fn ack_mac_is(root: &Secret, status: Status, ack: AckSubject<'_>, claimed: &[u8; 32]) -> bool {
    ack.with_fields(|fields| mac_is(root, Name::Ack, status, fields, claimed))
}

impl AckSubject<'_> {
    fn with_fields<T>(&self, use_them: impl FnOnce(&[&[u8]]) -> T) -> T {
        let epoch = self.epoch.to_be_bytes();
        let voter = self.voter.as_str().as_bytes();
        use_them(&[self.group, &epoch, &self.commit.0, self.authenticator, voter])
    }
}

/// The key that wraps an annex's random key for one reading party.
pub fn annex_key(root: &Secret, status: Status, sender: &PartyCode, annex_hash: &[u8; 32]) -> Secret {
    derive(root, Name::Annex, status, &[sender.as_str().as_bytes(), annex_hash])
}

/// R' = HKDF-Extract(courier secret, R): the day root after a later courier secret (line.md section 2).
pub fn root_after_courier(courier: &Secret, root: &Secret) -> Secret {
    extract(courier.bytes(), root.bytes())
}

/// The id of a courier secret that serves as a pre-shared key: it follows from the secret, so that two who type in another
/// pouch's never meet under one id.
pub fn psk_id(status: Status, secret: &Secret) -> Vec<u8> {
    derive(secret, Name::Psk, status, &[b"id"]).bytes()[..8].to_vec()
}

/// What PSK-PRESENT shows of a PSK's id.
pub fn psk_id_hash(status: Status, id: &[u8]) -> [u8; 32] {
    let framed = crate::labels::framed(Name::Psk, status, &[id]);
    Sha256::digest(framed).into()
}

/// Stands where a compartment would, in the mailbox and wrapping of a pair before there is one.
pub const PAIRING: CompartmentId = CompartmentId([0; 32]);

#[cfg(test)]
mod tests {
    use super::*;

    fn party(code: &str) -> PartyCode {
        PartyCode::parse(code).expect("a party code")
    }

    fn place() -> MailboxPlace {
        MailboxPlace {
            relay: "CH-1".into(),
            compartment: CompartmentId([1; 32]),
            term: 0,
            epoch: 3,
            sender: party("US"),
            recipient: party("IR"),
        }
    }

    #[test]
    fn every_part_of_a_place_changes_its_mailbox() {
        let root = Secret::new([9; 32]);
        let at = |p: &MailboxPlace| mailbox_keys(&root, Status::Test, p).id;
        let base = place();
        let others = [
            MailboxPlace { relay: "OM-1".into(), ..base.clone() },
            MailboxPlace { compartment: CompartmentId([2; 32]), ..base.clone() },
            MailboxPlace { term: 1, ..base.clone() },
            MailboxPlace { epoch: 4, ..base.clone() },
            MailboxPlace { sender: party("IR"), recipient: party("US"), ..base.clone() },
        ];
        for other in &others {
            assert_ne!(at(&base), at(other), "{other:?}");
        }
        assert_ne!(mailbox_keys(&root, Status::Actual, &base).id, at(&base));
    }

    #[test]
    fn an_ack_mac_holds_for_its_subject_only() {
        let root = Secret::new([3; 32]);
        let (group, commit, voter) = ([1; 32], EntryHash([2; 32]), party("CH"));
        let ack = AckSubject { group: &group, epoch: 1, commit: &commit, authenticator: b"a", voter: &voter };
        let mac = ack_mac(&root, Status::Test, ack);
        assert!(ack_mac_is(&root, Status::Test, ack, &mac));
        assert!(!ack_mac_is(&root, Status::Exercise, ack, &mac));
        assert!(!ack_mac_is(&root, Status::Test, AckSubject { epoch: 2, ..ack }, &mac));
        assert!(!ack_mac_is(&root, Status::Test, AckSubject { authenticator: b"b", ..ack }, &mac));
    }
}
