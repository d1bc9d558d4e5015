//! T3 CROSSING NOTICE: NOTIFY, ANSWER, CLOSE (notices.md section 2). Moves the crossing half of M2.

use crate::check::{Check, complain};
use crate::envelope::Due;
use crate::notice::Notice;
use crate::number::Number;
use crate::records::DUE;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::station::LineVersion;
use crate::value::{Fields, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static T3: TypeSpec = TypeSpec {
    kind: NoticeType::T3,
    paragraphs: &[
        FieldSpec::must(0, "A0", FieldKind::Record(&MOVE)).critical(),
        FieldSpec::must(1, "A", FieldKind::Line).critical(),
        FieldSpec::when(2, "B", FieldKind::Record(&TRACE)),
        FieldSpec::when(
            3,
            "C",
            FieldKind::List { of: &FieldKind::Number(&[NoticeType::E1]), min: 1, max: 50 },
        ),
        FieldSpec::when(4, "D", FieldKind::Word(&LIKELIHOOD)),
        FieldSpec::when(5, "E", FieldKind::Word(&CROSSING_CHARACTER)).critical(),
        FieldSpec::when(6, "F", FieldKind::Word(&ASKED)),
        FieldSpec::when(7, "G", FieldKind::Record(&DUE)).critical(),
    ],
    preceded_by: &[NoticeType::T1],
    release: Release::DraftedByAnother,
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesCrossing],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "Notifies, answers or closes a crossing of a red line.",
    rules: Rules::ANY,
};

/// Paragraph A0: the verb and what belongs to it.
pub static MOVE: RecordSpec = RecordSpec {
    name: "move",
    fields: &[
        FieldSpec::must(1, "verb", FieldKind::Word(&CROSSING_VERB)).critical(),
        FieldSpec::when(2, "answer", FieldKind::Word(&CROSSING_ANSWER)).critical(),
        FieldSpec::when(3, "accident", FieldKind::Number(&[NoticeType::A5])).critical(),
        FieldSpec::when(4, "reason", FieldKind::Word(&CLOSE_REASON)).critical(),
    ],
};

/// Paragraph B: which clauses matched and how far the count has come.
pub static TRACE: RecordSpec = RecordSpec {
    name: "trace",
    fields: &[
        FieldSpec::must(1, "clauses", FieldKind::List { of: &FieldKind::Word(&CLAUSE), min: 1, max: 8 }),
        FieldSpec::must(2, "count", FieldKind::Count { min: 1, max: 1000 }),
        FieldSpec::must(3, "of", FieldKind::Count { min: 1, max: 1000 }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-T3-01",
        rule: "NOTIFY carries B to G; ANSWER and CLOSE carry none of them",
        test: |draft, _| {
            let notify = verb(&draft.content)? == CrossingVerb::Notify;
            let odd = ["B", "C", "D", "E", "F", "G"]
                .into_iter()
                .find(|letter| draft.content.get(letter).is_some() != notify)?;
            complain(odd, facts! { verb: verb(&draft.content)?.word() })
        },
    },
    Check {
        id: "N-T3-02",
        rule: "ANSWER says ADMITTED, DISPUTED, EXCUSED or REGRETS; no other verb does",
        test: |draft, _| {
            let said = draft.content.get("A0")?.fields()?.get("answer").is_some();
            let verb = verb(&draft.content)?;
            if said == (verb == CrossingVerb::Answer) {
                None
            } else {
                complain("A0", facts! { verb: verb.word() })
            }
        },
    },
    Check {
        id: "N-T3-03",
        rule: "EXCUSED names the A5; no other answer does",
        test: |draft, _| {
            let act = draft.content.get("A0")?.fields()?;
            let named = act.get("accident").is_some();
            let excused = act.word("answer") == Some("EXCUSED");
            if named == excused { None } else { complain("A0.accident", facts! {}) }
        },
    },
    Check {
        id: "N-T3-04",
        rule: "CLOSE gives its reason; no other verb does",
        test: |draft, _| {
            let act = draft.content.get("A0")?.fields()?;
            let verb = verb(&draft.content)?;
            let said = act.get("reason").is_some();
            if said == (verb == CrossingVerb::Close) {
                return None;
            }
            complain("A0.reason", facts! { verb: verb.word() })
        },
    },
    Check {
        id: "N-T3-05",
        rule: "NOTIFY and CLOSE speak of an own line, DISPUTED-OWN and ANSWER of another's",
        test: |draft, _| {
            let line = draft.content.get("A")?.line()?;
            let own = line.party == draft.envelope.from.party;
            let own_report = draft.content.word("E") == Some("DISPUTED-OWN");
            let wanted = verb(&draft.content)? != CrossingVerb::Answer && !own_report;
            if own == wanted { None } else { complain("A", facts! { line: line.to_string() }) }
        },
    },
    Check {
        id: "N-T3-06",
        rule: "the line's version is, or was at the event's time, in force toward the addressee",
        test: |draft, context| {
            let line = draft.content.get("A")?.line()?;
            if !context.connected() || context.in_force(line) == Some(true) {
                return None;
            }
            complain("A", facts! { line: line.to_string() })
        },
    },
    Check {
        id: "N-T3-07",
        rule: "ANSWER refers to a NOTIFY it answers",
        test: |draft, context| {
            if verb(&draft.content)? != CrossingVerb::Answer {
                return None;
            }
            let answered = draft.envelope.refs.iter().find(|r| {
                let asked = r.number.kind == NoticeType::T3 && r.number.party != draft.envelope.from.party;
                r.relation == Relation::Answers && asked
            });
            let known = answered.is_some_and(|r| !context.connected() || context.known(&r.number).is_some());
            if known { None } else { complain("4", facts! {}) }
        },
    },
    Check {
        id: "N-T3-08",
        rule: "each incident named is known to this node",
        test: |draft, context| {
            let incidents = draft.content.get("C")?.items().iter().filter_map(Value::number);
            let unknown =
                incidents.into_iter().find(|n| context.connected() && context.known(n).is_none())?;
            complain("C", facts! { subject: unknown.to_string() })
        },
    },
    Check {
        id: "N-T3-09",
        rule: "G is a duration or an instant, not both and not neither",
        test: |draft, _| {
            let due = draft.content.get("G")?.fields()?;
            if due.len() == 1 { None } else { complain("G", facts! {}) }
        },
    },
];

fn verb(content: &Fields) -> Option<CrossingVerb> {
    CrossingVerb::parse(content.get("A0")?.fields()?.word("verb")?)
}

/// Reading of a T3.
#[derive(Debug, Clone, Copy)]
pub struct Crossing<'a>(&'a Notice);

impl<'a> Crossing<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::T3).then_some(Crossing(notice))
    }

    /// A0: NOTIFY, ANSWER or CLOSE.
    pub fn verb(&self) -> Option<CrossingVerb> {
        verb(self.0.content())
    }

    /// A0: the answer, for ANSWER.
    pub fn answer(&self) -> Option<CrossingAnswer> {
        CrossingAnswer::parse(self.0.paragraph("A0")?.fields()?.word("answer")?)
    }

    /// A0: the accident notice, for EXCUSED.
    pub fn accident(&self) -> Option<&'a Number> {
        self.0.paragraph("A0")?.fields()?.get("accident")?.number()
    }

    /// A0: the reason, for CLOSE.
    pub fn reason(&self) -> Option<CloseReason> {
        CloseReason::parse(self.0.paragraph("A0")?.fields()?.word("reason")?)
    }

    /// A: the line's version.
    pub fn line(&self) -> Option<&'a LineVersion> {
        self.0.paragraph("A")?.line()
    }

    /// C: the incidents it rests on.
    pub fn incidents(&self) -> Vec<&'a Number> {
        self.0.paragraph("C").map_or(&[][..], Value::items).iter().filter_map(Value::number).collect()
    }

    /// E: CROSSED, NEAR or DISPUTED-OWN.
    pub fn character(&self) -> Option<CrossingCharacter> {
        CrossingCharacter::parse(self.0.content().word("E")?)
    }

    /// G: by when an answer is due.
    pub fn due(&self) -> Option<Due> {
        let due = self.0.paragraph("G")?.fields()?;
        let fixed = due.get("at").and_then(Value::instant).map(Due::At);
        fixed.or_else(|| due.get("within").and_then(Value::span).map(Due::Within))
    }
}
