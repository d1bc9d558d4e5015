//! T2 RED LINE AMENDMENT (notices.md section 2). Moves M2.
//!
//! A is the version that stands after it: for AMEND the new one, else the one that is suspended, withdrawn or
//! re-affirmed.

use crate::check::{Check, complain};
use crate::clause::{Actor, LINE_FIELDS, Occurrence};
use crate::notice::{Draft, Notice};
use crate::place::Place;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::station::LineVersion;
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static T2: TypeSpec = TypeSpec {
    kind: NoticeType::T2,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Line),
        FieldSpec::must(2, "B", FieldKind::Record(&AMENDING)).critical(),
        FieldSpec::when(3, "C", FieldKind::Record(&CHANGED)),
        FieldSpec::must(4, "D", FieldKind::Instant { operative: true }).critical(),
        FieldSpec::may(5, "E", FieldKind::Word(&AMENDMENT_REASON)),
    ],
    preceded_by: &[NoticeType::T1],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::AmendsLine],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "Amends, suspends, withdraws or re-affirms an own red line.",
    rules: Rules {
        verb: "B.verb",
        by_verb: &[
            VerbRule::opens("AMEND", &["C"], &[]),
            VerbRule::opens("SUSPEND", &[], &[]),
            VerbRule::opens("WITHDRAW", &[], &[]),
            VerbRule::opens("REAFFIRM", &[], &[]),
        ],
        ..Rules::PRINCIPALS
    },
};

/// Paragraph B: the verb, and for SUSPEND until when.
pub static AMENDING: RecordSpec = RecordSpec {
    name: "amending",
    fields: &[
        FieldSpec::must(1, "verb", FieldKind::Word(&AMENDMENT_VERB)).critical(),
        FieldSpec::when(2, "until", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// Paragraph C: what the changed fields were and what they become.
pub static CHANGED: RecordSpec = RecordSpec {
    name: "changed",
    fields: &[
        FieldSpec::must(1, "was", FieldKind::Record(&LINE_FIELDS)),
        FieldSpec::must(2, "now", FieldKind::Record(&LINE_FIELDS)),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-T2-01",
        rule: "an own line is amended; AMEND makes a version above 1",
        test: |draft, _| {
            let line = draft.content.get("A")?.line()?;
            let foreign = line.party != draft.envelope.from.party;
            let first = draft.content.at("B.verb")?.word() == Some("AMEND") && line.version < 2;
            if foreign || first { complain("A", facts! { line: line.to_string() }) } else { None }
        },
    },
    Check {
        id: "N-T2-02",
        rule: "SUSPEND says until when; no other verb does",
        test: |draft, _| {
            let verb = draft.content.at("B.verb")?.word()?;
            let said = draft.content.at("B.until").is_some();
            if said == (verb == "SUSPEND") { None } else { complain("B.until", facts! { verb: verb }) }
        },
    },
    Check {
        id: "N-T2-03",
        rule: "old and new values stand for the same paragraphs, at least one, and differ",
        test: |draft, _| {
            let (was, now) = (draft.content.at("C.was")?.fields()?, draft.content.at("C.now")?.fields()?);
            let letters = |fields: &Fields| fields.iter().map(|(name, _)| name).collect::<Vec<_>>();
            let same = letters(was) == letters(now) && !now.is_empty();
            if same && was != now { None } else { complain("C", facts! {}) }
        },
    },
    Check {
        id: "N-T2-04",
        rule: "what tightens a line takes effect no sooner than the charter's notice period",
        test: |draft, sight| {
            let now = sight.now()?;
            let period = sight.line.charter()?.clocks.tightening;
            let at = draft.content.get("D")?.instant()?;
            let tightens = Amendment::of_draft(draft)?.direction() == Some(Direction::Tightens);
            if !tightens || at >= now.plus(period)? {
                return None;
            }
            complain("D", facts! { period: period.to_string() })
        },
    },
];

/// Which way a change binds the addressee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Less is forbidden than before: it binds its author at release.
    Loosens,
    /// More is forbidden than before, or it cannot be told: it needs the read-back and the notice period.
    Tightens,
}

/// Reading of a T2.
#[derive(Debug, Clone, Copy)]
pub struct Amendment<'a>(&'a Draft);

impl<'a> Amendment<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        Amendment::of_draft(notice.draft())
    }

    /// Reads a draft of this type.
    pub fn of_draft(draft: &'a Draft) -> Option<Self> {
        (draft.kind == NoticeType::T2).then_some(Amendment(draft))
    }

    /// A: the version that stands after it.
    pub fn line(&self) -> Option<&'a LineVersion> {
        self.0.content.get("A")?.line()
    }

    /// B: AMEND, SUSPEND, WITHDRAW or REAFFIRM.
    pub fn verb(&self) -> Option<AmendmentVerb> {
        AmendmentVerb::parse(self.0.content.at("B.verb")?.word()?)
    }

    /// B: until when it is suspended.
    pub fn until(&self) -> Option<Instant> {
        self.0.content.at("B.until")?.instant()
    }

    /// C: paragraphs with their old and new values.
    pub fn changes(&self) -> Option<(&'a Fields, &'a Fields)> {
        Some((self.0.content.at("C.was")?.fields()?, self.0.content.at("C.now")?.fields()?))
    }

    /// D: effective not before.
    pub fn not_before(&self) -> Option<Instant> {
        self.0.content.get("D")?.instant()
    }

    /// Whether it loosens or tightens: SUSPEND and WITHDRAW loosen, REAFFIRM tightens, AMEND by its fields.
    pub fn direction(&self) -> Option<Direction> {
        Some(match self.verb()? {
            AmendmentVerb::Suspend | AmendmentVerb::Withdraw => Direction::Loosens,
            AmendmentVerb::Reaffirm => Direction::Tightens,
            AmendmentVerb::Amend => {
                let (was, now) = self.changes()?;
                let looser = now.iter().all(|(letter, new)| {
                    was.get(letter).is_some_and(|old| old == new || loosens(letter, old, new))
                });
                if looser { Direction::Loosens } else { Direction::Tightens }
            }
        })
    }
}

/// Whether one changed paragraph forbids less than before; false where it cannot be told.
fn loosens(letter: &str, was: &Value, now: &Value) -> bool {
    match letter {
        "C" => now.items().iter().all(|act| was.items().contains(act)),
        "D" => actor_narrows(was.fields(), now.fields()),
        "E" => match (place(was), place(now)) {
            (Some(was), Some(now)) => place_narrows(was, now),
            (None, Some(_)) => was.fields().and_then(|w| w.get("place")).and_then(Value::word).is_some(),
            _ => false,
        },
        "F" => was.word() == Some("ANY"),
        "G" => occurrence_loosens(was.fields(), now.fields()),
        "I" => was.items().iter().all(|item| now.items().contains(item)),
        "K" | "L" | "M" => true,
        _ => false,
    }
}

fn actor_narrows(was: Option<&Fields>, now: Option<&Fields>) -> bool {
    let Some((was, now)) = was.zip(now).map(|(was, now)| (Actor(was), Actor(now))) else { return false };
    let kept: Vec<_> = was.groups().collect();
    let same = was.relation() == now.relation() && was.party() == now.party();
    same && was.standard() == now.standard() && now.groups().all(|group| kept.contains(&group))
}

fn place(value: &Value) -> Option<&Place> {
    value.fields()?.get("place")?.place()
}

/// The same or fewer parts with the same or a smaller stand-off.
fn place_narrows(was: &Place, now: &Place) -> bool {
    let kept = now.parts.iter().all(|part| was.parts.contains(part));
    kept && now.stand_off_m.unwrap_or(0) <= was.stand_off_m.unwrap_or(0)
}

/// A higher count in the same or a shorter window.
fn occurrence_loosens(was: Option<&Fields>, now: Option<&Fields>) -> bool {
    let both = was.and_then(Occurrence::of).zip(now.and_then(Occurrence::of));
    both.is_some_and(|(was, now)| {
        let window = was.window.is_none_or(|was| now.window.is_some_and(|now| now <= was));
        now.count >= was.count && window
    })
}
