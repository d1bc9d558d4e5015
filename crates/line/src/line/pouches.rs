//! A pouch: the outbox of one recipient, sealed anew, in one file; import is the receive path (line.md section 9).

use super::Line;
use crate::group::Group;
use crate::ids::PartyCode;

impl<G: Group> Line<G> {
    /// Packs all that a party has not acknowledged.
    pub(super) fn pack_pouch(&mut self, to: &PartyCode) {
        let _ = to;
    }

    /// Opens a pouch carried in.
    pub(super) fn open_pouch(&mut self, bytes: &[u8]) {
        let _ = bytes;
    }
}
