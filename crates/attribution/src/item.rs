//! An item of evidence.

/// An item, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// Seen or not.
    pub seen: bool,
    /// Reliability, 0 to 1.
    pub reliability: f64,
    /// Origin.
    pub cluster: String,
}
