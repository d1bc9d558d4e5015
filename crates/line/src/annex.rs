//! An annex in chunks: what is too large for an envelope, for the parties that may read it (line.md section 14).
//!
//! In: the whole, a random key of one use. Out: sealed chunks of 60 KiB, the key wrapped for a reading party, and back.
//!
//! I1 a chunk opens only in its place in its annex. I2 whether the whole is what its author's entry says is checked by
//! its hash, whoever had the key.

use crate::cbor::{self, Malformed};
use crate::ids::{PartyCode, Status};
use crate::keys::{Secret, annex_key};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

/// What an envelope of kind annex carries.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Chunk {
    /// SHA-256 of the whole.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub annex: [u8; 32],
    /// Which, from 0.
    #[n(1)]
    pub index: u32,
    /// Sealed.
    #[n(2)]
    pub bytes: ByteVec,
}

impl Chunk {
    /// Reads the payload of an annex envelope.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(payload: &[u8]) -> Result<Self, Malformed> {
        cbor::decode(payload)
    }
}

/// SHA-256 of the whole: an annex's name.
pub fn hash_of(whole: &[u8]) -> [u8; 32] {
    Sha256::digest(whole).into()
}

/// In how many chunks an annex of so many bytes goes.
pub fn chunks_of(size: u64) -> u32 {
    u32::try_from(size.div_ceil(CHUNK as u64)).unwrap_or(u32::MAX)
}

/// Seals the whole, chunk by chunk.
pub fn seal(whole: &[u8], key: &Secret) -> Vec<Vec<u8>> {
    let annex = hash_of(whole);
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let seal = |(index, part): (usize, &[u8])| {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let payload = Payload { msg: part, aad: &annex };
        cipher.encrypt(&nonce(index), payload).expect("60 KiB is far below the cipher's limit")
    };
    whole.chunks(CHUNK).enumerate().map(seal).collect()
}

/// Opens a chunk of an annex; `None` if it is not that one.
pub fn open(annex: &[u8; 32], index: u32, sealed: &[u8], key: &Secret) -> Option<Vec<u8>> {
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    cipher.decrypt(&nonce(index), Payload { msg: sealed, aad: annex }).ok()
}

/// The annex's key for one reading party.
pub fn wrap_key(
    root: &Secret,
    status: Status,
    sender: &PartyCode,
    annex: &[u8; 32],
    key: &Secret,
) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(annex_key(root, status, sender, annex).bytes().into());
    cipher.encrypt(&nonce(0), key.bytes().as_slice()).expect("32 bytes are far below the cipher's limit")
}

/// The annex's key, from what was wrapped for this party; `None` if it was not.
pub fn unwrap_key(
    root: &Secret,
    status: Status,
    sender: &PartyCode,
    annex: &[u8; 32],
    wrapped: &[u8],
) -> Option<Secret> {
    let cipher = XChaCha20Poly1305::new(annex_key(root, status, sender, annex).bytes().into());
    let key = cipher.decrypt(&nonce(0), wrapped).ok()?;
    key.as_slice().try_into().ok().map(Secret::new)
}

/// A key is of one use, so a place is nonce enough.
fn nonce(index: u32) -> XNonce {
    let mut nonce = [0; 24];
    nonce[20..].copy_from_slice(&index.to_be_bytes());
    nonce.into()
}

/// Bytes of a chunk before it is sealed.
pub const CHUNK: usize = 60 << 10;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn party(code: &str) -> PartyCode {
        PartyCode::parse(code).expect("a party code")
    }

    #[test]
    fn a_whole_comes_back_from_its_chunks_and_no_chunk_opens_elsewhere() {
        let whole: Vec<u8> = (0..CHUNK * 2 + 7).map(|n| n as u8).collect();
        let (key, annex) = (Secret::new([7; 32]), hash_of(&whole));
        let chunks = seal(&whole, &key);
        assert_eq!(chunks.len() as u32, chunks_of(whole.len() as u64));
        let parts: Vec<u8> =
            (0..).zip(&chunks).flat_map(|(n, c)| open(&annex, n, c, &key).expect("opens")).collect();
        assert_eq!(parts, whole);
        assert_eq!(open(&annex, 1, &chunks[0], &key), None);
        assert_eq!(open(&[0; 32], 0, &chunks[0], &key), None);
        assert_eq!(open(&annex, 0, &chunks[0], &Secret::new([8; 32])), None);
    }

    #[test]
    fn a_key_is_for_the_party_it_was_wrapped_for() {
        let (root, key) = (Secret::new([3; 32]), Secret::new([5; 32]));
        let wrapped = wrap_key(&root, Status::Test, &party("IR"), &[1; 32], &key);
        assert_eq!(wrapped.len(), 48);
        let unwrap = |root: &Secret, status, sender: &str, annex: &[u8; 32]| {
            unwrap_key(root, status, &party(sender), annex, &wrapped)
        };
        assert_eq!(unwrap(&root, Status::Test, "IR", &[1; 32]), Some(key));
        assert_eq!(unwrap(&Secret::new([4; 32]), Status::Test, "IR", &[1; 32]), None);
        assert_eq!(unwrap(&root, Status::Actual, "IR", &[1; 32]), None);
        assert_eq!(unwrap(&root, Status::Test, "US", &[1; 32]), None);
        assert_eq!(unwrap(&root, Status::Test, "IR", &[2; 32]), None);
    }

    proptest! {
        #[test]
        fn any_payload_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Chunk::decode(&bytes);
        }
    }
}
