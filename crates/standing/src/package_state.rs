//! M5: what may be said of a package, where it stands, and why it ended. [`crate::package`] moves it.

use line::ids::PartyCode;
use notice::Code8;
use notice::vocabulary::{Lapse, StepVerb, Verdict};

/// Why a package ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// S5 END of a party.
    By(PartyCode),
    /// A successor disowned it.
    Disowned(PartyCode),
    /// A lapse rule of its own.
    Rule(Lapse),
}

/// What a notice says of a package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// S3.
    Step {
        /// Place of the step.
        step: usize,
        /// Its period, from 1.
        period: u32,
        /// The verb.
        verb: StepVerb,
        /// New date of LATE-PERFORMING, ms UTC.
        new_date_ms: Option<i64>,
    },
    /// S4; that it comes from the station named is for the caller to see.
    Report {
        /// Place of the step.
        step: usize,
        /// Its period, from 1.
        period: u32,
        /// What was found.
        verdict: Verdict,
    },
    /// S5 DISPUTE, of one step or of all.
    Dispute {
        /// The step disputed.
        of: Option<usize>,
    },
    /// S5 PAUSE.
    Pause {
        /// Steps that pause.
        steps: Vec<usize>,
        /// The step that is the cause.
        of: Option<usize>,
        /// End of the cure period, ms UTC.
        until_ms: Option<i64>,
    },
    /// S5 RESUME.
    Resume,
    /// S5 END.
    End,
    /// DISOWN in a succession.
    Disown,
}

/// Where a package stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackageState {
    /// Every named verifier has read it back.
    Armed,
    /// A first step was declared.
    Running,
    /// A date has passed.
    Late {
        /// Which step.
        step: Code8,
        /// Which period.
        period: u32,
        /// Since when, ms UTC.
        since_ms: i64,
        /// LATE-PERFORMING: the new date that its author gave, ms UTC.
        performing_ms: Option<i64>,
    },
    /// Disputed.
    Disputed {
        /// Stage of the ladder, from 1.
        stage: u32,
    },
    /// Some steps are paused.
    Paused {
        /// Which.
        steps: Vec<Code8>,
        /// The first end of a cure period, ms UTC.
        until_ms: Option<i64>,
    },
    /// Over.
    Ended {
        /// Since when, ms UTC.
        at_ms: i64,
        /// Why.
        because: Ending,
    },
}

impl PackageState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            PackageState::Armed => "ARMED",
            PackageState::Running => "RUNNING",
            PackageState::Late { .. } => "LATE",
            PackageState::Disputed { .. } => "DISPUTED",
            PackageState::Paused { .. } => "PAUSED",
            PackageState::Ended { .. } => "ENDED",
        }
    }
}

impl Act {
    /// The word of the act.
    pub fn word(&self) -> &'static str {
        match self {
            Act::Step { verb, .. } => verb.word(),
            Act::Report { verdict, .. } => verdict.word(),
            Act::Dispute { .. } => "DISPUTE",
            Act::Pause { .. } => "PAUSE",
            Act::Resume => "RESUME",
            Act::End => "END",
            Act::Disown => "DISOWN",
        }
    }
}
