//! Why a play could not go on.

use node::api::RefusalTold;
use refusal::{Blame, Code, Facts, OperatorError, Refusal, facts};
use std::fmt;

/// What stopped the play.
#[derive(Debug)]
pub enum ExconError {
    /// A room refused.
    Refused(Refusal),
    /// A node refused a question of the play.
    Node {
        /// Whose.
        party: String,
        /// What was asked.
        asked: String,
        /// Its code and facts.
        why: String,
    },
    /// Something did not come in time.
    NotInTime {
        /// What.
        what: String,
    },
    /// A file of the scenario names a party that the scenario does not declare.
    NoSuchParty {
        /// Which.
        party: String,
    },
    /// A file of the scenario is missing or no folder can be made.
    File {
        /// Which.
        path: String,
        /// Why.
        why: String,
    },
}

impl ExconError {
    /// A node's refusal.
    pub(crate) fn told(party: &str, asked: &str, told: &RefusalTold) -> Self {
        let why = format!("{} {:?}", told.code, told.facts);
        ExconError::Node { party: party.to_owned(), asked: asked.to_owned(), why }
    }

    /// A missing file of the scenario.
    pub(crate) fn missing(path: &str) -> Self {
        ExconError::File { path: path.to_owned(), why: "not in the scenario".to_owned() }
    }

    /// Another room's typed error.
    pub(crate) fn of(error: &dyn OperatorError) -> Self {
        ExconError::Refused(Refusal::of(error))
    }
}

impl fmt::Display for ExconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Refusal::of(self))
    }
}

impl std::error::Error for ExconError {}

impl OperatorError for ExconError {
    fn code(&self) -> Code {
        match self {
            ExconError::Refused(refusal) => refusal.code,
            ExconError::Node { .. } => Code("E-EXCON-001"),
            ExconError::NotInTime { .. } => Code("E-EXCON-002"),
            ExconError::File { .. } => Code("E-EXCON-003"),
            ExconError::NoSuchParty { .. } => Code("E-EXCON-004"),
        }
    }

    fn blame(&self) -> Blame {
        match self {
            ExconError::Refused(refusal) => refusal.blame.clone(),
            ExconError::File { .. } => Blame::Environment,
            ExconError::NoSuchParty { .. } => Blame::Operator,
            _ => Blame::Us,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            ExconError::Refused(refusal) => refusal.facts.clone(),
            ExconError::Node { party, asked, why } => {
                facts! { party: party.as_str(), asked: asked.as_str(), why: why.as_str() }
            }
            ExconError::NotInTime { what } => facts! { what: what.as_str() },
            ExconError::NoSuchParty { party } => facts! { party: party.as_str() },
            ExconError::File { path, why } => facts! { path: path.as_str(), why: why.as_str() },
        }
    }
}
