//! What `prove` prints: where and when an entry was deposited, handed over and received, as intervals in both
//! clocks, and whose words contradict each other (line.md section 12).

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

/// Whose clock or word a statement rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A relay, by its path.
    Relay(PathId),
    /// A member.
    Party(PartyCode),
}

/// What cannot be true together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// A relay told depositor and fetcher two times of one deposit.
    TwoTimes,
    /// A relay dates a deposit outside the depositor's own bracket.
    Deposit,
    /// A relay dates a hand-over outside the fetcher's own bracket.
    HandOver,
    /// A relay says that it handed over before it was deposited.
    Order,
    /// A relay's offset moved between two tests of a party whose own clock stood.
    Jump,
    /// A relay shows two parties two different clocks.
    TwoClocks,
    /// A clock is off from all others by more than an honest one may be.
    Alone,
    /// No point in time agrees with all clocks but one.
    NoMajority,
    /// What two parties say of each other's tests cannot be.
    Flights,
}

impl Conflict {
    /// Its name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Conflict::TwoTimes => "two-times",
            Conflict::Deposit => "deposit",
            Conflict::HandOver => "hand-over",
            Conflict::Order => "order",
            Conflict::Jump => "jump",
            Conflict::TwoClocks => "two-clocks",
            Conflict::Alone => "alone",
            Conflict::NoMajority => "no-majority",
            Conflict::Flights => "flights",
        }
    }
}

/// Statements that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradiction {
    /// What cannot be.
    pub conflict: Conflict,
    /// Any one of these, being wrong, explains it; empty if no single one does.
    pub sources: Vec<Source>,
    /// Whose statements show it.
    pub seen_by: Vec<PartyCode>,
    /// By how much, ms; positive if the relay, or the clock that stands alone, is ahead.
    pub by_ms: i64,
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
    /// The relay whose false word alone explains every contradiction; empty if there is none.
    pub named: Vec<PathId>,
    /// The contradictions that name it.
    pub grounds: Vec<Contradiction>,
    /// Contradictions that no single relay explains: DISPUTED, nobody is named.
    pub disputed: Vec<Contradiction>,
    /// Members whose admitted entries cover this one.
    pub attested_by: Vec<PartyCode>,
    /// MUTUAL-ONLY or TRANSFERABLE.
    pub mode: &'static str,
}
