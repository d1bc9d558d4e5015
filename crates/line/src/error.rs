//! What this crate refuses, as operators' errors.

use crate::ids::PartyCode;
use refusal::{Blame, Code, Facts, OperatorError, Refusal, facts};

/// Why the machine of a compartment refused an input, a received thing or a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineError {
    /// The rows of the store do not hold this compartment.
    StoreUnreadable,
    /// The store could not be read at a start: what it said. It may be read later.
    Archive(Refusal),
    /// The store belongs to another compartment or status.
    OtherCompartment,
    /// Nothing is sealed before a member has answered the start challenge.
    Quarantined,
    /// This store is an old copy; nothing is sealed in this leaf again.
    RolledBack,
    /// A member wrote two entries at one place; sending waits for a person.
    Equivocation(PartyCode),
    /// A record signature where there may be none, or none where there must be one.
    RecordSignature,
    /// The bytes do not fit the largest envelope.
    TooLarge(usize),
    /// A silent member does not send.
    Silent,
    /// Something received from a member or relay was refused: how, and how often so far.
    Junk {
        /// Where it came from: a relay or a party.
        from: String,
        /// The stable word of the check that failed.
        check: &'static str,
    },
    /// Something signed with a leaf key that others may have was refused; how often so far. It names nobody: whoever
    /// has read the disclosure can have made it.
    ForgedLate(u64),
    /// Only NOTICE and CHARTER are released; the machine writes the other kinds itself.
    NotReleasable,
    /// The body is not of its kind's form; the rule in words.
    Body(String),
    /// Not another member of this compartment.
    NoSuchMember(String),
    /// The file is no pouch for this node; why.
    Pouch(String),
    /// A group verb failed in a way that is our bug.
    Group(String),
    /// The change of members or charter may not be; why: NO-CHARTER, NO-SUCH-CHARTER, NOT-A-LATER-VERSION, NOT-AGREED,
    /// OTHER-MEMBERS, NO-KEY-PACKAGE, NOT-PAIRED, NOT-ASKED, TWO-PARTY, OWN-REMOVAL, NOT-ROLLED-BACK, REFUSED.
    Change(&'static str),
    /// The RE-FORM may not be written; why: PLEDGED, NOT-A-WRITER, TOO-FEW-WRITERS, DECISION-HELD, TWO-PARTY,
    /// OTHER-MEMBERS, AWAY-FOLLOWS, CUT-NOT-HERE, NO-KEY-PACKAGE, STILL-HEARD, NO-SUCH-PROPOSAL, DEAD, MAY-NOT-WRITE.
    Reform(&'static str),
    /// The annex cannot be sent; why: EMPTY, TOO-LARGE, TOTAL, NO-SUCH-READER, KIND.
    Annex(&'static str),
    /// This party is no longer a member.
    Left,
    /// The record that the Welcome spoke of is not here whole.
    Joining,
}

impl std::fmt::Display for LineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {self:?}", self.code().0)
    }
}

impl std::error::Error for LineError {}

impl OperatorError for LineError {
    fn code(&self) -> Code {
        Code(match self {
            LineError::StoreUnreadable => "E-LINE-001",
            LineError::OtherCompartment => "E-LINE-002",
            LineError::Quarantined => "E-LINE-003",
            LineError::RolledBack => "E-LINE-004",
            LineError::Equivocation(_) => "E-LINE-005",
            LineError::RecordSignature => "E-LINE-006",
            LineError::TooLarge(_) => "E-LINE-007",
            LineError::Silent => "E-LINE-008",
            LineError::Junk { .. } => "E-LINE-009",
            LineError::Group(_) => "E-LINE-010",
            LineError::NotReleasable => "E-LINE-011",
            LineError::Body(_) => "E-LINE-012",
            LineError::NoSuchMember(_) => "E-LINE-013",
            LineError::Pouch(_) => "E-LINE-014",
            LineError::ForgedLate(_) => "E-LINE-015",
            LineError::Change(_) => "E-LINE-016",
            LineError::Reform(_) => "E-LINE-017",
            LineError::Left => "E-LINE-018",
            LineError::Joining => "E-LINE-019",
            LineError::Annex(_) => "E-LINE-034",
            LineError::Archive(said) => return said.code,
        })
    }

    fn blame(&self) -> Blame {
        match self {
            LineError::StoreUnreadable
            | LineError::OtherCompartment
            | LineError::RolledBack
            | LineError::ForgedLate(_) => Blame::Environment,
            LineError::Quarantined
            | LineError::NoSuchMember(_)
            | LineError::Pouch(_)
            | LineError::RecordSignature
            | LineError::TooLarge(_)
            | LineError::Change(_)
            | LineError::Reform(_)
            | LineError::Annex(_)
            | LineError::Left
            | LineError::Joining
            | LineError::Silent => Blame::Operator,
            LineError::Equivocation(author) => Blame::Counterpart(author.to_string()),
            LineError::Junk { from, .. } => Blame::Relay(from.clone()),
            LineError::Group(_) | LineError::NotReleasable | LineError::Body(_) => Blame::Us,
            LineError::Archive(said) => said.blame.clone(),
        }
    }

    fn facts(&self) -> Facts {
        match self {
            LineError::Equivocation(author) => facts! { author: author.as_str() },
            LineError::NoSuchMember(party) => facts! { party: party.as_str() },
            LineError::ForgedLate(count) => facts! { count: *count },
            LineError::Change(why) | LineError::Reform(why) | LineError::Annex(why) => facts! { why: *why },
            LineError::TooLarge(bytes) => facts! { bytes: *bytes },
            LineError::Junk { from, check } => facts! { from: from.as_str(), check: *check },
            LineError::Group(why) | LineError::Body(why) | LineError::Pouch(why) => {
                facts! { why: why.as_str() }
            }
            LineError::Archive(said) => said.facts.clone(),
            _ => facts! {},
        }
    }
}
