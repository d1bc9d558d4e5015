//! The word for a silence (line.md section 13, requirement R4). First match of the table.

/// State of the line to one party as this node sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineState {
    /// UP, LATE, UNANSWERED, DEGRADED, DECLARED, FORKED.
    pub state: State,
    /// The word, where there is one.
    pub word: Option<Word>,
    /// Since when, ms UTC by the own clock.
    pub since_ms: i64,
}

/// M1's rungs as far as the carrier knows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Tests pass on all paths.
    Up,
    /// A path fails, another is good.
    Degraded,
    /// One test missed.
    Late,
    /// Two missed.
    Unanswered,
    /// Declared silence or suspension.
    Declared,
    /// Digests or roots differ.
    Forked,
}

/// The words of the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// Own probe fails everywhere.
    PathOurs,
    /// Probe fails or is late at this relay, others are good.
    RelayDown(String),
    /// The relay answers, but probes or seqs have holes.
    RelayWithholds(String),
    /// In a declared window.
    Declared,
    /// Their mailboxes are not emptied, no entry anywhere.
    NoContact,
    /// NO CONTACT, refined on return by their uptime: their node was off.
    NodeOff,
    /// NO CONTACT, refined on return: their path was cut.
    PathTheirs,
    /// By their own account.
    WatchAbsent,
    /// By their own account.
    PresentNotAnswering,
    /// Digests or roots differ for equal pairs.
    Forked,
}
