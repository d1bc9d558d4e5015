//! Files that go between custodians, ceremonies and the node: a line that says the kind, then canonical bytes.

use crate::approval::Approval;
use crate::bytes;
use crate::error::CustodyError;
use crate::governance::GovernanceAct;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A register, for the node. Secret material.
    Register,
    /// A finished pairing, for the node. Secret.
    Pair,
    /// A drill's question.
    Drill,
    /// A custodian's answer to a drill.
    Proof,
    /// An act with its text, for custodians.
    Paper,
    /// A custodian's approval.
    Approved,
    /// Acts that wait for the party's word, for a ceremony.
    Acts,
    /// The party's word on them, for the node.
    Words,
    /// What a custodian gives everybody when a set is founded apart.
    First,
    /// What a custodian gives one other then, sealed.
    Second,
}

impl Kind {
    const ALL: [Kind; 10] = [
        Kind::Register,
        Kind::Pair,
        Kind::Drill,
        Kind::Proof,
        Kind::Paper,
        Kind::Approved,
        Kind::Acts,
        Kind::Words,
        Kind::First,
        Kind::Second,
    ];

    fn head(self) -> &'static [u8] {
        match self {
            Kind::Register => b"demarche register 1\n",
            Kind::Pair => b"demarche pair 1\n",
            Kind::Drill => b"demarche drill 1\n",
            Kind::Proof => b"demarche proof 1\n",
            Kind::Paper => b"demarche approval 1\n",
            Kind::Approved => b"demarche approved 1\n",
            Kind::Acts => b"demarche acts 1\n",
            Kind::Words => b"demarche words 1\n",
            Kind::First => b"demarche first 1\n",
            Kind::Second => b"demarche second 1\n",
        }
    }
}

/// A file of a kind.
pub fn file<T: Encode<()>>(kind: Kind, value: &T) -> Vec<u8> {
    [kind.head(), &bytes::encode(value)].concat()
}

/// Which kind a file is.
pub fn kind_of(file: &[u8]) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| file.starts_with(kind.head()))
}

/// Reads a file of a kind.
///
/// # Errors
/// [`CustodyError::NotAFile`].
pub fn read<T>(kind: Kind, file: &[u8]) -> Result<T, CustodyError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let payload = file.strip_prefix(kind.head());
    let other = || CustodyError::NotAFile { why: format!("not a file of kind {kind:?}") };
    bytes::decode(payload.ok_or_else(other)?)
}

/// An act with the whole text that is approved.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Paper {
    /// What is approved.
    #[n(0)]
    pub approval: Approval,
    /// The text, as it is shown.
    #[n(1)]
    pub text: String,
}

/// An act that waits for the party's word to one peer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Waiting {
    /// To whom.
    #[n(0)]
    pub peer: String,
    /// The act.
    #[n(1)]
    pub act: GovernanceAct,
    /// The pair record, sealed to the own backup key.
    #[n(2)]
    pub record: ByteVec,
}

/// The party's word on an act, for one peer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Word {
    /// To whom.
    #[n(0)]
    pub peer: String,
    /// The act.
    #[n(1)]
    pub act: GovernanceAct,
    /// The MAC.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub mac: [u8; 32],
}
