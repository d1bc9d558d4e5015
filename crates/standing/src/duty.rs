//! What is due: from whom, by when, and what happens if not. The watch officer's home page is this list.

use line::ids::PartyCode;
use notice::Number;

/// A closed list of words.
macro_rules! words {
    ($(#[$doc:meta])+ $name:ident { $($(#[$about:meta])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$about])+ $variant,)+ }

        impl $name {
            /// The whole list.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word, also the key of its message.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

words! {
    /// What is due.
    What {
        /// Open it (K2).
        Open = "OPEN",
        /// Read it back (K3).
        ReadBack = "READ-BACK",
        /// An answer.
        Answer = "ANSWER",
        /// The second seal.
        SecondSeal = "SECOND-SEAL",
        /// Affirm a line whose period ends soon.
        Reaffirm = "REAFFIRM",
        /// Close a crossing.
        Close = "CLOSE",
        /// Take the off-ramp, or let it pass.
        OffRamp = "OFF-RAMP",
        /// Conclude or stand down a response.
        Conclude = "CONCLUDE",
        /// Tell what was seen of what the other side did.
        Observe = "OBSERVE",
        /// Say that a hazard is over.
        AllClear = "ALL-CLEAR",
        /// The next word in a cycle.
        Move = "MOVE",
        /// A reply to a finding.
        Reply = "REPLY",
        /// Answer an offer.
        ReplyToOffer = "REPLY-TO-OFFER",
        /// Declare a step.
        Step = "STEP",
        /// Report on a step.
        Verify = "VERIFY",
        /// Mend a refuted step.
        Cure = "CURE",
        /// End a pause, or the package.
        ResumeOrEnd = "RESUME-OR-END",
        /// Settle a dispute.
        Settle = "SETTLE",
        /// Confirm a tranche.
        ConfirmTranche = "CONFIRM-TRANCHE",
        /// Say that the conditions of a group are met.
        Met = "MET",
        /// Be in position.
        InPosition = "IN-POSITION",
        /// Say go.
        Go = "GO",
        /// Release the persons.
        Released = "RELEASED",
        /// Give a receipt.
        Receipt = "RECEIPT",
        /// Commit to a sealed text.
        Commit = "COMMIT",
        /// Reveal a sealed text.
        Reveal = "REVEAL",
        /// Re-confirm a protected site.
        Reconfirm = "RECONFIRM",
        /// Confirm that the acting echelon knows a site (K6).
        PassDown = "PASS-DOWN",
        /// Agree a line toward the public.
        AgreeLine = "AGREE-LINE",
        /// Change the keys.
        Rotate = "ROTATE",
        /// Say that what was agreed in private stands.
        AffirmCommitments = "AFFIRM-COMMITMENTS",
        /// Review what a former team has said, or what its author put a day of review on.
        Review = "REVIEW",
    }
}

words! {
    /// What happens if it does not come.
    Otherwise {
        /// The sender sees UNOPENED; deputies are paged.
        Unopened = "UNOPENED",
        /// Constructive notice may run instead.
        ConstructiveNotice = "CONSTRUCTIVE-NOTICE",
        /// It stays as it is.
        Stays = "STAYS",
        /// NON-ANSWER on record.
        NonAnswer = "NON-ANSWER",
        /// The first seal lapses.
        Lapses = "LAPSES",
        /// EXPIRED.
        Expires = "EXPIRED",
        /// STALE.
        Stale = "STALE",
        /// The response goes on.
        GoesOn = "GOES-ON",
        /// OVERDUE, red for both.
        Overdue = "OVERDUE",
        /// Red for both.
        RedForBoth = "RED-FOR-BOTH",
        /// The finding takes effect.
        InEffect = "IN-EFFECT",
        /// LATE.
        Late = "LATE",
        /// The package ends by its own rule.
        Ends = "ENDED",
        /// The next stage of the ladder.
        NextStage = "NEXT-STAGE",
        /// STUCK, alarm to both.
        Stuck = "STUCK",
        /// Named as NOT-REVEALED.
        Named = "NOT-REVEALED",
        /// Stands, marked UNREVIEWED.
        Unreviewed = "UNREVIEWED",
    }
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
