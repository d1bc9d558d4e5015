//! P2 LEAK DECLARATION AND AGREED LINE (notices.md section 7). Moves M7.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::Value;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static P2: TypeSpec = TypeSpec {
    kind: NoticeType::P2,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&LEAKED)),
        FieldSpec::must(2, "B", FieldKind::Record(&OUTLET)),
        FieldSpec::must(3, "C", FieldKind::Word(&LEAK_LINE)),
        FieldSpec::may(4, "D", FieldKind::Word(&LEAK_LINE)),
        FieldSpec::must(5, "E", FieldKind::List { of: &FieldKind::Record(&MEASURE_TAKEN), min: 1, max: 4 }),
        FieldSpec::must(6, "F", FieldKind::Flag),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesLeak],
    read_back: false,
    constructive: false,
    drafted: true,
    purpose: "Declares a leak by class only, proposes and agrees the public line, and affirms what stands.",
    rules: Rules { principals_only: true, ..Rules::PRINCIPALS },
};

/// Paragraph A: suspected or confirmed, and of which classes of this compartment; never what was said.
pub static LEAKED: RecordSpec = RecordSpec {
    name: "leaked",
    fields: &[
        FieldSpec::must(1, "state", FieldKind::Word(&LEAK_STATE)),
        FieldSpec::must(
            2,
            "classes",
            FieldKind::List { of: &FieldKind::Word(&SUSPENSION_CLASS), min: 1, max: 6 },
        ),
    ],
};

/// Paragraph B.
pub static OUTLET: RecordSpec = RecordSpec {
    name: "outlet",
    fields: &[
        FieldSpec::must(1, "outlet", FieldKind::Text { words: 8 }),
        FieldSpec::must(2, "at", FieldKind::Instant { operative: false }),
    ],
};

/// Paragraph E: a measure; QUIET-UNTIL says until when.
pub static MEASURE_TAKEN: RecordSpec = RecordSpec {
    name: "measure-taken",
    fields: &[
        FieldSpec::must(1, "measure", FieldKind::Word(&LEAK_MEASURE)),
        FieldSpec::when(2, "until", FieldKind::Instant { operative: true }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-P2-01",
        rule: "QUIET-UNTIL says until when; no other measure does",
        test: |draft, _| {
            let mut measures = draft.content.items_at("E").iter().filter_map(Value::fields);
            let bad = measures.find(|measure| {
                (measure.word("measure") == Some("QUIET-UNTIL")) != measure.get("until").is_some()
            })?;
            complain("E", facts! { measure: bad.word("measure").unwrap_or_default() })
        },
    },
    Check {
        id: "N-P2-02",
        rule: "the leak is of a class of notices, not of the floor, each named once",
        test: |draft, _| {
            let classes = draft.content.words_at("A.classes");
            let twice = classes.iter().enumerate().any(|(i, class)| classes[..i].contains(class));
            if twice || classes.contains(&"FLOOR") { complain("A.classes", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-P2-03",
        rule: "it is not told before it happened",
        test: |draft, sight| {
            let at = draft.content.at("B.at")?.instant()?;
            if sight.now().is_none_or(|now| at <= now) { None } else { complain("B", facts! {}) }
        },
    },
];

/// Reading of a P2.
#[derive(Debug, Clone, Copy)]
pub struct Leak<'a>(&'a Notice);

impl<'a> Leak<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::P2).then_some(Leak(notice))
    }

    /// A: suspected or confirmed.
    pub fn state(&self) -> Option<LeakState> {
        LeakState::parse(self.0.content().at("A.state")?.word()?)
    }

    /// C: the author's line.
    pub fn line(&self) -> Option<LeakLine> {
        LeakLine::parse(self.0.content().word("C")?)
    }

    /// D: the line it proposes to the addressee; its own if absent.
    pub fn proposed(&self) -> Option<LeakLine> {
        match self.0.content().word("D") {
            Some(word) => LeakLine::parse(word),
            None => self.line(),
        }
    }

    /// F: whether private commitments stand.
    pub fn stands(&self) -> Option<bool> {
        self.0.paragraph("F").and_then(Value::flag)
    }
}
