//! A5 HAZARD AND THREAT WARNING: floor class, FLASH, sent by one where it is about an own accident (notices.md 3). M3.

use crate::check::{Check, complain};
use crate::clause::GROUP;
use crate::notice::{Draft, Notice};
use crate::number::Number;
use crate::quantity::Unit;
use crate::records::{AREA, METRES, WARNING_IDS};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::value::Value;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static A5: TypeSpec = TypeSpec {
    kind: NoticeType::A5,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Word(&HAZARD_VERB)).critical(),
        FieldSpec::when(2, "B", FieldKind::Record(&HAZARD)).critical(),
        FieldSpec::when(3, "C", FieldKind::Word(&ARMED)),
        FieldSpec::must(4, "D", FieldKind::Record(&HAZARD_TIME)).critical(),
        FieldSpec::must(5, "E", FieldKind::Word(&DOING)),
        FieldSpec::must(6, "F", FieldKind::Word(&HAZARD_ASK)).critical(),
        FieldSpec::when(7, "G", FieldKind::Record(&THREAT)),
        FieldSpec::must(8, "H", FieldKind::Flag),
        FieldSpec::must(10, "J", FieldKind::OrWord(&CIVIL_WORD, &WARNING_IDS)),
    ],
    preceded_by: &[],
    release: Release::OneReviewedAfter,
    lane: LaneRule::Floor,
    effects: &[Effect::WarnsOfHazard],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Warns of an own accident, a hazard or a threat, at once and whatever is suspended, until ALL-CLEAR.",
    rules: Rules {
        precedence: &[Precedence::Flash],
        verb: "A",
        by_verb: &[
            VerbRule::opens("OWN-ACCIDENT", &["B", "C"], &[]),
            VerbRule::opens("UNEXPLAINED-LAUNCH", &["B"], &["C"]),
            VerbRule::opens("LOSS-OF-CONTROL", &["B", "C"], &[]),
            VerbRule::opens("THIRD-PARTY-THREAT", &["G"], &["B", "C"]),
            VerbRule::opens("SAFETY-HAZARD", &["B"], &["C"]),
            VerbRule::follows("UPDATE", &[], &["B", "C", "G"]),
            VerbRule::follows("ALL-CLEAR", &[], &["B"]),
        ],
        ..Rules::ANY
    },
};

/// Paragraph B: what, where, how it moves, each with its error.
pub static HAZARD: RecordSpec = RecordSpec {
    name: "hazard",
    fields: &[
        FieldSpec::must(1, "what", FieldKind::Text { words: 12 }),
        FieldSpec::must(2, "where", FieldKind::Place(AREA)).critical(),
        FieldSpec::may(3, "heading", HEADING).critical(),
        FieldSpec::may(4, "heading-error", HEADING),
        FieldSpec::may(5, "speed", SPEED).critical(),
        FieldSpec::may(6, "speed-error", SPEED),
        FieldSpec::may(7, "altitude", METRES).critical(),
        FieldSpec::may(8, "altitude-error", METRES),
    ],
};

/// Paragraph D: when it happened or is expected.
pub static HAZARD_TIME: RecordSpec = RecordSpec {
    name: "hazard-time",
    fields: &[
        FieldSpec::must(1, "at", FieldKind::Instant { operative: false }).critical(),
        FieldSpec::must(2, "precision", FieldKind::Word(&TIME_PRECISION)).critical(),
    ],
};

/// Paragraph G: a threat by somebody else.
pub static THREAT: RecordSpec = RecordSpec {
    name: "threat",
    fields: &[
        FieldSpec::must(1, "who", FieldKind::OrWord(&UNKNOWN_WORD, &FieldKind::Record(&GROUP))),
        FieldSpec::must(2, "where", FieldKind::OrWord(&UNKNOWN_WORD, &FieldKind::Place(AREA))),
        FieldSpec::must(3, "reliability", FieldKind::Word(&RELIABILITY)),
        FieldSpec::must(4, "credibility", FieldKind::Word(&CREDIBILITY)),
        FieldSpec::must(5, "likelihood", FieldKind::Word(&LIKELIHOOD)),
    ],
};

const HEADING: FieldKind = FieldKind::Quantity { units: &[Unit::Degree], tolerance_permille: 0 };
const SPEED: FieldKind = FieldKind::Quantity { units: &[Unit::MetrePerSecond], tolerance_permille: 50 };

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-A5-01",
        rule: "a warning is never a concession or a claim: H says so",
        test: |draft, _| {
            if draft.content.get("H")?.flag()? { None } else { complain("H", facts! {}) }
        },
    },
    Check {
        id: "N-A5-02",
        rule: "a heading lies from 0 to below 360 degrees",
        test: |draft, _| {
            let (nano, _) = draft.content.at("B.heading")?.quantity()?.in_base_nano();
            if (0..360_000_000_000).contains(&nano) { None } else { complain("B.heading", facts! {}) }
        },
    },
    Check {
        id: "N-A5-03",
        rule: "an error stands with the value it belongs to, and speeds and errors are not negative",
        test: |draft, _| {
            let hazard = draft.content.get("B")?.fields()?;
            let negative = |name: &str| {
                hazard.get(name).and_then(Value::quantity).is_some_and(|quantity| quantity.mantissa() < 0)
            };
            let pairs =
                [("heading", "heading-error"), ("speed", "speed-error"), ("altitude", "altitude-error")];
            let bad = pairs.into_iter().find(|(value, error)| {
                let alone = hazard.get(error).is_some() && hazard.get(value).is_none();
                alone || negative(error) || (*value == "speed" && negative(value))
            })?;
            complain("B", facts! { name: bad.1 })
        },
    },
    Check {
        id: "N-A5-04",
        rule: "ALL-CLEAR says FINISHED and asks nothing; nothing else says FINISHED",
        test: |draft, _| {
            let clear = draft.content.word("A")? == "ALL-CLEAR";
            let finished = draft.content.word("E")? == "FINISHED";
            let asks = draft.content.word("F")? != "NOTHING";
            if clear == finished && !(clear && asks) { None } else { complain("E", facts! {}) }
        },
    },
];

/// Reading of an A5.
#[derive(Debug, Clone, Copy)]
pub struct HazardWarning<'a>(&'a Draft);

impl<'a> HazardWarning<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        HazardWarning::of_draft(notice.draft())
    }

    /// Reads a draft of this type.
    pub fn of_draft(draft: &'a Draft) -> Option<Self> {
        (draft.kind == NoticeType::A5).then_some(HazardWarning(draft))
    }

    /// A: the verb.
    pub fn verb(&self) -> Option<HazardVerb> {
        HazardVerb::parse(self.0.content.word("A")?)
    }

    /// The warning that an UPDATE or ALL-CLEAR goes on with.
    pub fn matter(&self) -> Option<&'a Number> {
        self.0.envelope.refs.iter().map(|r| &r.number).find(|number| number.kind == NoticeType::A5)
    }
}
