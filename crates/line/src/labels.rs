//! Every derivation and MAC of the line goes through here: label = "demarche/" NAME "/1" || STATUS, then each
//! field with its length (line.md section 3).
//!
//! In: a key, a [`Name`], the status, fields. Out: 32 bytes.
//!
//! I1 no label is the beginning of another. I2 labels of two statuses differ, so no key of one status is ever a
//! key of another (R14). I3 fields carry their lengths, so two lists of fields never read alike.

use crate::ids::Status;
use crate::secret::Secret;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// What a derived key or a MAC is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// The day root of a pair, from pairing.
    Root,
    /// The lower code's governance key.
    GovernanceLower,
    /// The higher code's governance key.
    GovernanceHigher,
    /// The key of the pairing's MACs.
    Confirm,
    /// The MAC in pairing message 3 and 4.
    ConfirmMac,
    /// The wrapping key of envelopes.
    Envelope,
    /// A mailbox id.
    Mailbox,
    /// A fill token.
    Fill,
    /// A fill receipt key.
    FillReceipt,
    /// The own mark slot: id, token, receipt key, wrapping key.
    Mark,
    /// The MAC of a leaf certificate.
    Leaf,
    /// The MAC of an ACK.
    Ack,
    /// The key that wraps an annex key for a reading party.
    Annex,
    /// The hash of a PSK's id.
    Psk,
    /// An empty token, from a secret of the recipient's own.
    Empty,
    /// An empty receipt key, from a secret of the recipient's own.
    EmptyReceipt,
}

impl Name {
    /// Every name, for the test that no label begins another.
    pub const ALL: [Name; 16] = [
        Name::Root,
        Name::GovernanceLower,
        Name::GovernanceHigher,
        Name::Confirm,
        Name::ConfirmMac,
        Name::Envelope,
        Name::Mailbox,
        Name::Fill,
        Name::FillReceipt,
        Name::Mark,
        Name::Leaf,
        Name::Ack,
        Name::Annex,
        Name::Psk,
        Name::Empty,
        Name::EmptyReceipt,
    ];

    /// The word that stands in the label.
    pub fn word(self) -> &'static str {
        match self {
            Name::Root => "root",
            Name::GovernanceLower => "governance-lower",
            Name::GovernanceHigher => "governance-higher",
            Name::Confirm => "confirm",
            Name::ConfirmMac => "confirm-mac",
            Name::Envelope => "envelope",
            Name::Mailbox => "mailbox",
            Name::Fill => "fill",
            Name::FillReceipt => "fill-receipt",
            Name::Mark => "mark",
            Name::Leaf => "leaf",
            Name::Ack => "ack",
            Name::Annex => "annex",
            Name::Psk => "psk",
            Name::Empty => "empty",
            Name::EmptyReceipt => "empty-receipt",
        }
    }
}

/// The label's bytes: "demarche/" NAME "/1" || STATUS.
pub fn label(name: Name, status: Status) -> Vec<u8> {
    format!("demarche/{}/1{}", name.word(), status.word()).into_bytes()
}

/// Label and fields as one string: the label, then for each field its length (4 bytes, big-endian) and itself.
pub fn framed(name: Name, status: Status, fields: &[&[u8]]) -> Vec<u8> {
    let mut out = label(name, status);
    for field in fields {
        let length = u32::try_from(field.len()).expect("no field of a label is near 4 GiB");
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(field);
    }
    out
}

/// HKDF-Expand(key, label and fields), 32 bytes. `key` is uniform already: an output of HKDF or random.
pub fn derive(key: &Secret, name: Name, status: Status, fields: &[&[u8]]) -> Secret {
    let mut out = [0u8; 32];
    Hkdf::<Sha256>::from_prk(key.bytes())
        .and_then(|h| h.expand(&framed(name, status, fields), &mut out).map_err(|_| hkdf::InvalidPrkLength))
        .expect("a 32-byte PRK and a 32-byte output are always allowed");
    Secret::new(out)
}

/// HKDF-Extract(salt, input).
pub fn extract(salt: &[u8], input: &[u8]) -> Secret {
    let (prk, _) = Hkdf::<Sha256>::extract(Some(salt), input);
    Secret::new(prk.into())
}

/// HMAC-SHA-256(key, label and fields).
pub fn mac(key: &Secret, name: Name, status: Status, fields: &[&[u8]]) -> [u8; 32] {
    hmac_bytes(key.bytes(), &framed(name, status, fields))
}

/// Whether a MAC is the right one, in constant time.
pub fn mac_is(key: &Secret, name: Name, status: Status, fields: &[&[u8]], claimed: &[u8; 32]) -> bool {
    mac(key, name, status, fields).ct_eq(claimed).into()
}

/// HMAC-SHA-256 over bytes that are framed by the caller.
pub(crate) fn hmac_bytes(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    hmac.update(message);
    hmac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_label() -> Vec<Vec<u8>> {
        Name::ALL.iter().flat_map(|n| Status::ALL.iter().map(|s| label(*n, *s))).collect()
    }

    /// The place of a name in `ALL`. A name that is added does not compile here until it is in both.
    fn place(name: Name) -> usize {
        match name {
            Name::Root => 0,
            Name::GovernanceLower => 1,
            Name::GovernanceHigher => 2,
            Name::Confirm => 3,
            Name::ConfirmMac => 4,
            Name::Envelope => 5,
            Name::Mailbox => 6,
            Name::Fill => 7,
            Name::FillReceipt => 8,
            Name::Mark => 9,
            Name::Leaf => 10,
            Name::Ack => 11,
            Name::Annex => 12,
            Name::Psk => 13,
            Name::Empty => 14,
            Name::EmptyReceipt => 15,
        }
    }

    #[test]
    fn every_name_is_among_all_and_its_labels_differ_byte_for_byte() {
        for (n, name) in Name::ALL.into_iter().enumerate() {
            assert_eq!(place(name), n);
        }
        let labels = every_label();
        assert_eq!(labels.len(), 48);
        assert_eq!(labels.iter().collect::<std::collections::BTreeSet<_>>().len(), 48);
    }

    #[test]
    fn no_label_begins_another_whatever_the_status() {
        let labels = every_label();
        for (i, a) in labels.iter().enumerate() {
            for (j, b) in labels.iter().enumerate() {
                assert!(i == j || !b.starts_with(a), "{:?} begins {:?}", a, b);
            }
        }
    }

    #[test]
    fn the_label_is_the_documented_bytes() {
        assert_eq!(label(Name::Envelope, Status::Actual), b"demarche/envelope/1ACTUAL");
        assert_eq!(
            framed(Name::Leaf, Status::Test, &[b"ab", b""]),
            b"demarche/leaf/1TEST\0\0\0\x02ab\0\0\0\0"
        );
    }

    #[test]
    fn a_status_changes_every_key() {
        let root = Secret::new([7; 32]);
        for name in Name::ALL {
            let of = |s| *derive(&root, name, s, &[b"x"]).bytes();
            assert_ne!(of(Status::Actual), of(Status::Exercise));
            assert_ne!(of(Status::Exercise), of(Status::Test));
            assert_ne!(of(Status::Actual), of(Status::Test));
        }
    }
}
