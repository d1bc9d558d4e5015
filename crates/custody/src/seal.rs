//! The seal signs by FROST (RFC 9591): k custodians, two rounds, each at home; its key is never whole.

use crate::error::CustodyError;
use crate::package::{Index, Public, identifier};
use crate::share::{Share, together};
use frost_core::round1::Nonce;
use frost_ed25519::keys::PublicKeyPackage;
use frost_ed25519::rand_core::{CryptoRng, RngCore};
use frost_ed25519::round1::{NonceCommitment, SigningCommitments, SigningNonces};
use frost_ed25519::round2::SignatureShare;
use frost_ed25519::{Identifier, Signature, SigningPackage, VerifyingKey, round1, round2};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// What a custodian gives the others in the first round.
pub type Commitments = Vec<u8>;

/// What a custodian keeps between the rounds. Used once: two messages under one of these show the share.
pub struct Nonces(Zeroizing<Vec<u8>>);

impl Nonces {
    /// The bytes, for a sealed file of the custodian.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// From such a file.
    pub fn of(bytes: Vec<u8>) -> Self {
        Nonces(Zeroizing::new(bytes))
    }
}

/// First round.
///
/// # Errors
/// [`CustodyError::WrongShare`], [`CustodyError::Library`].
pub fn commit<R: RngCore + CryptoRng>(
    share: &Share,
    rng: &mut R,
) -> Result<(Nonces, Commitments), CustodyError> {
    let package = share.seal_package()?;
    let (nonces, commitments) = round1::commit(package.signing_share(), rng);
    let kept = Zeroizing::new([nonces.hiding().serialize(), nonces.binding().serialize()].concat());
    Ok((Nonces(kept), [commitments.hiding().serialize()?, commitments.binding().serialize()?].concat()))
}

/// Second round: takes the nonces, so that they cannot be used again.
///
/// # Errors
/// [`CustodyError::TooFew`], [`CustodyError::Library`].
pub fn sign(
    share: &Share,
    nonces: Nonces,
    all: &BTreeMap<Index, Commitments>,
    message: &[u8],
) -> Result<Vec<u8>, CustodyError> {
    let (have, need) = (all.len(), usize::from(share.k()));
    if have < need {
        return Err(CustodyError::TooFew { have, need });
    }
    let (hiding, binding) = halves(&nonces.0)?;
    let nonces = SigningNonces::from_nonces(Nonce::deserialize(hiding)?, Nonce::deserialize(binding)?);
    let part = round2::sign(&package(all, message)?, &nonces, &share.seal_package()?)?;
    Ok(part.serialize())
}

/// The signature of the whole from the parts of the second round; a wrong part is named.
///
/// # Errors
/// [`CustodyError::WrongShare`] with the culprit, [`CustodyError::BadProof`] when the parts fit and the whole does not.
pub fn aggregate(
    public: &Public,
    all: &BTreeMap<Index, Commitments>,
    parts: &BTreeMap<Index, Vec<u8>>,
    message: &[u8],
) -> Result<[u8; 64], CustodyError> {
    let mut shares = BTreeMap::new();
    for (index, part) in parts {
        shares.insert(identifier(*index)?, SignatureShare::deserialize(part)?);
    }
    let (have, need) = (shares.len(), usize::from(public.k));
    if have < need {
        return Err(CustodyError::TooFew { have, need });
    }
    let indices: Vec<Index> = parts.keys().copied().collect();
    whole(&package(all, message)?, &shares, &public.frost_of(&indices)?)
}

/// Both rounds at one table, with the first k of the shares.
///
/// # Errors
/// As the rounds.
pub fn sign_together<R: RngCore + CryptoRng>(
    shares: &[Share],
    message: &[u8],
    rng: &mut R,
) -> Result<[u8; 64], CustodyError> {
    let public = &together(shares)?.seal_public;
    let signers = &shares[..usize::from(public.k)];
    let packages = public.key_packages(signers.iter().map(|share| (share.index, &share.seal)))?;
    let (mut nonces, mut all) = (Vec::new(), BTreeMap::new());
    for package in &packages {
        let (own, commitments) = round1::commit(package.signing_share(), rng);
        nonces.push(own);
        all.insert(*package.identifier(), commitments);
    }
    let signing = SigningPackage::new(all, message);
    let mut parts = BTreeMap::new();
    for (package, own) in packages.iter().zip(nonces) {
        parts.insert(*package.identifier(), round2::sign(&signing, &own, package)?);
    }
    let indices: Vec<Index> = signers.iter().map(|share| share.index).collect();
    whole(&signing, &parts, &public.frost_of(&indices)?)
}

/// The signature from its parts.
fn whole(
    signing: &SigningPackage,
    parts: &BTreeMap<Identifier, SignatureShare>,
    public: &PublicKeyPackage,
) -> Result<[u8; 64], CustodyError> {
    let signature = frost_ed25519::aggregate(signing, parts, public).map_err(|e| match e {
        frost_ed25519::Error::InvalidSignature => CustodyError::BadProof { index: 0 },
        other => other.into(),
    })?;
    let bytes = signature.serialize()?;
    bytes.try_into().map_err(|_| CustodyError::Library { why: "a signature of another length".to_owned() })
}

/// Whether a signature is the seal's.
pub fn signature_is(public: &Public, message: &[u8], signature: &[u8; 64]) -> bool {
    let key = VerifyingKey::deserialize(&public.key);
    let signature = Signature::deserialize(signature);
    key.ok().zip(signature.ok()).is_some_and(|(key, signature)| key.verify(message, &signature).is_ok())
}

fn package(all: &BTreeMap<Index, Commitments>, message: &[u8]) -> Result<SigningPackage, CustodyError> {
    let mut commitments = BTreeMap::new();
    for (index, bytes) in all {
        let (hiding, binding) = halves(bytes)?;
        let given = SigningCommitments::new(
            NonceCommitment::deserialize(hiding)?,
            NonceCommitment::deserialize(binding)?,
        );
        commitments.insert(identifier(*index)?, given);
    }
    Ok(SigningPackage::new(commitments, message))
}

/// Two scalars or two points, 32 bytes each.
fn halves(bytes: &[u8]) -> Result<(&[u8], &[u8]), CustodyError> {
    let halves = bytes.split_at_checked(32).filter(|(_, second)| second.len() == 32);
    halves.ok_or(CustodyError::NotAFile { why: "not 64 bytes".to_owned() })
}
