//! What a world drives: one compartment's machine at one node, with labels or with MLS, bare or in a chancery.
//!
//! I1 a core is thrown away and rebuilt from rows alone. I2 a world never looks inside: what a checker knows
//! it knows through this door, the rows and the effects.

use crate::disk::Disk;
use line::cut::Cut;
use line::diagnosis::LineState;
use line::docket::Docket;
use line::entry::Kind;
use line::error::LineError;
use line::ids::{CutDigest, EntryHash, Epoch, PartyCode, Seq};
use line::line::{Marks, Stop};
use line::machine::{Effect, Input};
use line::prove::ProveReport;
use line::time::Now;
use standing::delivery::Delivery;
use standing::revised::Revised;
use std::collections::BTreeMap;

/// One entry in a node's total order, as reports and checkers name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed {
    /// Its author.
    pub author: PartyCode,
    /// Its place in the author's chain.
    pub seq: Seq,
    /// Its identity.
    pub hash: EntryHash,
    /// What it carries.
    pub kind: Kind,
}

impl Placed {
    /// Author, place and identity of an entry.
    pub fn of(entry: &Docket) -> Self {
        Placed {
            author: entry.header.author.clone(),
            seq: entry.header.seq,
            hash: entry.hash,
            kind: entry.header.kind,
        }
    }
}

/// One compartment at one node while its process lives.
pub trait Core {
    /// Takes a batch of inputs, gives effects in their order.
    fn handle(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect>;
    /// When a tick is due, ms of the monotonic clock.
    fn next_deadline(&self) -> Option<u64>;
    /// Admitted entries in total order.
    fn order(&self) -> Vec<Placed>;
    /// Bytes of the admitted notices, in total order.
    fn notices(&self) -> Vec<Vec<u8>>;
    /// Entries opened whose links are missing.
    fn held(&self) -> usize;
    /// Heads of what is admitted.
    fn cut(&self) -> Cut;
    /// Digest of the cut.
    fn digest(&self) -> CutDigest;
    /// Root of the layer above at (own cut, an instant), for a TEST.
    fn state_root(&self, slot_ms: i64) -> [u8; 32];
    /// What late entries changed, at the own cut and a time.
    fn revised(&self, as_of_ms: i64) -> Vec<Revised>;
    /// How every notice stands with every addressee, at the own cut and a time.
    fn deliveries(&self, as_of_ms: i64) -> Vec<Delivery>;
    /// Current epoch.
    fn epoch(&self) -> Epoch;
    /// State of the line to each other member.
    fn line_states(&self) -> BTreeMap<PartyCode, LineState>;
    /// Marks of an own entry, by recipient.
    fn marks(&self, entry: &EntryHash) -> BTreeMap<PartyCode, Marks>;
    /// Where and when these entries were deposited and received, and who lied about it.
    fn prove(&self, entries: &[EntryHash]) -> Vec<ProveReport>;
    /// Own entries not covered by all recipients.
    fn outbox_len(&self) -> usize;
    /// What whoever runs this node could write in another's name with the leaf key that this one has given away.
    fn forge(&self, author: &PartyCode, epoch: Epoch) -> Option<Vec<u8>>;
    /// Whether nothing may be sealed.
    fn quarantined(&self) -> bool;
}

/// Rebuilds a core from its rows as often as a world crashes it.
pub trait Rebuild {
    /// The machine as the rows of a disk have it, and the effects that take up what was cut off.
    ///
    /// # Errors
    /// [`LineError`] if the rows do not hold this compartment.
    fn rebuild(
        &mut self,
        disk: &Disk,
        stop: Stop,
        now: Now,
    ) -> Result<(Box<dyn Core>, Vec<Effect>), LineError>;

    /// A second one for a copy of the same store.
    fn twin(&mut self) -> Box<dyn Rebuild>;
}
