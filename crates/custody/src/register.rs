//! What the node knows of its custodians: public packages, public keys, offices, drills. Secret material (`lib.rs`, I5).

use crate::bytes;
use crate::custodians::Custodian;
use crate::drill::DrillRecord;
use crate::error::CustodyError;
use crate::package::{Index, Public, SetId};
use crate::state::CustodyState;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// The register of a set.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Register {
    /// Which set.
    #[n(0)]
    pub set: SetId,
    /// Public package of the root.
    #[n(1)]
    pub root_public: Public,
    /// Public package of the seal.
    #[n(2)]
    pub seal_public: Public,
    /// X-Wing public key of the identity, 1,216 bytes.
    #[n(3)]
    pub kem_public: ByteVec,
    /// X-Wing public key for backups.
    #[n(4)]
    pub backup_public: ByteVec,
    /// Who keeps which share.
    #[n(5)]
    pub custodians: Vec<Custodian>,
    /// Every index that was ever given in this generation.
    #[n(6)]
    pub used: Vec<Index>,
    /// Drills, oldest first.
    #[n(7)]
    pub drills: Vec<DrillRecord>,
    /// What people have declared of the set; `None` lets the drills speak.
    #[n(8)]
    pub declared: Option<CustodyState>,
    /// When the set was made, ms UTC.
    #[n(9)]
    pub made_ms: i64,
}

impl Register {
    /// Public packages of root and seal.
    pub fn publics(&self) -> (&Public, &Public) {
        (&self.root_public, &self.seal_public)
    }

    /// Canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        bytes::encode(self)
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// [`CustodyError::NotAFile`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CustodyError> {
        let register: Register = bytes::decode(bytes)?;
        register.root_public.frost()?;
        register.seal_public.frost()?;
        Ok(register)
    }
}
