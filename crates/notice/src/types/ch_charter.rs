//! CH, the charter: a form, not a type; one a compartment, versioned, read back like a notice (notices.md 9).
//!
//! A clock that the form does not state has its default.

use crate::charter::Charter;
use crate::check::{Complaint, SpecOf, complain};
use crate::clause::YEAR_S;
use crate::parameters::{CLOCKS, Parameters};
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::Span;
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static CH: TypeSpec = TypeSpec {
    kind: NoticeType::Ch,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&PURPOSES)),
        FieldSpec::must(2, "B", FieldKind::Record(&MEMBERS)),
        FieldSpec::must(3, "C", FieldKind::List { of: &FieldKind::Record(&WATCH_STATION), min: 1, max: 32 }),
        FieldSpec::must(
            4,
            "D",
            FieldKind::List { of: &FieldKind::Word(&NOTICE_TYPE), min: 1, max: NoticeType::ALL.len() - 1 },
        )
        .critical(),
        FieldSpec::must(5, "E", FieldKind::Record(&ATTESTATION_RECORD)).critical(),
        FieldSpec::must(6, "F", FieldKind::Flag).critical(),
        FieldSpec::must(7, "G", FieldKind::List { of: &FieldKind::Word(&NOTICE_TYPE), min: 1, max: 8 })
            .critical(),
        FieldSpec::may(8, "H", FieldKind::Record(&CLOCKS)).critical(),
        FieldSpec::may(9, "I", FieldKind::List { of: &FieldKind::Record(&ADDED_CRITICAL), min: 1, max: 50 }),
        FieldSpec::may(10, "J", FieldKind::List { of: &FieldKind::Record(&BAND), min: 5, max: 5 }),
        FieldSpec::must(11, "K", FieldKind::Count { min: 1, max: 60 }),
        FieldSpec::must(12, "L", FieldKind::Record(&ANNEX_LIMITS)),
        FieldSpec::may(
            13,
            "M",
            FieldKind::List { of: &FieldKind::Instant { operative: true }, min: 1, max: 24 },
        ),
        FieldSpec::must(14, "N", FieldKind::Span { min_s: 86_400, max_s: 50 * YEAR_S }),
        FieldSpec::may(15, "O", FieldKind::Code),
        FieldSpec::must(16, "P", FieldKind::Record(&END)),
    ],
    preceded_by: &[],
    release: Release::TwoWith(AuthorityLevel::Senior),
    lane: LaneRule::ByPrecedence,
    effects: &[Effect::SetsCharter],
    read_back: true,
    constructive: false,
    drafted: false,
    purpose: "The charter of a compartment: who, what, which clocks.",
    rules: Rules::ANY,
};

/// Paragraph A.
pub static PURPOSES: RecordSpec = RecordSpec {
    name: "purposes",
    fields: &[
        FieldSpec::must(1, "about", FieldKind::Word(&PURPOSE)),
        FieldSpec::may(2, "text", FieldKind::Text { words: 60 }),
        FieldSpec::may(3, "duties", FieldKind::Text { words: 60 }),
    ],
};

/// Paragraph B.
pub static MEMBERS: RecordSpec = RecordSpec {
    name: "members",
    fields: &[
        FieldSpec::must(1, "parties", FieldKind::List { of: &FieldKind::Record(&MEMBER), min: 2, max: 16 }),
        FieldSpec::must(2, "relays", FieldKind::List { of: &FieldKind::Record(&RELAY), min: 1, max: 8 }),
    ],
};

/// A member with its role and tempo.
pub static MEMBER: RecordSpec = RecordSpec {
    name: "member",
    fields: &[
        FieldSpec::must(1, "party", FieldKind::Code),
        FieldSpec::must(2, "role", FieldKind::Word(&ROLE)),
        FieldSpec::must(3, "tempo", FieldKind::Word(&TEMPO)),
    ],
};

/// A relay by its id and the party that hosts it.
pub static RELAY: RecordSpec = RecordSpec {
    name: "relay",
    fields: &[
        FieldSpec::must(1, "id", FieldKind::Text { words: 1 }),
        FieldSpec::may(2, "host", FieldKind::Code),
    ],
};

/// Paragraph C: a station, when it is watched and how.
pub static WATCH_STATION: RecordSpec = RecordSpec {
    name: "watch-station",
    fields: &[
        FieldSpec::must(1, "station", FieldKind::Station),
        FieldSpec::must(2, "languages", FieldKind::List { of: &FieldKind::Word(&LANGUAGE), min: 1, max: 4 }),
        FieldSpec::must(3, "positions", FieldKind::Count { min: 1, max: 20 }),
        FieldSpec::may(4, "deputies", FieldKind::Count { min: 0, max: 20 }),
        FieldSpec::may(5, "hours", FieldKind::Text { words: 8 }),
        FieldSpec::may(6, "voice", FieldKind::Text { words: 12 }),
    ],
};

/// Paragraph E.
pub static ATTESTATION_RECORD: RecordSpec = RecordSpec {
    name: "attested",
    fields: &[
        FieldSpec::must(1, "mode", FieldKind::Word(&ATTESTATION)).critical(),
        FieldSpec::when(2, "keys", FieldKind::List { of: &FieldKind::Record(&RECORD_KEY), min: 1, max: 16 }),
    ],
};

/// A party's record key, TRANSFERABLE only.
pub static RECORD_KEY: RecordSpec = RecordSpec {
    name: "record-key",
    fields: &[FieldSpec::must(1, "party", FieldKind::Code), FieldSpec::must(2, "key", FieldKind::Hash)],
};

/// Paragraph I: a field that this charter adds to those read back.
pub static ADDED_CRITICAL: RecordSpec = RecordSpec {
    name: "added-critical",
    fields: &[
        FieldSpec::must(1, "type", FieldKind::Word(&NOTICE_TYPE)),
        FieldSpec::must(2, "paragraph", FieldKind::Text { words: 1 }),
    ],
};

/// Paragraph J: a band of A4, redefined.
pub static BAND: RecordSpec = RecordSpec {
    name: "band",
    fields: &[
        FieldSpec::must(1, "band", FieldKind::Count { min: 1, max: 5 }),
        FieldSpec::must(2, "sites", FieldKind::Count { min: 0, max: 10_000 }),
        FieldSpec::must(3, "weapons", FieldKind::Count { min: 0, max: 100_000 }),
    ],
};

/// Paragraph L, bytes.
pub static ANNEX_LIMITS: RecordSpec = RecordSpec {
    name: "annex-limits",
    fields: &[
        FieldSpec::must(1, "one", FieldKind::Count { min: 0, max: 64 << 20 }),
        FieldSpec::must(2, "all", FieldKind::Count { min: 0, max: 1 << 30 }),
    ],
};

/// Paragraph P.
pub static END: RecordSpec = RecordSpec {
    name: "end",
    fields: &[
        FieldSpec::must(1, "how", FieldKind::Word(&ENDING)),
        FieldSpec::must(2, "notice", FieldKind::Span { min_s: 3600, max_s: YEAR_S }),
        FieldSpec::when(3, "on", FieldKind::Instant { operative: true }),
    ],
};

/// A rule of the charter form.
#[derive(Debug)]
pub struct CharterCheck {
    /// `N-CH-01`.
    pub id: &'static str,
    /// The rule in one sentence.
    pub rule: &'static str,
    /// What it finds.
    pub test: fn(&Charter, &Parameters, SpecOf) -> Option<Complaint>,
}

/// The rules of the charter form.
pub static CHARTER_CHECKS: &[CharterCheck] = &[
    CharterCheck {
        id: "N-CH-01",
        rule: "no party is a member twice",
        test: |_, p, _| {
            let twice =
                p.members.iter().enumerate().find(|(i, m)| p.members[..*i].iter().any(|o| o.0 == m.0))?.1;
            complain("B.parties", facts! { party: twice.0.to_string() })
        },
    },
    CharterCheck {
        id: "N-CH-02",
        rule: "at least two members are principals, and at least one votes",
        test: |_, p, _| {
            let principals = p.members.iter().filter(|m| m.1 == Role::Principal).count();
            let voting = p.members.iter().any(|m| m.2 == Tempo::Voting);
            if principals >= 2 && voting {
                None
            } else {
                complain("B.parties", facts! { principals: principals })
            }
        },
    },
    CharterCheck {
        id: "N-CH-03",
        rule: "every member has a station, every station a member",
        test: |_, p, _| {
            let homeless = p
                .members
                .iter()
                .find(|m| !p.stations.iter().any(|s| s.party == m.0))
                .map(|m| m.0.to_string());
            let foreign = p.stations.iter().find(|s| p.role(&s.party).is_none()).map(ToString::to_string);
            complain("C", facts! { station: homeless.or(foreign)? })
        },
    },
    CharterCheck {
        id: "N-CH-04",
        rule: "record keys stand for every member or, until the founding has gathered them, for none; never in MUTUAL_ONLY",
        test: |_, p, _| {
            let wanted = if p.attestation == Attestation::Transferable { p.members.len() } else { 0 };
            let known = p.record_keys.iter().all(|(party, _)| p.role(party).is_some());
            if (p.record_keys.len() == wanted || p.record_keys.is_empty()) && known {
                return None;
            }
            complain("E.keys", facts! { keys: p.record_keys.len(), wanted: wanted })
        },
    },
    CharterCheck {
        id: "N-CH-05",
        rule: "the floor holds A5, A6, L1, L5",
        test: |_, p, _| {
            use NoticeType::{A5, A6, L1, L5};
            let missing = [A5, A6, L1, L5].into_iter().find(|kind| !p.floor.contains(kind))?;
            complain("G", facts! { kind: missing.word() })
        },
    },
    CharterCheck {
        id: "N-CH-06",
        rule: "an added critical field names a paragraph its type has",
        test: |_, p, spec| {
            let absent = p
                .added_critical
                .iter()
                .find(|(kind, letter)| spec(*kind).is_none_or(|spec| spec.paragraph(letter).is_none()))?;
            complain("I", facts! { kind: absent.0.word(), letter: absent.1.clone() })
        },
    },
    CharterCheck {
        id: "N-CH-07",
        rule: "deputies are paged before a Z counts as unopened, tests quicken in a crisis, an hour is left after notice",
        test: |_, p, _| {
            let c = &p.clocks;
            let paged = c.deputy_first < c.deputy_second && c.deputy_second < c.flash_opened;
            let quickens = c.test_crisis <= c.test && c.test <= c.test_low;
            if paged && quickens && c.deadline_margin >= Span::hours(1) {
                return None;
            }
            complain("H", facts! {})
        },
    },
    CharterCheck {
        id: "N-CH-08",
        rule: "a charter that ends on a date names it; another does not",
        test: |charter, p, _| {
            let on_date = charter.content.get("P")?.fields()?.word("how") == Some(Ending::OnDate.word());
            if on_date == p.ends_on.is_some() { None } else { complain("P", facts! {}) }
        },
    },
    CharterCheck {
        id: "N-CH-09",
        rule: "no relay is named twice",
        test: |_, p, _| {
            let twice =
                p.relays.iter().enumerate().find(|(i, r)| p.relays[..*i].iter().any(|o| o.0 == r.0))?.1;
            complain("B.relays", facts! { relay: twice.0.clone() })
        },
    },
];
