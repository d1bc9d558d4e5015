//! ANNEX: announces an annex (line.md section 14).

use super::{ascending, rule};
use crate::cbor::{self, Malformed};
use crate::ids::PartyCode;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// ANNEX: announces an annex.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Annex {
    /// SHA-256 of its plaintext.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub hash: [u8; 32],
    /// Its size, bytes.
    #[n(1)]
    pub size: u64,
    /// What it is: a code of `notice`, opaque here.
    #[n(2)]
    pub kind: String,
    /// Reading parties with the annex's key wrapped for each, by code.
    #[n(3)]
    pub readers: Vec<Reader>,
}

/// A reading party of an annex.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Reader {
    /// Who.
    #[n(0)]
    pub party: PartyCode,
    /// The annex's key, XChaCha20-Poly1305 under [`crate::keys::annex_key`], nonce zero (a key of one use).
    #[n(1)]
    pub wrapped_key: ByteVec,
}

impl Annex {
    /// Reads an ANNEX body.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let annex: Annex = cbor::decode(body)?;
        ascending(&annex.readers, |r| r.party.clone(), "readers ascend by code")?;
        rule(annex.readers.iter().all(|r| r.wrapped_key.len() == 48), "a wrapped key has 48 bytes")?;
        Ok(annex)
    }
}
