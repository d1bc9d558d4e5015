//! S4 VERIFICATION REPORT: only from the station that the package names (notices.md section 5). Moves a step of M5.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::quantity::Quantity;
use crate::records::{MEASURED, OBSERVED_SPELL, STEP_REF};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::station::Code8;
use crate::value::{Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static S4: TypeSpec = TypeSpec {
    kind: NoticeType::S4,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&STEP_REF)),
        FieldSpec::must(2, "B", FieldKind::Record(&VERDICT_TOLD)).critical(),
        FieldSpec::when(3, "C", FieldKind::List { of: &FieldKind::Record(&MEASURED), min: 1, max: 6 })
            .critical(),
        FieldSpec::must(4, "D", FieldKind::Record(&CONTINUITY)),
    ],
    preceded_by: &[NoticeType::S1],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesStep],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Reports what a verifier found of a step: verified, not verified, or unable; with value and error.",
    rules: Rules {
        modality: &[Modality::Notes],
        verb: "B.verdict",
        by_verb: &[
            VerbRule::opens("VERIFIED", &["C"], &[]),
            VerbRule::opens("NOT-VERIFIED", &["C"], &[]),
            VerbRule::opens("UNABLE", &[], &[]),
        ],
        ..Rules::ANY
    },
};

/// Paragraph B.
pub static VERDICT_TOLD: RecordSpec = RecordSpec {
    name: "verdict-told",
    fields: &[
        FieldSpec::must(1, "verdict", FieldKind::Word(&VERDICT)).critical(),
        FieldSpec::when(2, "reason", FieldKind::Word(&UNABLE_REASON)).critical(),
    ],
};

/// Paragraph D: whether continuity of knowledge was kept, and the gap if not.
pub static CONTINUITY: RecordSpec = RecordSpec {
    name: "continuity",
    fields: &[
        FieldSpec::must(1, "kept", FieldKind::Flag),
        FieldSpec::when(2, "gap", FieldKind::Record(&OBSERVED_SPELL)),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-S4-01",
        rule: "the sender is the station that the package names as verifier of the step",
        test: |draft, sight| {
            let of = draft.content.get("A")?.fields()?;
            let (package, step) = (of.get("package")?.code()?, of.get("step")?.code()?);
            let named = match sight.line.step(package, step) {
                Some(known) => known.verifier,
                None if sight.connected() => None,
                None => return None,
            };
            if named.as_ref() == Some(&draft.envelope.from) {
                return None;
            }
            let named = named.map_or_else(|| "-".to_owned(), |station| station.to_string());
            complain("A.step", facts! { step: step.to_string(), named: named })
        },
    },
    Check {
        id: "N-S4-02",
        rule: "UNABLE says why; no other verdict does",
        test: |draft, _| {
            let unable = draft.content.at("B.verdict")?.word()? == "UNABLE";
            let said = draft.content.at("B.reason").is_some();
            if unable == said { None } else { complain("B.reason", facts! {}) }
        },
    },
    Check {
        id: "N-S4-03",
        rule: "a gap stands where continuity was not kept, and only there",
        test: |draft, _| {
            let kept = draft.content.at("D.kept")?.flag()?;
            let gap = draft.content.at("D.gap").is_some();
            if kept == gap { complain("D.gap", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-S4-04",
        rule: "every verified figure carries its error and how it was measured",
        test: |draft, _| {
            let mut measured = draft.content.items_at("C").iter().filter_map(Value::fields);
            let bare = measured.any(|m| m.get("error").is_none() || m.get("method").is_none());
            if bare { complain("C", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-S4-05",
        rule: "CONTINUITY-LOST is not said where continuity was kept",
        test: |draft, _| {
            let lost = draft.content.at("B.reason")?.word()? == "CONTINUITY-LOST";
            let kept = draft.content.at("D.kept")?.flag()?;
            if lost && kept { complain("D", facts! {}) } else { None }
        },
    },
];

/// Reading of an S4.
#[derive(Debug, Clone, Copy)]
pub struct Verified<'a>(&'a Notice);

impl<'a> Verified<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::S4).then_some(Verified(notice))
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

    /// B: the verdict.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::parse(self.0.content().at("B.verdict")?.word()?)
    }

    /// C: stocks by band: value, error, as of when.
    pub fn stocks(&self) -> Vec<(StockBand, Quantity, Option<Quantity>, Instant)> {
        let measured = self.0.content().items_at("C").iter().filter_map(Value::fields);
        measured
            .filter(|it| it.word("measure") == Some(StepMeasure::Stock.word()))
            .filter_map(|it| {
                let band = StockBand::parse(it.word("band")?)?;
                let error = it.get("error").and_then(Value::quantity);
                Some((band, it.get("value")?.quantity()?, error, it.get("as-of")?.instant()?))
            })
            .collect()
    }

    /// B: why it was unable.
    pub fn reason(&self) -> Option<UnableReason> {
        UnableReason::parse(self.0.content().at("B.reason")?.word()?)
    }
}
