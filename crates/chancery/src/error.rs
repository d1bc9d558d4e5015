//! Why the chancery refuses. Words are in `languages/LANG/refusals-chancery.ftl`.

use refusal::{Blame, Code, Facts, OperatorError, Refusal, facts};
use std::fmt;

/// A refusal of this crate; nothing was changed unless the variant says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChanceryError {
    /// No person of that code is an officer here.
    UnknownPerson {
        /// The code.
        person: String,
    },
    /// That code is or was another person's.
    PersonTaken {
        /// The code.
        person: String,
    },
    /// That authenticator is, or was within 24 hours, another person's.
    KeyHeld {
        /// Whose.
        holder: String,
    },
    /// The answering authenticator belongs to nobody.
    UnknownKey,
    /// The nonce was never handed out, was used, or the node restarted since.
    NoSuchChallenge,
    /// Two minutes have passed.
    ChallengeExpired,
    /// The answer is to a challenge for another purpose or subject.
    ChallengeForAnother,
    /// The signature does not verify.
    WrongSignature {
        /// Whose authenticator it claims.
        person: String,
    },
    /// 256 challenges are open.
    TooManyChallenges,
    /// The second seal is of the person who gave the first.
    SamePerson {
        /// Who.
        person: String,
    },
    /// The second seal is made with the first one's authenticator, or with one that was its person's within 24 h.
    SameKey,
    /// The person has no role here that may do this.
    NoRole {
        /// Who.
        person: String,
        /// Roles that may.
        asked: String,
    },
    /// Neither seal is of the rank the table asks for.
    RankMissing {
        /// The rank.
        asked: String,
    },
    /// No draft of that id.
    NoSuchDraft {
        /// The id.
        draft: String,
    },
    /// No notice of that number here.
    NoSuchNotice {
        /// The number.
        number: String,
    },
    /// The draft is not valid; one finding a paragraph.
    Invalid {
        /// Ids of the findings.
        findings: Vec<String>,
    },
    /// Lint warns and no reason was given.
    LintUnanswered {
        /// Ids of the findings.
        findings: Vec<String>,
    },
    /// A class of notices is suspended.
    ClassSuspended {
        /// The class.
        class: String,
        /// By whom.
        by: String,
    },
    /// The fourth FLASH within an hour needs a reason.
    FlashBudget {
        /// How many went in the last hour.
        sent: u64,
    },
    /// Status, attestation or type of the draft is not the compartment's.
    NotOfThisLine {
        /// Which field.
        field: String,
        /// What the compartment has.
        here: String,
        /// What the draft says.
        there: String,
    },
    /// A seal for this came after its time.
    SealTooLate {
        /// The number.
        number: String,
    },
    /// Nothing of that notice waits for a second seal.
    NothingToConfirm {
        /// The number.
        number: String,
    },
    /// The charter's text says otherwise than what the carrier was told.
    CharterDisagrees {
        /// Of what.
        parameter: String,
        /// In the text.
        text: String,
        /// At the carrier.
        carrier: String,
    },
    /// A record of the seal log does not follow the one before.
    SealLogBroken {
        /// Its number.
        at: u64,
    },
    /// A row of this compartment's store is not readable.
    RowUnreadable {
        /// Which kind.
        row: String,
    },
    /// Releases go by the desk, never straight to the carrier.
    NotByTheDesk,
    /// A record page that does not verify from the charter on it.
    RecordPage {
        /// FORM, STATUS, MUTUAL-ONLY, COMPARTMENT, NO-KEY, SIGNATURE; CHARTER if none of the transcript fits.
        why: &'static str,
    },
    /// A notice of a MUTUAL_ONLY compartment has no record signature.
    NoRecordSignature,
    /// What `line` refused.
    Carrier(Refusal),
    /// The store could not be read: what it said. It may be read later.
    Store(Refusal),
}

impl OperatorError for ChanceryError {
    fn code(&self) -> Code {
        use ChanceryError::*;
        Code(match self {
            UnknownPerson { .. } => "E-CHAN-001",
            PersonTaken { .. } => "E-CHAN-002",
            KeyHeld { .. } => "E-CHAN-003",
            UnknownKey => "E-CHAN-004",
            NoSuchChallenge => "E-CHAN-005",
            ChallengeExpired => "E-CHAN-006",
            ChallengeForAnother => "E-CHAN-007",
            WrongSignature { .. } => "E-CHAN-008",
            TooManyChallenges => "E-CHAN-009",
            SamePerson { .. } => "E-CHAN-010",
            SameKey => "E-CHAN-011",
            NoRole { .. } => "E-CHAN-012",
            RankMissing { .. } => "E-CHAN-013",
            NoSuchDraft { .. } => "E-CHAN-014",
            NoSuchNotice { .. } => "E-CHAN-015",
            Invalid { .. } => "E-CHAN-016",
            LintUnanswered { .. } => "E-CHAN-017",
            ClassSuspended { .. } => "E-CHAN-018",
            FlashBudget { .. } => "E-CHAN-019",
            NotOfThisLine { .. } => "E-CHAN-021",
            SealTooLate { .. } => "E-CHAN-022",
            NothingToConfirm { .. } => "E-CHAN-023",
            CharterDisagrees { .. } => "E-CHAN-024",
            SealLogBroken { .. } => "E-CHAN-025",
            RowUnreadable { .. } => "E-CHAN-026",
            NotByTheDesk => "E-CHAN-027",
            RecordPage { .. } => "E-CHAN-028",
            NoRecordSignature => "E-CHAN-029",
            Carrier(refusal) | Store(refusal) => return refusal.code,
        })
    }

    fn blame(&self) -> Blame {
        use ChanceryError::*;
        match self {
            SealLogBroken { .. } | RowUnreadable { .. } => Blame::Environment,
            NotByTheDesk => Blame::Us,
            Carrier(refusal) | Store(refusal) => refusal.blame.clone(),
            _ => Blame::Operator,
        }
    }

    fn facts(&self) -> Facts {
        use ChanceryError::*;
        let list = |items: &[String]| refusal::Fact::List(items.to_vec());
        match self {
            UnknownPerson { person } | PersonTaken { person } => facts! { person: person.clone() },
            WrongSignature { person } | SamePerson { person } => facts! { person: person.clone() },
            KeyHeld { holder } => facts! { holder: holder.clone() },
            NoRole { person, asked } => facts! { person: person.clone(), asked: asked.clone() },
            RankMissing { asked } => facts! { asked: asked.clone() },
            NoSuchDraft { draft } => facts! { draft: draft.clone() },
            NoSuchNotice { number } | SealTooLate { number } | NothingToConfirm { number } => {
                facts! { number: number.clone() }
            }
            Invalid { findings } | LintUnanswered { findings } => Facts::from([("findings", list(findings))]),
            ClassSuspended { class, by } => facts! { class: class.clone(), by: by.clone() },
            FlashBudget { sent } => facts! { sent: *sent },
            NotOfThisLine { field, here, there } => {
                facts! { field: field.clone(), here: here.clone(), there: there.clone() }
            }
            CharterDisagrees { parameter, text, carrier } => {
                facts! { parameter: parameter.clone(), text: text.clone(), carrier: carrier.clone() }
            }
            SealLogBroken { at } => facts! { at: *at },
            RowUnreadable { row } => facts! { row: row.clone() },
            RecordPage { why } => facts! { why: *why },
            Carrier(refusal) | Store(refusal) => refusal.facts.clone(),
            UnknownKey | NoSuchChallenge | ChallengeExpired | ChallengeForAnother | TooManyChallenges
            | SameKey | NotByTheDesk | NoRecordSignature => Facts::new(),
        }
    }
}

impl fmt::Display for ChanceryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Refusal::of(self).fmt(f)
    }
}

impl std::error::Error for ChanceryError {}
