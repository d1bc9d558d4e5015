//! L3 READ-BACK: the receiver's own restatement of the critical fields (notices.md section 1, 4.14).
//!
//! MATCH or MISMATCH is never carried: [`crate::read_back::compare`] computes it from B and the subject.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::number::Number;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::{Fields, Value};
use crate::vocabulary::NoticeType;
use refusal::facts;

/// The spec.
pub static L3: TypeSpec = TypeSpec {
    kind: NoticeType::L3,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&SUBJECT)),
        FieldSpec::must(2, "B", FieldKind::Restatement),
    ],
    preceded_by: &[],
    release: Release::One,
    lane: LaneRule::Service,
    effects: &[Effect::ReadsBack],
    read_back: false,
    constructive: false,
    drafted: true,
    purpose: "The receiver restates what is critical, and the folds compute whether it agrees.",
    rules: Rules::ANY,
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-L3-01",
        rule: "the subject is known to this node by this hash, is another party's and was opened here (K2)",
        test: |draft, context| {
            let subject = draft.content.get("A")?.fields()?;
            let number = subject.get("number")?.number()?;
            if !context.connected() {
                return None;
            }
            let fits = context.known(number).is_some_and(|known| {
                let opened = known.opened_here || number.kind == NoticeType::Ch;
                let foreign = known.author != draft.envelope.from.party;
                opened && foreign && Some(known.entry) == subject.get("entry").and_then(Value::hash)
            });
            if fits { None } else { complain("A", facts! { subject: number.to_string() }) }
        },
    },
    Check {
        id: "N-L3-02",
        rule: "the subject is of a type that is read back",
        test: |draft, sight| {
            let number = draft.content.get("A")?.fields()?.get("number")?.number()?;
            let spec = (sight.spec)(number.kind);
            if spec.is_some_and(|s| s.read_back) {
                return None;
            }
            complain("A", facts! { subject: number.to_string() })
        },
    },
    Check {
        id: "N-L3-03",
        rule: "at least one critical field is restated",
        test: |draft, _| {
            let restated = draft.content.get("B")?.fields()?;
            if restated.is_empty() { complain("B", facts! {}) } else { None }
        },
    },
];

/// Paragraph A: number and entry hash of what is read back.
pub static SUBJECT: RecordSpec = RecordSpec {
    name: "subject",
    fields: &[
        FieldSpec::must(1, "number", FieldKind::Number(&[])),
        FieldSpec::must(2, "entry", FieldKind::Hash),
    ],
};

/// Reading of an L3.
#[derive(Debug, Clone, Copy)]
pub struct ReadBack<'a>(&'a Notice);

impl<'a> ReadBack<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::L3).then_some(ReadBack(notice))
    }

    /// A: number of the subject.
    pub fn subject(&self) -> Option<&'a Number> {
        self.0.paragraph("A")?.fields()?.get("number")?.number()
    }

    /// A: hash of the subject's entry.
    pub fn entry(&self) -> Option<[u8; 32]> {
        self.0.paragraph("A")?.fields()?.get("entry")?.hash()
    }

    /// B: the critical fields as the receiver typed them.
    pub fn restated(&self) -> Option<&'a Fields> {
        self.0.paragraph("B")?.fields()
    }
}
