//! A party's word to its counterpart: a MAC under the direction's governance key, never a signature.
//!
//! The counterpart holds the same key and could have made the MAC itself: it convinces the counterpart and nobody else.

use crate::bytes;
use crate::error::CustodyError;
use crate::label::{self, Name};
use crate::package::{Secret32, Status};
use minicbor::{Decode, Encode};
use subtle::ConstantTimeEq;

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Kind {
    /// A succession takes effect at a time.
    #[n(0)]
    Succession,
    /// It is called off.
    #[n(1)]
    Cancel,
    /// The compartment may be closed.
    #[n(2)]
    Close,
    /// A closing is held.
    #[n(3)]
    Hold,
    /// A new generation stands.
    #[n(4)]
    Renewal,
}

impl Kind {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Succession => "SUCCESSION",
            Kind::Cancel => "CANCEL",
            Kind::Close => "CLOSE",
            Kind::Hold => "HOLD",
            Kind::Renewal => "RENEWAL",
        }
    }
}

/// A governance act, in one compartment.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct GovernanceAct {
    /// What.
    #[n(0)]
    pub kind: Kind,
    /// Who speaks.
    #[n(1)]
    pub party: String,
    /// ACTUAL, EXERCISE or TEST.
    #[n(2)]
    pub status: Status,
    /// Id of the compartment.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub compartment: [u8; 32],
    /// When it takes effect, ms UTC.
    #[n(4)]
    pub effect_ms: i64,
    /// Digest of the new roster; zeros where there is none.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub roster: [u8; 32],
    /// How many items stand for review.
    #[n(6)]
    pub items: u32,
    /// Generation of the root that speaks.
    #[n(7)]
    pub generation: u32,
}

impl GovernanceAct {
    /// Canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        bytes::encode(self)
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// [`CustodyError::NotAFile`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CustodyError> {
        bytes::decode(bytes)
    }
}

/// The MAC of an act, for one peer.
pub fn act_mac(key: &Secret32, act: &GovernanceAct) -> [u8; 32] {
    label::mac(key.bytes(), Name::Act, act.status, &[&act.encode()])
}

/// Whether a MAC is the peer's word, in constant time.
pub fn act_mac_is(key: &Secret32, act: &GovernanceAct, claimed: &[u8; 32]) -> bool {
    act_mac(key, act).ct_eq(claimed).into()
}
