//! A3 STRIKE-LIMITS STATEMENT: what its author's own strikes leave out (notices.md section 3). Moves M3.

use crate::check::{Check, complain};
use crate::clause::YEAR_S;
use crate::notice::Notice;
use crate::place::Place;
use crate::records::AREA;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::Span;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static A3: TypeSpec = TypeSpec {
    kind: NoticeType::A3,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::List { of: &FieldKind::Word(&EXCLUDED_CLASS), min: 1, max: 7 })
            .critical(),
        FieldSpec::when(2, "B", FieldKind::Record(&BOUNDS)),
        FieldSpec::when(3, "C", FieldKind::Record(&WEAPON_BOUNDS)),
        FieldSpec::must(4, "D", FieldKind::List { of: &FieldKind::Word(&LIMIT_CONDITION), min: 1, max: 4 }),
        FieldSpec::must(5, "E", FieldKind::Span { min_s: 3600, max_s: YEAR_S }).critical(),
    ],
    preceded_by: &[],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::LimitsItself],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "Limits its author's own strikes until it is ended by notice; both sides watch it.",
    rules: Rules { modality: &[Modality::WillNot, Modality::DoesNotIntend], ..Rules::PRINCIPALS },
};

/// Paragraph B: only inside, and never inside; NAMED-AREAS are the latter.
pub static BOUNDS: RecordSpec = RecordSpec {
    name: "bounds",
    fields: &[
        FieldSpec::may(1, "only-in", FieldKind::Place(AREA)),
        FieldSpec::may(2, "never-in", FieldKind::Place(AREA)),
    ],
};

/// Paragraph C.
pub static WEAPON_BOUNDS: RecordSpec = RecordSpec {
    name: "weapon-bounds",
    fields: &[
        FieldSpec::may(1, "count", FieldKind::Count { min: 1, max: 10_000 }),
        FieldSpec::may(2, "classes", FieldKind::List { of: &FieldKind::Word(&ACT_CLASS), min: 1, max: 8 }),
        FieldSpec::may(3, "no-wmd", FieldKind::Flag),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-A3-01",
        rule: "NAMED-AREAS and areas never struck in B stand together",
        test: |draft, _| {
            let named = draft.content.words_at("A").contains(&"NAMED-AREAS");
            let drawn = draft.content.at("B.never-in").is_some();
            if named == drawn { None } else { complain("B", facts! {}) }
        },
    },
    Check {
        id: "N-A3-02",
        rule: "no class is excluded twice",
        test: |draft, _| {
            let classes = draft.content.words_at("A");
            let twice = classes.iter().enumerate().find(|(i, class)| classes[..*i].contains(class))?.1;
            complain("A", facts! { class: *twice })
        },
    },
    Check {
        id: "N-A3-03",
        rule: "UNCONDITIONAL stands alone",
        test: |draft, _| {
            let conditions = draft.content.words_at("D");
            let mixed = conditions.len() > 1 && conditions.contains(&"UNCONDITIONAL");
            if mixed { complain("D", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-A3-04",
        rule: "bounds and weapons bounds say something",
        test: |draft, _| {
            let empty = ["B", "C"].into_iter().find(|letter| {
                draft.content.get(letter).and_then(|v| v.fields()).is_some_and(|fields| fields.is_empty())
            })?;
            complain(empty, facts! {})
        },
    },
];

/// Reading of an A3.
#[derive(Debug, Clone, Copy)]
pub struct StrikeLimits<'a>(&'a Notice);

impl<'a> StrikeLimits<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::A3).then_some(StrikeLimits(notice))
    }

    /// A: classes left out.
    pub fn excluded(&self) -> Vec<ExcludedClass> {
        self.0.content().words_at("A").into_iter().filter_map(ExcludedClass::parse).collect()
    }

    /// B: areas never struck.
    pub fn never_in(&self) -> Option<&'a Place> {
        self.0.content().at("B.never-in")?.place()
    }

    /// E: how long before it ends notice is given.
    pub fn end_notice(&self) -> Option<Span> {
        self.0.paragraph("E")?.span()
    }
}
