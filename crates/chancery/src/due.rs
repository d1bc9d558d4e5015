//! What an officer must look at: unopened, unanswered, unconfirmed, overdue.

use line::ids::PartyCode;
use notice::Number;

/// Why something is on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Not opened by us (K2) yet.
    Unread,
    /// Not opened by the addressee in its precedence's time.
    Unopened,
    /// Opened by us and not yet read back.
    ReadBackMissing,
    /// We owe an answer.
    AnswerOwed,
    /// They owe an answer; not yet past due.
    AnswerAwaited,
    /// Nobody answered in time.
    NonAnswer,
    /// One of ours waits for its second seal.
    SecondSeal,
    /// Released by one officer, to be reviewed by a second.
    Review,
    /// A draft waits for a second officer.
    PendingRelease,
    /// A late entry changed what was shown; nobody has seen it yet.
    Revised,
}

/// One item of the list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// By when, or since when if past, ms UTC; absent where no clock runs.
    pub at_ms: Option<i64>,
    /// Why.
    pub why: Why,
    /// The notice, if it has a number.
    pub number: Option<Number>,
    /// The draft, if it is one.
    pub draft: Option<crate::desk::DraftId>,
    /// The other party, where one is meant.
    pub party: Option<PartyCode>,
}
