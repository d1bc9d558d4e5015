//! The one encoding of everything hashed or sent: the RFC 8949 4.2.1 subset of line.md section 5.
//!
//! Types derive it with ascending integer keys. Decoding is strict: what does not re-encode to the same
//! bytes is refused, so one value has one form and a length field can never drive an allocation.

use minicbor::{Decode, Encode};

/// Why bytes were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// Not CBOR of the expected shape; the text is the decoder's.
    Shape(String),
    /// Decodes, but is not the canonical form (long integer, unordered key, trailing bytes, tag, ...).
    NotCanonical,
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Malformed::Shape(why) => write!(f, "not of the expected shape: {why}"),
            Malformed::NotCanonical => f.write_str("not in canonical form"),
        }
    }
}

impl std::error::Error for Malformed {}

/// Encodes a value in canonical form.
pub fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).expect("a vector never refuses a write and no type here raises its own error")
}

/// Decodes and compares the re-encoding with what came in.
///
/// # Errors
/// [`Malformed`] when the bytes have another shape or another than the canonical form.
pub fn decode<T>(bytes: &[u8]) -> Result<T, Malformed>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let value: T = minicbor::decode(bytes).map_err(|e| Malformed::Shape(e.to_string()))?;
    if encode(&value) == bytes { Ok(value) } else { Err(Malformed::NotCanonical) }
}
