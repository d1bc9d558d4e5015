//! A4 RESPONSE (PROPORTIONALITY) NOTICE: pending, postponed, changed, stood down, concluded (notices.md section 3). M3.
//!
//! Each verb has a title of its own in every language. Announcing force does not make it lawful: L is a claim.

use crate::check::{Check, complain};
use crate::notice::{Draft, Notice};
use crate::number::Number;
use crate::records::{AREA, WARNING_IDS};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::value::{Instant, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static A4: TypeSpec = TypeSpec {
    kind: NoticeType::A4,
    paragraphs: &[
        FieldSpec::must(0, "V", FieldKind::Word(&RESPONSE_VERB)).critical(),
        FieldSpec::must(1, "A", FieldKind::Number(&[NoticeType::E1, NoticeType::T3])),
        FieldSpec::when(2, "B", FieldKind::Record(&FINALITY_TOLD)).critical(),
        FieldSpec::when(3, "C", FieldKind::OrWord(&UNSPECIFIED_WORD, &FieldKind::Record(&BAND_OF_TIME)))
            .critical(),
        FieldSpec::when(4, "D", FieldKind::Record(&SCALE)).critical(),
        FieldSpec::when(5, "E", FieldKind::Record(&TARGET)).critical(),
        FieldSpec::when(6, "F", FieldKind::Place(AREA)),
        FieldSpec::when(7, "G", FieldKind::List { of: &FieldKind::Word(&ADVICE), min: 1, max: 5 }),
        FieldSpec::when(8, "H", FieldKind::OrWord(&NO_OFF_RAMP_WORD, &FieldKind::Record(&OFF_RAMP)))
            .critical(),
        FieldSpec::when(9, "I", FieldKind::Flag),
        FieldSpec::when(10, "J", FieldKind::OrWord(&CIVIL_WORD, &WARNING_IDS)),
        FieldSpec::when(11, "K", FieldKind::Word(&HOST_STATE)),
        FieldSpec::when(12, "L", FieldKind::Word(&LEGAL_BASIS)),
        FieldSpec::when(13, "M", FieldKind::Word(&STAND_DOWN_CAUSE)),
        FieldSpec::when(14, "N", FieldKind::Record(&ACTUAL)),
    ],
    preceded_by: &[NoticeType::E1, NoticeType::T3],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesResponse],
    read_back: true,
    constructive: true,
    drafted: true,
    purpose: "Announces a limited response with its bounds and off-ramp, and says when it is put off, changed, stood \
              down or over.",
    rules: Rules {
        precedence: &[Precedence::Flash],
        modality: &[
            Modality::Will,
            Modality::Intends,
            Modality::May,
            Modality::WillNot,
            Modality::DoesNotIntend,
            Modality::Notes,
        ],
        verb: "V",
        by_verb: &[
            VerbRule::opens("PENDING", &["B", "C", "D", "E", "H", "I", "J", "K", "L"], &["F", "G"]),
            VerbRule::follows("POSTPONED", &["C"], &["H"]),
            VerbRule::follows("CHANGED", &["J", "K"], &["B", "C", "D", "E", "F", "G", "H", "I", "L"]),
            VerbRule::follows("STOOD-DOWN", &["M"], &[]),
            VerbRule::follows("CONCLUDED", &["B", "N"], &[]),
        ],
        ..Rules::PRINCIPALS
    },
};

/// Paragraph B: whether this ends the matter.
pub static FINALITY_TOLD: RecordSpec = RecordSpec {
    name: "finality-told",
    fields: &[
        FieldSpec::must(1, "finality", FieldKind::Word(&FINALITY)).critical(),
        FieldSpec::when(2, "part", FieldKind::Count { min: 1, max: 20 }).critical(),
        FieldSpec::when(3, "of", FieldKind::Count { min: 2, max: 20 }).critical(),
    ],
};

/// Paragraph C: two instants.
pub static BAND_OF_TIME: RecordSpec = RecordSpec {
    name: "band-of-time",
    fields: &[
        FieldSpec::must(1, "earliest", FieldKind::Instant { operative: true }).critical(),
        FieldSpec::must(2, "latest", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// Paragraph D: a band of the charter, per wave if in waves.
pub static SCALE: RecordSpec = RecordSpec {
    name: "scale",
    fields: &[
        FieldSpec::must(1, "band", FieldKind::Count { min: 1, max: 5 }).critical(),
        FieldSpec::may(2, "waves", FieldKind::Count { min: 2, max: 20 }).critical(),
    ],
};

/// Paragraph E: what is aimed at, and what is left out.
pub static TARGET: RecordSpec = RecordSpec {
    name: "target",
    fields: &[
        FieldSpec::must(
            1,
            "classes",
            FieldKind::List { of: &FieldKind::Word(&TARGET_CLASS), min: 1, max: 5 },
        )
        .critical(),
        FieldSpec::must(
            2,
            "excluded",
            FieldKind::List { of: &FieldKind::Word(&EXCLUDED_CLASS), min: 1, max: 7 },
        )
        .critical(),
        FieldSpec::when(3, "excluded-areas", FieldKind::Place(AREA)).critical(),
    ],
};

/// Paragraph H: what stops it, until when.
pub static OFF_RAMP: RecordSpec = RecordSpec {
    name: "off-ramp-told",
    fields: &[
        FieldSpec::must(1, "act", FieldKind::Word(&OFF_RAMP_ACT)).critical(),
        FieldSpec::must(2, "until", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// Paragraph N: what was done, and when it ended.
pub static ACTUAL: RecordSpec = RecordSpec {
    name: "actual",
    fields: &[
        FieldSpec::must(1, "band", FieldKind::Count { min: 1, max: 5 }),
        FieldSpec::must(2, "ended", FieldKind::Instant { operative: false }),
        FieldSpec::may(3, "sites", FieldKind::Count { min: 0, max: 1000 }),
        FieldSpec::may(4, "weapons", FieldKind::Count { min: 0, max: 10_000 }),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-A4-01",
        rule: "PART says which part of how many; no other finality does",
        test: |draft, _| {
            let told = draft.content.get("B")?.fields()?;
            let count = |name: &str| told.get(name).and_then(Value::count);
            let fits = match (told.word("finality")?, count("part"), count("of")) {
                ("PART", Some(part), Some(of)) => part <= of,
                ("PART", _, _) => false,
                (_, part, of) => part.is_none() && of.is_none(),
            };
            if fits { None } else { complain("B", facts! {}) }
        },
    },
    Check {
        id: "N-A4-02",
        rule: "the off-ramp ends before the earliest time",
        test: |draft, _| {
            let until = draft.content.at("H.until")?.instant()?;
            let earliest = draft.content.at("C.earliest")?.instant()?;
            if until <= earliest { None } else { complain("H", facts! {}) }
        },
    },
    Check {
        id: "N-A4-03",
        rule: "NAMED-AREAS and excluded areas stand together",
        test: |draft, _| {
            let target = draft.content.get("E")?.fields()?;
            let named = target.words_at("excluded").contains(&"NAMED-AREAS");
            let drawn = target.get("excluded-areas").is_some();
            if named == drawn { None } else { complain("E.excluded-areas", facts! {}) }
        },
    },
    Check {
        id: "N-A4-04",
        rule: "BEING-REQUESTED is a word of accidents only: a response has its warnings or says that none is issued",
        test: |draft, _| {
            if draft.content.word("J") == Some("BEING-REQUESTED") { complain("J", facts! {}) } else { None }
        },
    },
    Check {
        id: "N-A4-05",
        rule: "the earliest time lies ahead of the author's clock",
        test: |draft, sight| {
            let earliest = draft.content.at("C.earliest")?.instant()?;
            if sight.now().is_none_or(|now| now < earliest) { None } else { complain("C", facts! {}) }
        },
    },
    Check {
        id: "N-A4-06",
        rule: "CHANGED changes at least one of B to I or L",
        test: |draft, _| {
            let changed = draft.content.word("V")? == "CHANGED";
            let letters = ["B", "C", "D", "E", "F", "G", "H", "I", "L"];
            let some = letters.iter().any(|letter| draft.content.get(letter).is_some());
            if changed && !some { complain("V", facts! {}) } else { None }
        },
    },
];

/// Reading of an A4.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a>(&'a Draft);

impl<'a> Response<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        Response::of_draft(notice.draft())
    }

    /// Reads a draft of this type.
    pub fn of_draft(draft: &'a Draft) -> Option<Self> {
        (draft.kind == NoticeType::A4).then_some(Response(draft))
    }

    /// V: the verb.
    pub fn verb(&self) -> Option<ResponseVerb> {
        ResponseVerb::parse(self.0.content.word("V")?)
    }

    /// A: the incident or crossing it answers.
    pub fn matter(&self) -> Option<&'a Number> {
        self.0.content.get("A")?.number()
    }

    /// B: whether it ends the matter.
    pub fn finality(&self) -> Option<Finality> {
        Finality::parse(self.0.content.at("B.finality")?.word()?)
    }

    /// C: earliest and latest; `None` for UNSPECIFIED.
    pub fn window(&self) -> Option<(Instant, Instant)> {
        let content = &self.0.content;
        Some((content.at("C.earliest")?.instant()?, content.at("C.latest")?.instant()?))
    }

    /// D: the declared band, 1 to 5.
    pub fn band(&self) -> Option<u32> {
        self.0.content.at("D.band")?.count()
    }

    /// H: until when the off-ramp stands open.
    pub fn off_ramp_until(&self) -> Option<Instant> {
        self.0.content.at("H.until")?.instant()
    }

    /// N: the band that was used and when it ended.
    pub fn actual(&self) -> Option<(u32, Instant)> {
        Some((self.0.content.at("N.band")?.count()?, self.0.content.at("N.ended")?.instant()?))
    }

    /// The PENDING it belongs to.
    pub fn pending(&self) -> Option<&'a Number> {
        self.0.envelope.refs.iter().map(|r| &r.number).find(|number| number.kind == NoticeType::A4)
    }
}
