//! The release desk.

use minicbor::{Decode, Encode};
use std::fmt;

/// Id of a draft, and of the release that waits for its second officer: `D-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct DraftId(#[n(0)] pub u64);

impl DraftId {
    /// Reads `D-12`.
    pub fn parse(text: &str) -> Option<Self> {
        let id = DraftId(text.strip_prefix("D-")?.parse().ok()?);
        (id.to_string() == text).then_some(id)
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "D-{}", self.0)
    }
}

/// Reasons an officer gives where one is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reasons {
    /// Why lint is overruled.
    #[n(0)]
    pub lint: Option<String>,
    /// Why a fourth FLASH within the hour.
    #[n(1)]
    pub flash: Option<String>,
}
