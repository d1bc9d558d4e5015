//! By which ways a notice came: rendered, never canonical (notices.md section 0).

/// One way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// By this relay.
    Relay(String),
    /// From node to node.
    Direct,
    /// By pouch.
    Courier,
    /// Handed over in a room, with the host who attests it.
    InPerson(String),
}

/// The ways by which a notice came, in the order of arrival; empty on the author's own node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrivals(pub Vec<Via>);
