//! What a rule of the house reports: where, what, and what to do instead.

use std::fmt;

/// One breach of one rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File and line, crate, or page.
    pub place: String,
    /// What stands there and why it may not.
    pub what: String,
    /// What to write instead.
    pub instead: String,
}

impl Finding {
    /// A finding at a place.
    pub fn new(place: impl Into<String>, what: impl Into<String>, instead: impl Into<String>) -> Self {
        Finding { place: place.into(), what: what.into(), instead: instead.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    instead: {}", self.place, self.what, self.instead)
    }
}
