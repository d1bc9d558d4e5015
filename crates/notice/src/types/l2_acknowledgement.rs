//! L2 ACKNOWLEDGEMENT: a mark an officer makes on a notice (notices.md section 1).

use crate::check::{Check, complain};
use crate::clause::YEAR_S;
use crate::notice::Notice;
use crate::number::Number;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, Release, Rules, TypeSpec};
use crate::station::Code8;
use crate::value::{Instant, Span, Value};
use crate::vocabulary::{NoticeType, OFFICER_MARK, ONWARD, OfficerMark, Onward};
use refusal::facts;

/// The spec.
pub static L2: TypeSpec = TypeSpec {
    kind: NoticeType::L2,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Number(&[])),
        FieldSpec::must(2, "B", FieldKind::Word(&OFFICER_MARK)),
        FieldSpec::must(3, "C", FieldKind::Instant { operative: false }),
        FieldSpec::must(4, "D", FieldKind::Code),
        FieldSpec::when(5, "E", FieldKind::Word(&ONWARD)),
        FieldSpec::may(6, "F", FieldKind::Span { min_s: 60, max_s: YEAR_S }),
    ],
    preceded_by: &[],
    release: Release::One,
    lane: LaneRule::Service,
    effects: &[Effect::SetsMark],
    read_back: false,
    constructive: false,
    drafted: true,
    purpose: "A watch position marks a notice it received.",
    rules: Rules::ANY,
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-L2-01",
        rule: "E (onward to) stands with K5 and K6 and with no other mark",
        test: |draft, _| {
            let mark = draft.content.word("B")?;
            let wanted = matches!(mark, "K5" | "K6");
            let stands = draft.content.get("E").is_some();
            if wanted == stands { None } else { complain("E", facts! { mark: mark }) }
        },
    },
    Check {
        id: "N-L2-02",
        rule: "the subject is known to this node and is not its own",
        test: |draft, context| {
            let number = draft.content.get("A")?.number()?;
            let known = context.known(number);
            let own = known.as_ref().is_some_and(|k| k.author == draft.envelope.from.party);
            let missing = context.connected() && known.is_none();
            if own || missing { complain("A", facts! { subject: number.to_string() }) } else { None }
        },
    },
    Check {
        id: "N-L2-03",
        rule: "K4 to K6 carry a time rounded up to 15 min, outside A6",
        test: |draft, _| {
            let mark = draft.content.word("B")?;
            let at = draft.content.get("C")?.instant()?;
            let subject = draft.content.get("A")?.number()?;
            let rounded = !matches!(mark, "K4" | "K5" | "K6") || subject.kind == NoticeType::A6;
            if rounded || at.seconds() % 900 == 0 { None } else { complain("C", facts! { mark: mark }) }
        },
    },
    Check {
        id: "N-L2-04",
        rule: "K4 to K6 are set on A3, A4, A5, A6 only",
        test: |draft, _| {
            let mark = draft.content.word("B")?;
            let subject = draft.content.get("A")?.number()?;
            use NoticeType::{A3, A4, A5, A6};
            let free = !matches!(mark, "K4" | "K5" | "K6") || matches!(subject.kind, A3 | A4 | A5 | A6);
            if free { None } else { complain("B", facts! { mark: mark, subject: subject.to_string() }) }
        },
    },
];

/// Reading of an L2.
#[derive(Debug, Clone, Copy)]
pub struct Acknowledgement<'a>(&'a Notice);

impl<'a> Acknowledgement<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::L2).then_some(Acknowledgement(notice))
    }

    /// A: the notice it is about.
    pub fn subject(&self) -> Option<&'a Number> {
        self.0.paragraph("A")?.number()
    }

    /// B: the mark.
    pub fn mark(&self) -> Option<OfficerMark> {
        OfficerMark::parse(self.0.content().word("B")?)
    }

    /// C: when the mark was made.
    pub fn at(&self) -> Option<Instant> {
        self.0.paragraph("C")?.instant()
    }

    /// D: the watch position.
    pub fn position(&self) -> Option<&'a Code8> {
        self.0.paragraph("D")?.code()
    }

    /// E: how far down it went.
    pub fn onward(&self) -> Option<Onward> {
        Onward::parse(self.0.content().word("E")?)
    }

    /// F: by how much the answer time is asked to be longer.
    pub fn extension(&self) -> Option<Span> {
        self.0.paragraph("F").and_then(Value::span)
    }
}
