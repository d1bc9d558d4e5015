//! What one custodian keeps: a share of the root and one of the seal, with the public packages of both.

use crate::bytes;
use crate::error::CustodyError;
use crate::package::{Index, Public, Secret32, SetId};
use frost_ed25519::keys::KeyPackage;
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

/// A custodian's share. Its file is these bytes under a passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Share {
    /// Which set.
    #[n(0)]
    pub set: SetId,
    /// Which place in it.
    #[n(1)]
    pub index: Index,
    /// Share of the root.
    #[n(2)]
    pub root: Secret32,
    /// Share of the seal.
    #[n(3)]
    pub seal: Secret32,
    /// Public package of the root: secret material.
    #[n(4)]
    pub root_public: Public,
    /// Public package of the seal.
    #[n(5)]
    pub seal_public: Public,
}

impl Share {
    /// Canonical bytes.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(bytes::encode(self))
    }

    /// Reads canonical bytes and checks both shares against their public packages.
    ///
    /// # Errors
    /// [`CustodyError::NotAFile`], [`CustodyError::WrongShare`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CustodyError> {
        let share: Share = bytes::decode(bytes)?;
        share.root_package()?;
        share.seal_package()?;
        Ok(share)
    }

    /// How many shares act.
    pub fn k(&self) -> u16 {
        self.seal_public.k
    }

    /// How many shares there are.
    pub fn n(&self) -> usize {
        self.seal_public.indices().len()
    }

    pub(crate) fn root_package(&self) -> Result<KeyPackage, CustodyError> {
        self.root_public.key_package(self.index, &self.root)
    }

    pub(crate) fn seal_package(&self) -> Result<KeyPackage, CustodyError> {
        self.seal_public.key_package(self.index, &self.seal)
    }
}

/// k shares of one set, each index once; the first shows the set.
pub(crate) fn together(shares: &[Share]) -> Result<&Share, CustodyError> {
    let first = shares.first().ok_or(CustodyError::TooFew { have: 0, need: 2 })?;
    for (place, share) in shares.iter().enumerate() {
        if share.set != first.set {
            return Err(CustodyError::MixedSets {
                index: share.index,
                found: share.set.to_string(),
                expected: first.set.to_string(),
            });
        }
        if share.root_public != first.root_public || share.seal_public != first.seal_public {
            return Err(CustodyError::WrongShare { index: share.index });
        }
        if shares[..place].iter().any(|other| other.index == share.index) {
            return Err(CustodyError::SameIndex { index: share.index });
        }
    }
    let (have, need) = (shares.len(), usize::from(first.k()));
    if have < need { Err(CustodyError::TooFew { have, need }) } else { Ok(first) }
}
