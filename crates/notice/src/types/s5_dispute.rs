//! S5 DISPUTE / PAUSE / RESUME / END (notices.md section 5). Moves M5.

use crate::check::{Check, complain};
use crate::clause::PERIOD;
use crate::notice::Notice;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::station::Code8;
use crate::types::e1_incident::EVIDENCE;
use crate::value::{Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static S5: TypeSpec = TypeSpec {
    kind: NoticeType::S5,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Word(&DISPUTE_VERB)).critical(),
        FieldSpec::must(2, "B", FieldKind::Record(&PACKAGE_PART)).critical(),
        FieldSpec::must(3, "C", FieldKind::Record(&CAUSE_TOLD)),
        FieldSpec::when(4, "D", FieldKind::Record(&STEPS_HELD)).critical(),
        FieldSpec::when(5, "E", FieldKind::Record(&PERIOD)),
        FieldSpec::must(7, "G", FieldKind::Flag),
    ],
    preceded_by: &[NoticeType::S1],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesUnderstanding],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "Disputes, pauses, resumes or ends a package; a pause names its steps and its cure period.",
    rules: Rules {
        verb: "A",
        by_verb: &[
            VerbRule::opens("DISPUTE", &[], &["E"]),
            VerbRule::opens("PAUSE", &["D", "E"], &[]),
            VerbRule::opens("RESUME", &[], &["D"]),
            VerbRule::opens("END", &[], &[]),
        ],
        ..Rules::PRINCIPALS
    },
};

/// Paragraph B: a package, or one step of it.
pub static PACKAGE_PART: RecordSpec = RecordSpec {
    name: "package-part",
    fields: &[
        FieldSpec::must(1, "package", FieldKind::Code).critical(),
        FieldSpec::may(2, "step", FieldKind::Code).critical(),
    ],
};

/// Paragraph C.
pub static CAUSE_TOLD: RecordSpec = RecordSpec {
    name: "cause-told",
    fields: &[
        FieldSpec::must(1, "cause", FieldKind::Word(&STEP_CAUSE)),
        FieldSpec::may(2, "evidence", FieldKind::List { of: &FieldKind::Record(&EVIDENCE), min: 1, max: 10 }),
    ],
};

/// Paragraph D: which own steps pause, and which do not.
pub static STEPS_HELD: RecordSpec = RecordSpec {
    name: "steps-held",
    fields: &[
        FieldSpec::must(1, "pause", FieldKind::List { of: &FieldKind::Code, min: 1, max: 4 }).critical(),
        FieldSpec::may(2, "go-on", FieldKind::List { of: &FieldKind::Code, min: 1, max: 4 }).critical(),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-S5-01",
        rule: "only END is a withdrawal: G says for every other verb that it is none",
        test: |draft, _| {
            let ends = draft.content.word("A")? == "END";
            let no_withdrawal = draft.content.get("G")?.flag()?;
            if ends == no_withdrawal { complain("G", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-S5-02",
        rule: "no step both pauses and goes on",
        test: |draft, _| {
            let pause = draft.content.items_at("D.pause");
            let both = draft.content.items_at("D.go-on").iter().find(|step| pause.contains(step))?;
            complain("D", facts! { step: both.code()?.to_string() })
        },
    },
    Check {
        id: "N-S5-03",
        rule: "a pause holds the sender's own steps",
        test: |draft, sight| {
            let package = draft.content.at("B.package")?.code()?;
            let mut held = draft.content.items_at("D.pause").iter().filter_map(Value::code);
            let own = &draft.envelope.from.party;
            let foreign =
                held.find(|step| sight.line.step(package, step).is_some_and(|s| s.actor != *own))?;
            complain("D.pause", facts! { step: foreign.to_string() })
        },
    },
    Check {
        id: "N-S5-04",
        rule: "RESUME says CURED or another cause that ends a pause; nothing else says CURED",
        test: |draft, _| {
            let resume = draft.content.word("A")? == "RESUME";
            let cured = draft.content.at("C.cause")?.word()? == "CURED";
            if cured && !resume { complain("C", facts! {}) } else { None }
        },
    },
];

/// Reading of an S5.
#[derive(Debug, Clone, Copy)]
pub struct Dispute<'a>(&'a Notice);

impl<'a> Dispute<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::S5).then_some(Dispute(notice))
    }

    /// A: DISPUTE, PAUSE, RESUME or END.
    pub fn verb(&self) -> Option<DisputeVerb> {
        DisputeVerb::parse(self.0.content().word("A")?)
    }

    /// B: the package.
    pub fn package(&self) -> Option<&'a Code8> {
        self.0.content().at("B.package")?.code()
    }

    /// B: the one step meant, if one is.
    pub fn step(&self) -> Option<&'a Code8> {
        self.0.content().at("B.step")?.code()
    }

    /// D: steps that pause.
    pub fn paused(&self) -> Vec<&'a Code8> {
        self.0.content().items_at("D.pause").iter().filter_map(Value::code).collect()
    }

    /// E: when the cure ends if it is released at `from`.
    pub fn cure_until(&self, from: Instant) -> Option<Instant> {
        match self.0.content().at("E.until").and_then(Value::instant) {
            Some(until) => Some(until),
            None => from.plus(self.0.content().at("E.lasts")?.span()?),
        }
    }
}
