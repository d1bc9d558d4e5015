//! Why a node does not start, stops a compartment, or refuses a question.

use refusal::{Blame, Code, Facts, OperatorError, Refusal, facts};

/// A refusal of this crate; those of the rooms below pass through with their own codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeError {
    /// The configuration is not what the page says.
    Config {
        /// The file.
        path: String,
        /// What and where.
        detail: String,
    },
    /// The socket, or the address of health, cannot be listened on.
    Listen {
        /// Where.
        address: String,
        /// What the system said.
        detail: String,
    },
    /// Health and metrics are for this machine only.
    NotLoopback {
        /// The address asked for.
        address: String,
    },
    /// A compartment stopped after a defect of ours; others run on.
    Stopped {
        /// Its code.
        compartment: String,
        /// What it said when it broke.
        detail: String,
    },
    /// No compartment of that code here.
    NoSuchCompartment {
        /// As given.
        compartment: String,
    },
    /// No notice of that number here.
    NoSuchNotice {
        /// As given.
        number: String,
    },
    /// A question's field is not of its form.
    NotOfItsForm {
        /// Which field.
        field: String,
        /// As given.
        given: String,
    },
    /// More waits than the queue of a compartment takes.
    Busy {
        /// Its code.
        compartment: String,
    },
    /// The node is stopping.
    Stopping,
    /// A row of the node's own store is not readable.
    RowUnreadable {
        /// Which kind.
        row: String,
    },
    /// The charter names a relay that the configuration does not.
    NoSuchRelay {
        /// The relay.
        relay: String,
    },
    /// The charter names a member with which this party is not paired.
    NotPaired {
        /// The member.
        party: String,
    },
    /// The charter form is not valid.
    CharterInvalid {
        /// Ids of the findings.
        findings: Vec<String>,
    },
    /// A compartment of that code exists already.
    CodeTaken {
        /// The code.
        compartment: String,
    },
    /// A file of a pairing needs the other side's fingerprint, typed.
    FingerprintNeeded {
        /// The other party.
        party: String,
    },
    /// The folder belongs to another party or status than the configuration says.
    OtherIdentity {
        /// In the folder.
        found: String,
        /// In the configuration.
        asked: String,
    },
    /// A group could not be founded, joined or restored.
    Group {
        /// The library's words.
        detail: String,
    },
    /// The machine's wall clock left its course.
    ClockJumped {
        /// What it should have shown, ms UTC.
        was_ms: i64,
        /// What it shows, ms UTC.
        is_ms: i64,
    },
    /// The settings name no address for the console.
    NoConsole {},
    /// The link was used, is too old, or was never given.
    NoSuchLink {},
    /// Nobody is logged in at this browser.
    NotLoggedIn {},
    /// The session is locked; a login opens it.
    SessionLocked {},
    /// The key is not on the roster, or the signature is not of it.
    LoginRefused {},
    /// More logins have been begun than the console takes.
    TooManyLogins {},
    /// The console does not serve this question.
    NotInConsole {},
    /// The person has no role in the compartment.
    NoRole {
        /// Its code.
        compartment: String,
    },
    /// The party has no custodians: its identity is random and the node's own.
    NoCustody {},
    /// No drill is out.
    NoDrill {},
    /// All parties have closed the compartment, and the cooling time is over.
    Closed {
        /// Its code.
        compartment: String,
    },
    /// A pair was not made again since the last renewal.
    PairOfOldGeneration {
        /// With whom.
        party: String,
    },
    /// A refusal of a room below.
    Below(Refusal),
}

impl NodeError {
    /// Wraps a typed error of a room below.
    pub(crate) fn below(error: &dyn OperatorError) -> Self {
        NodeError::Below(Refusal::of(error))
    }
}

impl From<store::StoreError> for NodeError {
    fn from(error: store::StoreError) -> Self {
        NodeError::below(&error)
    }
}

impl From<chancery::ChanceryError> for NodeError {
    fn from(error: chancery::ChanceryError) -> Self {
        NodeError::below(&error)
    }
}

impl From<line::refused::Refused> for NodeError {
    fn from(error: line::refused::Refused) -> Self {
        NodeError::below(&error)
    }
}

impl From<relay::RelayError> for NodeError {
    fn from(error: relay::RelayError) -> Self {
        NodeError::below(&error)
    }
}

impl From<line::group::GroupError> for NodeError {
    fn from(error: line::group::GroupError) -> Self {
        NodeError::Group { detail: error.to_string() }
    }
}

impl std::fmt::Display for NodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Refusal::of(self))
    }
}

impl std::error::Error for NodeError {}

impl OperatorError for NodeError {
    fn code(&self) -> Code {
        Code(match self {
            NodeError::Config { .. } => "E-NODE-001",
            NodeError::Listen { .. } => "E-NODE-002",
            NodeError::NotLoopback { .. } => "E-NODE-003",
            NodeError::Stopped { .. } => "E-NODE-004",
            NodeError::NoSuchCompartment { .. } => "E-NODE-005",
            NodeError::NoSuchNotice { .. } => "E-NODE-006",
            NodeError::NotOfItsForm { .. } => "E-NODE-007",
            NodeError::Busy { .. } => "E-NODE-008",
            NodeError::Stopping => "E-NODE-009",
            NodeError::RowUnreadable { .. } => "E-NODE-010",
            NodeError::NoSuchRelay { .. } => "E-NODE-011",
            NodeError::NotPaired { .. } => "E-NODE-012",
            NodeError::CharterInvalid { .. } => "E-NODE-013",
            NodeError::CodeTaken { .. } => "E-NODE-014",
            NodeError::FingerprintNeeded { .. } => "E-NODE-015",
            NodeError::OtherIdentity { .. } => "E-NODE-016",
            NodeError::Group { .. } => "E-NODE-017",
            NodeError::ClockJumped { .. } => "E-NODE-018",
            NodeError::NoConsole {} => "E-NODE-030",
            NodeError::NoSuchLink {} => "E-NODE-032",
            NodeError::NotLoggedIn {} => "E-NODE-033",
            NodeError::SessionLocked {} => "E-NODE-034",
            NodeError::LoginRefused {} => "E-NODE-035",
            NodeError::TooManyLogins {} => "E-NODE-036",
            NodeError::NotInConsole {} => "E-NODE-037",
            NodeError::NoRole { .. } => "E-NODE-038",
            NodeError::NoCustody {} => "E-NODE-050",
            NodeError::NoDrill {} => "E-NODE-051",
            NodeError::Closed { .. } => "E-NODE-052",
            NodeError::PairOfOldGeneration { .. } => "E-NODE-053",
            NodeError::Below(refusal) => return refusal.code,
        })
    }

    fn blame(&self) -> Blame {
        match self {
            NodeError::Stopped { .. } | NodeError::Group { .. } => Blame::Us,
            NodeError::Listen { .. }
            | NodeError::Busy { .. }
            | NodeError::Stopping
            | NodeError::ClockJumped { .. }
            | NodeError::RowUnreadable { .. } => Blame::Environment,
            NodeError::Below(refusal) => refusal.blame.clone(),
            _ => Blame::Operator,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            NodeError::Config { path, detail } => facts! { path: path.as_str(), detail: detail.as_str() },
            NodeError::Listen { address, detail } => {
                facts! { address: address.as_str(), detail: detail.as_str() }
            }
            NodeError::NotLoopback { address } => facts! { address: address.as_str() },
            NodeError::Stopped { compartment, detail } => {
                facts! { compartment: compartment.as_str(), detail: detail.as_str() }
            }
            NodeError::NoSuchCompartment { compartment }
            | NodeError::Busy { compartment }
            | NodeError::NoRole { compartment }
            | NodeError::Closed { compartment }
            | NodeError::CodeTaken { compartment } => facts! { compartment: compartment.as_str() },
            NodeError::NoSuchNotice { number } => facts! { number: number.as_str() },
            NodeError::NotOfItsForm { field, given } => {
                facts! { field: field.as_str(), given: given.as_str() }
            }
            NodeError::RowUnreadable { row } => facts! { row: row.as_str() },
            NodeError::NoSuchRelay { relay } => facts! { relay: relay.as_str() },
            NodeError::NotPaired { party }
            | NodeError::PairOfOldGeneration { party }
            | NodeError::FingerprintNeeded { party } => {
                facts! { party: party.as_str() }
            }
            NodeError::CharterInvalid { findings } => {
                Facts::from([("findings", refusal::Fact::List(findings.clone()))])
            }
            NodeError::OtherIdentity { found, asked } => {
                facts! { found: found.as_str(), asked: asked.as_str() }
            }
            NodeError::Group { detail } => facts! { detail: detail.as_str() },
            NodeError::ClockJumped { was_ms, is_ms } => Facts::from([
                ("was", refusal::Fact::InstantMs(*was_ms)),
                ("is", refusal::Fact::InstantMs(*is_ms)),
            ]),
            NodeError::Stopping
            | NodeError::NoConsole {}
            | NodeError::NoSuchLink {}
            | NodeError::NotLoggedIn {}
            | NodeError::SessionLocked {}
            | NodeError::LoginRefused {}
            | NodeError::TooManyLogins {}
            | NodeError::NotInConsole {}
            | NodeError::NoCustody {}
            | NodeError::NoDrill {} => facts! {},
            NodeError::Below(refusal) => refusal.facts.clone(),
        }
    }
}
