//! E1 INCIDENT REPORT WITH EVIDENCE (notices.md section 4). Opens M4 and feeds the windows of M2.

use crate::check::{Check, complain};
use crate::clause::GROUP;
use crate::notice::Notice;
use crate::number::Number;
use crate::place::Place;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, PlaceRules, RecordSpec, Release, Rules, TypeSpec};
use crate::station::Code8;
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static E1: TypeSpec = TypeSpec {
    kind: NoticeType::E1,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Word(&ACT_CLASS)),
        FieldSpec::must(2, "B", FieldKind::Record(&WHEN)).critical(),
        FieldSpec::must(3, "C", FieldKind::Place(IMPACT)).critical(),
        FieldSpec::must(4, "D", FieldKind::List { of: &FieldKind::Record(&HARM), min: 1, max: 4 }),
        FieldSpec::must(5, "E", FieldKind::List { of: &FieldKind::Record(&CANDIDATE), min: 1, max: 5 }),
        FieldSpec::when(6, "F", FieldKind::Record(&MEANS)),
        FieldSpec::must(7, "G", FieldKind::List { of: &FieldKind::Record(&EVIDENCE), min: 1, max: 20 }),
        FieldSpec::must(8, "H", FieldKind::Record(&WITHHELD)),
        FieldSpec::may(9, "I", FieldKind::Record(&PATTERN)),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::ReportsIncident],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "One event as its author assesses it, with evidence committed by hash.",
    rules: Rules::ANY,
};

/// Paragraph B: the interval in which it happened; event times from feeds may stand at midnight.
pub static WHEN: RecordSpec = RecordSpec {
    name: "when",
    fields: &[
        FieldSpec::must(1, "earliest", FieldKind::Instant { operative: false }).critical(),
        FieldSpec::must(2, "latest", FieldKind::Instant { operative: false }).critical(),
        FieldSpec::must(3, "precision", FieldKind::Word(&TIME_PRECISION)).critical(),
    ],
};

/// Paragraph D: harm to one side.
pub static HARM: RecordSpec = RecordSpec {
    name: "harm",
    fields: &[
        FieldSpec::must(1, "on", FieldKind::Word(&EFFECT_ON)),
        FieldSpec::may(2, "fatalities", FieldKind::OrWord(&WITHHELD_WORD, &PEOPLE)),
        FieldSpec::may(3, "injured", FieldKind::OrWord(&WITHHELD_WORD, &PEOPLE)),
        FieldSpec::may(4, "damage", FieldKind::OrWord(&WITHHELD_WORD, &FieldKind::Word(&DAMAGE_BAND))),
        FieldSpec::may(5, "fatalities-least", PEOPLE),
        FieldSpec::may(6, "fatalities-most", PEOPLE),
    ],
};

/// Paragraph E: one actor that may have done it, and how likely.
pub static CANDIDATE: RecordSpec = RecordSpec {
    name: "candidate",
    fields: &[
        FieldSpec::must(1, "who", FieldKind::OrWord(&UNKNOWN_WORD, &FieldKind::Record(&GROUP))),
        FieldSpec::must(2, "likelihood", FieldKind::Word(&LIKELIHOOD)),
    ],
};

/// Paragraph F.
pub static MEANS: RecordSpec = RecordSpec {
    name: "means",
    fields: &[
        FieldSpec::may(1, "munition", FieldKind::Text { words: 8 }),
        FieldSpec::may(2, "launch", FieldKind::Place(IMPACT)),
        FieldSpec::may(3, "track", FieldKind::Place(TRACK)),
    ],
};

/// Paragraph G: one item of evidence, committed by hash.
pub static EVIDENCE: RecordSpec = RecordSpec {
    name: "item",
    fields: &[
        FieldSpec::must(1, "kind", FieldKind::Word(&EVIDENCE_KIND)),
        FieldSpec::must(2, "hash", FieldKind::Hash),
        FieldSpec::must(3, "reliability", FieldKind::Word(&RELIABILITY)),
        FieldSpec::must(4, "credibility", FieldKind::Word(&CREDIBILITY)),
        FieldSpec::must(5, "custody", FieldKind::Word(&CUSTODY)),
        FieldSpec::must(6, "release", FieldKind::Word(&RELEASE_LEVEL)),
    ],
};

/// Paragraph H.
pub static WITHHELD: RecordSpec = RecordSpec {
    name: "kept-back",
    fields: &[
        FieldSpec::must(1, "reason", FieldKind::Word(&WITHHELD_REASON)),
        FieldSpec::when(2, "what", FieldKind::Text { words: 20 }),
    ],
};

/// Paragraph I.
pub static PATTERN: RecordSpec = RecordSpec {
    name: "pattern",
    fields: &[
        FieldSpec::may(1, "repeat-of", FieldKind::Number(&[NoticeType::E1])),
        FieldSpec::may(2, "pattern", FieldKind::Code),
    ],
};

const IMPACT: PlaceRules = PlaceRules { stand_off: false, points_only: true, coarse_m: 1000 };
const TRACK: PlaceRules = PlaceRules { stand_off: false, points_only: false, coarse_m: 1000 };
const PEOPLE: FieldKind = FieldKind::Count { min: 0, max: 1_000_000 };

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-E1-01",
        rule: "the interval does not end before it begins",
        test: |draft, _| {
            let when = draft.content.get("B")?.fields()?;
            let (from, to) = (when.get("earliest")?.instant()?, when.get("latest")?.instant()?);
            if from <= to { None } else { complain("B", facts! {}) }
        },
    },
    Check {
        id: "N-E1-02",
        rule: "the event does not lie after the author's clock",
        test: |draft, context| {
            let from = draft.content.get("B")?.fields()?.get("earliest")?.instant()?;
            if context.now().is_none_or(|now| from <= now) { None } else { complain("B", facts! {}) }
        },
    },
    Check {
        id: "N-E1-03",
        rule: "likelihoods of actor and alternatives can add up to certainty and not to more",
        test: |draft, _| {
            let terms = draft.content.get("E")?.items().iter().filter_map(Value::fields);
            let ranges = terms.filter_map(|c| Some(Likelihood::parse(c.word("likelihood")?)?.range_pct()));
            let (least, most) =
                ranges.fold((0u32, 0u32), |sum, r| (sum.0 + u32::from(r.0), sum.1 + u32::from(r.1)));
            let adds_up = least <= 100 && most >= 99;
            if adds_up {
                None
            } else {
                complain("E", facts! { least: u64::from(least), most: u64::from(most) })
            }
        },
    },
    Check {
        id: "N-E1-04",
        rule: "what is withheld is named unless nothing is",
        test: |draft, _| {
            let kept = draft.content.get("H")?.fields()?;
            let nothing = kept.word("reason")? == "NOTHING-WITHHELD";
            let said = kept.get("what").is_some() || withholds(&draft.content);
            if nothing != said { None } else { complain("H", facts! {}) }
        },
    },
    Check {
        id: "N-E1-05",
        rule: "each side's harm is told once",
        test: |draft, _| {
            let harms = draft.content.get("D")?.items().iter().filter_map(Value::fields);
            let sides: Vec<_> = harms.filter_map(|h| h.word("on")).collect();
            let twice = sides.iter().enumerate().find(|(i, side)| sides[..*i].contains(side))?.1;
            complain("D", facts! { on: *twice })
        },
    },
    Check {
        id: "N-E1-06",
        rule: "least, best and most fatalities stand in order",
        test: |draft, _| {
            let bad = draft.content.get("D")?.items().iter().filter_map(Value::fields).any(|harm| {
                let count = |name: &str| harm.get(name).and_then(Value::count);
                let told = [count("fatalities-least"), count("fatalities"), count("fatalities-most")];
                let told: Vec<u32> = told.into_iter().flatten().collect();
                told.windows(2).any(|pair| pair[0] > pair[1])
            });
            if bad { complain("D", facts! {}) } else { None }
        },
    },
];

/// Whether any item of D says WITHHELD.
fn withholds(content: &Fields) -> bool {
    let harms = content.get("D").map_or(&[][..], Value::items);
    harms.iter().filter_map(Value::fields).any(|h| h.iter().any(|(_, v)| v.word() == Some("WITHHELD")))
}

/// Reading of an E1.
#[derive(Debug, Clone, Copy)]
pub struct Incident<'a>(&'a Notice);

impl<'a> Incident<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::E1).then_some(Incident(notice))
    }

    /// A: what was done.
    pub fn act(&self) -> Option<ActClass> {
        ActClass::parse(self.0.content().word("A")?)
    }

    /// B: earliest and latest time of the event.
    pub fn interval(&self) -> Option<(Instant, Instant)> {
        let when = self.0.paragraph("B")?.fields()?;
        Some((when.get("earliest")?.instant()?, when.get("latest")?.instant()?))
    }

    /// C: where it hit.
    pub fn place(&self) -> Option<&'a Place> {
        self.0.paragraph("C")?.place()
    }

    /// E: candidates by group code (`None` = unknown) with the likelihood of each, in the order written.
    pub fn candidates(&self) -> Vec<(Option<&'a Code8>, Likelihood)> {
        let items = self.0.paragraph("E").map_or(&[][..], Value::items);
        items
            .iter()
            .filter_map(|candidate| {
                let fields = candidate.fields()?;
                let who = fields
                    .get("who")
                    .and_then(Value::fields)
                    .and_then(|g| g.get("code"))
                    .and_then(Value::code);
                Some((who, Likelihood::parse(fields.word("likelihood")?)?))
            })
            .collect()
    }

    /// I: the incident it repeats.
    pub fn repeat_of(&self) -> Option<&'a Number> {
        self.0.paragraph("I")?.fields()?.get("repeat-of")?.number()
    }
}
