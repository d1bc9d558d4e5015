//! Approval of an inward act: each custodian sees the whole text and answers alone; k distinct answers count.
//!
//! One round, nothing kept between, and inside the party it is known who approved.

use crate::bytes;
use crate::error::CustodyError;
use crate::label::{Name, framed};
use crate::package::{Index, Public, Status};
use crate::proof::{single, single_is};
use crate::share::Share;
use frost_ed25519::rand_core::{CryptoRng, RngCore};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What is approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Act {
    /// A succession begins.
    #[n(0)]
    Succession,
    /// A succession that has not taken effect is called off.
    #[n(1)]
    Cancel,
    /// Our word that a compartment be closed.
    #[n(2)]
    Close,
    /// A closing is held: one custodian suffices.
    #[n(3)]
    Hold,
    /// The archive of a closed compartment is erased.
    #[n(4)]
    Burn,
    /// A node's store is opened by recovery.
    #[n(5)]
    Recover,
    /// A dormant party comes back.
    #[n(6)]
    Revive,
    /// A generation is retired.
    #[n(7)]
    Retire,
}

impl Act {
    /// All, in their order.
    pub const ALL: [Act; 8] = [
        Act::Succession,
        Act::Cancel,
        Act::Close,
        Act::Hold,
        Act::Burn,
        Act::Recover,
        Act::Revive,
        Act::Retire,
    ];

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Act::Succession => "SUCCESSION",
            Act::Cancel => "CANCEL",
            Act::Close => "CLOSE",
            Act::Hold => "HOLD",
            Act::Burn => "BURN",
            Act::Recover => "RECOVER",
            Act::Revive => "REVIVE",
            Act::Retire => "RETIRE",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }

    /// How many custodians must approve.
    pub fn needs(self, k: u16) -> usize {
        if self == Act::Hold { 1 } else { usize::from(k) }
    }
}

/// What is put before the custodians.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Approval {
    /// What.
    #[n(0)]
    pub act: Act,
    /// Whose.
    #[n(1)]
    pub party: String,
    /// ACTUAL, EXERCISE or TEST.
    #[n(2)]
    pub status: Status,
    /// Code of the compartment; empty for the party as a whole.
    #[n(3)]
    pub compartment: String,
    /// SHA-256 of the whole text.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub text: [u8; 32],
    /// Not before, ms UTC.
    #[n(5)]
    pub not_before_ms: i64,
    /// Not after, ms UTC.
    #[n(6)]
    pub expires_ms: i64,
    /// Random, so that an answer serves once.
    #[n(7)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: [u8; 16],
}

/// One custodian's answer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Approved {
    /// Whose.
    #[n(0)]
    pub index: Index,
    /// Under the share of the seal.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub signature: [u8; 64],
}

impl Approval {
    /// Hash of a text.
    pub fn hash(text: &str) -> [u8; 32] {
        Sha256::digest(text.as_bytes()).into()
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
        bytes::decode(bytes)
    }

    fn message(&self) -> Vec<u8> {
        framed(Name::Approval, self.status, &[&self.encode()])
    }
}

/// A custodian approves the text that was shown.
///
/// # Errors
/// [`CustodyError::OtherText`], [`CustodyError::OutOfTime`], [`CustodyError::MixedSets`] for another party or status.
pub fn approve<R: RngCore + CryptoRng>(
    share: &Share,
    approval: &Approval,
    shown: &str,
    now_ms: i64,
    rng: &mut R,
) -> Result<Approved, CustodyError> {
    let index = share.index;
    if Approval::hash(shown) != approval.text {
        return Err(CustodyError::OtherText { index });
    }
    if now_ms > approval.expires_ms {
        return Err(CustodyError::OutOfTime { index });
    }
    if (share.set.party.as_str(), share.set.status) != (approval.party.as_str(), approval.status) {
        let expected = format!("{} {}", approval.party, approval.status.word());
        return Err(CustodyError::MixedSets { index, found: share.set.to_string(), expected });
    }
    Ok(Approved { index, signature: single(&share.seal, &approval.message(), rng)? })
}

/// Who has approved, if they are enough.
///
/// # Errors
/// [`CustodyError::BadProof`], [`CustodyError::OutOfTime`], [`CustodyError::TooFew`].
pub fn approved(
    seal: &Public,
    approval: &Approval,
    given: &[Approved],
    now_ms: i64,
) -> Result<BTreeSet<Index>, CustodyError> {
    if now_ms < approval.not_before_ms || now_ms > approval.expires_ms {
        return Err(CustodyError::OutOfTime { index: 0 });
    }
    let message = approval.message();
    let mut all = BTreeSet::new();
    for answer in given {
        single_is(seal, answer.index, &message, &answer.signature)?;
        all.insert(answer.index);
    }
    let (have, need) = (all.len(), approval.act.needs(seal.k));
    if have < need { Err(CustodyError::TooFew { have, need }) } else { Ok(all) }
}
