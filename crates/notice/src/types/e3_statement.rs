//! E3 CONTROL STATEMENT (notices.md section 4). Moves M4; takes the off-ramp of an A4.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::number::Number;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::types::e1_incident::EVIDENCE;
use crate::value::{Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static E3: TypeSpec = TypeSpec {
    kind: NoticeType::E3,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Word(&POSITION)).critical(),
        FieldSpec::must(2, "B", FieldKind::List { of: &FieldKind::Record(&UNDERTAKEN), min: 1, max: 3 })
            .critical(),
        FieldSpec::may(3, "C", FieldKind::List { of: &FieldKind::Record(&EVIDENCE), min: 1, max: 10 }),
        FieldSpec::must(4, "D", FieldKind::Word(&STANDARD)),
        FieldSpec::may(5, "E", FieldKind::Number(&[NoticeType::E1])),
        FieldSpec::must(6, "F", FieldKind::Flag),
    ],
    preceded_by: &[NoticeType::E2, NoticeType::E4, NoticeType::E5, NoticeType::A4],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesCase],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "States a position on control, an undertaking, and the author's own standard.",
    rules: Rules::PRINCIPALS,
};

/// Paragraph B: one undertaking.
pub static UNDERTAKEN: RecordSpec = RecordSpec {
    name: "undertaken",
    fields: &[
        FieldSpec::must(1, "act", FieldKind::Word(&UNDERTAKING)).critical(),
        FieldSpec::when(2, "from", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-E3-01",
        rule: "it answers an E2, E4, E5 or A4 of another party",
        test: |draft, _| {
            let answers = |r: &&crate::envelope::Reference| {
                r.relation == Relation::Answers
                    && r.number.party != draft.envelope.from.party
                    && E3.preceded_by.contains(&r.number.kind)
            };
            if draft.envelope.refs.iter().any(|r| answers(&r)) { None } else { complain("4", facts! {}) }
        },
    },
    Check {
        id: "N-E3-02",
        rule: "WILL-RESTRAIN says from when; no other undertaking does",
        test: |draft, _| {
            let acts = draft.content.items_at("B").iter().filter_map(Value::fields);
            let bad = acts
                .into_iter()
                .find(|item| (item.word("act") == Some("WILL-RESTRAIN")) != item.get("from").is_some())?;
            complain("B.from", facts! { act: bad.word("act").unwrap_or_default() })
        },
    },
    Check {
        id: "N-E3-03",
        rule: "no undertaking stands twice, and WILL-NOT and CANNOT stand alone",
        test: |draft, _| {
            let acts: Vec<_> =
                draft.content.items_at("B").iter().filter_map(|item| item.fields()?.word("act")).collect();
            let twice = acts.iter().enumerate().any(|(i, act)| acts[..i].contains(act));
            let refusing = acts.len() > 1 && acts.iter().any(|act| matches!(*act, "WILL-NOT" | "CANNOT"));
            if twice || refusing { complain("B", facts! {}) } else { None }
        },
    },
];

/// Reading of an E3.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a>(&'a Notice);

impl<'a> Statement<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::E3).then_some(Statement(notice))
    }

    /// A: the position.
    pub fn position(&self) -> Option<Position> {
        Position::parse(self.0.content().word("A")?)
    }

    /// B: from when its author will restrain the actor, if it undertakes that.
    pub fn restrains_from(&self) -> Option<Instant> {
        self.0.content().items_at("B").iter().find_map(|item| item.fields()?.get("from")?.instant())
    }

    /// D: its author's standard.
    pub fn standard(&self) -> Option<Standard> {
        Standard::parse(self.0.content().word("D")?)
    }

    /// What it answers, in order.
    pub fn answers(&self) -> impl Iterator<Item = &'a Number> {
        self.0.refers(Relation::Answers)
    }
}
