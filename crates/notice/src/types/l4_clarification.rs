//! L4 CLARIFICATION: a typed question, its answer, or an own observation (notices.md section 1).

use crate::check::{Check, complain};
use crate::clause::{CLAUSE_PLACE, GROUP, YEAR_S};
use crate::notice::Notice;
use crate::number::Number;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::{Fields, Value};
use crate::vocabulary::{CLARIFICATION_VERB, ClarificationVerb, NoticeType, QUESTION, Question};
use refusal::facts;

/// The spec.
pub static L4: TypeSpec = TypeSpec {
    kind: NoticeType::L4,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Word(&CLARIFICATION_VERB)),
        FieldSpec::must(2, "B", FieldKind::Record(&ABOUT)),
        FieldSpec::when(3, "C", FieldKind::Word(&QUESTION)),
        FieldSpec::when(4, "D", FieldKind::Record(&ANSWER_FIELDS)),
    ],
    preceded_by: &[],
    release: Release::DraftedByAnother,
    lane: LaneRule::Service,
    effects: &[Effect::Clarifies],
    read_back: false,
    constructive: true,
    drafted: true,
    purpose: "A typed question, its answer, or an own observation.",
    rules: Rules::ANY,
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-L4-01",
        rule: "C stands with ASK and ANSWER and not with OBSERVED",
        test: |draft, _| {
            let verb = draft.content.word("A")?;
            let stands = draft.content.get("C").is_some();
            if stands == (verb != "OBSERVED") { None } else { complain("C", facts! { verb: verb }) }
        },
    },
    Check {
        id: "N-L4-02",
        rule: "D stands with ANSWER and OBSERVED and not with ASK, and says at least one thing",
        test: |draft, _| {
            let verb = draft.content.word("A")?;
            let says = draft.content.get("D").and_then(Value::fields).map(|d| !d.is_empty());
            if says == (verb != "ASK").then_some(true) { None } else { complain("D", facts! { verb: verb }) }
        },
    },
    Check {
        id: "N-L4-03",
        rule: "the subject is known and its type has the paragraph that is asked about",
        test: |draft, sight| {
            let about = draft.content.get("B")?.fields()?;
            let number = about.get("number")?.number()?;
            let letter = about.get("paragraph")?.text()?;
            let unknown = sight.connected() && sight.known(number).is_none();
            let absent = (sight.spec)(number.kind).is_some_and(|s| s.paragraph(letter).is_none());
            if !unknown && !absent {
                return None;
            }
            complain("B", facts! { subject: number.to_string(), letter: letter })
        },
    },
];

/// Paragraph B.
pub static ABOUT: RecordSpec = RecordSpec {
    name: "about",
    fields: &[
        FieldSpec::must(1, "number", FieldKind::Number(&[])),
        FieldSpec::must(2, "paragraph", FieldKind::Text { words: 1 }),
    ],
};

/// Paragraph D: the answer by kind.
pub static ANSWER_FIELDS: RecordSpec = RecordSpec {
    name: "answer-fields",
    fields: &[
        FieldSpec::may(1, "place", FieldKind::Place(CLAUSE_PLACE)),
        FieldSpec::may(2, "groups", FieldKind::List { of: &FieldKind::Record(&GROUP), min: 1, max: 20 }),
        FieldSpec::may(3, "at", FieldKind::Instant { operative: false }),
        FieldSpec::may(4, "lasts", FieldKind::Span { min_s: 1, max_s: YEAR_S }),
        FieldSpec::may(5, "count", FieldKind::Count { min: 0, max: 1_000_000 }),
        FieldSpec::may(6, "text", FieldKind::Text { words: 60 }),
    ],
};

/// Reading of an L4.
#[derive(Debug, Clone, Copy)]
pub struct Clarification<'a>(&'a Notice);

impl<'a> Clarification<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::L4).then_some(Clarification(notice))
    }

    /// A: ASK, ANSWER or OBSERVED.
    pub fn verb(&self) -> Option<ClarificationVerb> {
        ClarificationVerb::parse(self.0.content().word("A")?)
    }

    /// B: the notice it is about.
    pub fn subject(&self) -> Option<&'a Number> {
        self.0.paragraph("B")?.fields()?.get("number")?.number()
    }

    /// B: which paragraph of it.
    pub fn paragraph(&self) -> Option<&'a str> {
        self.0.paragraph("B")?.fields()?.get("paragraph")?.text()
    }

    /// C: what is asked.
    pub fn question(&self) -> Option<Question> {
        Question::parse(self.0.content().word("C")?)
    }

    /// D: the answer.
    pub fn answer(&self) -> Option<&'a Fields> {
        self.0.paragraph("D")?.fields()
    }
}
