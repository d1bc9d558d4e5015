//! CH, the charter: a form, not a type; one a compartment, versioned, read back like a notice (notices.md 9).
//!
//! A clock that the form does not state has its default.

use crate::charter::Charter;
use crate::check::complain;
use crate::clause::YEAR_S;
use crate::spec::{Effect, FieldKind, FieldSpec, LaneRule, RecordSpec, Release, TypeSpec};
use crate::station::{Code8, Station};
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::*;
use refusal::facts;

/// The spec.
pub static CH: TypeSpec = TypeSpec {
    kind: NoticeType::Ch,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Record(&PURPOSES)),
        FieldSpec::must(2, "B", FieldKind::Record(&MEMBERS)),
        FieldSpec::must(3, "C", FieldKind::List { of: &FieldKind::Record(&WATCH_STATION), min: 1, max: 32 }),
        FieldSpec::must(4, "D", FieldKind::List { of: &FieldKind::Word(&NOTICE_TYPE), min: 1, max: 29 })
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
    checks: &[],
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

/// Declares the clocks once: record spec, typed table, defaults.
macro_rules! clocks {
    ($( $key:literal $field:ident $name:literal $default:expr, $doc:literal; )*) => {
        /// Paragraph H: clocks that differ from their default.
        pub static CLOCKS: RecordSpec = RecordSpec {
            name: "clocks",
            fields: &[ $( FieldSpec::may($key, $name, FieldKind::Span { min_s: 1, max_s: YEAR_S }).critical() ),* ],
        };

        /// Every clock of a charter, stated or by default.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Clocks { $( #[doc = $doc] pub $field: Span ),* }

        impl Default for Clocks {
            fn default() -> Self {
                Clocks { $( $field: $default ),* }
            }
        }

        impl Clocks {
            /// Reads paragraph H over the defaults.
            pub fn of(stated: Option<&Fields>) -> Self {
                let read = |name: &str| stated.and_then(|fields| fields.get(name)).and_then(Value::span);
                let default = Clocks::default();
                Clocks { $( $field: read($name).unwrap_or(default.$field) ),* }
            }

            /// Name in the form, and value, in the order of the form.
            pub fn all(&self) -> Vec<(&'static str, Span)> {
                vec![ $( ($name, self.$field) ),* ]
            }
        }
    };
}

clocks! {
    1 test "test" Span::hours(1), "Between line tests.";
    2 test_low "test-low" Span::hours(12), "Between line tests at low tempo.";
    3 test_crisis "test-crisis" Span::minutes(5), "Between line tests after Z traffic or on TEMPO.";
    4 crisis_lasts "crisis-lasts" Span::hours(2), "How long that goes on.";
    5 flash_opened "flash-opened" Span::minutes(10), "Z opened, else UNOPENED at the sender.";
    6 deputy_first "deputy-first" Span::minutes(3), "First deputy paged.";
    7 deputy_second "deputy-second" Span::minutes(6), "Second deputy paged.";
    8 second_seal "second-seal" Span::minutes(10), "An outstanding second seal lapses.";
    9 e2_answer "e2-answer" Span::hours(48), "E2 answered.";
    10 t3_answer "t3-answer" Span::hours(24), "T3 answered.";
    11 l4_answer "l4-answer" Span::hours(24), "L4 answered.";
    12 p2_answer "p2-answer" Span::hours(6), "P2 answered.";
    13 arrival_grace "arrival-grace" Span::minutes(10), "Grace of an answer's arrival.";
    14 constructive "constructive" Span::hours(6), "Constructive notice after K1.";
    15 constructive_flash "constructive-flash" Span::hours(2), "The same for Z.";
    16 constructive_stop "constructive-stop" Span::hours(24), "Most that stops of constructive notice add up to.";
    17 deadline_margin "deadline-margin" Span::hours(1), "Least time from constructive notice to a deadline.";
    18 tightening "tightening" Span::hours(72), "Notice of a tightened line.";
    19 end_warning "end-warning" Span::hours(72), "Warning before a line or text ends.";
    20 succession "succession" Span::hours(24), "A succession takes effect.";
    21 reminder_first "reminder-first" Span::hours(7 * 24), "First reminder of a succession's review.";
    22 reminder_second "reminder-second" Span::hours(30 * 24), "Second reminder.";
    23 reminder_third "reminder-third" Span::hours(90 * 24), "Third reminder.";
    24 crossing_stale "crossing-stale" Span::hours(14 * 24), "A crossing neither answered nor closed is STALE.";
    25 case_closes "case-closes" Span::hours(14 * 24), "A quiet case closes.";
    26 e4_quiet "e4-quiet" Span::hours(14 * 24), "Quiet that ends a warning.";
    27 e4_watch "e4-watch" Span::hours(30 * 24), "A warning's watch.";
    28 all_clear "all-clear" Span::hours(2), "A5 ALL-CLEAR due.";
    29 a4_concluded "a4-concluded" Span::hours(2), "A4 CONCLUDED due after LATEST.";
    30 a3_end "a3-end" Span::hours(240), "Notice that ends an A3.";
    31 cure "cure" Span::hours(15 * 24), "Cure of a step.";
    32 ladder_first "ladder-first" Span::hours(15 * 24), "First stage of a dispute.";
    33 ladder_second "ladder-second" Span::hours(15 * 24), "Second stage.";
    34 ladder_third "ladder-third" Span::hours(5 * 24), "Third stage.";
    35 ladder_fourth "ladder-fourth" Span::hours(30 * 24), "Fourth stage.";
    36 tranche_stuck "tranche-stuck" Span::hours(8 * 24), "A tranche without movement is STUCK.";
    37 reveal "reveal" Span::hours(1), "Reveal after due, else named.";
    38 a6_reconfirm "a6-reconfirm" Span::hours(30 * 24), "A protected site is reconfirmed.";
    39 p1_settles "p1-settles" Span::hours(72), "A public act settles.";
    40 dormant "dormant" Span::hours(14 * 24), "A member unheard is dormant.";
}

/// Typed reading of a whole charter: what folds, desk and `line` need of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// Members by the order of the form: party, role, tempo.
    pub members: Vec<(Code8, Role, Tempo)>,
    /// Relays in the order of the form: id and the party that hosts it.
    pub relays: Vec<(String, Option<Code8>)>,
    /// Stations that are watched.
    pub stations: Vec<Station>,
    /// D: types in force.
    pub types: Vec<NoticeType>,
    /// E: whether a stranger could be shown proof.
    pub attestation: Attestation,
    /// E: record keys by party, TRANSFERABLE only.
    pub record_keys: Vec<(Code8, [u8; 32])>,
    /// F: whether the accident button sends here.
    pub safety: bool,
    /// G: floor classes; L6 always passes.
    pub floor: Vec<NoticeType>,
    /// H: clocks, stated or default.
    pub clocks: Clocks,
    /// I: critical fields added: type and paragraph letter.
    pub added_critical: Vec<(NoticeType, String)>,
    /// K: FLASH an hour without a reason.
    pub flash_per_hour: u32,
    /// L: bytes of one annex, and of all.
    pub annex_bytes: (u32, u32),
    /// N: how long the record is kept.
    pub retention: Span,
    /// O: who may be asked to settle.
    pub arbiter: Option<Code8>,
    /// P: date on which it ends, if one is set.
    pub ends_on: Option<Instant>,
}

impl Parameters {
    /// Reads the paragraphs; `None` if a mandatory one is missing or of another kind.
    pub fn of(content: &Fields) -> Option<Self> {
        let members = content.get("B")?.fields()?;
        let attested = content.get("E")?.fields()?;
        let annex = content.get("L")?.fields()?;
        let keys = attested.get("keys").map_or(&[][..], Value::items);
        let added = content.get("I").map_or(&[][..], Value::items);
        Some(Parameters {
            members: members.get("parties")?.items().iter().map(member).collect::<Option<_>>()?,
            relays: members.get("relays")?.items().iter().map(relay).collect::<Option<_>>()?,
            stations: content
                .get("C")?
                .items()
                .iter()
                .filter_map(|s| s.fields()?.get("station")?.station().cloned())
                .collect(),
            types: types(content.get("D")?),
            attestation: Attestation::parse(attested.word("mode")?)?,
            record_keys: keys.iter().map(record_key).collect::<Option<_>>()?,
            safety: content.get("F")?.flag()?,
            floor: types(content.get("G")?),
            clocks: Clocks::of(content.get("H").and_then(Value::fields)),
            added_critical: added.iter().map(added_critical).collect::<Option<_>>()?,
            flash_per_hour: content.get("K")?.count()?,
            annex_bytes: (annex.get("one")?.count()?, annex.get("all")?.count()?),
            retention: content.get("N")?.span()?,
            arbiter: content.get("O").and_then(Value::code).cloned(),
            ends_on: content.get("P")?.fields()?.get("on").and_then(Value::instant),
        })
    }

    /// Role of a party.
    pub fn role(&self, party: &Code8) -> Option<Role> {
        self.members.iter().find(|(member, _, _)| member == party).map(|(_, role, _)| *role)
    }

    /// Whether a type may be used here: in force, or L1 to L6, which always are.
    pub fn serves(&self, kind: NoticeType) -> bool {
        use NoticeType::{L1, L2, L3, L4, L5, L6};
        matches!(kind, L1 | L2 | L3 | L4 | L5 | L6) || self.types.contains(&kind)
    }

    /// How long constructive notice takes for a precedence.
    pub fn constructive(&self, precedence: Precedence) -> Span {
        if precedence == Precedence::Flash {
            self.clocks.constructive_flash
        } else {
            self.clocks.constructive
        }
    }
}

fn types(value: &Value) -> Vec<NoticeType> {
    value.items().iter().filter_map(|word| NoticeType::parse(word.word()?)).collect()
}

fn member(value: &Value) -> Option<(Code8, Role, Tempo)> {
    let fields = value.fields()?;
    let role = Role::parse(fields.word("role")?)?;
    Some((fields.get("party")?.code()?.clone(), role, Tempo::parse(fields.word("tempo")?)?))
}

fn relay(value: &Value) -> Option<(String, Option<Code8>)> {
    let fields = value.fields()?;
    Some((fields.get("id")?.text()?.to_owned(), fields.get("host").and_then(Value::code).cloned()))
}

fn record_key(value: &Value) -> Option<(Code8, [u8; 32])> {
    let fields = value.fields()?;
    Some((fields.get("party")?.code()?.clone(), fields.get("key")?.hash()?))
}

fn added_critical(value: &Value) -> Option<(NoticeType, String)> {
    let fields = value.fields()?;
    Some((NoticeType::parse(fields.word("type")?)?, fields.get("paragraph")?.text()?.to_owned()))
}

/// A rule of the charter form.
#[derive(Debug)]
pub struct CharterCheck {
    /// `N-CH-01`.
    pub id: &'static str,
    /// The rule in one sentence.
    pub rule: &'static str,
    /// What it finds.
    pub test: fn(&Charter, &Parameters) -> Option<crate::check::Complaint>,
}

/// The rules of the charter form.
pub static CHARTER_CHECKS: &[CharterCheck] = &[
    CharterCheck {
        id: "N-CH-01",
        rule: "no party is a member twice",
        test: |_, p| {
            let twice =
                p.members.iter().enumerate().find(|(i, m)| p.members[..*i].iter().any(|o| o.0 == m.0))?.1;
            complain("B.parties", facts! { party: twice.0.to_string() })
        },
    },
    CharterCheck {
        id: "N-CH-02",
        rule: "at least two members are principals, and at least one votes",
        test: |_, p| {
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
        test: |_, p| {
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
        rule: "record keys stand for every member when TRANSFERABLE and not at all when MUTUAL_ONLY",
        test: |_, p| {
            let wanted = if p.attestation == Attestation::Transferable { p.members.len() } else { 0 };
            let known = p.record_keys.iter().all(|(party, _)| p.role(party).is_some());
            if p.record_keys.len() == wanted && known {
                return None;
            }
            complain("E.keys", facts! { keys: p.record_keys.len(), wanted: wanted })
        },
    },
    CharterCheck {
        id: "N-CH-05",
        rule: "the floor holds A5, A6, L1, L5",
        test: |_, p| {
            use NoticeType::{A5, A6, L1, L5};
            let missing = [A5, A6, L1, L5].into_iter().find(|kind| !p.floor.contains(kind))?;
            complain("G", facts! { kind: missing.word() })
        },
    },
    CharterCheck {
        id: "N-CH-06",
        rule: "an added critical field names a paragraph its type has",
        test: |_, p| {
            let absent = p.added_critical.iter().find(|(kind, letter)| {
                crate::registry::spec(*kind).is_none_or(|spec| spec.paragraph(letter).is_none())
            })?;
            complain("I", facts! { kind: absent.0.word(), letter: absent.1.clone() })
        },
    },
    CharterCheck {
        id: "N-CH-07",
        rule: "deputies are paged before a Z counts as unopened, tests quicken in a crisis, an hour is left after notice",
        test: |_, p| {
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
        test: |charter, p| {
            let on_date = charter.content.get("P")?.fields()?.word("how") == Some(Ending::OnDate.word());
            if on_date == p.ends_on.is_some() { None } else { complain("P", facts! {}) }
        },
    },
    CharterCheck {
        id: "N-CH-09",
        rule: "no relay is named twice",
        test: |_, p| {
            let twice =
                p.relays.iter().enumerate().find(|(i, r)| p.relays[..*i].iter().any(|o| o.0 == r.0))?.1;
            complain("B.relays", facts! { relay: twice.0.clone() })
        },
    },
];
