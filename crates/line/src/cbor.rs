//! The one encoding of everything hashed or sent: the RFC 8949 4.2.1 subset of line.md section 5.
//!
//! In: bytes from anywhere. Out: a typed value, or [`Malformed`]. Types derive the codec with ascending integer
//! keys.
//!
//! I1 what does not re-encode to the same bytes is refused, so one value has one form. I2 no length field
//! drives an allocation: containers grow by what is really there. I3 text is NFC.

use minicbor::data::Type;
use minicbor::encode::Write;
use minicbor::{Decode, Decoder, Encode};
use unicode_normalization::is_nfc;

/// Why bytes were refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// Not CBOR of the expected shape; the text is the decoder's.
    Shape(String),
    /// Decodes, but is not the canonical form (long integer, unordered key, trailing bytes, tag, ...).
    NotCanonical,
    /// A text that is not in Unicode normalisation form C.
    NotNfc,
    /// Decodes, but breaks a rule of its type; the rule in words.
    Rule(&'static str),
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Malformed::Shape(why) => write!(f, "not of the expected shape: {why}"),
            Malformed::NotCanonical => f.write_str("not in canonical form"),
            Malformed::NotNfc => f.write_str("a text is not in normalisation form C"),
            Malformed::Rule(rule) => f.write_str(rule),
        }
    }
}

impl std::error::Error for Malformed {}

/// Encodes a value in canonical form.
pub fn encode<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ROOM);
    minicbor::encode(value, &mut bytes)
        .expect("a vector never refuses a write and no type here raises its own error");
    bytes.shrink_to_fit();
    bytes
}

/// Most values fit in this: a vector that grows from nothing is moved eight times on the way.
const ROOM: usize = 1_024;

/// What is still to come of bytes that a value must give again.
struct Again<'a>(&'a [u8]);

/// The value gives other bytes.
struct Differs;

impl Write for Again<'_> {
    type Error = Differs;

    fn write_all(&mut self, written: &[u8]) -> Result<(), Differs> {
        self.0 = self.0.strip_prefix(written).ok_or(Differs)?;
        Ok(())
    }
}

/// Whether a value encodes to just these bytes.
fn gives<T: Encode<()>>(value: &T, bytes: &[u8]) -> bool {
    let mut again = Again(bytes);
    minicbor::encode(value, &mut again).is_ok() && again.0.is_empty()
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
    if !gives(&value, bytes) {
        return Err(Malformed::NotCanonical);
    }
    texts_are_nfc(bytes)?;
    Ok(value)
}

/// Walks canonical CBOR token by token; containers need no stack because only texts matter.
fn texts_are_nfc(bytes: &[u8]) -> Result<(), Malformed> {
    let shape = |e: minicbor::decode::Error| Malformed::Shape(e.to_string());
    let mut d = Decoder::new(bytes);
    while d.position() < bytes.len() {
        match d.datatype().map_err(shape)? {
            Type::String => {
                let text = d.str().map_err(shape)?;
                if !text.is_ascii() && !is_nfc(text) {
                    return Err(Malformed::NotNfc);
                }
            }
            Type::Array => drop(d.array().map_err(shape)?),
            Type::Map => drop(d.map().map_err(shape)?),
            _ => d.skip().map_err(shape)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_nfc_is_refused() {
        assert_eq!(decode::<Vec<String>>(&encode(&vec!["e\u{301}".to_owned()])), Err(Malformed::NotNfc));
        assert!(decode::<Vec<String>>(&encode(&vec!["\u{e9}".to_owned()])).is_ok());
    }

    #[test]
    fn a_long_integer_and_trailing_bytes_are_refused() {
        assert_eq!(decode::<u64>(&[0x18, 0x05]), Err(Malformed::NotCanonical));
        assert_eq!(decode::<u64>(&[0x05, 0x00]), Err(Malformed::NotCanonical));
        assert_eq!(decode::<Vec<u64>>(&[0x9f, 0x01, 0xff]), Err(Malformed::NotCanonical));
    }

    #[test]
    fn a_length_of_two_to_the_63_allocates_nothing() {
        assert!(decode::<Vec<u64>>(&[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).is_err());
    }
}
