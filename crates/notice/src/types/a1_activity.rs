//! A1 ACTIVITY NOTIFICATION (notices.md section 3). Moves M3.

use crate::check::{Check, complain};
use crate::envelope::Until;
use crate::notice::Notice;
use crate::place::Place;
use crate::records::{AREA, DISTANCE, METRES, SPELL, WARNING_IDS};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::value::{Instant, Span};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static A1: TypeSpec = TypeSpec {
    kind: NoticeType::A1,
    paragraphs: &[
        FieldSpec::must(0, "V", FieldKind::Word(&ACTIVITY_VERB)).critical(),
        FieldSpec::must(1, "A", FieldKind::Word(&ACTIVITY_KIND)).critical(),
        FieldSpec::must(2, "B", FieldKind::Record(&SPELL)).critical(),
        FieldSpec::must(3, "C", FieldKind::Record(&ROUTE_OR_AREA)).critical(),
        FieldSpec::must(4, "D", FieldKind::List { of: &FieldKind::Record(&UNIT_TOLD), min: 1, max: 12 }),
        FieldSpec::when(5, "E", FieldKind::Word(&ACTIVITY_PURPOSE)),
        FieldSpec::when(6, "F", FieldKind::Place(AREA)),
        FieldSpec::when(7, "G", FieldKind::Count { min: 1, max: 10_000 }),
        FieldSpec::when(8, "H", FieldKind::Flag),
        FieldSpec::when(10, "J", FieldKind::OrWord(&CIVIL_WORD, &WARNING_IDS)),
        FieldSpec::when(11, "K", FieldKind::Word(&HOST_STATE)),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesOperation],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Announces, changes or concludes an own activity: what, where, when, with what.",
    rules: Rules {
        verb: "V",
        by_verb: &[
            VerbRule::opens("ANNOUNCED", &["E", "H"], &["F", "G", "J", "K"]),
            VerbRule::follows("CHANGED", &["E", "H"], &["F", "G", "J", "K"]),
            VerbRule::follows("CONCLUDED", &[], &["G", "H"]),
        ],
        ..Rules::ANY
    },
};

/// Paragraph C.
pub static ROUTE_OR_AREA: RecordSpec = RecordSpec {
    name: "route-or-area",
    fields: &[
        FieldSpec::must(1, "place", FieldKind::Place(AREA)).critical(),
        FieldSpec::may(2, "low", METRES).critical(),
        FieldSpec::may(3, "high", METRES).critical(),
        FieldSpec::may(4, "boundary", DISTANCE).critical(),
    ],
};

/// Paragraph D: one unit or type.
pub static UNIT_TOLD: RecordSpec = RecordSpec {
    name: "unit-told",
    fields: &[
        FieldSpec::must(1, "designation", FieldKind::Text { words: 8 }),
        FieldSpec::may(2, "under", FieldKind::Text { words: 8 }),
        FieldSpec::must(3, "type", FieldKind::Text { words: 6 }),
        FieldSpec::must(4, "number", FieldKind::Count { min: 1, max: 10_000 }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-A1-01",
        rule: "EXERCISE and FLIGHT-TEST are announced 72 h ahead, in a window of at most 5 d",
        test: |draft, sight| {
            let announced = draft.content.word("V") == Some("ANNOUNCED");
            let timed = matches!(draft.content.word("A")?, "EXERCISE" | "FLIGHT-TEST");
            let opens = draft.content.at("B.opens")?.instant()?;
            let closes = draft.content.at("B.closes")?.instant()?;
            let late = announced && sight.now().is_some_and(|now| now.plus(LEAD).is_none_or(|at| opens < at));
            let long = opens.plus(LONGEST).is_none_or(|end| closes > end);
            if timed && (late || long) { complain("B", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-A1-02",
        rule: "a test, sorties or a launch say in J and K what civil traffic and the host state are told",
        test: |draft, _| {
            let kind = draft.content.word("A")?;
            let flies = matches!(kind, "FLIGHT-TEST" | "SORTIE-BLOCK" | "SPACE-LAUNCH");
            let concluded = draft.content.word("V") == Some("CONCLUDED");
            let missing = ["J", "K"].into_iter().find(|letter| draft.content.get(letter).is_none())?;
            if flies && !concluded { complain(missing, facts! { kind: kind }) } else { None }
        },
    },
    Check {
        id: "N-A1-03",
        rule: "a flight test, a launch and live munitions have a hazard area",
        test: |draft, _| {
            let kind = draft.content.word("A")?;
            let live = draft.content.get("H").and_then(crate::value::Value::flag).unwrap_or(false);
            let hazardous = live || matches!(kind, "FLIGHT-TEST" | "SPACE-LAUNCH");
            let concluded = draft.content.word("V") == Some("CONCLUDED");
            if !hazardous || concluded || draft.content.get("F").is_some() {
                return None;
            }
            complain("F", facts! { kind: kind })
        },
    },
    Check {
        id: "N-A1-04",
        rule: "the lower edge of the altitude band is below the upper",
        test: |draft, _| {
            let nano = |path: &str| Some(draft.content.at(path)?.quantity()?.in_base_nano().0);
            if nano("C.low")? < nano("C.high")? { None } else { complain("C", facts! {}) }
        },
    },
    Check {
        id: "N-A1-05",
        rule: "BEING-REQUESTED is a word of accidents only: an announced activity has its warnings or none",
        test: |draft, _| {
            if draft.content.word("J") == Some("BEING-REQUESTED") { complain("J", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-A1-06",
        rule: "it does not expire before its window closes",
        test: |draft, _| {
            let Until::At(end) = draft.envelope.expires else { return None };
            let closes = draft.content.at("B.closes")?.instant()?;
            let concluded = draft.content.word("V") == Some("CONCLUDED");
            if concluded || end >= closes { None } else { complain("5w", facts! {}) }
        },
    },
];

/// Reading of an A1.
#[derive(Debug, Clone, Copy)]
pub struct Activity<'a>(&'a Notice);

impl<'a> Activity<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::A1).then_some(Activity(notice))
    }

    /// V: ANNOUNCED, CHANGED or CONCLUDED.
    pub fn verb(&self) -> Option<ActivityVerb> {
        ActivityVerb::parse(self.0.content().word("V")?)
    }

    /// A: what it is.
    pub fn kind(&self) -> Option<ActivityKind> {
        ActivityKind::parse(self.0.content().word("A")?)
    }

    /// B: planned, or for CONCLUDED actual, opening and close.
    pub fn window(&self) -> Option<(Instant, Instant)> {
        let content = self.0.content();
        Some((content.at("B.opens")?.instant()?, content.at("B.closes")?.instant()?))
    }

    /// C: where.
    pub fn place(&self) -> Option<&'a Place> {
        self.0.content().at("C.place")?.place()
    }
}

const LEAD: Span = Span::hours(72);
const LONGEST: Span = Span::hours(5 * 24);
