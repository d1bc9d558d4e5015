//! P1 PUBLIC-POSTURE PRE-NOTICE (notices.md section 7). Moves M7.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::number::Number;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::Instant;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static P1: TypeSpec = TypeSpec {
    kind: NoticeType::P1,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Word(&PUBLIC_ACT)),
        FieldSpec::must(2, "B", FieldKind::Record(&PUBLIC_WHEN)),
        FieldSpec::must(3, "C", FieldKind::List { of: &FieldKind::Number(&[]), min: 1, max: 20 }),
        FieldSpec::must(4, "D", FieldKind::Word(&PUBLIC_ASK)),
        FieldSpec::may(5, "E", FieldKind::Text { words: 40 }),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::AnnouncesPublicAct],
    read_back: false,
    constructive: false,
    drafted: true,
    purpose: "Tells of a public act beforehand, and which notices of this compartment it does not change.",
    rules: Rules { principals_only: true, ..Rules::PRINCIPALS },
};

/// Paragraph B.
pub static PUBLIC_WHEN: RecordSpec = RecordSpec {
    name: "public-when",
    fields: &[
        FieldSpec::must(1, "at", FieldKind::Instant { operative: true }),
        FieldSpec::must(2, "precision", FieldKind::Word(&TIME_PRECISION)),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-P1-01",
        rule: "the act lies ahead of the author's clock",
        test: |draft, sight| {
            let at = draft.content.at("B.at")?.instant()?;
            if sight.now().is_none_or(|now| now < at) { None } else { complain("B", facts! {}) }
        },
    },
    Check {
        id: "N-P1-02",
        rule: "what does not change are own notices, each named once",
        test: |draft, _| {
            let numbers = draft.content.numbers_at("C");
            let foreign = numbers.iter().find(|number| number.party != draft.envelope.from.party);
            let twice = numbers.iter().enumerate().find(|(i, n)| numbers[..*i].contains(n)).map(|(_, n)| n);
            complain("C", facts! { subject: foreign.or(twice)?.to_string() })
        },
    },
];

/// Reading of a P1.
#[derive(Debug, Clone, Copy)]
pub struct PublicActNotice<'a>(&'a Notice);

impl<'a> PublicActNotice<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::P1).then_some(PublicActNotice(notice))
    }

    /// A: the act.
    pub fn act(&self) -> Option<PublicAct> {
        PublicAct::parse(self.0.content().word("A")?)
    }

    /// B: when.
    pub fn at(&self) -> Option<Instant> {
        self.0.content().at("B.at")?.instant()
    }

    /// C: notices re-affirmed.
    pub fn unchanged(&self) -> Vec<&'a Number> {
        self.0.content().numbers_at("C")
    }
}
