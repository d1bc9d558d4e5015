//! What is due: from whom, by when, and what happens if not. The watch officer's home page is this list.

use line::ids::PartyCode;
use notice::Number;

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Open it (K2).
    Open,
    /// Read it back (K3).
    ReadBack,
    /// An answer.
    Answer,
    /// The second seal.
    SecondSeal,
    /// Affirm a line whose period ends soon.
    Reaffirm,
    /// Close a crossing.
    Close,
    /// Take the off-ramp, or let it pass.
    OffRamp,
    /// Conclude or stand down a response.
    Conclude,
    /// Tell what was seen of what the other side did.
    Observe,
    /// Say that a hazard is over.
    AllClear,
    /// The next word in a cycle.
    Move,
    /// A reply to a finding.
    Reply,
    /// Answer an offer.
    ReplyToOffer,
    /// Declare a step.
    Step,
    /// Report on a step.
    Verify,
    /// Mend a refuted step.
    Cure,
    /// End a pause, or the package.
    ResumeOrEnd,
    /// Settle a dispute.
    Settle,
    /// Confirm a tranche.
    ConfirmTranche,
    /// Say that the conditions of a group are met.
    Met,
    /// Be in position.
    InPosition,
    /// Say go.
    Go,
    /// Release the persons.
    Released,
    /// Give a receipt.
    Receipt,
    /// Commit to a sealed text.
    Commit,
    /// Reveal a sealed text.
    Reveal,
    /// Re-confirm a protected site.
    Reconfirm,
    /// Confirm that the acting echelon knows a site (K6).
    PassDown,
    /// Agree a line toward the public.
    AgreeLine,
    /// Change the keys.
    Rotate,
    /// Say that what was agreed in private stands.
    AffirmCommitments,
    /// Review what a former team has said, or what its author put a day of review on.
    Review,
}

/// What happens if it does not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Otherwise {
    /// The sender sees UNOPENED; deputies are paged.
    Unopened,
    /// Constructive notice may run instead.
    ConstructiveNotice,
    /// It stays as it is.
    Stays,
    /// NON-ANSWER on record.
    NonAnswer,
    /// The first seal lapses.
    Lapses,
    /// EXPIRED.
    Expires,
    /// STALE.
    Stale,
    /// The response goes on.
    GoesOn,
    /// OVERDUE, red for both.
    Overdue,
    /// Red for both.
    RedForBoth,
    /// The finding takes effect.
    InEffect,
    /// LATE.
    Late,
    /// The package ends by its own rule.
    Ends,
    /// The next stage of the ladder.
    NextStage,
    /// STUCK, alarm to both.
    Stuck,
    /// Named as NOT-REVEALED.
    Named,
    /// Stands, marked UNREVIEWED.
    Unreviewed,
}

/// One thing that is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duty {
    /// By when, ms UTC, also if past; absent where no clock runs.
    pub at_ms: Option<i64>,
    /// What.
    pub what: What,
    /// From whom.
    pub from: Vec<PartyCode>,
    /// The notice it rests on.
    pub number: Number,
    /// Which part of it: a step and period, a tranche, a group; empty for the whole.
    pub part: String,
    /// What happens if not.
    pub otherwise: Otherwise,
}

impl What {
    /// The word, also the key of its message.
    pub fn word(self) -> &'static str {
        match self {
            What::Open => "OPEN",
            What::ReadBack => "READ-BACK",
            What::Answer => "ANSWER",
            What::SecondSeal => "SECOND-SEAL",
            What::Reaffirm => "REAFFIRM",
            What::Close => "CLOSE",
            What::OffRamp => "OFF-RAMP",
            What::Conclude => "CONCLUDE",
            What::Observe => "OBSERVE",
            What::AllClear => "ALL-CLEAR",
            What::Move => "MOVE",
            What::Reply => "REPLY",
            What::ReplyToOffer => "REPLY-TO-OFFER",
            What::Step => "STEP",
            What::Verify => "VERIFY",
            What::Cure => "CURE",
            What::ResumeOrEnd => "RESUME-OR-END",
            What::Settle => "SETTLE",
            What::ConfirmTranche => "CONFIRM-TRANCHE",
            What::Met => "MET",
            What::InPosition => "IN-POSITION",
            What::Go => "GO",
            What::Released => "RELEASED",
            What::Receipt => "RECEIPT",
            What::Commit => "COMMIT",
            What::Reveal => "REVEAL",
            What::Reconfirm => "RECONFIRM",
            What::PassDown => "PASS-DOWN",
            What::AgreeLine => "AGREE-LINE",
            What::Rotate => "ROTATE",
            What::AffirmCommitments => "AFFIRM-COMMITMENTS",
            What::Review => "REVIEW",
        }
    }
}

impl Otherwise {
    /// The word, also the key of its message.
    pub fn word(self) -> &'static str {
        match self {
            Otherwise::Unopened => "UNOPENED",
            Otherwise::ConstructiveNotice => "CONSTRUCTIVE-NOTICE",
            Otherwise::Stays => "STAYS",
            Otherwise::NonAnswer => "NON-ANSWER",
            Otherwise::Lapses => "LAPSES",
            Otherwise::Expires => "EXPIRED",
            Otherwise::Stale => "STALE",
            Otherwise::GoesOn => "GOES-ON",
            Otherwise::Overdue => "OVERDUE",
            Otherwise::RedForBoth => "RED-FOR-BOTH",
            Otherwise::InEffect => "IN-EFFECT",
            Otherwise::Late => "LATE",
            Otherwise::Ends => "ENDED",
            Otherwise::NextStage => "NEXT-STAGE",
            Otherwise::Stuck => "STUCK",
            Otherwise::Named => "NOT-REVEALED",
            Otherwise::Unreviewed => "UNREVIEWED",
        }
    }
}
