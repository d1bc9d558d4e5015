//! Names and numbers that every other file uses. All are parsed at the edge and never re-checked inside.

use minicbor::{Decode, Encode};
use std::fmt;

/// ACTUAL, EXERCISE or TEST: part of every label and header, so that none speaks on another's line (R14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Status {
    /// Real traffic.
    #[n(0)]
    Actual,
    /// A war game or drill.
    #[n(1)]
    Exercise,
    /// A technical test.
    #[n(2)]
    Test,
}

impl Status {
    /// The word printed and hashed.
    pub fn word(self) -> &'static str {
        match self {
            Status::Actual => "ACTUAL",
            Status::Exercise => "EXERCISE",
            Status::Test => "TEST",
        }
    }

    /// Reads the printed word.
    pub fn parse(word: &str) -> Option<Self> {
        Status::ALL.into_iter().find(|s| s.word() == word)
    }

    /// The other two.
    pub fn others(self) -> impl Iterator<Item = Status> {
        Status::ALL.into_iter().filter(move |s| *s != self)
    }

    /// All three.
    pub const ALL: [Status; 3] = [Status::Actual, Status::Exercise, Status::Test];
}

/// A party: 2 to 8 capital letters or digits, a letter first ("US", "IR", "VER"). Ordered as text.
/// A decoded one has that shape too. Its bytes, then zeros: every entry names some, and they need no room apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyCode([u8; 8]);

impl<C> Encode<C> for PartyCode {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(self.as_str()).map(drop)
    }
}

impl<'b, C> Decode<'b, C> for PartyCode {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        PartyCode::parse(d.str()?).ok_or_else(|| minicbor::decode::Error::message("not a party code"))
    }
}

impl PartyCode {
    /// Before every code.
    pub(crate) const LEAST: PartyCode = PartyCode([0; 8]);

    /// Reads a party code; `None` if it is not 2 to 8 capitals or digits beginning with a letter.
    pub fn parse(text: &str) -> Option<Self> {
        let shape = (2..=8).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && text.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
        shape.then(|| {
            let mut bytes = [0; 8];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            PartyCode(bytes)
        })
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(self.0.len());
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl fmt::Display for PartyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for PartyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PartyCode").field(&self.as_str()).finish()
    }
}

macro_rules! bytes32 {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] #[cbor(with = "minicbor::bytes")] pub [u8; 32]);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), hex::encode(&self.0[..6]))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }
    };
}

bytes32!(
    /// One transcript with its own keys, members, charter and store.
    CompartmentId
);
bytes32!(
    /// SHA-256("demarche/entry/1" || header): the identity of an entry.
    EntryHash
);
bytes32!(
    /// Digest of a cut: equal exactly when the admitted sets are equal.
    CutDigest
);
bytes32!(
    /// A relay mailbox; says nothing of who reads or fills it.
    MailboxId
);
bytes32!(
    /// SHA-256 of a whole envelope; a relay's idempotency key.
    EnvelopeHash
);

/// Place in an author's chain, from 1, across terms.
pub type Seq = u64;
/// MLS epoch within a term.
pub type Epoch = u64;
/// Rises by one with each RE-FORM.
pub type Term = u32;

/// A relay or another carrier as the charter names it ("CH-1"); also the id of its path.
pub type PathId = String;
