//! REVISED: what a late entry changed (line.md section 6).

use line::ids::EntryHash;
use notice::Number;

/// A state that a late entry changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revised {
    /// Whose state.
    pub subject: Number,
    /// What stood before.
    pub was: String,
    /// What stands now.
    pub is: String,
    /// The late entry.
    pub because: EntryHash,
}
