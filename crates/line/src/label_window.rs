//! The receiver's side of one ratchet of labels: which generations open, by the rules of openmls (`tree/sender_ratchet.rs`).
//!
//! I1 a generation opens once, or not at all.

use crate::group::GroupError;
use minicbor::{Decode, Encode};

/// Receiver's side of one ratchet: next generation, and those below it not yet opened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct Window {
    #[n(0)]
    next: u32,
    #[n(1)]
    skipped: Vec<u32>,
}

impl Window {
    /// The window after opening this generation (the rules of openmls' `tree/sender_ratchet.rs`).
    pub(crate) fn opened(mut self, generation: u32) -> Result<Self, GroupError> {
        if generation > self.next.saturating_add(MAXIMUM_FORWARD_DISTANCE) {
            return Err(GroupError::OutsideWindow);
        }
        if generation >= self.next {
            let first = generation.saturating_sub(OUT_OF_ORDER_TOLERANCE).max(self.next);
            self.skipped.extend(first..generation);
            self.next = generation.checked_add(1).ok_or(GroupError::OutsideWindow)?;
        } else {
            if self.next - generation > OUT_OF_ORDER_TOLERANCE {
                return Err(GroupError::OutsideWindow);
            }
            let place = self.skipped.binary_search(&generation).map_err(|_| GroupError::GenerationUsed)?;
            self.skipped.remove(place);
        }
        let lowest = self.next.saturating_sub(OUT_OF_ORDER_TOLERANCE);
        self.skipped.retain(|g| *g >= lowest);
        Ok(self)
    }
}

const OUT_OF_ORDER_TOLERANCE: u32 = 256;
const MAXIMUM_FORWARD_DISTANCE: u32 = 10_000;
