//! A drill: a nonce goes out, each custodian proves their share, k sign the record. The record names no compartment.

use crate::bytes;
use crate::error::CustodyError;
use crate::label::{Name, framed};
use crate::package::{Index, Public, SetId};
use crate::proof::{Proof, proved};
use crate::seal::signature_is;
use minicbor::{Decode, Encode};
use std::collections::BTreeSet;

/// A drill and its answers.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DrillRecord {
    /// Of which set.
    #[n(0)]
    pub set: SetId,
    /// The question.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: [u8; 32],
    /// When it was asked, ms UTC.
    #[n(2)]
    pub at_ms: i64,
    /// Who has proved, by index, and when, ms UTC.
    #[n(3)]
    pub proved: std::collections::BTreeMap<Index, i64>,
    /// Signature of the seal over the record, once k have signed.
    #[n(4)]
    pub sealed: Option<minicbor::bytes::ByteVec>,
}

/// What became of the answers to a drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrillResult {
    /// Who has proved.
    pub proved: BTreeSet<Index>,
    /// Whose answer was wrong, with the reason.
    pub wrong: Vec<(Index, CustodyError)>,
}

impl DrillRecord {
    /// A question.
    pub fn ask(set: &SetId, nonce: [u8; 32], at_ms: i64) -> Self {
        DrillRecord { set: set.clone(), nonce, at_ms, proved: Default::default(), sealed: None }
    }

    /// Takes answers by the public packages of root and seal; a wrong one is named and changes nothing.
    pub fn take(&mut self, (root, seal): (&Public, &Public), proofs: &[Proof], now_ms: i64) -> DrillResult {
        let mut result = DrillResult { proved: BTreeSet::new(), wrong: Vec::new() };
        for proof in proofs {
            match proved(&self.set, root, seal, &self.nonce, proof) {
                Ok(()) => {
                    self.proved.entry(proof.index).or_insert(now_ms);
                    result.proved.insert(proof.index);
                }
                Err(why) => result.wrong.push((proof.index, why)),
            }
        }
        result
    }

    /// What the seal signs.
    pub fn message(&self) -> Vec<u8> {
        let who: Vec<u8> = self.proved.keys().flat_map(|index| index.to_be_bytes()).collect();
        let at = self.at_ms.to_be_bytes();
        framed(Name::Drill, self.set.status, &[self.set.to_string().as_bytes(), &self.nonce, &at, &who])
    }

    /// Keeps the seal's signature.
    ///
    /// # Errors
    /// [`CustodyError::BadProof`].
    pub fn seal(&mut self, seal: &Public, signature: [u8; 64]) -> Result<(), CustodyError> {
        if !signature_is(seal, &self.message(), &signature) {
            return Err(CustodyError::BadProof { index: 0 });
        }
        self.sealed = Some(signature.to_vec().into());
        Ok(())
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
}
