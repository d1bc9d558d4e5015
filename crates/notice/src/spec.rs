//! The shape of a form: one static table a type, walked by codec, validation, template, schema, read-back, words.
//!
//! I1 a field's key is its place in the canonical map and never changes; its name is what TOML and JSON say.
//! I2 message ids follow from names: paragraph `T1-E`, record field `actor-standard`.

use crate::quantity::Unit;
use crate::value::Fields;
use crate::vocabulary::{AuthorityLevel, Modality, NoticeType, Precedence, Role, Vocabulary};

/// A notice type or the charter form.
#[derive(Debug)]
pub struct TypeSpec {
    /// Which.
    pub kind: NoticeType,
    /// Its paragraphs, ascending by key.
    pub paragraphs: &'static [FieldSpec],
    /// Types that must precede it; empty for most.
    pub preceded_by: &'static [NoticeType],
    /// Who releases it when no rule of the type says else.
    pub release: Release,
    /// Floor, service, or by precedence.
    pub lane: LaneRule,
    /// What it does to the folds.
    pub effects: &'static [Effect],
    /// Whether an addressee reads it back; else an answer time starts at K2.
    pub read_back: bool,
    /// Whether constructive notice applies (notices.md 4.3).
    pub constructive: bool,
    /// Whether it may be drafted, numbered and encoded; false for L1 and for the charter form.
    pub drafted: bool,
    /// What it is for, one sentence for the book.
    pub purpose: &'static str,
    /// Who may send it, how urgently, in which words, and what its verb asks for.
    pub rules: Rules,
}

/// Rules that a type states as data; shared checks N-ALL-24 to N-ALL-30 hold a draft against them.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Precedences it may have; any if empty.
    pub precedence: &'static [Precedence],
    /// Roles whose stations may send it; any member if empty.
    pub senders: &'static [Role],
    /// Modality verbs it may carry; any if empty.
    pub modality: &'static [Modality],
    /// Only where the members are the two principals (section 7).
    pub principals_only: bool,
    /// Where its verb stands: `V` or `B.verb`; empty if it has none.
    pub verb: &'static str,
    /// Conditional paragraphs by verb; empty if they do not depend on it.
    pub by_verb: &'static [VerbRule],
}

/// What goes with one verb.
#[derive(Debug)]
pub struct VerbRule {
    /// The verb.
    pub verb: &'static str,
    /// Conditional paragraphs that must stand with it.
    pub with: &'static [&'static str],
    /// Conditional paragraphs that may; every other one must not.
    pub free: &'static [&'static str],
    /// Whether it must refer to an own earlier notice of the type.
    pub refers_own: bool,
}

impl Rules {
    /// No rule.
    pub const ANY: Rules = Rules {
        precedence: &[],
        senders: &[],
        modality: &[],
        principals_only: false,
        verb: "",
        by_verb: &[],
    };

    /// Only principals send it.
    pub const PRINCIPALS: Rules = Rules { senders: &[Role::Principal], ..Rules::ANY };
}

impl VerbRule {
    /// A verb that opens a matter.
    pub const fn opens(
        verb: &'static str,
        with: &'static [&'static str],
        free: &'static [&'static str],
    ) -> Self {
        VerbRule { verb, with, free, refers_own: false }
    }

    /// A verb that goes on with an own matter and refers to it.
    pub const fn follows(
        verb: &'static str,
        with: &'static [&'static str],
        free: &'static [&'static str],
    ) -> Self {
        VerbRule { verb, with, free, refers_own: true }
    }
}

/// One field: a lettered paragraph, an envelope field or a field of a record.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// Integer key in the canonical map.
    pub key: u8,
    /// Paragraph letter, or the name in TOML and JSON.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Mandatory, conditional, optional.
    pub need: Need,
    /// Whether a read-back restates it (notices.md 4.14).
    pub critical: bool,
}

/// M, C or O.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Refused without it.
    Mandatory,
    /// A check of the type says when it must and when it must not stand.
    Conditional,
    /// As the author likes.
    Optional,
}

/// A record's name and fields.
#[derive(Debug)]
pub struct RecordSpec {
    /// First part of the message ids of its fields.
    pub name: &'static str,
    /// Its fields, ascending by key.
    pub fields: &'static [FieldSpec],
}

/// What a field may hold.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// A word of a closed list.
    Word(&'static Vocabulary),
    /// Text of at most so many words, author's language.
    Text {
        /// Most words.
        words: u16,
    },
    /// Yes or no.
    Flag,
    /// A whole number.
    Count {
        /// Least.
        min: u32,
        /// Most.
        max: u32,
    },
    /// A decimal number in one of these units.
    Quantity {
        /// Allowed units.
        units: &'static [Unit],
        /// Read-back accepts this many thousandths of the stated value either way; 0 = exact.
        tolerance_permille: u16,
    },
    /// A duration of at least so many seconds.
    Span {
        /// Least, seconds.
        min_s: u64,
        /// Most, seconds.
        max_s: u64,
    },
    /// An instant; an operative one may not stand at midnight.
    Instant {
        /// Whether something is to be done or ends then.
        operative: bool,
    },
    /// Number of another notice of one of these types; any if empty.
    Number(&'static [NoticeType]),
    /// A party, compartment, office or position code.
    Code,
    /// A station.
    Station,
    /// A red line and version.
    Line,
    /// 32 bytes.
    Hash,
    /// A place.
    Place(PlaceRules),
    /// Values of one kind.
    List {
        /// Of what.
        of: &'static FieldKind,
        /// Fewest items.
        min: usize,
        /// Most items; a longer list goes to an annex.
        max: usize,
    },
    /// Named values.
    Record(&'static RecordSpec),
    /// One of a list's words instead of a value (ANY, ANYWHERE, WITHHELD, UNSPECIFIED).
    OrWord(&'static Vocabulary, &'static FieldKind),
    /// Critical fields of the subject, by its type: paragraph B of L3.
    Restatement,
}

/// What a place field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceRules {
    /// Whether a stand-off may stand.
    pub stand_off: bool,
    /// Whether only single points are taken.
    pub points_only: bool,
    /// Read-back accepts a click this far off, metres.
    pub coarse_m: u32,
}

/// Who must seal before it goes (table of notices.md section 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// One officer drafts and releases.
    One,
    /// One now, the second reviews after; no seal outstanding.
    OneReviewedAfter,
    /// One now, marked until the second seal within 10 min.
    OneThenSeal,
    /// One releases what another drafted; two when it is Z.
    DraftedByAnother,
    /// Two.
    Two,
    /// Two, one of them of this level or above as the charter says.
    TwoWith(AuthorityLevel),
}

/// Which lane a type goes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneRule {
    /// Floor class whatever its precedence.
    Floor,
    /// Service class.
    Service,
    /// By its precedence.
    ByPrecedence,
}

/// What a released notice does to the folds; `standing` reads these tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Sets a mark on its subject (L2).
    SetsMark,
    /// May set K3 on its subject (L3).
    ReadsBack,
    /// Asks or answers about a subject (L4).
    Clarifies,
    /// Undoes, replaces or confirms its subject (L5).
    Corrects,
    /// Speaks of the station or line itself (L6).
    StatesStation,
    /// Declares a red line (M2).
    DeclaresLine,
    /// Moves a crossing (M2).
    MovesCrossing,
    /// Opens or feeds an attribution case and windows (M4, M2).
    ReportsIncident,
    /// A version of the charter.
    SetsCharter,
    /// Amends, suspends, withdraws or re-affirms a red line (M2).
    AmendsLine,
    /// Announces, changes or ends an own operation (M3).
    MovesOperation,
    /// Announces, changes or ends a response, and moves the cycle (M3).
    MovesResponse,
    /// Warns of a hazard until ALL-CLEAR (M3).
    WarnsOfHazard,
    /// Limits its author's own strikes (M3).
    LimitsItself,
    /// Lists, changes or removes a protected site (M6c).
    MovesSite,
    /// Challenges, states, warns or finds in an attribution case (M4).
    MovesCase,
    /// Offers, answers or disputes an understanding (M5, M8).
    MovesUnderstanding,
    /// Declares or reports a step (M5).
    MovesStep,
    /// Moves a carve-out's tranches (M6).
    MovesCarveOut,
    /// Moves an exchange of persons (M6b).
    MovesExchange,
    /// Announces a public act (M7).
    AnnouncesPublicAct,
    /// Opens, answers or closes a leak (M7).
    MovesLeak,
}

impl Effect {
    /// What it does to the state, one sentence for the book.
    pub fn does(self) -> &'static str {
        match self {
            Effect::SetsMark => "sets a mark on its subject (M0)",
            Effect::ReadsBack => "sets K3 on its subject if it matches (M0)",
            Effect::Clarifies => "asks or answers; an open question stops constructive notice (M0)",
            Effect::Corrects => "takes its subject back, replaces it, or gives its second seal (M0)",
            Effect::StatesStation => "declares silence, suspension, hand-over or succession (M1)",
            Effect::DeclaresLine => "declares a red line (M2)",
            Effect::MovesCrossing => "notifies, answers or closes a crossing (M2)",
            Effect::ReportsIncident => {
                "opens or feeds an attribution case and the windows of red lines (M4, M2)"
            }
            Effect::SetsCharter => "becomes the charter for each member that has read it back",
            Effect::AmendsLine => "amends, suspends, withdraws or re-affirms a red line (M2)",
            Effect::MovesOperation => {
                "announces, changes or ends an operation, reconciled against the other side (M3)"
            }
            Effect::MovesResponse => "moves a response from pending to its end, and the cycle with it (M3)",
            Effect::WarnsOfHazard => "opens a hazard that stays due until ALL-CLEAR (M3)",
            Effect::LimitsItself => "binds its author from release (M3)",
            Effect::MovesSite => "lists, confirms or removes a protected site (M6c)",
            Effect::MovesCase => "moves an attribution case (M4)",
            Effect::MovesUnderstanding => {
                "offers, answers, disputes, pauses or ends an understanding (M5); sealed, it moves an exchange (M8)"
            }
            Effect::MovesStep => "moves one period of a step (M5)",
            Effect::MovesCarveOut => "moves a carve-out and its tranches (M6)",
            Effect::MovesExchange => "moves one group of an exchange of persons (M6b)",
            Effect::AnnouncesPublicAct => "announces a public act until it settles (M7)",
            Effect::MovesLeak => "declares a leak, agrees its line, affirms what stands (M7)",
        }
    }

    /// Machines of notices.md section 8 that it moves.
    pub fn machines(self) -> &'static [&'static str] {
        match self {
            Effect::SetsMark | Effect::ReadsBack | Effect::Clarifies | Effect::Corrects => &["M0"],
            Effect::StatesStation => &["M1"],
            Effect::DeclaresLine | Effect::MovesCrossing | Effect::AmendsLine => &["M2"],
            Effect::ReportsIncident => &["M2", "M4"],
            Effect::SetsCharter => &[],
            Effect::MovesOperation | Effect::MovesResponse | Effect::WarnsOfHazard | Effect::LimitsItself => {
                &["M3"]
            }
            Effect::MovesSite => &["M6c"],
            Effect::MovesCase => &["M4"],
            Effect::MovesUnderstanding => &["M5", "M8"],
            Effect::MovesStep => &["M5"],
            Effect::MovesCarveOut => &["M6"],
            Effect::MovesExchange => &["M6b"],
            Effect::AnnouncesPublicAct | Effect::MovesLeak => &["M7"],
        }
    }
}

impl FieldSpec {
    /// A mandatory field.
    pub const fn must(key: u8, name: &'static str, kind: FieldKind) -> Self {
        FieldSpec { key, name, kind, need: Need::Mandatory, critical: false }
    }

    /// A conditional field.
    pub const fn when(key: u8, name: &'static str, kind: FieldKind) -> Self {
        FieldSpec { key, name, kind, need: Need::Conditional, critical: false }
    }

    /// An optional field.
    pub const fn may(key: u8, name: &'static str, kind: FieldKind) -> Self {
        FieldSpec { key, name, kind, need: Need::Optional, critical: false }
    }

    /// The same field, read back.
    #[must_use]
    pub const fn critical(self) -> Self {
        FieldSpec { critical: true, ..self }
    }
}

impl TypeSpec {
    /// The paragraph of this letter.
    pub fn paragraph(&self, letter: &str) -> Option<&'static FieldSpec> {
        self.paragraphs.iter().find(|field| field.name == letter)
    }

    /// The word of its verb in this content, if the type has one and it stands.
    pub fn verb_of(&self, content: &Fields) -> Option<&'static str> {
        let mut path = self.rules.verb.split('.').filter(|part| !part.is_empty());
        let held = content.get(path.next()?)?;
        match path.next() {
            Some(inside) => held.fields()?.word(inside),
            None => held.word(),
        }
    }

    /// What goes with the verb of this content.
    pub fn verb_rule(&self, content: &Fields) -> Option<&'static VerbRule> {
        let verb = self.verb_of(content)?;
        self.rules.by_verb.iter().find(|rule| rule.verb == verb)
    }

    /// Paragraphs that a read-back restates.
    pub fn critical(&self) -> impl Iterator<Item = &'static FieldSpec> {
        self.paragraphs.iter().filter(|field| field.critical)
    }
}
