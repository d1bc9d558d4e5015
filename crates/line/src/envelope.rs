//! The envelope: all that a carrier sees (line.md section 8).
//!
//! `mailbox (32 B) || nonce (24 B) || XChaCha20-Poly1305(K, kind || length || bytes || zeros)`, in all exactly
//! 2, 8, 32 or 64 KiB. The mailbox is the associated data.
//!
//! In: a wrapping key, a nonce, a payload. Out: an envelope, and back.
//!
//! I1 the size is one of four and says no more than its class. I2 two copies share no bytes but a mailbox, since
//! every copy has its own nonce (and path its own key). I3 [`unwrap`] is total and refuses junk before it
//! allocates.

use crate::config::Planted;
use crate::ids::{EnvelopeHash, MailboxId};
use crate::keys::Secret;
use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

/// What an envelope carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A PrivateMessage of the group.
    Mls = 0,
    /// A [`crate::direct::Direct`] message.
    Direct = 1,
    /// A chunk of an annex ([`crate::annex`]).
    Annex = 2,
    /// Nothing; sent at a constant rate by charter.
    Filler = 3,
}

/// A size class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bucket {
    /// 2 KiB.
    Kib2,
    /// 8 KiB.
    Kib8,
    /// 32 KiB.
    Kib32,
    /// 64 KiB.
    Kib64,
}

impl Bucket {
    /// All four, ascending.
    pub const ALL: [Bucket; 4] = [Bucket::Kib2, Bucket::Kib8, Bucket::Kib32, Bucket::Kib64];

    /// Bytes of an envelope of this class.
    pub fn size(self) -> usize {
        match self {
            Bucket::Kib2 => 2 << 10,
            Bucket::Kib8 => 8 << 10,
            Bucket::Kib32 => 32 << 10,
            Bucket::Kib64 => 64 << 10,
        }
    }

    /// The class of an envelope of exactly this many bytes.
    pub fn of_size(bytes: usize) -> Option<Bucket> {
        Bucket::ALL.into_iter().find(|b| b.size() == bytes)
    }

    /// The smallest class that takes a payload of this many bytes.
    pub fn for_payload(bytes: usize) -> Option<Bucket> {
        Bucket::ALL.into_iter().find(|b| bytes <= b.size() - OVERHEAD)
    }

    /// 0 to 3, as a relay's receipt names it.
    pub fn number(self) -> u8 {
        self as u8
    }
}

/// Longer than the greatest payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLong {
    /// Bytes of the payload.
    pub bytes: usize,
}

/// Why an envelope does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Junk {
    /// Not one of the four sizes.
    NotABucket,
    /// For another mailbox.
    OtherMailbox,
    /// Not under this key, or altered.
    NotOurs,
    /// Opens, but kind, length or padding is not of the format: its sender's mistake.
    BadInside,
}

/// Wraps a payload in the smallest class that takes it. The nonce must be fresh random for every envelope.
///
/// # Errors
/// [`TooLong`] above [`MAX_PAYLOAD`].
pub fn wrap(
    key: &Secret,
    mailbox: &MailboxId,
    nonce: &[u8; 24],
    kind: Kind,
    payload: &[u8],
) -> Result<Vec<u8>, TooLong> {
    let bucket = Bucket::for_payload(payload.len()).ok_or(TooLong { bytes: payload.len() })?;
    Ok(wrap_in(key, mailbox, nonce, kind, payload, bucket))
}

/// [`wrap`] as a compartment does it: with a rule of this page broken, in a planted world only.
pub(crate) fn wrap_in_world(
    planted: Planted,
    key: &Secret,
    mailbox: &MailboxId,
    nonce: &[u8; 24],
    kind: Kind,
    payload: &[u8],
) -> Result<Vec<u8>, TooLong> {
    if planted.no_wrapping {
        let bucket = Bucket::for_payload(payload.len()).ok_or(TooLong { bytes: payload.len() })?;
        let mut clear = laid_out(mailbox, nonce, kind, payload, bucket.size());
        clear.resize(bucket.size(), 0);
        return Ok(clear);
    }
    if planted.no_padding {
        let bare = laid_out(mailbox, nonce, kind, payload, OVERHEAD + payload.len());
        return Ok(sealed(key, mailbox, nonce, bare));
    }
    wrap(key, mailbox, nonce, kind, payload)
}

/// [`unwrap`] as a compartment does it.
pub(crate) fn unwrap_in_world(
    planted: Planted,
    key: &Secret,
    mailbox: &MailboxId,
    envelope: &[u8],
) -> Result<(Kind, Vec<u8>), Junk> {
    match envelope.get(MAILBOX + NONCE..envelope.len().saturating_sub(TAG)) {
        Some(clear) if planted.no_wrapping => read_inside(clear.to_vec()),
        _ => unwrap(key, mailbox, envelope),
    }
}

/// Wraps filler of a class.
pub fn wrap_filler(key: &Secret, mailbox: &MailboxId, nonce: &[u8; 24], bucket: Bucket) -> Vec<u8> {
    wrap_in(key, mailbox, nonce, Kind::Filler, &[], bucket)
}

/// Opens an envelope addressed to `mailbox`.
///
/// # Errors
/// [`Junk`]; nothing else happens.
pub fn unwrap(key: &Secret, mailbox: &MailboxId, envelope: &[u8]) -> Result<(Kind, Vec<u8>), Junk> {
    Bucket::of_size(envelope.len()).ok_or(Junk::NotABucket)?;
    if mailbox_of(envelope) != Some(*mailbox) {
        return Err(Junk::OtherMailbox);
    }
    let (head, sealed) = envelope.split_at(MAILBOX + NONCE);
    let (text, tag) = sealed.split_at(sealed.len() - TAG);
    let mut inside = text.to_vec();
    XChaCha20Poly1305::new(key.bytes().into())
        .decrypt_in_place_detached(
            XNonce::from_slice(&head[MAILBOX..]),
            &mailbox.0,
            &mut inside,
            Tag::from_slice(tag),
        )
        .map_err(|_| Junk::NotOurs)?;
    read_inside(inside)
}

/// The mailbox that stands first; `None` if the bytes are shorter than one.
pub fn mailbox_of(envelope: &[u8]) -> Option<MailboxId> {
    envelope.first_chunk::<MAILBOX>().map(|id| MailboxId(*id))
}

/// SHA-256 of the whole: a relay's idempotency key.
pub fn hash_of(envelope: &[u8]) -> EnvelopeHash {
    EnvelopeHash(Sha256::digest(envelope).into())
}

fn wrap_in(
    key: &Secret,
    mailbox: &MailboxId,
    nonce: &[u8; 24],
    kind: Kind,
    payload: &[u8],
    bucket: Bucket,
) -> Vec<u8> {
    sealed(key, mailbox, nonce, laid_out(mailbox, nonce, kind, payload, bucket.size()))
}

/// An envelope of `size` bytes, still in the clear and without its tag.
fn laid_out(mailbox: &MailboxId, nonce: &[u8; 24], kind: Kind, payload: &[u8], size: usize) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a payload fits 64 KiB");
    let mut out = Vec::with_capacity(size);
    out.extend_from_slice(&mailbox.0);
    out.extend_from_slice(nonce);
    out.push(kind as u8);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(payload);
    out.resize(size - TAG, 0);
    out
}

fn sealed(key: &Secret, mailbox: &MailboxId, nonce: &[u8; 24], mut out: Vec<u8>) -> Vec<u8> {
    let tag = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt_in_place_detached(XNonce::from_slice(nonce), &mailbox.0, &mut out[MAILBOX + NONCE..])
        .expect("64 KiB is far below the cipher's limit");
    out.extend_from_slice(&tag);
    out
}

fn read_inside(mut inside: Vec<u8>) -> Result<(Kind, Vec<u8>), Junk> {
    let kind = match inside.first() {
        Some(0) => Kind::Mls,
        Some(1) => Kind::Direct,
        Some(2) => Kind::Annex,
        Some(3) => Kind::Filler,
        _ => return Err(Junk::BadInside),
    };
    let length = inside.get(1..HEAD).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
    let end = length.and_then(|n| usize::try_from(n).ok()).and_then(|n| n.checked_add(HEAD));
    let end = end.filter(|end| *end <= inside.len()).ok_or(Junk::BadInside)?;
    if inside[end..].iter().any(|b| *b != 0) {
        return Err(Junk::BadInside);
    }
    inside.truncate(end);
    inside.drain(..HEAD);
    Ok((kind, inside))
}

/// Bytes that an envelope adds to its payload.
pub const OVERHEAD: usize = MAILBOX + NONCE + HEAD + TAG;
/// The greatest payload, bytes.
pub const MAX_PAYLOAD: usize = (64 << 10) - OVERHEAD;

const MAILBOX: usize = 32;
const NONCE: usize = 24;
const HEAD: usize = 5;
const TAG: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Secret {
        Secret::new([5; 32])
    }

    const BOX: MailboxId = MailboxId([6; 32]);

    #[test]
    fn every_payload_takes_the_smallest_of_four_sizes_and_comes_back() {
        for n in [0, 1, 1_971, 1_972, 8_115, 8_116, 32_691, 32_692, MAX_PAYLOAD] {
            let payload = vec![0xA5; n];
            let envelope = wrap(&key(), &BOX, &[1; 24], Kind::Mls, &payload).expect("fits");
            let bucket = Bucket::of_size(envelope.len()).expect("a bucket");
            assert_eq!(Some(bucket), Bucket::for_payload(n));
            assert_eq!(unwrap(&key(), &BOX, &envelope), Ok((Kind::Mls, payload)));
        }
        let long = vec![0; MAX_PAYLOAD + 1];
        assert_eq!(wrap(&key(), &BOX, &[1; 24], Kind::Mls, &long), Err(TooLong { bytes: long.len() }));
    }

    #[test]
    fn another_key_mailbox_size_or_bit_does_not_open() {
        let envelope = wrap(&key(), &BOX, &[1; 24], Kind::Direct, b"word").expect("fits");
        assert_eq!(unwrap(&Secret::new([4; 32]), &BOX, &envelope), Err(Junk::NotOurs));
        assert_eq!(unwrap(&key(), &MailboxId([7; 32]), &envelope), Err(Junk::OtherMailbox));
        assert_eq!(unwrap(&key(), &BOX, &envelope[1..]), Err(Junk::NotABucket));
        for at in [33, 60, 1_000, 2_047] {
            let mut altered = envelope.clone();
            altered[at] ^= 1;
            assert_eq!(unwrap(&key(), &BOX, &altered), Err(Junk::NotOurs), "byte {at}");
        }
    }

    #[test]
    fn what_opens_but_is_not_of_the_format_is_refused() {
        for inside in
            [vec![4, 0, 0, 0, 0], vec![0, 255, 255, 255, 255], vec![0, 0, 0, 0, 0, 1], vec![0; 4], vec![]]
        {
            assert_eq!(read_inside(inside), Err(Junk::BadInside));
        }
    }

    #[test]
    fn two_copies_share_no_sixteen_bytes_after_the_mailbox() {
        let wrap = |nonce| wrap(&key(), &BOX, &nonce, Kind::Mls, &[0; 100]).expect("fits");
        let (a, b) = (wrap([1; 24]), wrap([2; 24]));
        assert!(!a[56..].windows(16).any(|run| b[56..].windows(16).any(|other| other == run)));
    }
}
