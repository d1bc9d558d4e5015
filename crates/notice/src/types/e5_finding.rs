//! E5 FINDING: what its author no longer accepts (notices.md section 4). Moves M4; never a finding of law.

use crate::check::{Check, complain};
use crate::clause::{ACTOR, Actor, YEAR_S};
use crate::notice::Notice;
use crate::number::Number;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::station::Code8;
use crate::value::{Span, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static E5: TypeSpec = TypeSpec {
    kind: NoticeType::E5,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&CHAIN)),
        FieldSpec::must(2, "B", FieldKind::Record(&ELAPSED)),
        FieldSpec::must(3, "C", FieldKind::Record(&HELD_LIKELY)),
        FieldSpec::must(4, "D", FieldKind::Record(&FOUND)).critical(),
        FieldSpec::must(5, "E", FieldKind::Record(&ROUTE)),
        FieldSpec::must(6, "F", FieldKind::Record(&REPLY_WINDOW)).critical(),
        FieldSpec::may(
            7,
            "G",
            FieldKind::List { of: &FieldKind::Number(&[NoticeType::T3, NoticeType::A4]), min: 1, max: 10 },
        ),
    ],
    preceded_by: &[NoticeType::E4],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesCase],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "States what its author no longer accepts, on a chain of notices, with a reply window and a route back.",
    rules: Rules::PRINCIPALS,
};

/// Paragraph A: the chain, by number.
pub static CHAIN: RecordSpec = RecordSpec {
    name: "chain",
    fields: &[
        FieldSpec::must(
            1,
            "incidents",
            FieldKind::List { of: &FieldKind::Number(&[NoticeType::E1]), min: 1, max: 20 },
        ),
        FieldSpec::must(2, "challenge", FieldKind::Number(&[NoticeType::E2])),
        FieldSpec::must(
            3,
            "statement",
            FieldKind::OrWord(&NON_ANSWER_WORD, &FieldKind::Number(&[NoticeType::E3])),
        ),
        FieldSpec::must(4, "warning", FieldKind::Number(&[NoticeType::E4])),
        FieldSpec::must(
            5,
            "repeats",
            FieldKind::List { of: &FieldKind::Number(&[NoticeType::E1]), min: 1, max: 20 },
        ),
    ],
};

/// Paragraph B.
pub static ELAPSED: RecordSpec = RecordSpec {
    name: "elapsed",
    fields: &[
        FieldSpec::must(1, "since-warning", FieldKind::Span { min_s: 0, max_s: YEAR_S }),
        FieldSpec::must(2, "count", FieldKind::Count { min: 1, max: 1000 }),
    ],
};

/// Paragraph C: likelihood, and apart from it confidence.
pub static HELD_LIKELY: RecordSpec = RecordSpec {
    name: "held-likely",
    fields: &[
        FieldSpec::must(1, "likelihood", FieldKind::Word(&LIKELIHOOD)),
        FieldSpec::must(2, "confidence", FieldKind::Word(&CONFIDENCE)),
    ],
};

/// Paragraph D.
pub static FOUND: RecordSpec = RecordSpec {
    name: "found",
    fields: &[
        FieldSpec::must(1, "status", FieldKind::Word(&FINDING_STATUS)).critical(),
        FieldSpec::must(2, "actor", FieldKind::Record(&ACTOR)).critical(),
    ],
};

/// Paragraph E: how long, and how it can end.
pub static ROUTE: RecordSpec = RecordSpec {
    name: "route",
    fields: &[
        FieldSpec::must(
            1,
            "lasts",
            FieldKind::OrWord(&STANDING_WORD, &FieldKind::Span { min_s: 3600, max_s: 10 * YEAR_S }),
        ),
        FieldSpec::must(2, "back", FieldKind::Word(&ROUTE_BACK)),
        FieldSpec::when(3, "quiet", FieldKind::Span { min_s: 3600, max_s: YEAR_S }),
    ],
};

/// Paragraph F: how long a reply is awaited before it takes effect; 0 only with NO OFF-RAMP in words.
pub static REPLY_WINDOW: RecordSpec = RecordSpec {
    name: "reply-window",
    fields: &[
        FieldSpec::must(1, "lasts", FieldKind::Span { min_s: 0, max_s: YEAR_S }).critical(),
        FieldSpec::when(2, "words", FieldKind::Word(&NO_OFF_RAMP_WORD)).critical(),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-E5-01",
        rule: "the author's own E1, E2 and E4 make the chain, and the other side's E3",
        test: |draft, _| {
            let own = &draft.envelope.from.party;
            let chain = draft.content.get("A")?.fields()?;
            let mut mine = chain.numbers_at("incidents");
            mine.extend(chain.numbers_at("repeats"));
            mine.extend(["challenge", "warning"].iter().filter_map(|name| chain.get(name)?.number()));
            let foreign = mine.into_iter().find(|number| number.party != *own);
            let statement = chain.get("statement").and_then(Value::number).filter(|n| n.party == *own);
            complain("A", facts! { subject: foreign.or(statement)?.to_string() })
        },
    },
    Check {
        id: "N-E5-02",
        rule: "no repeat is an incident from before the warning",
        test: |draft, _| {
            let chain = draft.content.get("A")?.fields()?;
            let before = chain.numbers_at("incidents");
            let twice = chain.numbers_at("repeats").into_iter().find(|repeat| before.contains(repeat))?;
            complain("A.repeats", facts! { subject: twice.to_string() })
        },
    },
    Check {
        id: "N-E5-03",
        rule: "a reply window below the charter's margin says NO OFF-RAMP in words; no other does",
        test: |draft, sight| {
            let window = draft.content.at("F.lasts")?.span()?;
            let margin = sight.line.charter().map_or(Span::hours(1), |c| c.clocks.deadline_margin);
            let said = draft.content.at("F.words").is_some();
            if said == (window < margin) {
                return None;
            }
            complain("F", facts! { window: window.to_string(), margin: margin.to_string() })
        },
    },
    Check {
        id: "N-E5-04",
        rule: "a route back by clock says how long a quiet; no other does",
        test: |draft, _| {
            let by_clock = draft.content.at("E.back")?.word()? == "QUIET-BY-CLOCK";
            let said = draft.content.at("E.quiet").is_some();
            if by_clock == said { None } else { complain("E.quiet", facts! {}) }
        },
    },
    Check {
        id: "N-E5-05",
        rule: "the actor is held to a party that is addressed, and not to the sender",
        test: |draft, _| {
            let actor = Actor(draft.content.at("D.actor")?.fields()?);
            let addressed = |party: &Code8| draft.envelope.to.iter().any(|station| station.party == *party);
            if actor.party().is_some_and(addressed) { None } else { complain("D.actor.party", facts! {}) }
        },
    },
    Check {
        id: "N-E5-06",
        rule: "as many repeats are told as the count says, or more",
        test: |draft, _| {
            let told = draft.content.items_at("A.repeats").len();
            let count = draft.content.at("B.count")?.count()?;
            if usize::try_from(count).is_ok_and(|count| count <= told) {
                return None;
            }
            complain("B.count", facts! { count: u64::from(count), told: told })
        },
    },
];

/// Reading of an E5.
#[derive(Debug, Clone, Copy)]
pub struct Finding<'a>(&'a Notice);

impl<'a> Finding<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::E5).then_some(Finding(notice))
    }

    /// A: the warning it rests on.
    pub fn warning(&self) -> Option<&'a Number> {
        self.0.content().at("A.warning")?.number()
    }

    /// A: the repeats.
    pub fn repeats(&self) -> Vec<&'a Number> {
        self.0.content().numbers_at("A.repeats")
    }

    /// A: every notice of the chain.
    pub fn chain(&self) -> Vec<&'a Number> {
        let content = self.0.content();
        let mut all = content.numbers_at("A.incidents");
        let single = ["A.challenge", "A.statement", "A.warning"];
        all.extend(single.iter().filter_map(|path| content.at(path)?.number()));
        all.extend(content.numbers_at("A.repeats"));
        all
    }

    /// D: NO-LONGER-ACCEPTED, PARTIAL or RESTORED.
    pub fn status(&self) -> Option<FindingStatus> {
        FindingStatus::parse(self.0.content().at("D.status")?.word()?)
    }

    /// D: the actor set.
    pub fn actor(&self) -> Option<Actor<'a>> {
        self.0.content().at("D.actor")?.fields().map(Actor)
    }

    /// E: the quiet that restores by clock.
    pub fn quiet(&self) -> Option<Span> {
        self.0.content().at("E.quiet")?.span()
    }

    /// F: the reply window.
    pub fn reply_window(&self) -> Option<Span> {
        self.0.content().at("F.lasts")?.span()
    }
}
