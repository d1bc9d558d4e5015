//! The states of custody (see [`crate::health`] for what moves them).

use minicbor::{Decode, Encode};

/// State of custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum CustodyState {
    /// Made, never drilled.
    #[n(0)]
    Founded,
    /// k + 1 or more have proved within a year.
    #[n(1)]
    Healthy,
    /// Exactly k have.
    #[n(2)]
    Thin,
    /// Fewer than k have.
    #[n(3)]
    Critical,
    /// A new version, not drilled yet.
    #[n(4)]
    Reshared,
    /// A new generation is being made.
    #[n(5)]
    Renewing,
    /// A later generation stands everywhere; its shares are void.
    #[n(6)]
    Retired,
    /// Fewer than k shares exist.
    #[n(7)]
    Lost,
    /// Founded anew after a loss; for ever so marked.
    #[n(8)]
    Refounded,
}

impl CustodyState {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            CustodyState::Founded => "FOUNDED",
            CustodyState::Healthy => "HEALTHY",
            CustodyState::Thin => "THIN",
            CustodyState::Critical => "CRITICAL",
            CustodyState::Reshared => "RESHARED",
            CustodyState::Renewing => "RENEWING",
            CustodyState::Retired => "RETIRED",
            CustodyState::Lost => "LOST",
            CustodyState::Refounded => "REFOUNDED",
        }
    }

    /// Whether people may declare `next`.
    pub fn may_become(self, next: CustodyState) -> bool {
        match next {
            CustodyState::Renewing => !matches!(self, CustodyState::Lost | CustodyState::Retired),
            CustodyState::Retired => self == CustodyState::Renewing,
            CustodyState::Lost => self != CustodyState::Retired,
            CustodyState::Refounded => self == CustodyState::Lost,
            _ => false,
        }
    }
}
