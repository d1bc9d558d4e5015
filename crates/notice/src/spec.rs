//! The shape of a form: one static table a type, walked by codec, validation, template, schema, read-back, words.
//!
//! I1 a field's key is its place in the canonical map and never changes; its name is what TOML and JSON say.
//! I2 message ids follow from names: paragraph `T1-E`, record field `actor-standard`.

use crate::quantity::Unit;
use crate::vocabulary::{AuthorityLevel, NoticeType, Vocabulary};

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

    /// Paragraphs that a read-back restates.
    pub fn critical(&self) -> impl Iterator<Item = &'static FieldSpec> {
        self.paragraphs.iter().filter(|field| field.critical)
    }
}

/// Key of a paragraph letter: A = 1 to Z = 26, A0 = 0.
pub const fn letter(name: &'static str) -> u8 {
    let bytes = name.as_bytes();
    if bytes.len() == 2 { 0 } else { bytes[0] - b'A' + 1 }
}
