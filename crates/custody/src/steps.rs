//! A ceremony as a list of steps: which is next, what was done, and what stands on the page that people sign.
//!
//! I1 a step is done once, in its order. I2 what is written down holds no secret. I3 a ceremony that was interrupted goes
//! on at its next step.

use crate::bytes;
use crate::error::CustodyError;
use crate::package::{Index, SetId};
use minicbor::{Decode, Encode};

/// What a ceremony is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Plan {
    /// A first root and seal.
    #[n(0)]
    Found,
    /// New shares of the same.
    #[n(1)]
    Reshare,
    /// A new root and seal.
    #[n(2)]
    Renew,
}

impl Plan {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Plan::Found => "FOUND",
            Plan::Reshare => "RESHARE",
            Plan::Renew => "RENEW",
        }
    }
}

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Step {
    /// The machine is offline, without swap and core dumps, and the folder in memory.
    #[n(0)]
    Machine,
    /// Shares are made, sealed and written, sheets printed.
    #[n(1)]
    Made,
    /// A custodian has typed the own sheet.
    #[n(2)]
    Checked(#[n(0)] Index),
    /// Every custodian has proved, k have signed.
    #[n(3)]
    Drilled,
    /// The node's files are written.
    #[n(4)]
    Given,
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Step::Machine => f.write_str("MACHINE"),
            Step::Made => f.write_str("MADE"),
            Step::Checked(index) => write!(f, "CHECKED-{index}"),
            Step::Drilled => f.write_str("DRILLED"),
            Step::Given => f.write_str("GIVEN"),
        }
    }
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StepDone {
    /// Which.
    #[n(0)]
    pub step: Step,
    /// When, ms UTC.
    #[n(1)]
    pub at_ms: i64,
    /// What is written down of it, in machine words.
    #[n(2)]
    pub note: String,
}

/// A ceremony.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ceremony {
    /// What for.
    #[n(0)]
    pub plan: Plan,
    /// The set that is made.
    #[n(1)]
    pub set: SetId,
    /// How many act.
    #[n(2)]
    pub k: u16,
    /// The indices of the set.
    #[n(3)]
    pub indices: Vec<Index>,
    /// What was done.
    #[n(4)]
    pub done: Vec<StepDone>,
}

impl Ceremony {
    /// A ceremony that begins.
    pub fn begin(plan: Plan, set: SetId, k: u16, indices: Vec<Index>) -> Self {
        Ceremony { plan, set, k, indices, done: Vec::new() }
    }

    /// All steps, in their order.
    pub fn steps(&self) -> Vec<Step> {
        let checked = self.indices.iter().map(|index| Step::Checked(*index));
        [Step::Machine, Step::Made].into_iter().chain(checked).chain([Step::Drilled, Step::Given]).collect()
    }

    /// The step that is next; `None` at the end.
    pub fn next(&self) -> Option<Step> {
        self.steps().into_iter().find(|step| !self.done.iter().any(|done| done.step == *step))
    }

    /// Notes a step.
    ///
    /// # Errors
    /// [`CustodyError::WrongStep`].
    pub fn note(&mut self, step: Step, at_ms: i64, note: String) -> Result<(), CustodyError> {
        let next = self.next();
        if next != Some(step) {
            let next = next.map_or_else(|| "END".to_owned(), |next| next.to_string());
            return Err(CustodyError::WrongStep { next, asked: step.to_string() });
        }
        self.done.push(StepDone { step, at_ms, note });
        Ok(())
    }

    /// Canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        bytes::encode(self)
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// [`CustodyError::NotAFile`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CustodyError> {
        bytes::decode(bytes)
    }
}
