//! The clause grammar of T1: actor, act, place, magnitude, count, period, exclusions, detection (notices.md T1).
//!
//! Shared records and their typed readings: T1 has them as paragraphs C to M, T2 as changed fields, E4 as the conduct
//! that would count as a repeat. The exact test of one event against a clause is [`crate::clause_test`].

use crate::quantity::{Quantity, Unit};
use crate::spec::{FieldKind, FieldSpec, PlaceRules, RecordSpec};
use crate::station::Code8;
use crate::value::{Fields, Span, Value};
use crate::vocabulary::*;

/// A group by a code that both sides define alike, with its name as the author writes it.
pub static GROUP: RecordSpec = RecordSpec {
    name: "group",
    fields: &[
        FieldSpec::must(1, "code", FieldKind::Code).critical(),
        FieldSpec::may(2, "name", FieldKind::Text { words: 8 }),
    ],
};

/// Who acts: named, or by relation to a party, and by which standard.
pub static ACTOR: RecordSpec = RecordSpec {
    name: "actor",
    fields: &[
        FieldSpec::must(1, "relation", FieldKind::Word(&ACTOR_RELATION)).critical(),
        FieldSpec::when(2, "party", FieldKind::Code).critical(),
        FieldSpec::when(3, "standard", FieldKind::Word(&STANDARD)).critical(),
        FieldSpec::when(4, "groups", FieldKind::List { of: &FieldKind::Record(&GROUP), min: 1, max: 20 })
            .critical(),
        FieldSpec::when(5, "disputed", FieldKind::Flag),
    ],
};

/// Places known only by their number and a commitment (SEALED-LIST).
pub static SEALED_LIST: RecordSpec = RecordSpec {
    name: "sealed-list",
    fields: &[
        FieldSpec::must(1, "commitment", FieldKind::Hash),
        FieldSpec::must(2, "count", FieldKind::Count { min: 1, max: 10_000 }).critical(),
    ],
};

/// Where: a place, ANYWHERE, or a sealed list; and ground of which it is not settled whose it is.
pub static WHERE: RecordSpec = RecordSpec {
    name: "where",
    fields: &[
        FieldSpec::when(1, "place", FieldKind::OrWord(&ANYWHERE_WORD, &FieldKind::Place(CLAUSE_PLACE)))
            .critical(),
        FieldSpec::when(2, "sealed", FieldKind::Record(&SEALED_LIST)).critical(),
        FieldSpec::may(3, "unsettled", FieldKind::Place(UNSETTLED_GROUND)).critical(),
    ],
};

/// How much: a measured value against a declared one.
pub static MAGNITUDE: RecordSpec = RecordSpec {
    name: "magnitude",
    fields: &[
        FieldSpec::must(1, "measure", FieldKind::Word(&MEASURE)).critical(),
        FieldSpec::must(2, "comparator", FieldKind::Word(&COMPARATOR)).critical(),
        FieldSpec::must(3, "value", FieldKind::Quantity { units: MAGNITUDE_UNITS, tolerance_permille: 0 })
            .critical(),
    ],
};

/// How often: n times in a window; 1 = every occurrence, and then no window.
pub static OCCURRENCE: RecordSpec = RecordSpec {
    name: "occurrence",
    fields: &[
        FieldSpec::must(1, "count", FieldKind::Count { min: 1, max: 1000 }).critical(),
        FieldSpec::when(2, "window", FieldKind::Span { min_s: 60, max_s: YEAR_S }).critical(),
    ],
};

/// For how long: a duration from its effect, or until an instant.
pub static PERIOD: RecordSpec = RecordSpec {
    name: "period",
    fields: &[
        FieldSpec::when(1, "lasts", FieldKind::Span { min_s: 3600, max_s: 10 * YEAR_S }).critical(),
        FieldSpec::when(2, "until", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// What never counts.
pub static EXCLUDED: RecordSpec = RecordSpec {
    name: "excluded",
    fields: &[
        FieldSpec::must(1, "kind", FieldKind::Word(&EXCLUSION)),
        FieldSpec::when(2, "within", FieldKind::Span { min_s: 60, max_s: YEAR_S }),
    ],
};

/// One detector or feed.
pub static DETECTOR_RECORD: RecordSpec = RecordSpec {
    name: "detector-of",
    fields: &[
        FieldSpec::must(1, "kind", FieldKind::Word(&DETECTOR_KIND)),
        FieldSpec::may(2, "name", FieldKind::Text { words: 8 }),
        FieldSpec::when(3, "station", FieldKind::Station),
    ],
};

/// By what a crossing is seen, and how sure it must be.
pub static DETECTION: RecordSpec = RecordSpec {
    name: "detection",
    fields: &[
        FieldSpec::must(
            1,
            "detectors",
            FieldKind::List { of: &FieldKind::Record(&DETECTOR_RECORD), min: 1, max: 10 },
        ),
        FieldSpec::must(2, "threshold", FieldKind::Word(&LIKELIHOOD)),
        FieldSpec::must(3, "delay", FieldKind::Span { min_s: 0, max_s: YEAR_S }),
    ],
};

/// What counts as near.
pub static NEAR: RecordSpec = RecordSpec {
    name: "near",
    fields: &[
        FieldSpec::may(1, "count", FieldKind::Count { min: 1, max: 1000 }),
        FieldSpec::may(2, "beyond", FieldKind::Quantity { units: DISTANCES, tolerance_permille: 0 }),
        FieldSpec::may(3, "margin", FieldKind::Quantity { units: &[Unit::Percent], tolerance_permille: 0 }),
    ],
};

/// A whole clause in one record: the conduct that E4 warns of.
pub static CONDUCT: RecordSpec = RecordSpec {
    name: "conduct",
    fields: &[
        FieldSpec::must(1, "acts", FieldKind::List { of: &FieldKind::Word(&ACT_CLASS), min: 1, max: 24 })
            .critical(),
        FieldSpec::must(2, "where", FieldKind::Record(&WHERE)).critical(),
        FieldSpec::must(3, "magnitude", FieldKind::OrWord(&ANY_WORD, &FieldKind::Record(&MAGNITUDE)))
            .critical(),
        FieldSpec::must(4, "count", FieldKind::Record(&OCCURRENCE)).critical(),
        FieldSpec::may(5, "excluded", FieldKind::List { of: &FieldKind::Record(&EXCLUDED), min: 1, max: 6 }),
        FieldSpec::must(6, "threshold", FieldKind::Word(&LIKELIHOOD)),
    ],
};

/// Paragraphs C to M of a red line, those that an amendment changes.
pub static LINE_FIELDS: RecordSpec = RecordSpec {
    name: "line-fields",
    fields: &[
        FieldSpec::may(3, "C", FieldKind::List { of: &FieldKind::Word(&ACT_CLASS), min: 1, max: 24 }),
        FieldSpec::may(4, "D", FieldKind::Record(&ACTOR)),
        FieldSpec::may(5, "E", FieldKind::Record(&WHERE)),
        FieldSpec::may(6, "F", FieldKind::OrWord(&ANY_WORD, &FieldKind::Record(&MAGNITUDE))),
        FieldSpec::may(7, "G", FieldKind::Record(&OCCURRENCE)),
        FieldSpec::may(8, "H", FieldKind::Record(&PERIOD)),
        FieldSpec::may(9, "I", FieldKind::List { of: &FieldKind::Record(&EXCLUDED), min: 1, max: 6 }),
        FieldSpec::may(10, "J", FieldKind::Record(&DETECTION)),
        FieldSpec::may(11, "K", FieldKind::Word(&CONSEQUENCE)),
        FieldSpec::may(12, "L", FieldKind::Word(&BELOW_LINE)),
        FieldSpec::may(13, "M", FieldKind::Record(&NEAR)),
    ],
};

/// Place rules of clauses: shapes with stand-off, a click within 1 km is accepted.
pub const CLAUSE_PLACE: PlaceRules = PlaceRules { stand_off: true, points_only: false, coarse_m: 1000 };
/// Place rules of unsettled ground: shapes alone, a click within 1 km is accepted.
pub const UNSETTLED_GROUND: PlaceRules = PlaceRules { stand_off: false, points_only: false, coarse_m: 1000 };
/// Units of distances.
pub const DISTANCES: &[Unit] = &[Unit::Metre, Unit::Kilometre, Unit::NauticalMile];
const MAGNITUDE_UNITS: &[Unit] = &[
    Unit::Count,
    Unit::Metre,
    Unit::Kilometre,
    Unit::NauticalMile,
    Unit::KilogramUranium,
    Unit::Percent,
    Unit::WeightPercent,
    Unit::Usd,
    Unit::Eur,
    Unit::Tonne,
];
/// Seconds of 366 days.
pub const YEAR_S: u64 = 366 * 86_400;

/// Reading of an [`ACTOR`] record.
#[derive(Debug, Clone, Copy)]
pub struct Actor<'a>(pub &'a Fields);

impl<'a> Actor<'a> {
    /// How the forces stand to the party.
    pub fn relation(&self) -> Option<ActorRelation> {
        self.0.word("relation").and_then(ActorRelation::parse)
    }

    /// The party to which acts are held.
    pub fn party(&self) -> Option<&'a Code8> {
        self.0.get("party").and_then(Value::code)
    }

    /// By which standard.
    pub fn standard(&self) -> Option<Standard> {
        self.0.word("standard").and_then(Standard::parse)
    }

    /// Codes of named or listed groups, in the order written.
    pub fn groups(&self) -> impl Iterator<Item = &'a Code8> {
        let items = self.0.get("groups").map_or(&[][..], Value::items);
        items.iter().filter_map(|group| group.fields()?.get("code")?.code())
    }

    /// Whether the addressee disputes the listing, as its author says.
    pub fn disputed(&self) -> bool {
        self.0.get("disputed").and_then(Value::flag).unwrap_or(false)
    }
}

/// Reading of an [`OCCURRENCE`] record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// How many acts make a crossing.
    pub count: u32,
    /// In which sliding window; none for a count of 1.
    pub window: Option<Span>,
}

impl Occurrence {
    /// Reads the record.
    pub fn of(fields: &Fields) -> Option<Self> {
        let count = fields.get("count")?.count()?;
        Some(Occurrence { count, window: fields.get("window").and_then(Value::span) })
    }

    /// How many acts the clause lets pass in a stretch of time without ever reaching `count` in a window:
    /// `count - 1` in each of the windows that fit, whole ones counted (scenario row 3: 2 in 72 h, 20 in 30 d).
    pub fn lets_pass(&self, stretch: Span) -> u64 {
        let spare = u64::from(self.count.saturating_sub(1));
        match self.window {
            Some(window) if window.seconds() > 0 => spare * stretch.seconds().div_ceil(window.seconds()),
            _ => spare,
        }
    }
}

/// Reading of a [`MAGNITUDE`] record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Magnitude {
    /// What is measured.
    pub measure: Measure,
    /// How it is compared.
    pub comparator: Comparator,
    /// With what.
    pub value: Quantity,
}

impl Magnitude {
    /// Reads the record.
    pub fn of(fields: &Fields) -> Option<Self> {
        Some(Magnitude {
            measure: Measure::parse(fields.word("measure")?)?,
            comparator: Comparator::parse(fields.word("comparator")?)?,
            value: fields.get("value")?.quantity()?,
        })
    }
}
