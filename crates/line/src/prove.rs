//! What `prove` prints: where and when an entry was deposited, handed over and received, as intervals in both
//! clocks (line.md section 12).

use crate::ids::{EntryHash, PartyCode, PathId};
use crate::time::Bracket;

/// One path that an entry took to one recipient, over uncontradicted statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathProof {
    /// The path ("CH-1", "POUCH").
    pub path: PathId,
    /// Who received by it.
    pub recipient: PartyCode,
    /// When the relay had it, in the clock named.
    pub deposit: Option<Bracket>,
    /// When the recipient's node had it, in the clock named.
    pub arrival: Option<Bracket>,
    /// In whose clock both brackets are.
    pub clock: PartyCode,
}

/// The answer to "when did it arrive, and who says so".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProveReport {
    /// The entry.
    pub entry: EntryHash,
    /// Its author.
    pub author: PartyCode,
    /// A line for each path, recipient and clock, in that order.
    pub paths: Vec<PathProof>,
    /// Earliest arrival at each recipient, least over its paths, in that recipient's clock.
    pub first_arrival: Vec<(PartyCode, Bracket)>,
    /// Sources caught lying; the next issue fills it.
    pub named: Vec<String>,
    /// Members whose admitted entries cover this one.
    pub attested_by: Vec<PartyCode>,
    /// MUTUAL-ONLY or TRANSFERABLE.
    pub mode: &'static str,
}
