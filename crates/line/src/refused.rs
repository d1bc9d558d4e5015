//! Why a file, a pairing message or a founding was refused, as an operator reads it. Nothing was changed by what
//! was refused.

use crate::cbor::Malformed;
use crate::ids::{PartyCode, Status};
use refusal::{Blame, Code, Facts, OperatorError, facts};

/// A refusal of something carried in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Not a file of Demarche.
    NotAFile,
    /// A file of another kind than the command takes.
    OtherKind {
        /// The kind that the command takes.
        wanted: &'static str,
        /// The file's.
        found: &'static str,
    },
    /// Damaged, or not of this version.
    Malformed(Malformed),
    /// A typed line of a sheet is not what was printed.
    SheetLine {
        /// Its number, as typed.
        line: u32,
    },
    /// A line of a sheet is missing.
    SheetGap {
        /// Its number.
        line: u32,
    },
    /// Of another status: an exercise never speaks on an actual line (R14).
    OtherStatus {
        /// This node's.
        ours: Status,
        /// The file's.
        theirs: Status,
    },
    /// The own invitation, or one under the own party code.
    OwnCode(PartyCode),
    /// What was typed is not the invitation's fingerprint.
    FingerprintDiffers(PartyCode),
    /// Pairing begins with the invitation of the party whose code comes first: ours.
    WeGoFirst(PartyCode),
    /// Pairing begins with the invitation of the party whose code comes first: theirs.
    TheyGoFirst(PartyCode),
    /// A message that answers no pairing that is under way here.
    NoSuchPairing,
    /// The message is not for this invitation of ours.
    NotForUs,
    /// The MAC is wrong: another courier secret, or the message was altered.
    WrongMac(PartyCode),
    /// The KEM key or ciphertext is not a valid one.
    BadKem(PartyCode),
    /// Not paired with a member of the compartment to be founded.
    NotPaired(PartyCode),
    /// A member declined a founding.
    Declined {
        /// Who.
        party: PartyCode,
        /// NOT-PAIRED, OTHER-STATUS, CHARTER, DECLINED or WITHDRAWN.
        why: &'static str,
    },
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {self:?}", self.code().0)
    }
}

impl std::error::Error for Refused {}

impl OperatorError for Refused {
    fn code(&self) -> Code {
        Code(match self {
            Refused::NotAFile => "E-LINE-020",
            Refused::OtherKind { .. } => "E-LINE-021",
            Refused::Malformed(_) => "E-LINE-022",
            Refused::OtherStatus { .. } => "E-LINE-023",
            Refused::OwnCode(_) => "E-LINE-024",
            Refused::FingerprintDiffers(_) => "E-LINE-025",
            Refused::WeGoFirst(_) => "E-LINE-026",
            Refused::TheyGoFirst(_) => "E-LINE-027",
            Refused::NoSuchPairing => "E-LINE-028",
            Refused::NotForUs => "E-LINE-029",
            Refused::WrongMac(_) => "E-LINE-030",
            Refused::BadKem(_) => "E-LINE-031",
            Refused::NotPaired(_) => "E-LINE-032",
            Refused::Declined { .. } => "E-LINE-033",
            Refused::SheetLine { .. } => "E-LINE-040",
            Refused::SheetGap { .. } => "E-LINE-041",
        })
    }

    fn blame(&self) -> Blame {
        match self {
            Refused::Malformed(_) => Blame::Environment,
            Refused::WrongMac(party) | Refused::BadKem(party) | Refused::Declined { party, .. } => {
                Blame::Counterpart(party.to_string())
            }
            _ => Blame::Operator,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Refused::NotAFile | Refused::NoSuchPairing | Refused::NotForUs => facts! {},
            Refused::OtherKind { wanted, found } => facts! { wanted: *wanted, found: *found },
            Refused::SheetLine { line } | Refused::SheetGap { line } => facts! { line: u64::from(*line) },
            Refused::Malformed(why) => facts! { why: why.to_string() },
            Refused::OtherStatus { ours, theirs } => facts! { ours: ours.word(), theirs: theirs.word() },
            Refused::OwnCode(party)
            | Refused::FingerprintDiffers(party)
            | Refused::WeGoFirst(party)
            | Refused::TheyGoFirst(party)
            | Refused::WrongMac(party)
            | Refused::BadKem(party)
            | Refused::NotPaired(party) => facts! { party: party.as_str() },
            Refused::Declined { party, why } => facts! { party: party.as_str(), why: *why },
        }
    }
}
