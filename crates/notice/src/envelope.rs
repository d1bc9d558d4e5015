//! The envelope: what every type carries besides its content (notices.md section 0).
//!
//! An author writes the [`Envelope`]; the node writes the [`Stamp`] inside the release transaction.
//! I1 names of officers never stand here: offices and role codes only.

use crate::number::Number;
use crate::spec::{FieldKind, FieldSpec, RecordSpec};
use crate::station::{Code8, Station};
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::*;

/// What the author of a notice writes about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// ACTUAL, EXERCISE or TEST.
    pub status: Status,
    /// Precedence for those who must act.
    pub precedence: Precedence,
    /// Precedence for those who are informed.
    pub precedence_info: Option<Precedence>,
    /// Station that speaks.
    pub from: Station,
    /// Stations addressed, at least one.
    pub to: Vec<Station>,
    /// Stations informed.
    pub info: Vec<Station>,
    /// Paragraph 3: charter clause or understanding id.
    pub basis: String,
    /// Paragraph 4: how it stands to other notices.
    pub refs: Vec<Reference>,
    /// Paragraph 5x.
    pub modality: Modality,
    /// Paragraph 5y.
    pub legal_character: LegalCharacter,
    /// Paragraph 5y, the flag.
    pub without_prejudice: bool,
    /// Paragraph 5z: by when an answer is due and what counts as one.
    pub answer_due: Option<AnswerDue>,
    /// Paragraph 5w: from when; on release if absent.
    pub effective_from: Option<Instant>,
    /// Paragraph 5w: until when, or STANDING.
    pub expires: Until,
    /// Paragraph 5w: when its author looks at it again.
    pub review_on: Option<Instant>,
    /// Paragraph 6: not operative, at most 200 words.
    pub remarks: Option<String>,
    /// Repeats the charter and must agree with it.
    pub attestation: Attestation,
    /// Hash of the defined-terms list in force.
    pub term_set: [u8; 32],
    /// Announced annexes.
    pub annexes: Vec<Annex>,
    /// Mark SEALED: this is a commitment, or the text that was committed to (M8; S1, T1, A6).
    pub sealed: Option<Sealed>,
}

/// A phase of an exchange of sealed texts: nobody shows its text before all have committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// COMMIT or REVEAL.
    pub phase: SealPhase,
    /// Id of the exchange, alike on all sides.
    pub exchange: Code8,
    /// By when all have committed.
    pub due: Instant,
    /// COMMIT: what [`crate::sealed::commitment`] gives of the text. REVEAL: the salt it was made with.
    pub value: [u8; 32],
}

/// What the node of the author adds when it releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Paragraph 1.
    pub number: Number,
    /// Paragraph 2: date-time group, UTC, second.
    pub dtg: Instant,
    /// Paragraph 2: declared clock error, milliseconds.
    pub clock_error_ms: u32,
    /// Who released, by office.
    pub release: ReleaseLine,
}

/// Authority and role codes, asserted by the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseLine {
    /// Authority of the releasing office.
    pub level: AuthorityLevel,
    /// Role code of who drafted it.
    pub drafted_by: Code8,
    /// Role code of who released it; the same code may stand twice, the same person may not.
    pub released_by: Code8,
}

/// A reference to another notice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// How this one stands to it.
    pub relation: Relation,
    /// Its number.
    pub number: Number,
}

/// When an answer is due and what counts as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerDue {
    /// By when.
    pub due: Due,
    /// What counts.
    pub answer: AnswerKind,
}

/// A duration from the read-back (or constructive notice), or a fixed instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// From K3, K2 where the type is not read back, or constructive notice.
    Within(Span),
    /// At a fixed instant.
    At(Instant),
}

/// STANDING, or until an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// Explicitly without end.
    Standing,
    /// Ends then.
    At(Instant),
}

/// An announced annex (line.md, Annexes); folds never read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// Its size, bytes.
    pub size: u32,
    /// Its kind.
    pub kind: AnnexKind,
    /// Parties that may open it.
    pub readers: Vec<Code8>,
}

/// The envelope as the codec, the template and the schema walk it.
pub static ENVELOPE: RecordSpec = RecordSpec {
    name: "envelope",
    fields: &[
        FieldSpec::must(1, "status", FieldKind::Word(&STATUS)),
        FieldSpec::must(2, "precedence", FieldKind::Word(&PRECEDENCE)),
        FieldSpec::may(3, "precedence-info", FieldKind::Word(&PRECEDENCE)),
        FieldSpec::must(4, "from", FieldKind::Station),
        FieldSpec::must(5, "to", FieldKind::List { of: &FieldKind::Station, min: 1, max: 16 }),
        FieldSpec::may(6, "info", FieldKind::List { of: &FieldKind::Station, min: 1, max: 16 }),
        FieldSpec::must(7, "basis", FieldKind::Text { words: 12 }),
        FieldSpec::may(8, "refs", FieldKind::List { of: &FieldKind::Record(&REFERENCE), min: 1, max: 50 }),
        FieldSpec::must(9, "modality", FieldKind::Word(&MODALITY)),
        FieldSpec::must(10, "legal-character", FieldKind::Word(&LEGAL_CHARACTER)),
        FieldSpec::may(11, "without-prejudice", FieldKind::Flag),
        FieldSpec::when(12, "answer-due", FieldKind::Record(&ANSWER_DUE)),
        FieldSpec::may(13, "effective-from", FieldKind::Instant { operative: true }),
        FieldSpec::must(
            14,
            "expires",
            FieldKind::OrWord(&STANDING_WORD, &FieldKind::Instant { operative: true }),
        ),
        FieldSpec::may(15, "review-on", FieldKind::Instant { operative: true }),
        FieldSpec::may(16, "remarks", FieldKind::Text { words: 200 }),
        FieldSpec::must(17, "attestation", FieldKind::Word(&ATTESTATION)),
        FieldSpec::must(18, "term-set", FieldKind::Hash),
        FieldSpec::when(19, "annexes", FieldKind::List { of: &FieldKind::Record(&ANNEX), min: 1, max: 8 }),
        FieldSpec::may(20, "sealed", FieldKind::Record(&SEALED)),
    ],
};

/// The mark SEALED.
pub static SEALED: RecordSpec = RecordSpec {
    name: "sealed",
    fields: &[
        FieldSpec::must(1, "phase", FieldKind::Word(&SEAL_PHASE)),
        FieldSpec::must(2, "exchange", FieldKind::Code),
        FieldSpec::must(3, "due", FieldKind::Instant { operative: true }),
        FieldSpec::must(4, "value", FieldKind::Hash),
    ],
};

/// Paragraph 4, one reference.
pub static REFERENCE: RecordSpec = RecordSpec {
    name: "reference",
    fields: &[
        FieldSpec::must(1, "relation", FieldKind::Word(&RELATION)),
        FieldSpec::must(2, "number", FieldKind::Number(&[])),
    ],
};

/// Paragraph 5z.
pub static ANSWER_DUE: RecordSpec = RecordSpec {
    name: "answer-due",
    fields: &[
        FieldSpec::when(1, "within", FieldKind::Span { min_s: 600, max_s: 366 * 86_400 }),
        FieldSpec::when(2, "at", FieldKind::Instant { operative: true }),
        FieldSpec::must(3, "answer", FieldKind::Word(&ANSWER_KIND)),
    ],
};

/// One announced annex.
pub static ANNEX: RecordSpec = RecordSpec {
    name: "annex",
    fields: &[
        FieldSpec::must(1, "hash", FieldKind::Hash),
        FieldSpec::must(2, "size", FieldKind::Count { min: 1, max: 64 << 20 }),
        FieldSpec::must(3, "kind", FieldKind::Word(&ANNEX_KIND)),
        FieldSpec::must(4, "readers", FieldKind::List { of: &FieldKind::Code, min: 1, max: 16 }),
    ],
};

/// Paragraphs 1 and 2 and the release line.
pub static STAMP: RecordSpec = RecordSpec {
    name: "stamp",
    fields: &[
        FieldSpec::must(1, "number", FieldKind::Number(&[])),
        FieldSpec::must(2, "dtg", FieldKind::Instant { operative: false }),
        FieldSpec::must(3, "clock-error-ms", FieldKind::Count { min: 0, max: u32::MAX }),
        FieldSpec::must(4, "level", FieldKind::Word(&AUTHORITY_LEVEL)),
        FieldSpec::must(5, "drafted-by", FieldKind::Code),
        FieldSpec::must(6, "released-by", FieldKind::Code),
    ],
};

/// SHA-256 of the canonical empty list (byte 0x80): the term set where no terms are defined.
pub const NO_TERMS: [u8; 32] = [
    0x76, 0xbe, 0x8b, 0x52, 0x8d, 0x00, 0x75, 0xf7, 0xaa, 0xe9, 0x8d, 0x6f, 0xa5, 0x7a, 0x6d, 0x3c, 0x83,
    0xae, 0x48, 0x0a, 0x84, 0x69, 0xe6, 0x68, 0xd7, 0xb0, 0xaf, 0x96, 0x89, 0x95, 0xac, 0x71,
];

impl Envelope {
    /// The fields that stand, by [`ENVELOPE`].
    pub fn fields(&self) -> Fields {
        let stations = |list: &[Station]| Value::List(list.iter().cloned().map(Value::Station).collect());
        let mut fields = Fields::new()
            .with("status", Value::Word(self.status.word()))
            .with("precedence", Value::Word(self.precedence.word()))
            .with("from", Value::Station(self.from.clone()))
            .with("to", stations(&self.to))
            .with("basis", Value::Text(self.basis.clone()))
            .with("modality", Value::Word(self.modality.word()))
            .with("legal-character", Value::Word(self.legal_character.word()))
            .with("expires", self.expires.value())
            .with("attestation", Value::Word(self.attestation.word()))
            .with("term-set", Value::Hash(self.term_set));
        let mut set = |name, value: Option<Value>| {
            if let Some(value) = value {
                fields.set(name, value);
            }
        };
        let list = |items: Vec<Value>| (!items.is_empty()).then_some(Value::List(items));
        set("precedence-info", self.precedence_info.map(|p| Value::Word(p.word())));
        set("info", (!self.info.is_empty()).then(|| stations(&self.info)));
        set("refs", list(self.refs.iter().map(Reference::value).collect()));
        set("without-prejudice", self.without_prejudice.then_some(Value::Flag(true)));
        set("answer-due", self.answer_due.as_ref().map(AnswerDue::value));
        set("effective-from", self.effective_from.map(Value::Instant));
        set("review-on", self.review_on.map(Value::Instant));
        set("remarks", self.remarks.clone().map(Value::Text));
        set("annexes", list(self.annexes.iter().map(Annex::value).collect()));
        set("sealed", self.sealed.as_ref().map(Sealed::value));
        fields
    }

    /// Whether these fields are those that [`Envelope::fields`] gives: what says nothing is left out of them.
    pub(crate) fn said_by(&self, fields: &Fields) -> bool {
        let empty = |name| fields.get(name).is_some_and(|value| value.items().is_empty());
        let says_no = fields.get("without-prejudice").and_then(Value::flag) == Some(false);
        !says_no && !["info", "refs", "annexes"].into_iter().any(empty)
    }

    /// Reads the fields.
    ///
    /// # Errors
    /// The name of the first mandatory field that is missing.
    pub fn of(fields: &Fields) -> Result<Self, &'static str> {
        let word = |name: &'static str| fields.word(name).ok_or(name);
        let instant = |name: &str| fields.get(name).and_then(Value::instant);
        let items = |name: &str| fields.get(name).map_or(&[][..], Value::items);
        let stations = |name: &str| {
            let mut stations = Vec::with_capacity(items(name).len());
            stations.extend(items(name).iter().filter_map(Value::station).cloned());
            stations
        };
        let due = fields.get("answer-due").and_then(Value::fields);
        let sealed = fields.get("sealed").and_then(Value::fields);
        Ok(Envelope {
            status: Status::parse(word("status")?).ok_or("status")?,
            precedence: Precedence::parse(word("precedence")?).ok_or("precedence")?,
            precedence_info: fields.word("precedence-info").and_then(Precedence::parse),
            from: fields.get("from").and_then(Value::station).cloned().ok_or("from")?,
            to: Some(stations("to")).filter(|to| !to.is_empty()).ok_or("to")?,
            info: stations("info"),
            basis: fields.get("basis").and_then(Value::text).map(str::to_owned).ok_or("basis")?,
            refs: items("refs").iter().map(Reference::of).collect::<Option<_>>().ok_or("refs")?,
            modality: Modality::parse(word("modality")?).ok_or("modality")?,
            legal_character: LegalCharacter::parse(word("legal-character")?).ok_or("legal-character")?,
            without_prejudice: fields.get("without-prejudice").and_then(Value::flag).unwrap_or(false),
            answer_due: due.map(|due| AnswerDue::of(due).ok_or("answer-due")).transpose()?,
            effective_from: instant("effective-from"),
            expires: fields.get("expires").and_then(Until::of).ok_or("expires")?,
            review_on: instant("review-on"),
            remarks: fields.get("remarks").and_then(Value::text).map(str::to_owned),
            attestation: Attestation::parse(word("attestation")?).ok_or("attestation")?,
            term_set: fields.get("term-set").and_then(Value::hash).ok_or("term-set")?,
            annexes: items("annexes").iter().map(Annex::of).collect::<Option<_>>().ok_or("annexes")?,
            sealed: sealed.map(|sealed| Sealed::of(sealed).ok_or("sealed")).transpose()?,
        })
    }
}

impl Stamp {
    /// The fields, by [`STAMP`].
    pub fn fields(&self) -> Fields {
        Fields::new()
            .with("number", Value::Number(self.number.clone()))
            .with("dtg", Value::Instant(self.dtg))
            .with("clock-error-ms", Value::Count(self.clock_error_ms))
            .with("level", Value::Word(self.release.level.word()))
            .with("drafted-by", Value::Code(self.release.drafted_by.clone()))
            .with("released-by", Value::Code(self.release.released_by.clone()))
    }

    /// Reads the fields.
    ///
    /// # Errors
    /// The name of the first field that is missing.
    pub fn of(fields: &Fields) -> Result<Self, &'static str> {
        let code = |name: &'static str| fields.get(name).and_then(Value::code).cloned().ok_or(name);
        Ok(Stamp {
            number: fields.get("number").and_then(Value::number).cloned().ok_or("number")?,
            dtg: fields.get("dtg").and_then(Value::instant).ok_or("dtg")?,
            clock_error_ms: fields.get("clock-error-ms").and_then(Value::count).ok_or("clock-error-ms")?,
            release: ReleaseLine {
                level: fields.word("level").and_then(AuthorityLevel::parse).ok_or("level")?,
                drafted_by: code("drafted-by")?,
                released_by: code("released-by")?,
            },
        })
    }
}

impl Sealed {
    fn value(&self) -> Value {
        let fields = Fields::new().with("phase", Value::Word(self.phase.word()));
        let fields = fields.with("exchange", Value::Code(self.exchange.clone()));
        Value::Record(fields.with("due", Value::Instant(self.due)).with("value", Value::Hash(self.value)))
    }

    fn of(fields: &Fields) -> Option<Self> {
        Some(Sealed {
            phase: SealPhase::parse(fields.word("phase")?)?,
            exchange: fields.get("exchange")?.code()?.clone(),
            due: fields.get("due")?.instant()?,
            value: fields.get("value")?.hash()?,
        })
    }
}

impl Reference {
    fn value(&self) -> Value {
        let relation = Fields::new().with("relation", Value::Word(self.relation.word()));
        Value::Record(relation.with("number", Value::Number(self.number.clone())))
    }

    fn of(value: &Value) -> Option<Self> {
        let fields = value.fields()?;
        let relation = Relation::parse(fields.word("relation")?)?;
        Some(Reference { relation, number: fields.get("number")?.number()?.clone() })
    }
}

impl AnswerDue {
    fn value(&self) -> Value {
        let answer = Fields::new().with("answer", Value::Word(self.answer.word()));
        Value::Record(match self.due {
            Due::Within(span) => answer.with("within", Value::Span(span)),
            Due::At(at) => answer.with("at", Value::Instant(at)),
        })
    }

    fn of(fields: &Fields) -> Option<Self> {
        let within = fields.get("within").and_then(Value::span).map(Due::Within);
        let fixed = fields.get("at").and_then(Value::instant).map(Due::At);
        Some(AnswerDue { due: within.xor(fixed)?, answer: AnswerKind::parse(fields.word("answer")?)? })
    }
}

impl Until {
    fn value(self) -> Value {
        match self {
            Until::Standing => Value::Word(StandingWord::Standing.word()),
            Until::At(at) => Value::Instant(at),
        }
    }

    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Instant(at) => Some(Until::At(*at)),
            Value::Word(_) => Some(Until::Standing),
            _ => None,
        }
    }
}

impl Annex {
    fn value(&self) -> Value {
        let readers = Value::List(self.readers.iter().cloned().map(Value::Code).collect());
        let fields = Fields::new().with("hash", Value::Hash(self.hash)).with("size", Value::Count(self.size));
        Value::Record(fields.with("kind", Value::Word(self.kind.word())).with("readers", readers))
    }

    fn of(value: &Value) -> Option<Self> {
        let fields = value.fields()?;
        Some(Annex {
            hash: fields.get("hash")?.hash()?,
            size: fields.get("size")?.count()?,
            kind: AnnexKind::parse(fields.word("kind")?)?,
            readers: fields.get("readers")?.items().iter().filter_map(Value::code).cloned().collect(),
        })
    }
}
