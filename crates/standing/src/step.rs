//! M5, *Step*: one period of one step of an understanding (notices.md section 8).
//!
//! PLEDGED -trigger (none: at ARMED)-> OWED -S3 STARTED-> STARTED; OWED or STARTED -S3 DONE or CONTINUING-> DECLARED
//! -S4 VERIFIED / NOT-VERIFIED-> VERIFIED / REFUTED; any in a running period -S4 UNABLE-> UNABLE; UNABLE, REFUTED
//! -S4 VERIFIED-> VERIFIED, *cured*; UNABLE -S4 NOT-VERIFIED-> REFUTED; any -S3 REVERSED-> REVERSED.
//!
//! I1 nothing is verified that was not declared. I2 nothing is owed that no trigger or arming made so.

use crate::error::StandError;

/// Where a period of a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepState {
    /// Promised; what makes it owed has not come.
    Pledged,
    /// Owed.
    Owed,
    /// Under way.
    Started,
    /// Its author says that it is done.
    Declared,
    /// The verifier found it so.
    Verified {
        /// Whether after it had been refuted, or could not be seen.
        cured: bool,
    },
    /// The verifier found it otherwise.
    Refuted,
    /// The verifier could not tell.
    Unable,
    /// Undone by its author.
    Reversed,
}

/// What moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepInput {
    /// Its trigger, or the arming of the package.
    Trigger,
    /// S3 STARTED.
    Started,
    /// The former period was declared as CONTINUING: this one has begun.
    Continues,
    /// S3 DONE or CONTINUING.
    Declared,
    /// S4 VERIFIED.
    Verified,
    /// S4 NOT-VERIFIED.
    NotVerified,
    /// S4 UNABLE.
    Unable,
    /// S3 REVERSED.
    Reversed,
}

impl StepState {
    /// The word of the state.
    pub fn word(self) -> &'static str {
        match self {
            StepState::Pledged => "PLEDGED",
            StepState::Owed => "OWED",
            StepState::Started => "STARTED",
            StepState::Declared => "DECLARED",
            StepState::Verified { .. } => "VERIFIED",
            StepState::Refuted => "REFUTED",
            StepState::Unable => "UNABLE",
            StepState::Reversed => "REVERSED",
        }
    }

    /// Whether its author still has to declare it.
    pub fn open(self) -> bool {
        matches!(self, StepState::Owed | StepState::Started)
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(self, input: StepInput) -> Result<StepState, StandError> {
        use StepInput as In;
        use StepState::*;
        match (self, input) {
            (Pledged, In::Trigger) => Ok(Owed),
            (Owed, In::Started) | (Pledged | Owed, In::Continues) => Ok(Started),
            (Owed | Started, In::Declared) => Ok(Declared),
            (Declared, In::Verified) => Ok(Verified { cured: false }),
            (Declared | Unable, In::NotVerified) => Ok(Refuted),
            (Owed | Started | Declared, In::Unable) => Ok(Unable),
            (Unable | Refuted, In::Verified) => Ok(Verified { cured: true }),
            (state, In::Reversed) if state != Reversed => Ok(Reversed),
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl StepInput {
    /// The word of the input.
    pub fn word(self) -> &'static str {
        match self {
            StepInput::Trigger => "TRIGGER",
            StepInput::Started => "STARTED",
            StepInput::Continues => "CONTINUES",
            StepInput::Declared => "DECLARED",
            StepInput::Verified => "VERIFIED",
            StepInput::NotVerified => "NOT-VERIFIED",
            StepInput::Unable => "UNABLE",
            StepInput::Reversed => "REVERSED",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        use StepInput as In;
        use StepState::*;
        let states = [Pledged, Owed, Started, Declared, Verified { cured: false }, Refuted, Unable, Reversed];
        let inputs = [
            In::Trigger,
            In::Started,
            In::Continues,
            In::Declared,
            In::Verified,
            In::NotVerified,
            In::Unable,
            In::Reversed,
        ];
        let row = |state: StepState| inputs.map(|input| state.on(input).map_or("-", |next| next.word()));
        assert_eq!(
            states.map(row),
            [
                ["OWED", "-", "STARTED", "-", "-", "-", "-", "REVERSED"],
                ["-", "STARTED", "STARTED", "DECLARED", "-", "-", "UNABLE", "REVERSED"],
                ["-", "-", "-", "DECLARED", "-", "-", "UNABLE", "REVERSED"],
                ["-", "-", "-", "-", "VERIFIED", "REFUTED", "UNABLE", "REVERSED"],
                ["-", "-", "-", "-", "-", "-", "-", "REVERSED"],
                ["-", "-", "-", "-", "VERIFIED", "-", "-", "REVERSED"],
                ["-", "-", "-", "-", "VERIFIED", "REFUTED", "-", "REVERSED"],
                ["-", "-", "-", "-", "-", "-", "-", "-"],
            ]
        );
        assert_eq!(Unable.on(In::Verified), Ok(Verified { cured: true }));
        assert_eq!(Declared.on(In::Verified), Ok(Verified { cured: false }));
    }
}
