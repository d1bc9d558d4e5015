//! T1 RED LINE DECLARATION (notices.md section 2). Opens M2.

use crate::check::{Check, complain};
use crate::clause::{
    ACTOR, Actor, DETECTION, EXCLUDED, MAGNITUDE, Magnitude, NEAR, OCCURRENCE, Occurrence, PERIOD, WHERE,
};
use crate::notice::{Draft, Notice};
use crate::place::Place;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::station::LineVersion;
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static T1: TypeSpec = TypeSpec {
    kind: NoticeType::T1,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Line),
        FieldSpec::must(2, "B", FieldKind::Record(&PROTECTED)),
        FieldSpec::must(3, "C", FieldKind::List { of: &FieldKind::Word(&ACT_CLASS), min: 1, max: 24 })
            .critical(),
        FieldSpec::must(4, "D", FieldKind::Record(&ACTOR)).critical(),
        FieldSpec::must(5, "E", FieldKind::Record(&WHERE)).critical(),
        FieldSpec::must(6, "F", FieldKind::OrWord(&ANY_WORD, &FieldKind::Record(&MAGNITUDE))).critical(),
        FieldSpec::must(7, "G", FieldKind::Record(&OCCURRENCE)).critical(),
        FieldSpec::must(8, "H", FieldKind::Record(&PERIOD)).critical(),
        FieldSpec::may(9, "I", FieldKind::List { of: &FieldKind::Record(&EXCLUDED), min: 1, max: 6 }),
        FieldSpec::must(10, "J", FieldKind::Record(&DETECTION)),
        FieldSpec::must(11, "K", FieldKind::Word(&CONSEQUENCE)),
        FieldSpec::must(12, "L", FieldKind::Word(&BELOW_LINE)),
        FieldSpec::may(13, "M", FieldKind::Record(&NEAR)),
    ],
    preceded_by: &[],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::DeclaresLine],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "Declares what its author holds to be a crossing.",
    rules: Rules::ANY,
};

/// Paragraph B: what is protected.
pub static PROTECTED: RecordSpec = RecordSpec {
    name: "protected",
    fields: &[
        FieldSpec::must(1, "interest", FieldKind::Word(&INTEREST)),
        FieldSpec::may(2, "text", FieldKind::Text { words: 40 }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-T1-01",
        rule: "the line is drawn by the party that speaks, and version 1 is declared by T1",
        test: |draft, _| {
            let line = draft.content.get("A")?.line()?;
            let own = line.party == draft.envelope.from.party;
            if own { None } else { complain("A", facts! { line: line.to_string() }) }
        },
    },
    Check {
        id: "N-T1-02",
        rule: "no act class is named twice",
        test: |draft, _| {
            let acts: Vec<_> = draft.content.get("C")?.items().iter().filter_map(Value::word).collect();
            let twice = acts.iter().enumerate().find(|(i, act)| acts[..*i].contains(act))?.1;
            complain("C", facts! { act: *twice })
        },
    },
    Check {
        id: "N-T1-03",
        rule: "an actor by relation names its party; by organisation or direction also the standard",
        test: |draft, _| {
            let actor = Actor(draft.content.get("D")?.fields()?);
            let relation = actor.relation()?;
            let party =
                actor.party().is_some() || matches!(relation, ActorRelation::Named | ActorRelation::Any);
            let by_control =
                matches!(relation, ActorRelation::OrganisedEquippedBy | ActorRelation::DirectedBy);
            let standard = actor.standard().is_some() || !by_control;
            if party && standard { None } else { complain("D", facts! { relation: relation.word() }) }
        },
    },
    Check {
        id: "N-T1-04",
        rule: "a NAMED actor names at least one group",
        test: |draft, _| {
            let actor = Actor(draft.content.get("D")?.fields()?);
            let nameless = actor.relation()? == ActorRelation::Named && actor.groups().next().is_none();
            if nameless { complain("D.groups", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-T1-05",
        rule: "E says exactly one of a place, ANYWHERE, a sealed list",
        test: |draft, _| {
            let place = draft.content.get("E")?.fields()?;
            let said = [place.get("place"), place.get("sealed")].into_iter().flatten().count();
            if said == 1 { None } else { complain("E", facts! { said: said }) }
        },
    },
    Check {
        id: "N-T1-06",
        rule: "a count above 1 has a window, a count of 1 (every occurrence) has none",
        test: |draft, _| {
            let occurrence = Occurrence::of(draft.content.get("G")?.fields()?)?;
            let fits = occurrence.window.is_some() == (occurrence.count > 1);
            if fits { None } else { complain("G.window", facts! { count: u64::from(occurrence.count) }) }
        },
    },
    Check {
        id: "N-T1-07",
        rule: "a station in the verifier role, or of no member, is never a detector (verifier as trigger)",
        test: |draft, context| {
            let station = detectors(&draft.content).find_map(|detector| {
                let station = detector.get("station")?.station()?;
                let role = context.role(&station.party);
                let stranger = context.line.charter().is_some() && role.is_none();
                (stranger || role == Some(Role::Verifier)).then_some(station)
            })?;
            complain("J.detectors", facts! { station: station.to_string() })
        },
    },
    Check {
        id: "N-T1-08",
        rule: "the period is a duration or an end, not both and not neither",
        test: |draft, _| {
            let period = draft.content.get("H")?.fields()?;
            let said = [period.get("lasts"), period.get("until")].into_iter().flatten().count();
            if said == 1 { None } else { complain("H", facts! { said: said }) }
        },
    },
    Check {
        id: "N-T1-09",
        rule: "an exclusion of accidents says within how long the A5 must come; others say no time",
        test: |draft, _| {
            let bad = draft.content.get("I")?.items().iter().filter_map(Value::fields).find(|item| {
                (item.word("kind") == Some("ACCIDENT-WITHIN")) != item.get("within").is_some()
            })?;
            complain("I.within", facts! { kind: bad.word("kind").unwrap_or_default() })
        },
    },
    Check {
        id: "N-T1-10",
        rule: "near by count is below the count of the line",
        test: |draft, _| {
            let near = draft.content.get("M")?.fields()?.get("count")?.count()?;
            let line = Occurrence::of(draft.content.get("G")?.fields()?)?.count;
            if near < line {
                None
            } else {
                complain("M.count", facts! { near: u64::from(near), line: u64::from(line) })
            }
        },
    },
    Check {
        id: "N-T1-11",
        rule: "a detector that is a station names it; no other kind does",
        test: |draft, _| {
            let bad = detectors(&draft.content)
                .find(|d| (d.word("kind") == Some("STATION")) != d.get("station").is_some())?;
            complain("J.detectors", facts! { kind: bad.word("kind").unwrap_or_default() })
        },
    },
    Check {
        id: "N-T1-12",
        rule: "a near value says at least one of count, distance, share",
        test: |draft, _| {
            if draft.content.get("M")?.fields()?.is_empty() { complain("M", facts! {}) } else { None }
        },
    },
];

/// Detector records of paragraph J.
fn detectors(content: &Fields) -> impl Iterator<Item = &Fields> {
    let detection = content.get("J").and_then(Value::fields);
    detection.and_then(|j| j.get("detectors")).map_or(&[][..], Value::items).iter().filter_map(Value::fields)
}

/// Reading of a T1, from a notice or a draft.
#[derive(Debug, Clone, Copy)]
pub struct RedLine<'a>(&'a Draft);

impl<'a> RedLine<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        RedLine::of_draft(notice.draft())
    }

    /// Reads a draft of this type.
    pub fn of_draft(draft: &'a Draft) -> Option<Self> {
        (draft.kind == NoticeType::T1).then_some(RedLine(draft))
    }

    /// A: line and version.
    pub fn line(&self) -> Option<&'a LineVersion> {
        self.0.content.get("A")?.line()
    }

    /// C: the acts.
    pub fn acts(&self) -> Vec<ActClass> {
        let items = self.0.content.get("C").map_or(&[][..], Value::items);
        items.iter().filter_map(|act| ActClass::parse(act.word()?)).collect()
    }

    /// D: whose acts.
    pub fn actor(&self) -> Option<Actor<'a>> {
        self.0.content.get("D")?.fields().map(Actor)
    }

    /// E: the place; `None` for ANYWHERE and for a sealed list.
    pub fn place(&self) -> Option<&'a Place> {
        self.0.content.get("E")?.fields()?.get("place")?.place()
    }

    /// F: the magnitude; `None` for ANY.
    pub fn magnitude(&self) -> Option<Magnitude> {
        Magnitude::of(self.0.content.get("F")?.fields()?)
    }

    /// G: how many in which window.
    pub fn occurrence(&self) -> Option<Occurrence> {
        Occurrence::of(self.0.content.get("G")?.fields()?)
    }

    /// H: when it ends if it takes effect at `from`.
    pub fn ends_at(&self, from: Instant) -> Option<Instant> {
        let period = self.0.content.get("H")?.fields()?;
        match period.get("until").and_then(Value::instant) {
            Some(until) => Some(until),
            None => from.plus(period.get("lasts")?.span()?),
        }
    }

    /// J: how likely an act must be to count.
    pub fn threshold(&self) -> Option<Likelihood> {
        Likelihood::parse(self.0.content.get("J")?.fields()?.word("threshold")?)
    }

    /// K: what may follow.
    pub fn consequence(&self) -> Option<Consequence> {
        Consequence::parse(self.0.content.word("K")?)
    }
}
