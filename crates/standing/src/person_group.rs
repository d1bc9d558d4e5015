//! M6b, one group of an exchange of persons (notices.md section 8).
//!
//! LISTED -E met-> PRECONDITIONS-MET -> IN-POSITION -go of both-> TRIGGERED -> RELEASED(both) -receipts->
//! CUSTODY-RECEIPTED; ABORT from any before TRIGGERED, custody unchanged; an aborted group may meet its conditions again.
//!
//! I1 nobody is released before both have said go. I2 after TRIGGERED there is no way back but through.

use crate::error::StandError;

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupState {
    /// Listed.
    Listed,
    /// Every condition is told as met by its witness.
    PreconditionsMet,
    /// Every holder is in position.
    InPosition,
    /// Both have said go.
    Triggered,
    /// Every holder has released its persons.
    Released,
    /// Whoever received has said so.
    CustodyReceipted,
    /// Called off; custody as before.
    Aborted,
}

/// What moves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupInput {
    /// The last condition was told as met.
    Met,
    /// The last holder is in position.
    InPosition,
    /// The second go.
    Go,
    /// The last holder released.
    Released,
    /// The last receipt.
    Receipt,
    /// Called off.
    Abort,
}

impl GroupState {
    /// The word of the state.
    pub fn word(self) -> &'static str {
        match self {
            GroupState::Listed => "LISTED",
            GroupState::PreconditionsMet => "PRECONDITIONS-MET",
            GroupState::InPosition => "IN-POSITION",
            GroupState::Triggered => "TRIGGERED",
            GroupState::Released => "RELEASED",
            GroupState::CustodyReceipted => "CUSTODY-RECEIPTED",
            GroupState::Aborted => "ABORTED",
        }
    }

    /// Whether persons of it may be on the move without a receipt.
    pub fn exposed(self) -> bool {
        matches!(self, GroupState::Triggered | GroupState::Released)
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(self, input: GroupInput) -> Result<GroupState, StandError> {
        use GroupInput as In;
        use GroupState::*;
        match (self, input) {
            (Listed | Aborted, In::Met) => Ok(PreconditionsMet),
            (PreconditionsMet, In::InPosition) => Ok(InPosition),
            (InPosition, In::Go) => Ok(Triggered),
            (Triggered, In::Released) => Ok(Released),
            (Released, In::Receipt) => Ok(CustodyReceipted),
            (Listed | PreconditionsMet | InPosition, In::Abort) => Ok(Aborted),
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl GroupInput {
    /// The word of the input.
    pub fn word(self) -> &'static str {
        match self {
            GroupInput::Met => "MET",
            GroupInput::InPosition => "IN-POSITION",
            GroupInput::Go => "GO",
            GroupInput::Released => "RELEASED",
            GroupInput::Receipt => "RECEIPT",
            GroupInput::Abort => "ABORT",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        use GroupInput as In;
        use GroupState::*;
        let states = [Listed, PreconditionsMet, InPosition, Triggered, Released, CustodyReceipted, Aborted];
        let inputs = [In::Met, In::InPosition, In::Go, In::Released, In::Receipt, In::Abort];
        let row = |state: GroupState| inputs.map(|input| state.on(input).map_or("-", |next| next.word()));
        assert_eq!(
            states.map(row),
            [
                ["PRECONDITIONS-MET", "-", "-", "-", "-", "ABORTED"],
                ["-", "IN-POSITION", "-", "-", "-", "ABORTED"],
                ["-", "-", "TRIGGERED", "-", "-", "ABORTED"],
                ["-", "-", "-", "RELEASED", "-", "-"],
                ["-", "-", "-", "-", "CUSTODY-RECEIPTED", "-"],
                ["-", "-", "-", "-", "-", "-"],
                ["PRECONDITIONS-MET", "-", "-", "-", "-", "-"],
            ]
        );
    }
}
