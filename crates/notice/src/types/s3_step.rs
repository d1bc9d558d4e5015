//! S3 STEP DECLARATION (notices.md section 5). Moves a step of M5.

use crate::check::{Check, complain};
use crate::notice::{Draft, Notice};
use crate::quantity::Quantity;
use crate::records::{MEASURED, STEP_REF};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::station::Code8;
use crate::types::e1_incident::EVIDENCE;
use crate::value::{Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static S3: TypeSpec = TypeSpec {
    kind: NoticeType::S3,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&STEP_REF)),
        FieldSpec::must(2, "B", FieldKind::Record(&STEP_SAID)).critical(),
        FieldSpec::when(3, "C", FieldKind::List { of: &FieldKind::Record(&MEASURED), min: 1, max: 6 })
            .critical(),
        FieldSpec::may(4, "D", FieldKind::List { of: &FieldKind::Record(&EVIDENCE), min: 1, max: 10 }),
        FieldSpec::must(5, "E", FieldKind::Flag),
    ],
    preceded_by: &[NoticeType::S1],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesStep],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Declares that an own step has started, is done, goes on, comes late or is reversed, with its figures.",
    rules: Rules {
        verb: "B.verb",
        by_verb: &[
            VerbRule::opens("STARTED", &[], &["C"]),
            VerbRule::opens("DONE", &["C"], &[]),
            VerbRule::opens("CONTINUING", &["C"], &[]),
            VerbRule::opens("LATE-PERFORMING", &[], &["C"]),
            VerbRule::opens("REVERSED", &[], &["C"]),
        ],
        ..Rules::PRINCIPALS
    },
};

/// Paragraph B: the verb; LATE-PERFORMING says why and by when.
pub static STEP_SAID: RecordSpec = RecordSpec {
    name: "step-said",
    fields: &[
        FieldSpec::must(1, "verb", FieldKind::Word(&STEP_VERB)).critical(),
        FieldSpec::when(2, "cause", FieldKind::Word(&STEP_CAUSE)).critical(),
        FieldSpec::when(3, "new-date", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-S3-01",
        rule: "LATE-PERFORMING says cause and new date, REVERSED its cause; no other verb says either",
        test: |draft, _| {
            let said = draft.content.get("B")?.fields()?;
            let wanted = match said.word("verb")? {
                "LATE-PERFORMING" => [true, true],
                "REVERSED" => [true, false],
                _ => [false, false],
            };
            let stands = ["cause", "new-date"].map(|name| said.get(name).is_some());
            if stands == wanted { None } else { complain("B", facts! {}) }
        },
    },
    Check {
        id: "N-S3-02",
        rule: "no figure is of a time after the author's clock",
        test: |draft, sight| {
            let now = sight.now()?;
            let measured = draft.content.items_at("C").iter().filter_map(Value::fields);
            let ahead = measured
                .into_iter()
                .any(|m| m.get("as-of").and_then(Value::instant).is_some_and(|at| at > now));
            if ahead { complain("C", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-S3-03",
        rule: "the step is the sender's own, in a package that is matched",
        test: |draft, sight| {
            let of = draft.content.get("A")?.fields()?;
            let (package, step) = (of.get("package")?.code()?, of.get("step")?.code()?);
            let known = sight.line.step(package, step)?;
            if known.actor == draft.envelope.from.party {
                return None;
            }
            complain("A.step", facts! { step: step.to_string() })
        },
    },
];

/// A: package and step of a draft of this type.
pub fn step_of(draft: &Draft) -> Option<(&Code8, &Code8)> {
    let content = (draft.kind == NoticeType::S3).then_some(&draft.content)?;
    Some((content.at("A.package")?.code()?, content.at("A.step")?.code()?))
}

/// C: figures of a draft of this type: measure, band, value.
pub fn figures(draft: &Draft) -> Vec<(StepMeasure, Option<StockBand>, Quantity)> {
    let measured = draft.content.items_at("C").iter().filter_map(Value::fields);
    measured
        .filter_map(|it| {
            let band = it.word("band").and_then(StockBand::parse);
            Some((StepMeasure::parse(it.word("measure")?)?, band, it.get("value")?.quantity()?))
        })
        .collect()
}

/// Reading of an S3.
#[derive(Debug, Clone, Copy)]
pub struct StepDeclared<'a>(&'a Notice);

impl<'a> StepDeclared<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::S3).then_some(StepDeclared(notice))
    }

    /// A: package, step, period.
    pub fn step(&self) -> Option<(&'a Code8, &'a Code8, u32)> {
        let content = self.0.content();
        Some((
            content.at("A.package")?.code()?,
            content.at("A.step")?.code()?,
            content.at("A.period")?.count()?,
        ))
    }

    /// B: the verb.
    pub fn verb(&self) -> Option<StepVerb> {
        StepVerb::parse(self.0.content().at("B.verb")?.word()?)
    }

    /// B: the new date of a late step.
    pub fn new_date(&self) -> Option<Instant> {
        self.0.content().at("B.new-date")?.instant()
    }
}
