//! What a charter sets for folds, desk and `line`: the clocks and the typed reading (notices.md section 9).

use std::collections::BTreeSet;

use crate::spec::{FieldKind, FieldSpec, RecordSpec};
use crate::station::{Code8, Station};
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::{Attestation, Language, NoticeType, Precedence, Role, Tempo};

/// Declares the clocks once: record spec, typed table, defaults.
macro_rules! clocks {
    ($( $key:literal $field:ident $name:literal $default:expr, $doc:literal; )*) => {
        /// Paragraph H: clocks that differ from their default.
        pub static CLOCKS: RecordSpec = RecordSpec {
            name: "clocks",
            fields: &[ $( FieldSpec::may($key, $name, FieldKind::Span { min_s: 1, max_s: 366 * 86_400 }).critical() ),* ],
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
    /// C: languages read at those stations, each once.
    pub languages: BTreeSet<Language>,
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
            languages: content
                .items_at("C")
                .iter()
                .filter_map(|s| s.fields()?.get("languages"))
                .flat_map(Value::items)
                .filter_map(|word| Language::parse(word.word()?))
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
