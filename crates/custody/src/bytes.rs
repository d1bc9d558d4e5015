//! Canonical CBOR of this crate's forms: what does not encode to the same bytes again is refused.

use crate::error::CustodyError;
use minicbor::{Decode, Encode};

/// Encodes.
pub(crate) fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("a vector never refuses a write and no type here raises its own error")
}

/// Decodes, and compares the re-encoding.
pub(crate) fn decode<T>(bytes: &[u8]) -> Result<T, CustodyError>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let value: T = minicbor::decode(bytes).map_err(|e| CustodyError::NotAFile { why: e.to_string() })?;
    if encode(&value) == bytes {
        Ok(value)
    } else {
        Err(CustodyError::NotAFile { why: "not in canonical form".to_owned() })
    }
}
