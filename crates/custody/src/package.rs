//! Names of sets and indices, secret bytes, and the public package of a shared key.

use crate::error::CustodyError;
use frost_ed25519::keys::{KeyPackage, PublicKeyPackage, SigningShare, VerifyingShare};
use frost_ed25519::{Identifier, VerifyingKey};
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Place of a custodian's share; never given twice in a generation.
pub type Index = u16;

/// ACTUAL, EXERCISE or TEST: part of every label, so that no key of one is a key of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Status {
    /// Real.
    #[n(0)]
    Actual,
    /// Of an exercise.
    #[n(1)]
    Exercise,
    /// Of a test.
    #[n(2)]
    Test,
}

impl Status {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Status::Actual => "ACTUAL",
            Status::Exercise => "EXERCISE",
            Status::Test => "TEST",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Status::Actual, Status::Exercise, Status::Test].into_iter().find(|status| status.word() == word)
    }
}

/// Which set a share belongs to: renewal raises the generation, resharing the version.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SetId {
    /// Code of the party.
    #[n(0)]
    pub party: String,
    /// ACTUAL, EXERCISE or TEST.
    #[n(1)]
    pub status: Status,
    /// Generation of the root, from 1.
    #[n(2)]
    pub generation: u32,
    /// Version of the set in that generation, from 1.
    #[n(3)]
    pub version: u32,
}

impl std::fmt::Display for SetId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} g{} v{}", self.party, self.status.word(), self.generation, self.version)
    }
}

/// 32 secret bytes: wiped when dropped, never printed, compared in constant time.
#[derive(Clone, Zeroize, ZeroizeOnDrop, Encode, Decode)]
#[cbor(transparent)]
pub struct Secret32(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 32],
);

impl Secret32 {
    /// Takes bytes over.
    pub fn new(bytes: [u8; 32]) -> Self {
        Secret32(bytes)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn of(mut bytes: Vec<u8>) -> Self {
        let mut own = [0; 32];
        if bytes.len() == own.len() {
            own.copy_from_slice(&bytes);
        }
        bytes.zeroize();
        Secret32(own)
    }
}

impl PartialEq for Secret32 {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret32 {}

impl std::fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret32(..)")
    }
}

/// Public half of a shared key: the group's key, k, and each custodian's public share.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Public {
    /// The group's key.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub key: [u8; 32],
    /// How many shares sign.
    #[n(1)]
    pub k: u16,
    #[n(2)]
    shares: BTreeMap<Index, Point>,
}

/// A compressed point of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
struct Point(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    [u8; 32],
);

impl Public {
    /// The indices of the set.
    pub fn indices(&self) -> Vec<Index> {
        self.shares.keys().copied().collect()
    }

    /// A custodian's public share.
    pub fn share(&self, index: Index) -> Result<[u8; 32], CustodyError> {
        self.shares.get(&index).map(|point| point.0).ok_or(CustodyError::NoSuchIndex { index })
    }

    pub(crate) fn of(package: &PublicKeyPackage, k: u16) -> Result<Self, CustodyError> {
        let key = array(package.verifying_key().serialize()?);
        let mut shares = BTreeMap::new();
        for (id, share) in package.verifying_shares() {
            shares.insert(index_of(id), Point(array(share.serialize()?)));
        }
        Ok(Public { key, k, shares })
    }

    pub(crate) fn frost(&self) -> Result<PublicKeyPackage, CustodyError> {
        self.frost_of(&self.indices())
    }

    /// FROST's form with the public shares of these custodians only: reading a point costs more than using it.
    pub(crate) fn frost_of(&self, indices: &[Index]) -> Result<PublicKeyPackage, CustodyError> {
        let mut shares = BTreeMap::new();
        for index in indices {
            shares.insert(identifier(*index)?, VerifyingShare::deserialize(&self.share(*index)?)?);
        }
        Ok(PublicKeyPackage::new(shares, self.verifying_key()?, Some(self.k)))
    }

    /// The FROST form of one share, checked against the public share of its index.
    pub(crate) fn key_package(&self, index: Index, secret: &Secret32) -> Result<KeyPackage, CustodyError> {
        self.package_under(self.verifying_key()?, index, secret)
    }

    /// The same of several shares: the group's key is read once.
    pub(crate) fn key_packages<'a>(
        &self,
        shares: impl IntoIterator<Item = (Index, &'a Secret32)>,
    ) -> Result<Vec<KeyPackage>, CustodyError> {
        let key = self.verifying_key()?;
        shares.into_iter().map(|(index, secret)| self.package_under(key, index, secret)).collect()
    }

    /// The group's key in FROST's form.
    pub(crate) fn verifying_key(&self) -> Result<VerifyingKey, CustodyError> {
        Ok(VerifyingKey::deserialize(&self.key)?)
    }

    /// The same set with further public shares.
    pub(crate) fn wider(&self, newcomers: &[KeyPackage]) -> Result<Self, CustodyError> {
        let mut wide = self.clone();
        for newcomer in newcomers {
            let point = Point(array(newcomer.verifying_share().serialize()?));
            wide.shares.insert(index_of(newcomer.identifier()), point);
        }
        Ok(wide)
    }

    fn package_under(
        &self,
        key: VerifyingKey,
        index: Index,
        secret: &Secret32,
    ) -> Result<KeyPackage, CustodyError> {
        let share = SigningShare::deserialize(secret.bytes())?;
        let public = VerifyingShare::from(share);
        if array(public.serialize()?) != self.share(index)? {
            return Err(CustodyError::WrongShare { index });
        }
        Ok(KeyPackage::new(identifier(index)?, share, public, key, self.k))
    }
}

impl TryFrom<&PublicKeyPackage> for Public {
    type Error = CustodyError;

    fn try_from(package: &PublicKeyPackage) -> Result<Self, CustodyError> {
        let k = package.min_signers().ok_or(CustodyError::Library { why: "no threshold".to_owned() })?;
        Public::of(package, k)
    }
}

pub(crate) fn identifier(index: Index) -> Result<Identifier, CustodyError> {
    Identifier::try_from(index).map_err(CustodyError::from)
}

/// An identifier of this crate is a small number, little-endian.
pub(crate) fn index_of(id: &Identifier) -> Index {
    let bytes = id.serialize();
    u16::from_le_bytes([bytes[0], bytes[1]])
}

pub(crate) fn array(bytes: Vec<u8>) -> [u8; 32] {
    bytes.try_into().expect("points and scalars of this curve have 32 bytes")
}

impl From<frost_ed25519::Error> for CustodyError {
    fn from(error: frost_ed25519::Error) -> Self {
        if let Some(id) = error.culprits().first() {
            return CustodyError::WrongShare { index: index_of(id) };
        }
        CustodyError::Library { why: error.to_string() }
    }
}
