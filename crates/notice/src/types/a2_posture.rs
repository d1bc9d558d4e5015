//! A2 DEFENSIVE-INTENT SIGNAL: postures that can be checked, and what would falsify them (notices.md section 3). M3.

use crate::check::{Check, complain};
use crate::clause::PERIOD;
use crate::notice::Notice;
use crate::number::Number;
use crate::records::{AREA, DISTANCE};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static A2: TypeSpec = TypeSpec {
    kind: NoticeType::A2,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&FORCE_MEANT)),
        FieldSpec::must(2, "B", FieldKind::List { of: &FieldKind::Record(&POSTURE_CLAIM), min: 1, max: 6 })
            .critical(),
        FieldSpec::must(3, "C", FieldKind::Record(&PERIOD)),
        FieldSpec::must(4, "D", FieldKind::Record(&FALSIFIER)).critical(),
        FieldSpec::may(5, "E", FieldKind::Text { words: 30 }),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesOperation],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Says that a force is there to defend, by postures that the addressee can check.",
    rules: Rules {
        modality: &[Modality::Will, Modality::WillNot, Modality::Intends, Modality::DoesNotIntend],
        ..Rules::ANY
    },
};

/// Paragraph A: an announced activity, or a force by its name.
pub static FORCE_MEANT: RecordSpec = RecordSpec {
    name: "force-meant",
    fields: &[
        FieldSpec::when(1, "activity", FieldKind::Number(&[NoticeType::A1])),
        FieldSpec::when(2, "force", FieldKind::Text { words: 10 }),
    ],
};

/// Paragraph B: one claim.
pub static POSTURE_CLAIM: RecordSpec = RecordSpec {
    name: "posture-claim",
    fields: &[
        FieldSpec::must(1, "claim", FieldKind::Word(&POSTURE)).critical(),
        FieldSpec::when(2, "status", FieldKind::Word(&WEAPONS_STATUS)).critical(),
        FieldSpec::when(3, "distance", DISTANCE).critical(),
        FieldSpec::when(4, "of", FieldKind::Place(AREA)).critical(),
        FieldSpec::when(5, "emissions", FieldKind::Word(&EMISSIONS)).critical(),
        FieldSpec::when(6, "types", FieldKind::Text { words: 12 }),
    ],
};

/// Paragraph D: what would show that it is not so.
pub static FALSIFIER: RecordSpec = RecordSpec {
    name: "falsifier",
    fields: &[
        FieldSpec::must(1, "observable", FieldKind::Word(&OBSERVABLE)).critical(),
        FieldSpec::when(2, "distance", DISTANCE).critical(),
        FieldSpec::when(3, "of", FieldKind::Place(AREA)).critical(),
        FieldSpec::may(4, "text", FieldKind::Text { words: 20 }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-A2-01",
        rule: "A names an own announced activity or a force, one of the two",
        test: |draft, _| {
            let force = draft.content.get("A")?.fields()?;
            let foreign = force
                .get("activity")
                .and_then(Value::number)
                .is_some_and(|number| number.party != draft.envelope.from.party);
            if force.len() == 1 && !foreign { None } else { complain("A", facts! {}) }
        },
    },
    Check {
        id: "N-A2-02",
        rule: "each claim carries what makes it checkable and nothing of another",
        test: |draft, _| {
            let mut claims = draft.content.items_at("B").iter().filter_map(Value::fields);
            let bad = claims.find(|claim| !checkable(claim))?;
            complain("B", facts! { claim: bad.word("claim").unwrap_or_default() })
        },
    },
    Check {
        id: "N-A2-03",
        rule: "a falsifier by nearness names distance and place; no other does",
        test: |draft, _| {
            let falsifier = draft.content.get("D")?.fields()?;
            let near = falsifier.word("observable")? == "ANY-UNIT-NEARER";
            let told = ["distance", "of"].map(|name| falsifier.get(name).is_some());
            if told == [near, near] { None } else { complain("D", facts! {}) }
        },
    },
];

/// Whether the fields of a claim are those of its kind.
fn checkable(claim: &Fields) -> bool {
    let needed: &[&str] = match claim.word("claim").and_then(Posture::parse) {
        Some(Posture::WeaponsStatus) => &["status"],
        Some(Posture::NoCloserThan) => &["distance", "of"],
        Some(Posture::Emissions) => &["emissions"],
        Some(Posture::TypesAbsent) => &["types"],
        Some(Posture::NoMinelaying) | None => &[],
    };
    claim.iter().filter(|(name, _)| *name != "claim").count() == needed.len()
        && needed.iter().all(|name| claim.get(name).is_some())
}

/// Reading of an A2.
#[derive(Debug, Clone, Copy)]
pub struct DefensivePosture<'a>(&'a Notice);

impl<'a> DefensivePosture<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::A2).then_some(DefensivePosture(notice))
    }

    /// B: claims, each with the status of weapons or the types that it names; empty for others.
    pub fn claims(&self) -> Vec<(Posture, String)> {
        let items = self.0.content().items_at("B").iter().filter_map(Value::fields);
        items
            .filter_map(|claim| {
                let told = claim.word("status").or_else(|| claim.get("types").and_then(Value::text));
                Some((Posture::parse(claim.word("claim")?)?, told.unwrap_or_default().to_owned()))
            })
            .collect()
    }

    /// A: the announced activity it is about.
    pub fn activity(&self) -> Option<&'a Number> {
        self.0.content().at("A.activity")?.number()
    }

    /// C: when it ends if it is released at `from`.
    pub fn ends_at(&self, from: Instant) -> Option<Instant> {
        match self.0.content().at("C.until").and_then(Value::instant) {
            Some(until) => Some(until),
            None => from.plus(self.0.content().at("C.lasts")?.span()?),
        }
    }

    /// D: what would falsify it.
    pub fn observable(&self) -> Option<Observable> {
        Observable::parse(self.0.content().at("D.observable")?.word()?)
    }
}
