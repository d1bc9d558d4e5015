//! S2 REPLY: accepts one version by its hash, counters, declines or holds (notices.md section 5). Moves M5.

use crate::check::{Check, complain};
use crate::notice::Notice;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec, VerbRule};
use crate::station::Code8;
use crate::types::s1_offer::{PAIRED, STEP};
use crate::value::Instant;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static S2: TypeSpec = TypeSpec {
    kind: NoticeType::S2,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&PACKAGE_MEANT)).critical(),
        FieldSpec::must(2, "B", FieldKind::Record(&REPLIED)).critical(),
        FieldSpec::when(3, "C", FieldKind::List { of: &FieldKind::Record(&CLAUSE_STANDS), min: 1, max: 20 }),
        FieldSpec::when(4, "D", FieldKind::Record(&TERMS_READ_BACK)).critical(),
    ],
    preceded_by: &[NoticeType::S1],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::MovesUnderstanding],
    read_back: true,
    constructive: false,
    drafted: true,
    purpose: "Accepts, counters, declines or holds an offer; acceptance restates every metric and names the text's hash.",
    rules: Rules {
        modality: &[Modality::Accepts, Modality::Rejects, Modality::Proposes, Modality::Reserves],
        verb: "B.answer",
        by_verb: &[
            VerbRule::opens("ACCEPT", &["D"], &[]),
            VerbRule::opens("COUNTER", &["C"], &[]),
            VerbRule::opens("DECLINE", &[], &["C"]),
            VerbRule::opens("HOLD", &[], &["C"]),
        ],
        ..Rules::PRINCIPALS
    },
};

/// Paragraph A: which text, by the hash of its terms.
pub static PACKAGE_MEANT: RecordSpec = RecordSpec {
    name: "package-meant",
    fields: &[
        FieldSpec::must(1, "id", FieldKind::Code).critical(),
        FieldSpec::must(2, "version", FieldKind::Count { min: 1, max: 1000 }).critical(),
        FieldSpec::must(3, "terms", FieldKind::Hash),
    ],
};

/// Paragraph B.
pub static REPLIED: RecordSpec = RecordSpec {
    name: "replied",
    fields: &[
        FieldSpec::must(1, "answer", FieldKind::Word(&REPLY_ANSWER)).critical(),
        FieldSpec::when(2, "until", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// Paragraph C: where one clause stands.
pub static CLAUSE_STANDS: RecordSpec = RecordSpec {
    name: "clause-stands",
    fields: &[
        FieldSpec::must(1, "paragraph", FieldKind::Text { words: 1 }),
        FieldSpec::must(2, "status", FieldKind::Word(&CLAUSE_STATUS)),
    ],
};

/// Paragraph D: the steps and pairing of the offer, restated.
pub static TERMS_READ_BACK: RecordSpec = RecordSpec {
    name: "terms-read-back",
    fields: &[
        FieldSpec::must(2, "B", FieldKind::List { of: &FieldKind::Record(&STEP), min: 0, max: 4 }).critical(),
        FieldSpec::must(3, "C", FieldKind::List { of: &FieldKind::Record(&STEP), min: 0, max: 4 }).critical(),
        FieldSpec::must(4, "D", FieldKind::Record(&PAIRED)).critical(),
    ],
};

/// Its own checks.
pub static CHECKS: &[Check] = &[
    Check {
        id: "N-S2-01",
        rule: "HOLD says until when; no other answer does",
        test: |draft, _| {
            let hold = draft.content.at("B.answer")?.word()? == "HOLD";
            let said = draft.content.at("B.until").is_some();
            if hold == said { None } else { complain("B.until", facts! {}) }
        },
    },
    Check {
        id: "N-S2-02",
        rule: "it answers an S1 of another party",
        test: |draft, _| {
            let answered = draft.envelope.refs.iter().any(|r| {
                let theirs = r.number.party != draft.envelope.from.party;
                r.relation == Relation::Answers && r.number.kind == NoticeType::S1 && theirs
            });
            if answered { None } else { complain("4", facts! {}) }
        },
    },
    Check {
        id: "N-S2-03",
        rule: "the modality is that of the answer: ACCEPTS accepts, REJECTS declines",
        test: |draft, _| {
            let wanted = match draft.content.at("B.answer")?.word()? {
                "ACCEPT" => Modality::Accepts,
                "DECLINE" => Modality::Rejects,
                "COUNTER" => Modality::Proposes,
                _ => Modality::Reserves,
            };
            if draft.envelope.modality == wanted {
                return None;
            }
            complain("5x", facts! { wanted: wanted.word() })
        },
    },
];

/// Reading of an S2.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a>(&'a Notice);

impl<'a> Reply<'a> {
    /// Reads a notice of this type.
    pub fn of(notice: &'a Notice) -> Option<Self> {
        (notice.kind() == NoticeType::S2).then_some(Reply(notice))
    }

    /// A: package and version.
    pub fn package(&self) -> Option<(&'a Code8, u32)> {
        Some((self.0.content().at("A.id")?.code()?, self.0.content().at("A.version")?.count()?))
    }

    /// A: hash of the terms.
    pub fn terms(&self) -> Option<[u8; 32]> {
        self.0.content().at("A.terms")?.hash()
    }

    /// B: the answer.
    pub fn answer(&self) -> Option<ReplyAnswer> {
        ReplyAnswer::parse(self.0.content().at("B.answer")?.word()?)
    }

    /// B: until when it is held.
    pub fn until(&self) -> Option<Instant> {
        self.0.content().at("B.until")?.instant()
    }
}
