//! S1 OFFER / COUNTER (notices.md section 5). Moves M5 and, sealed, M8.

use crate::check::{Check, complain};
use crate::clause::YEAR_S;
use crate::notice::{Draft, Notice};
use crate::quantity::Quantity;
use crate::records::METRIC;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::station::{Code8, Station};
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static S1: TypeSpec = TypeSpec {
    kind: NoticeType::S1,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&PACKAGE)),
        FieldSpec::must(2, "B", FieldKind::List { of: &FieldKind::Record(&STEP), min: 0, max: 4 }).critical(),
        FieldSpec::must(3, "C", FieldKind::List { of: &FieldKind::Record(&STEP), min: 0, max: 4 }).critical(),
        FieldSpec::must(4, "D", FieldKind::Record(&PAIRED)).critical(),
        FieldSpec::must(5, "E", FieldKind::Word(&PUBLIC_LINE)),
        FieldSpec::may(6, "F", FieldKind::List { of: &FieldKind::Record(&TERM), min: 1, max: 20 }),
        FieldSpec::may(
            7,
            "G",
            FieldKind::List { of: &FieldKind::Span { min_s: 3600, max_s: YEAR_S }, min: 1, max: 6 },
        ),
        FieldSpec::must(8, "H", FieldKind::List { of: &FieldKind::Word(&LAPSE), min: 1, max: 4 }),
        FieldSpec::may(9, "I", FieldKind::List { of: &FieldKind::Code, min: 1, max: 8 }),
    ],
    preceded_by: &[],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesUnderstanding],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Offers steps of both sides, measured, paired and verified; or counters an offer.",
    rules: Rules { modality: &[Modality::Proposes], ..Rules::PRINCIPALS },
};

/// Paragraph A: a package and its version.
pub static PACKAGE: RecordSpec = RecordSpec {
    name: "package",
    fields: &[
        FieldSpec::must(1, "id", FieldKind::Code).critical(),
        FieldSpec::must(2, "version", FieldKind::Count { min: 1, max: 1000 }).critical(),
    ],
};

/// A step of a package: who does what, measured how, by when, seen by whom.
pub static STEP: RecordSpec = RecordSpec {
    name: "step",
    fields: &[
        FieldSpec::must(1, "id", FieldKind::Code).critical(),
        FieldSpec::must(2, "actor", FieldKind::Code).critical(),
        FieldSpec::must(3, "acts", FieldKind::List { of: &FieldKind::Word(&STEP_ACT), min: 1, max: 3 })
            .critical(),
        FieldSpec::must(4, "metrics", FieldKind::List { of: &FieldKind::Record(&METRIC), min: 1, max: 6 })
            .critical(),
        FieldSpec::must(5, "by", FieldKind::Instant { operative: true }).critical(),
        FieldSpec::when(6, "lasts", FieldKind::Span { min_s: 3600, max_s: 10 * YEAR_S }).critical(),
        FieldSpec::when(7, "every", FieldKind::Span { min_s: 3600, max_s: YEAR_S }).critical(),
        FieldSpec::must(8, "evidence", FieldKind::Word(&METHOD)),
        FieldSpec::must(9, "reversible-in", FieldKind::Span { min_s: 0, max_s: 10 * YEAR_S }),
        FieldSpec::may(10, "verifier", FieldKind::Station).critical(),
    ],
};

/// Paragraph D: how steps are paired, and what makes which owed.
pub static PAIRED: RecordSpec = RecordSpec {
    name: "paired",
    fields: &[
        FieldSpec::must(1, "pairing", FieldKind::Word(&PAIRING)).critical(),
        FieldSpec::when(2, "within", FieldKind::Span { min_s: 60, max_s: YEAR_S }).critical(),
        FieldSpec::may(3, "triggers", FieldKind::List { of: &FieldKind::Record(&TRIGGER), min: 1, max: 12 })
            .critical(),
    ],
};

/// One edge of the trigger graph: `step` is owed once `of` is in this state for the n-th time.
pub static TRIGGER: RecordSpec = RecordSpec {
    name: "trigger-of",
    fields: &[
        FieldSpec::must(1, "step", FieldKind::Code).critical(),
        FieldSpec::must(2, "after", FieldKind::Word(&TRIGGER_EVENT)).critical(),
        FieldSpec::must(3, "of", FieldKind::Code).critical(),
        FieldSpec::must(4, "times", FieldKind::Count { min: 1, max: 1000 }).critical(),
        FieldSpec::may(5, "within", FieldKind::Span { min_s: 3600, max_s: YEAR_S }).critical(),
    ],
};

/// Paragraph F: a term, as each side's language has it.
pub static TERM: RecordSpec = RecordSpec {
    name: "term-of",
    fields: &[
        FieldSpec::must(1, "code", FieldKind::Code),
        FieldSpec::must(2, "ours", FieldKind::Text { words: 40 }),
        FieldSpec::must(3, "yours", FieldKind::Text { words: 40 }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-S1-01",
        rule: "B holds the sender's own steps, C those of parties that it is sent to, and at least one of the two lists has a step",
        test: |draft, _| {
            let own = &draft.envelope.from.party;
            let actors = |letter| -> Vec<&Code8> {
                draft
                    .content
                    .items_at(letter)
                    .iter()
                    .filter_map(|s| s.fields()?.get("actor")?.code())
                    .collect()
            };
            let (mine, yours) = (actors("B"), actors("C"));
            if mine.iter().any(|actor| *actor != own) || (mine.is_empty() && yours.is_empty()) {
                return complain("B", facts! {});
            }
            let sent_to = |actor: &Code8| draft.envelope.to.iter().any(|station| station.party == *actor);
            let strange = yours.iter().any(|actor| *actor == own || !sent_to(actor));
            if strange { complain("C", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-S1-02",
        rule: "no two steps have one id",
        test: |draft, _| {
            let steps = Offer::of_draft(draft)?.steps();
            let ids: Vec<_> = steps.iter().map(|step| &step.id).collect();
            let twice = ids.iter().enumerate().find(|(i, id)| ids[..*i].contains(id))?.1;
            complain("C", facts! { step: twice.to_string() })
        },
    },
    Check {
        id: "N-S1-03",
        rule: "the trigger graph names steps of this package, has no ring, and says VERIFIED only of verified steps",
        test: |draft, _| {
            let offer = Offer::of_draft(draft)?;
            let steps = offer.steps();
            let find = |id: &Code8| steps.iter().find(|step| step.id == *id);
            let bad = offer.triggers().into_iter().find(|trigger| {
                let of = find(&trigger.of);
                let unverified =
                    trigger.after == TriggerEvent::Verified && of.is_some_and(|step| step.verifier.is_none());
                find(&trigger.step).is_none() || of.is_none() || unverified
            });
            let ring =
                || steps.iter().find(|step| in_ring(&offer.triggers(), &step.id)).map(|step| step.id.clone());
            let step = bad.map(|trigger| trigger.step).or_else(ring)?;
            complain("D.triggers", facts! { step: step.to_string() })
        },
    },
    Check {
        id: "N-S1-04",
        rule: "SIMULTANEOUS says within how long; no other pairing does",
        test: |draft, _| {
            let simultaneous = draft.content.at("D.pairing")?.word()? == "SIMULTANEOUS";
            let said = draft.content.at("D.within").is_some();
            if simultaneous == said { None } else { complain("D.within", facts! {}) }
        },
    },
    Check {
        id: "N-S1-05",
        rule: "a step that repeats says how long it goes on",
        test: |draft, _| {
            let steps = Offer::of_draft(draft)?.steps();
            let bad = steps.iter().find(|step| match (step.lasts, step.every) {
                (None, Some(_)) => true,
                (Some(lasts), Some(every)) => every > lasts,
                _ => false,
            })?;
            complain("B", facts! { step: bad.id.to_string() })
        },
    },
    Check {
        id: "N-S1-06",
        rule: "a verifier is a member that does not verify its own step",
        test: |draft, sight| {
            let steps = Offer::of_draft(draft)?.steps();
            let bad = steps.iter().find(|step| {
                step.verifier.as_ref().is_some_and(|station| {
                    let stranger = sight.line.charter().is_some() && sight.role(&station.party).is_none();
                    station.party == step.actor || stranger
                })
            })?;
            complain("B", facts! { step: bad.id.to_string() })
        },
    },
    Check {
        id: "N-S1-07",
        rule: "S1 I lists other compartments than its own",
        test: |draft, sight| {
            let own = sight.line.compartment()?;
            let listed = draft.content.items_at("I").iter().filter_map(Value::code).any(|code| *code == own);
            if listed { complain("I", facts! {}) } else { None }
        },
    },
];

/// Whether following triggers from a step leads back to it.
fn in_ring(triggers: &[Trigger], start: &Code8) -> bool {
    let mut reached: Vec<&Code8> = vec![start];
    let mut next = 0;
    while let Some(step) = reached.get(next).copied() {
        next += 1;
        for trigger in triggers.iter().filter(|trigger| trigger.of == *step) {
            if trigger.step == *start {
                return true;
            }
            if !reached.contains(&&trigger.step) {
                reached.push(&trigger.step);
            }
        }
    }
    false
}

/// A step as the folds read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id within the package.
    pub id: Code8,
    /// Who performs it.
    pub actor: Code8,
    /// By when.
    pub by: Instant,
    /// For how long; once if absent.
    pub lasts: Option<Span>,
    /// Period of a step that repeats.
    pub every: Option<Span>,
    /// Who verifies it; nobody if absent.
    pub verifier: Option<Station>,
}

/// An edge of the trigger graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// The step that becomes owed.
    pub step: Code8,
    /// What must be so.
    pub after: TriggerEvent,
    /// Of which step.
    pub of: Code8,
    /// For the n-th time.
    pub times: u32,
    /// Owed within so long.
    pub within: Option<Span>,
}

/// Reading of an S1.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a>(&'a Draft);

impl<'a> Offer<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        Offer::of_draft(notice.draft())
    }

    /// Reads a draft of this type.
    pub fn of_draft(draft: &'a Draft) -> Option<Self> {
        (draft.kind == NoticeType::S1).then_some(Offer(draft))
    }

    /// A: package and version.
    pub fn package(&self) -> Option<(&'a Code8, u32)> {
        Some((self.0.content.at("A.id")?.code()?, self.0.content.at("A.version")?.count()?))
    }

    /// B and C: every step, the sender's first.
    pub fn steps(&self) -> Vec<Step> {
        let both = self.0.content.items_at("B").iter().chain(self.0.content.items_at("C"));
        both.filter_map(|step| read_step(step.fields()?)).collect()
    }

    /// D: how steps are paired.
    pub fn pairing(&self) -> Option<Pairing> {
        Pairing::parse(self.0.content.at("D.pairing")?.word()?)
    }

    /// D: SIMULTANEOUS within how long.
    pub fn within(&self) -> Option<Span> {
        self.0.content.at("D.within")?.span()
    }

    /// D: the trigger graph.
    pub fn triggers(&self) -> Vec<Trigger> {
        let items = self.0.content.items_at("D.triggers").iter();
        items.filter_map(|trigger| read_trigger(trigger.fields()?)).collect()
    }

    /// What a step does.
    pub fn acts(&self, step: &Code8) -> Vec<StepAct> {
        let both = self.0.content.items_at("B").iter().chain(self.0.content.items_at("C"));
        let found =
            both.filter_map(Value::fields).find(|it| it.get("id").and_then(Value::code) == Some(step));
        found.map_or_else(Vec::new, |it| it.words_at("acts").into_iter().filter_map(StepAct::parse).collect())
    }

    /// What each figure of a step is held to: comparator and value.
    pub fn targets(&self, step: &Code8) -> Vec<(StepMeasure, Option<StockBand>, Comparator, Quantity)> {
        let both = self.0.content.items_at("B").iter().chain(self.0.content.items_at("C"));
        let found =
            both.filter_map(Value::fields).find(|it| it.get("id").and_then(Value::code) == Some(step));
        let metrics = found.map_or(&[][..], |it| it.items_at("metrics")).iter().filter_map(Value::fields);
        metrics
            .filter_map(|metric| {
                let measure = StepMeasure::parse(metric.word("measure")?)?;
                let band = metric.word("band").and_then(StockBand::parse);
                let comparator = Comparator::parse(metric.word("comparator")?)?;
                Some((measure, band, comparator, metric.get("value")?.quantity()?))
            })
            .collect()
    }

    /// I: compartments that this must not depend on.
    pub fn apart(&self) -> Vec<&'a Code8> {
        self.0.content.items_at("I").iter().filter_map(Value::code).collect()
    }

    /// G: stages of the dispute ladder; the charter's if absent.
    pub fn ladder(&self) -> Vec<Span> {
        self.0.content.items_at("G").iter().filter_map(Value::span).collect()
    }

    /// H: what ends it by itself.
    pub fn lapses(&self) -> Vec<Lapse> {
        self.0.content.words_at("H").into_iter().filter_map(Lapse::parse).collect()
    }

    /// Paragraphs B, C, D and F: what a reply accepts, whoever sent them and in which version.
    pub fn terms(&self) -> Fields {
        let letters = ["B", "C", "D", "F"];
        let held = letters.iter().filter_map(|letter| Some((*letter, self.0.content.get(letter)?.clone())));
        held.fold(Fields::new(), |fields, (letter, value)| fields.with(letter, value))
    }
}

fn read_step(fields: &Fields) -> Option<Step> {
    Some(Step {
        id: fields.get("id")?.code()?.clone(),
        actor: fields.get("actor")?.code()?.clone(),
        by: fields.get("by")?.instant()?,
        lasts: fields.get("lasts").and_then(Value::span),
        every: fields.get("every").and_then(Value::span),
        verifier: fields.get("verifier").and_then(Value::station).cloned(),
    })
}

fn read_trigger(fields: &Fields) -> Option<Trigger> {
    Some(Trigger {
        step: fields.get("step")?.code()?.clone(),
        after: TriggerEvent::parse(fields.word("after")?)?,
        of: fields.get("of")?.code()?.clone(),
        times: fields.get("times")?.count()?,
        within: fields.get("within").and_then(Value::span),
    })
}
