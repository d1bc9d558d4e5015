//! M4, an attribution case: accuser, accused, actor set (notices.md section 8).
//!
//! CHALLENGED -E3-> STATED; CHALLENGED -due-> NON-ANSWER -late E3-> STATED; STATED or NON-ANSWER -E4-> WARNED -K3 or
//! constructive-> WATCHED(until); WATCHED -quiet or watch over-> ENDED; WATCHED -E1 inside E4 B, event time after
//! effect-> REPEATED -E5-> FINDING -E3-> REPLIED; FINDING or REPLIED -reply window over-> IN-EFFECT, or PARTIAL where
//! restraint is undertaken; PARTIAL -E1 inside the clause after the undertaking-> IN-EFFECT; any of these -route back
//! or E5 RESTORED-> RESTORED; RESTORED or ENDED -quiet-> CLOSED.
//!
//! I1 no finding without a repeat after the warning's effect. I2 a finding takes effect by the clock alone.

use crate::error::StandError;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseState {
    /// E2 released.
    Challenged,
    /// No E3 came in time.
    NonAnswer,
    /// The accused has stated its position.
    Stated,
    /// E4 released, not yet in effect.
    Warned,
    /// In effect and watched.
    Watched {
        /// Until when, ms UTC.
        until_ms: i64,
    },
    /// Over without a repeat.
    Ended {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Repeated inside the warning.
    Repeated {
        /// When it was told, ms UTC.
        at_ms: i64,
    },
    /// E5 released.
    Finding,
    /// The accused has answered the finding.
    Replied,
    /// The author no longer accepts the claim.
    InEffect {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// The author accepts it in part.
    Partial {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// The author accepts it again.
    Restored {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// Quiet since.
    Closed {
        /// Since when, ms UTC.
        at_ms: i64,
    },
}

/// What moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseInput {
    /// The answer time of E2 ran out.
    Due,
    /// E3 to E2 or E4.
    Statement,
    /// E4.
    Warning,
    /// E4 takes effect.
    Effect {
        /// End of the watch, ms UTC.
        until_ms: i64,
    },
    /// Quiet for as long as E4 says, or the watch is over.
    Quiet {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// E1 inside the clause.
    Repeat {
        /// When it was told, ms UTC.
        at_ms: i64,
    },
    /// E5.
    Finding,
    /// E3 to E5.
    Reply,
    /// The reply window is over.
    WindowOver {
        /// When, ms UTC.
        at_ms: i64,
        /// Whether restraint is undertaken.
        restrained: bool,
    },
    /// E5 PARTIAL.
    AcceptsInPart {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// E5 RESTORED, or the route back by clock.
    Restores {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// E1 inside the clause after the undertaking's date.
    Breach {
        /// When, ms UTC.
        at_ms: i64,
    },
    /// Quiet after the end.
    CloseTime {
        /// When, ms UTC.
        at_ms: i64,
    },
}

impl CaseState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            CaseState::Challenged => "CHALLENGED",
            CaseState::NonAnswer => "NON-ANSWER",
            CaseState::Stated => "STATED",
            CaseState::Warned => "WARNED",
            CaseState::Watched { .. } => "WATCHED",
            CaseState::Ended { .. } => "ENDED",
            CaseState::Repeated { .. } => "REPEATED",
            CaseState::Finding => "FINDING",
            CaseState::Replied => "REPLIED",
            CaseState::InEffect { .. } => "IN-EFFECT",
            CaseState::Partial { .. } => "PARTIAL",
            CaseState::Restored { .. } => "RESTORED",
            CaseState::Closed { .. } => "CLOSED",
        }
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(&self, input: CaseInput) -> Result<CaseState, StandError> {
        use CaseInput as In;
        use CaseState::*;
        match (*self, input) {
            (Challenged, In::Due) => Ok(NonAnswer),
            (Challenged | NonAnswer, In::Statement) => Ok(Stated),
            (Stated | NonAnswer, In::Warning) => Ok(Warned),
            (Warned, In::Effect { until_ms }) => Ok(Watched { until_ms }),
            (Watched { .. }, In::Quiet { at_ms }) => Ok(Ended { at_ms }),
            (Watched { .. }, In::Repeat { at_ms }) => Ok(Repeated { at_ms }),
            (Repeated { .. }, In::Finding) => Ok(Finding),
            (Finding, In::Reply) => Ok(Replied),
            (Finding | Replied, In::WindowOver { at_ms, restrained: false }) => Ok(InEffect { at_ms }),
            (Finding | Replied, In::WindowOver { at_ms, restrained: true }) => Ok(Partial { at_ms }),
            (Finding | Replied | InEffect { .. }, In::AcceptsInPart { at_ms }) => Ok(Partial { at_ms }),
            (Partial { .. }, In::Breach { at_ms }) => Ok(InEffect { at_ms }),
            (
                Repeated { .. } | Finding | Replied | InEffect { .. } | Partial { .. },
                In::Restores { at_ms },
            ) => Ok(Restored { at_ms }),
            (Restored { .. } | Ended { .. }, In::CloseTime { at_ms }) => Ok(Closed { at_ms }),
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl CaseInput {
    /// The word of the input.
    pub fn word(&self) -> &'static str {
        match self {
            CaseInput::Due => "DUE",
            CaseInput::Statement => "STATEMENT",
            CaseInput::Warning => "WARNING",
            CaseInput::Effect { .. } => "EFFECT",
            CaseInput::Quiet { .. } => "QUIET",
            CaseInput::Repeat { .. } => "REPEAT",
            CaseInput::Finding => "FINDING",
            CaseInput::Reply => "REPLY",
            CaseInput::WindowOver { .. } => "WINDOW-OVER",
            CaseInput::AcceptsInPart { .. } => "PARTIAL",
            CaseInput::Restores { .. } => "RESTORED",
            CaseInput::Breach { .. } => "BREACH",
            CaseInput::CloseTime { .. } => "CLOSE-TIME",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        use CaseState::*;
        let states = [
            Challenged,
            NonAnswer,
            Stated,
            Warned,
            Watched { until_ms: 9 },
            Ended { at_ms: 5 },
            Repeated { at_ms: 5 },
            Finding,
            Replied,
            InEffect { at_ms: 5 },
            Partial { at_ms: 5 },
            Restored { at_ms: 5 },
            Closed { at_ms: 5 },
        ];
        let inputs = [
            CaseInput::Due,
            CaseInput::Statement,
            CaseInput::Warning,
            CaseInput::Effect { until_ms: 9 },
            CaseInput::Quiet { at_ms: 5 },
            CaseInput::Repeat { at_ms: 5 },
            CaseInput::Finding,
            CaseInput::Reply,
            CaseInput::WindowOver { at_ms: 5, restrained: false },
            CaseInput::WindowOver { at_ms: 5, restrained: true },
            CaseInput::AcceptsInPart { at_ms: 5 },
            CaseInput::Restores { at_ms: 5 },
            CaseInput::Breach { at_ms: 5 },
            CaseInput::CloseTime { at_ms: 5 },
        ];
        let moves = |state: &CaseState| {
            let told = inputs
                .iter()
                .filter_map(|input| Some(format!("{} {}", input.word(), state.on(*input).ok()?.word())));
            told.collect::<Vec<_>>().join(", ")
        };
        let after = "WINDOW-OVER IN-EFFECT, WINDOW-OVER PARTIAL, PARTIAL PARTIAL, RESTORED RESTORED";
        let replied = format!("REPLY REPLIED, {after}");
        assert_eq!(
            states.each_ref().map(moves),
            [
                "DUE NON-ANSWER, STATEMENT STATED",
                "STATEMENT STATED, WARNING WARNED",
                "WARNING WARNED",
                "EFFECT WATCHED",
                "QUIET ENDED, REPEAT REPEATED",
                "CLOSE-TIME CLOSED",
                "FINDING FINDING, RESTORED RESTORED",
                &replied,
                after,
                "PARTIAL PARTIAL, RESTORED RESTORED",
                "RESTORED RESTORED, BREACH IN-EFFECT",
                "CLOSE-TIME CLOSED",
                "",
            ]
        );
    }
}
