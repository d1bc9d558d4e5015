//! Proof of a share: a Schnorr signature under the custodian's own share over the drill's nonce. Nothing is made whole, and
//! a share is not shown.

use crate::error::CustodyError;
use crate::label::{Name, framed};
use crate::package::{Index, Public, Secret32, SetId};
use crate::share::Share;
use frost_ed25519::rand_core::{CryptoRng, RngCore};
use frost_ed25519::{Signature, SigningKey, VerifyingKey};
use minicbor::{Decode, Encode};

/// A custodian's answer to a drill.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Proof {
    /// Whose.
    #[n(0)]
    pub index: Index,
    /// Under the share of the root.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub root: [u8; 64],
    /// Under the share of the seal.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub seal: [u8; 64],
}

/// Answers a drill.
///
/// # Errors
/// [`CustodyError::Library`].
pub fn prove<R: RngCore + CryptoRng>(
    share: &Share,
    nonce: &[u8; 32],
    rng: &mut R,
) -> Result<Proof, CustodyError> {
    let message = message(&share.set, share.index, nonce);
    Ok(Proof {
        index: share.index,
        root: single(&share.root, &message, rng)?,
        seal: single(&share.seal, &message, rng)?,
    })
}

/// Checks an answer against the public packages of the set.
///
/// # Errors
/// [`CustodyError::NoSuchIndex`], [`CustodyError::BadProof`].
pub fn proved(
    set: &SetId,
    root: &Public,
    seal: &Public,
    nonce: &[u8; 32],
    proof: &Proof,
) -> Result<(), CustodyError> {
    let message = message(set, proof.index, nonce);
    single_is(root, proof.index, &message, &proof.root)?;
    single_is(seal, proof.index, &message, &proof.seal)
}

/// A signature under one share alone.
pub(crate) fn single<R: RngCore + CryptoRng>(
    share: &Secret32,
    message: &[u8],
    rng: &mut R,
) -> Result<[u8; 64], CustodyError> {
    let signature = SigningKey::deserialize(share.bytes())?.sign(rng, message).serialize()?;
    signature
        .try_into()
        .map_err(|_| CustodyError::Library { why: "a signature of another length".to_owned() })
}

/// Whether a signature is one under the share of this index.
pub(crate) fn single_is(
    public: &Public,
    index: Index,
    message: &[u8],
    signature: &[u8; 64],
) -> Result<(), CustodyError> {
    let bad = || CustodyError::BadProof { index };
    let key = VerifyingKey::deserialize(&public.share(index)?).map_err(|_| bad())?;
    let signature = Signature::deserialize(signature).map_err(|_| bad())?;
    key.verify(message, &signature).map_err(|_| bad())
}

fn message(set: &SetId, index: Index, nonce: &[u8; 32]) -> Vec<u8> {
    framed(Name::Proof, set.status, &[set.to_string().as_bytes(), &index.to_be_bytes(), nonce])
}
