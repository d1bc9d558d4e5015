//! A6 PROTECTED SITE / MOVEMENT (notices.md section 3). Floor class. Moves M6c.

use crate::check::{Check, complain};
use crate::clause::YEAR_S;
use crate::notice::Notice;
use crate::place::{Place, Shape};
use crate::quantity::Unit;
use crate::records::{AREA, SPELL, SPOT};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::station::Code8;
use crate::value::{Instant, Span, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static A6: TypeSpec = TypeSpec {
    kind: NoticeType::A6,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&SITE_ACT)).critical(),
        FieldSpec::when(2, "B", FieldKind::Word(&SITE_KIND)),
        FieldSpec::when(3, "C", FieldKind::Record(&SITE_POSITION)).critical(),
        FieldSpec::when(4, "D", FieldKind::Place(AREA)),
        FieldSpec::when(5, "E", FieldKind::Record(&MOVEMENT)).critical(),
        FieldSpec::when(6, "F", FieldKind::List { of: &FieldKind::Word(&RECOGNISABLE), min: 1, max: 4 }),
        FieldSpec::when(7, "G", FieldKind::Record(&OPERATOR)),
        FieldSpec::must(8, "H", FieldKind::Record(&SEEN)),
        FieldSpec::when(9, "I", FieldKind::Span { min_s: 86_400, max_s: YEAR_S }),
        FieldSpec::when(10, "J", FieldKind::List { of: &FieldKind::Code, min: 1, max: 16 }),
        FieldSpec::must(11, "K", FieldKind::Flag),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::Floor,
    effects: &[Effect::MovesSite],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Lists, changes, re-confirms or removes a protected site or movement.",
    rules: Rules {
        verb: "A.verb",
        by_verb: &[
            VerbRule::opens("ADD", &["B", "C", "F", "G", "I", "J"], &["D", "E"]),
            VerbRule::follows("UPDATE", &["B", "C", "F", "G", "I", "J"], &["D", "E"]),
            VerbRule::follows("RECONFIRM", &["C", "I"], &[]),
            VerbRule::follows("REMOVE", &[], &[]),
        ],
        ..Rules::ANY
    },
};

/// Paragraph A: the verb and the site's own id.
pub static SITE_ACT: RecordSpec = RecordSpec {
    name: "site-act",
    fields: &[
        FieldSpec::must(1, "verb", FieldKind::Word(&SITE_VERB)).critical(),
        FieldSpec::must(2, "site", FieldKind::Code).critical(),
    ],
};

/// Paragraph C: one point with its error, and its MGRS echo.
pub static SITE_POSITION: RecordSpec = RecordSpec {
    name: "site-position",
    fields: &[
        FieldSpec::must(1, "at", FieldKind::Place(SPOT)).critical(),
        FieldSpec::must(2, "mgrs", FieldKind::Text { words: 1 }),
    ],
};

/// Paragraph E: a move.
pub static MOVEMENT: RecordSpec = RecordSpec {
    name: "movement",
    fields: &[
        FieldSpec::must(1, "route", FieldKind::Place(AREA)),
        FieldSpec::must(2, "window", FieldKind::Record(&SPELL)).critical(),
        FieldSpec::must(3, "vehicles", FieldKind::Count { min: 1, max: 1000 }),
        FieldSpec::may(4, "plates", FieldKind::Text { words: 40 }),
        FieldSpec::may(
            5,
            "speed",
            FieldKind::Quantity { units: &[Unit::MetrePerSecond], tolerance_permille: 50 },
        ),
    ],
};

/// Paragraph G: who runs it, and whom to reach; an office, never a person.
pub static OPERATOR: RecordSpec = RecordSpec {
    name: "operator",
    fields: &[
        FieldSpec::must(1, "operator", FieldKind::Code),
        FieldSpec::must(2, "contact", FieldKind::Code),
    ],
};

/// Paragraph H: who has seen it, and when.
pub static SEEN: RecordSpec = RecordSpec {
    name: "seen",
    fields: &[
        FieldSpec::must(1, "by", FieldKind::Word(&VERIFIED_BY)),
        FieldSpec::must(2, "on", FieldKind::Instant { operative: false }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-A6-01",
        rule: "the position is one point with its horizontal error",
        test: |draft, _| {
            let place = draft.content.at("C.at")?.place()?;
            let fits = place.parts.len() == 1 && place.parts.iter().all(|part| part.error.is_some());
            if fits { None } else { complain("C.at", facts! {}) }
        },
    },
    Check {
        id: "N-A6-02",
        rule: "the MGRS echo is that of the point",
        test: |draft, _| {
            let place = draft.content.at("C.at")?.place()?;
            let Shape::Point(point) = place.parts.first()?.shape else { return None };
            let told: String = draft.content.at("C.mgrs")?.text()?.to_owned();
            let own = point.mgrs().unwrap_or_default();
            if told == own { None } else { complain("C.mgrs", facts! { told: told, own: own }) }
        },
    },
    Check {
        id: "N-A6-03",
        rule: "a convoy, an evacuation and a vessel say route and window in E; a fixed site says neither",
        test: |draft, _| {
            let kind = draft.content.word("B")?;
            let moves = matches!(kind, "CONVOY" | "EVACUATION" | "VESSEL");
            let said = draft.content.get("E").is_some();
            if moves == said { None } else { complain("E", facts! { kind: kind }) }
        },
    },
    Check {
        id: "N-A6-04",
        rule: "those who may open the annex are members",
        test: |draft, sight| {
            sight.line.charter()?;
            let readers = draft.content.items_at("J").iter().filter_map(Value::code);
            let stranger = readers.into_iter().find(|party| sight.role(party).is_none())?;
            complain("J", facts! { party: stranger.to_string() })
        },
    },
    Check {
        id: "N-A6-05",
        rule: "it was seen before the author's clock and, to be confirmed, not over a reconfirmation ago",
        test: |draft, sight| {
            let (now, seen) = (sight.now()?, draft.content.at("H.on")?.instant()?);
            let every = draft.content.get("I").and_then(Value::span);
            let stale = every.is_some_and(|every| seen.plus(every).is_some_and(|until| until < now));
            if seen > now || stale { complain("H", facts! {}) } else { None }
        },
    },
];

/// Reading of an A6.
#[derive(Debug, Clone, Copy)]
pub struct ProtectedSite<'a>(&'a Notice);

impl<'a> ProtectedSite<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::A6).then_some(ProtectedSite(notice))
    }

    /// A: ADD, UPDATE, RECONFIRM or REMOVE.
    pub fn verb(&self) -> Option<SiteVerb> {
        SiteVerb::parse(self.0.content().at("A.verb")?.word()?)
    }

    /// A: the site's id.
    pub fn site(&self) -> Option<&'a Code8> {
        self.0.content().at("A.site")?.code()
    }

    /// B: what it is.
    pub fn kind(&self) -> Option<SiteKind> {
        SiteKind::parse(self.0.content().word("B")?)
    }

    /// C: where it is.
    pub fn place(&self) -> Option<&'a Place> {
        self.0.content().at("C.at")?.place()
    }

    /// E: by which way it moves, from when until when.
    pub fn route(&self) -> Option<(&'a Place, (Instant, Instant))> {
        let told = |path: &str| self.0.content().at(path).and_then(Value::instant);
        let window = told("E.window.opens").zip(told("E.window.closes"))?;
        Some((self.0.content().at("E.route")?.place()?, window))
    }

    /// I: how often it is re-confirmed.
    pub fn reconfirm(&self) -> Option<Span> {
        self.0.paragraph("I")?.span()
    }
}
