//! L5 CORRECTION / CANCELLATION / second seal (notices.md section 1). Floor class; undoes its subject's effect.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::number::Number;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, Release, Rules, TypeSpec};
use crate::vocabulary::{
    CORRECTION_CAUSE, CORRECTION_VERB, CorrectionCause, CorrectionVerb, NoticeType, Precedence,
};
use refusal::facts;

/// The spec.
pub static L5: TypeSpec = TypeSpec {
    kind: NoticeType::L5,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Word(&CORRECTION_VERB)).critical(),
        FieldSpec::must(2, "B", FieldKind::Number(&[])).critical(),
        FieldSpec::when(3, "C", FieldKind::Word(&CORRECTION_CAUSE)),
        FieldSpec::when(4, "D", FieldKind::Number(&[])),
    ],
    preceded_by: &[],
    release: Release::OneThenSeal,
    lane: LaneRule::Floor,
    effects: &[Effect::Corrects],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Takes an own notice back, replaces it, or gives the second seal.",
    rules: Rules::ANY,
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-L5-01",
        rule: "C (cause) stands with CORRECT and CANCEL and not with CONFIRM",
        test: |draft, _| {
            let verb = draft.content.word("A")?;
            let stands = draft.content.get("C").is_some();
            if stands == (verb != "CONFIRM") { None } else { complain("C", facts! { verb: verb }) }
        },
    },
    Check {
        id: "N-L5-02",
        rule: "D (replacement) stands with CORRECT only, is of the subject's type and another number",
        test: |draft, _| {
            let verb = draft.content.word("A")?;
            let subject = draft.content.get("B")?.number()?;
            let fits = match draft.content.get("D").and_then(|d| d.number()) {
                None => true,
                Some(new) => verb == "CORRECT" && new.kind == subject.kind && new != subject,
            };
            if fits { None } else { complain("D", facts! { verb: verb, subject: subject.to_string() }) }
        },
    },
    Check {
        id: "N-L5-03",
        rule: "the subject is a known notice of the same author",
        test: |draft, context| {
            let subject = draft.content.get("B")?.number()?;
            let unknown = context.connected() && context.known(subject).is_none();
            let foreign = subject.party != draft.envelope.from.party;
            if !foreign && !unknown {
                return None;
            }
            complain("B", facts! { subject: subject.to_string() })
        },
    },
    Check {
        id: "N-L5-04",
        rule: "it is Z if its subject was Z",
        test: |draft, context| {
            let subject = draft.content.get("B")?.number()?;
            let was_flash = context.known(subject)?.precedence == Precedence::Flash;
            let is_flash = draft.envelope.precedence == Precedence::Flash;
            if !was_flash || is_flash {
                return None;
            }
            complain("precedence", facts! { subject: subject.to_string() })
        },
    },
];

/// Reading of an L5.
#[derive(Debug, Clone, Copy)]
pub struct Correction<'a>(&'a Notice);

impl<'a> Correction<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::L5).then_some(Correction(notice))
    }

    /// A: CORRECT, CANCEL or CONFIRM.
    pub fn verb(&self) -> Option<CorrectionVerb> {
        CorrectionVerb::parse(self.0.content().word("A")?)
    }

    /// B: the notice it is about; for CONFIRM the one whose second seal this is.
    pub fn subject(&self) -> Option<&'a Number> {
        self.0.paragraph("B")?.number()
    }

    /// C: why.
    pub fn cause(&self) -> Option<CorrectionCause> {
        CorrectionCause::parse(self.0.content().word("C")?)
    }

    /// D: the notice that takes its place.
    pub fn replacement(&self) -> Option<&'a Number> {
        self.0.paragraph("D")?.number()
    }
}
