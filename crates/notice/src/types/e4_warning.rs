//! E4 WARNING (notices.md section 4). Moves M4.

use crate::check::{Check, complain};
use crate::clause::{ACTOR, Actor, CONDUCT, YEAR_S};
use crate::notice::{Draft, Notice};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, Release, Rules, TypeSpec};
use crate::station::Code8;
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static E4: TypeSpec = TypeSpec {
    kind: NoticeType::E4,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&ACTOR)).critical(),
        FieldSpec::must(2, "B", FieldKind::Record(&CONDUCT)).critical(),
        FieldSpec::must(3, "C", FieldKind::Span { min_s: 86_400, max_s: YEAR_S }).critical(),
        FieldSpec::must(4, "D", FieldKind::List { of: &FieldKind::Word(&POSITION), min: 1, max: 3 }),
        FieldSpec::must(5, "E", FieldKind::OrWord(&AT_NOTICE_WORD, &FieldKind::Instant { operative: true }))
            .critical(),
        FieldSpec::must(6, "F", FieldKind::Span { min_s: 86_400, max_s: YEAR_S }),
    ],
    preceded_by: &[NoticeType::E2],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesCase],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "Warns what conduct of an actor would end the acceptance of a claim, and for how long.",
    rules: Rules::PRINCIPALS,
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-E4-01",
        rule: "the actor is held to a party that is addressed, and not to the sender",
        test: |draft, _| {
            let actor = Actor(draft.content.get("A")?.fields()?);
            let addressed = |party: &Code8| draft.envelope.to.iter().any(|station| station.party == *party);
            if actor.party().is_some_and(addressed) { None } else { complain("A.party", facts! {}) }
        },
    },
    Check {
        id: "N-E4-02",
        rule: "D names what can be a claim: NO-CONTROL, NO-KNOWLEDGE, ROGUE-ELEMENT",
        test: |draft, _| {
            let claims = ["NO-CONTROL", "NO-KNOWLEDGE", "ROGUE-ELEMENT"];
            let other = draft.content.words_at("D").into_iter().find(|word| !claims.contains(word))?;
            complain("D", facts! { found: other })
        },
    },
    Check {
        id: "N-E4-03",
        rule: "the quiet that ends it is not longer than the watch",
        test: |draft, _| {
            let (watch, quiet) = (draft.content.get("C")?.span()?, draft.content.get("F")?.span()?);
            if quiet <= watch {
                return None;
            }
            complain("F", facts! { watch: watch.to_string(), quiet: quiet.to_string() })
        },
    },
    Check {
        id: "N-E4-04",
        rule: "no act class is named twice in the conduct",
        test: |draft, _| {
            let acts = draft.content.words_at("B.acts");
            let twice = acts.iter().enumerate().find(|(i, act)| acts[..*i].contains(act))?.1;
            complain("B.acts", facts! { act: *twice })
        },
    },
];

/// Reading of an E4.
#[derive(Debug, Clone, Copy)]
pub struct Warning<'a>(&'a Draft);

impl<'a> Warning<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        Warning::of_draft(notice.draft())
    }

    /// Reads a draft of this type.
    pub fn of_draft(draft: &'a Draft) -> Option<Self> {
        (draft.kind == NoticeType::E4).then_some(Warning(draft))
    }

    /// A: the actor set.
    pub fn actor(&self) -> Option<Actor<'a>> {
        self.0.content.get("A")?.fields().map(Actor)
    }

    /// B: the conduct that would count as a repeat, with its own count.
    pub fn conduct(&self) -> Option<&'a Fields> {
        self.0.content.get("B")?.fields()
    }

    /// C: how long its author watches.
    pub fn watch(&self) -> Option<Span> {
        self.0.content.get("C")?.span()
    }

    /// E: not before this; at the read-back or constructive notice if absent.
    pub fn not_before(&self) -> Option<Instant> {
        self.0.content.get("E")?.instant()
    }

    /// F: the quiet that ends it.
    pub fn quiet(&self) -> Option<Span> {
        self.0.content.get("F").and_then(Value::span)
    }
}
