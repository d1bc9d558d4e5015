//! The envelope: what every type carries besides its content (notices.md section 0).
//!
//! An author writes the [`Envelope`]; the node writes the [`Stamp`] inside the release transaction.
//! I1 names of officers never stand here: offices and role codes only.

use crate::number::Number;
use crate::station::{Code8, Station};
use crate::value::{Instant, Span};
use crate::vocabulary::{
    AnnexKind, AnswerKind, Attestation, AuthorityLevel, LegalCharacter, Modality, Precedence, Relation,
    Status,
};

/// What the author of a notice writes about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// ACTUAL, EXERCISE or TEST.
    pub status: Status,
    /// Precedence for those who must act.
    pub precedence: Precedence,
    /// Precedence for those who are informed.
    pub precedence_info: Option<Precedence>,
    /// Station that speaks.
    pub from: Station,
    /// Stations addressed, at least one.
    pub to: Vec<Station>,
    /// Stations informed.
    pub info: Vec<Station>,
    /// Paragraph 3: charter clause or understanding id.
    pub basis: String,
    /// Paragraph 4: how it stands to other notices.
    pub refs: Vec<Reference>,
    /// Paragraph 5x.
    pub modality: Modality,
    /// Paragraph 5y.
    pub legal_character: LegalCharacter,
    /// Paragraph 5y, the flag.
    pub without_prejudice: bool,
    /// Paragraph 5z: by when an answer is due and what counts as one.
    pub answer_due: Option<AnswerDue>,
    /// Paragraph 5w: from when; on release if absent.
    pub effective_from: Option<Instant>,
    /// Paragraph 5w: until when, or STANDING.
    pub expires: Until,
    /// Paragraph 5w: when its author looks at it again.
    pub review_on: Option<Instant>,
    /// Paragraph 6: not operative, at most 200 words.
    pub remarks: Option<String>,
    /// Repeats the charter and must agree with it.
    pub attestation: Attestation,
    /// Hash of the defined-terms list in force.
    pub term_set: [u8; 32],
    /// Announced annexes.
    pub annexes: Vec<Annex>,
}

/// What the node of the author adds when it releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Paragraph 1.
    pub number: Number,
    /// Paragraph 2: date-time group, UTC, second.
    pub dtg: Instant,
    /// Paragraph 2: declared clock error, milliseconds.
    pub clock_error_ms: u32,
    /// Who released, by office.
    pub release: ReleaseLine,
}

/// Authority and role codes, asserted by the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseLine {
    /// Authority of the releasing office.
    pub level: AuthorityLevel,
    /// Role code of who drafted it.
    pub drafted_by: Code8,
    /// Role code of who released it; the same code may stand twice, the same person may not.
    pub released_by: Code8,
}

/// A reference to another notice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// How this one stands to it.
    pub relation: Relation,
    /// Its number.
    pub number: Number,
}

/// When an answer is due and what counts as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerDue {
    /// By when.
    pub due: Due,
    /// What counts.
    pub answer: AnswerKind,
}

/// A duration from the read-back (or constructive notice), or a fixed instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// From K3, K2 where the type is not read back, or constructive notice.
    Within(Span),
    /// At a fixed instant.
    At(Instant),
}

/// STANDING, or until an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Explicitly without end.
    Standing,
    /// Ends then.
    At(Instant),
}

/// An announced annex (line.md, Annexes); folds never read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// Its size, bytes.
    pub size: u32,
    /// Its kind.
    pub kind: AnnexKind,
    /// Parties that may open it.
    pub readers: Vec<Code8>,
}
