//! Time as an argument. `line` never asks a clock.

use minicbor::{Decode, Encode};

/// What the shell's clocks say when it hands an input in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Now {
    /// Milliseconds of a clock that never goes back while the process lives; all timers run on it.
    #[n(0)]
    pub mono_ms: u64,
    /// Milliseconds since 1970 UTC as this machine believes; may jump.
    #[n(1)]
    pub utc_ms: i64,
    /// Declared error of `utc_ms`, in milliseconds.
    #[n(2)]
    pub error_ms: u32,
}

/// A closed interval of UTC milliseconds that holds the true instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Bracket {
    /// Not before.
    #[n(0)]
    pub earliest_ms: i64,
    /// Not after.
    #[n(1)]
    pub latest_ms: i64,
}
