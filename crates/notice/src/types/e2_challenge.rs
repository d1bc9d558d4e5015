//! E2 CONTROL CHALLENGE (notices.md section 4). Moves M4.

use crate::check::{Check, complain};
use crate::clause::{ACTOR, Actor};
use crate::envelope::Due;
use crate::notice::Notice;
use crate::number::Number;
use crate::records::DUE;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::station::Code8;
use crate::types::e1_incident::EVIDENCE;
use crate::value::Value;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static E2: TypeSpec = TypeSpec {
    kind: NoticeType::E2,
    paragraphs: &[
        FieldSpec::must(
            1,
            "A",
            FieldKind::List { of: &FieldKind::Number(&[NoticeType::E1]), min: 1, max: 20 },
        ),
        FieldSpec::must(2, "B", FieldKind::Record(&ACTOR)).critical(),
        FieldSpec::must(3, "C", FieldKind::Word(&STANDARD)),
        FieldSpec::must(4, "D", FieldKind::List { of: &FieldKind::Word(&CLAIM), min: 1, max: 3 }),
        FieldSpec::must(5, "E", FieldKind::List { of: &FieldKind::Record(&TIE_EVIDENCE), min: 1, max: 10 }),
        FieldSpec::must(6, "F", FieldKind::List { of: &FieldKind::Word(&CONTROL_QUESTION), min: 1, max: 4 })
            .critical(),
        FieldSpec::must(7, "G", FieldKind::Record(&DUE)).critical(),
    ],
    preceded_by: &[NoticeType::E1],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesCase],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "Asks a party about its control of an actor, by a standard and on evidence of ties.",
    rules: Rules { modality: &[Modality::Requests, Modality::Demands], ..Rules::PRINCIPALS },
};

/// Paragraph E: a tie and the evidence of it.
pub static TIE_EVIDENCE: RecordSpec = RecordSpec {
    name: "tie-evidence",
    fields: &[
        FieldSpec::must(1, "tie", FieldKind::Word(&TIE)),
        FieldSpec::must(2, "item", FieldKind::Record(&EVIDENCE)),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-E2-01",
        rule: "the actor is held to a party that is addressed, and not to the sender",
        test: |draft, _| {
            let actor = Actor(draft.content.get("B")?.fields()?);
            let addressed = |party: &Code8| draft.envelope.to.iter().any(|station| station.party == *party);
            if actor.party().is_some_and(addressed) { None } else { complain("B.party", facts! {}) }
        },
    },
    Check {
        id: "N-E2-02",
        rule: "the standard invoked is that of the actor, where the relation names one",
        test: |draft, _| {
            let actor = Actor(draft.content.get("B")?.fields()?);
            let named = actor.standard()?.word();
            let invoked = draft.content.word("C")?;
            if named == invoked { None } else { complain("C", facts! { named: named, invoked: invoked }) }
        },
    },
];

/// Reading of an E2.
#[derive(Debug, Clone, Copy)]
pub struct Challenge<'a>(&'a Notice);

impl<'a> Challenge<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::E2).then_some(Challenge(notice))
    }

    /// A: the incidents.
    pub fn incidents(&self) -> Vec<&'a Number> {
        self.0.content().numbers_at("A")
    }

    /// B: whose acts, held to whom.
    pub fn actor(&self) -> Option<Actor<'a>> {
        self.0.paragraph("B")?.fields().map(Actor)
    }

    /// C: by which standard.
    pub fn standard(&self) -> Option<Standard> {
        Standard::parse(self.0.content().word("C")?)
    }

    /// G: by when an answer is due.
    pub fn due(&self) -> Option<Due> {
        let due = self.0.paragraph("G")?.fields()?;
        let fixed = due.get("at").and_then(Value::instant).map(Due::At);
        fixed.or_else(|| due.get("within").and_then(Value::span).map(Due::Within))
    }
}
