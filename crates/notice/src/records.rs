//! Records that several types share: spans of time, answers due, measured values, warnings to civil traffic.
//!
//! I1 what is wrong inside one of them has one word whatever the type ([`fault`], check N-ALL-31).

use crate::clause::{Actor, DISTANCES, YEAR_S};
use crate::quantity::Unit;
use crate::spec::{FieldKind, FieldSpec, PlaceRules, RecordSpec};
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::*;

/// A planned or actual span: opens and closes at operative times.
pub static SPELL: RecordSpec = RecordSpec {
    name: "spell",
    fields: &[
        FieldSpec::must(1, "opens", FieldKind::Instant { operative: true }).critical(),
        FieldSpec::must(2, "closes", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// A span as it was observed: event times may stand at midnight.
pub static OBSERVED_SPELL: RecordSpec = RecordSpec {
    name: "observed-spell",
    fields: &[
        FieldSpec::must(1, "opens", FieldKind::Instant { operative: false }).critical(),
        FieldSpec::must(2, "closes", FieldKind::Instant { operative: false }).critical(),
    ],
};

/// By when an answer is due: within a duration of the read-back, or at an instant.
pub static DUE: RecordSpec = RecordSpec {
    name: "due",
    fields: &[
        FieldSpec::when(1, "within", FieldKind::Span { min_s: 3600, max_s: YEAR_S }).critical(),
        FieldSpec::when(2, "at", FieldKind::Instant { operative: true }).critical(),
    ],
};

/// A metric of a step: what is measured, against what; the unit carries the mass basis.
pub static METRIC: RecordSpec = RecordSpec {
    name: "metric",
    fields: &[
        FieldSpec::must(1, "measure", FieldKind::Word(&STEP_MEASURE)).critical(),
        FieldSpec::may(2, "band", FieldKind::Word(&STOCK_BAND)).critical(),
        FieldSpec::may(3, "form", FieldKind::Word(&URANIUM_FORM)).critical(),
        FieldSpec::must(4, "comparator", FieldKind::Word(&COMPARATOR)).critical(),
        FieldSpec::must(5, "value", FieldKind::Quantity { units: STEP_UNITS, tolerance_permille: 0 })
            .critical(),
    ],
};

/// A measured value with its error, its time and where it comes from.
pub static MEASURED: RecordSpec = RecordSpec {
    name: "measured",
    fields: &[
        FieldSpec::must(1, "measure", FieldKind::Word(&STEP_MEASURE)).critical(),
        FieldSpec::may(2, "band", FieldKind::Word(&STOCK_BAND)).critical(),
        FieldSpec::may(3, "form", FieldKind::Word(&URANIUM_FORM)),
        FieldSpec::must(4, "value", FieldKind::Quantity { units: STEP_UNITS, tolerance_permille: 0 })
            .critical(),
        FieldSpec::may(5, "error", FieldKind::Quantity { units: STEP_UNITS, tolerance_permille: 0 })
            .critical(),
        FieldSpec::must(6, "as-of", FieldKind::Instant { operative: false }).critical(),
        FieldSpec::must(7, "source", FieldKind::Word(&FIGURE_SOURCE)),
        FieldSpec::may(8, "method", FieldKind::Word(&METHOD)),
    ],
};

/// A step of a package and its period, from 1.
pub static STEP_REF: RecordSpec = RecordSpec {
    name: "step-of",
    fields: &[
        FieldSpec::must(1, "package", FieldKind::Code),
        FieldSpec::must(2, "step", FieldKind::Code),
        FieldSpec::must(3, "period", FieldKind::Count { min: 1, max: 1000 }),
    ],
};

/// Ids of warnings to civil aviation and shipping.
pub const WARNING_IDS: FieldKind = FieldKind::List { of: &FieldKind::Text { words: 4 }, min: 1, max: 10 };

/// Shapes without stand-off, a click within 1 km is accepted.
pub const AREA: PlaceRules = PlaceRules { stand_off: false, points_only: false, coarse_m: 1000 };
/// Single points, a click within 1 km is accepted.
pub const SPOT: PlaceRules = PlaceRules { stand_off: false, points_only: true, coarse_m: 1000 };
/// A distance.
pub const DISTANCE: FieldKind = FieldKind::Quantity { units: DISTANCES, tolerance_permille: 0 };
/// A height or depth.
pub const METRES: FieldKind = FieldKind::Quantity { units: &[Unit::Metre], tolerance_permille: 20 };
/// An amount of money.
pub const MONEY: FieldKind = FieldKind::Quantity { units: &[Unit::Usd, Unit::Eur], tolerance_permille: 0 };
const STEP_UNITS: &[Unit] = &[
    Unit::Count,
    Unit::KilogramUranium,
    Unit::KilogramHexafluoride,
    Unit::KilogramUraniumPerMonth,
    Unit::SeparativeWorkPerYear,
    Unit::WeightPercent,
    Unit::BarrelPerDay,
    Unit::UsdPerMonth,
    Unit::Usd,
    Unit::Eur,
    Unit::Kilometre,
];

/// What is wrong inside a shared record, as a word of `checks.ftl`.
pub(crate) fn fault(name: &str, fields: &Fields) -> Option<&'static str> {
    let stands = |field: &str| fields.get(field).is_some();
    let instant = |field: &str| fields.get(field).and_then(Value::instant);
    match name {
        "spell" | "observed-spell" => reversed(instant("opens"), instant("closes")).then_some("reversed"),
        "band-of-time" => reversed(instant("earliest"), instant("latest")).then_some("reversed"),
        "due" | "cure" | "period" => {
            let said = fields.iter().filter(|(name, _)| ["within", "lasts", "at", "until"].contains(name));
            (said.count() != 1).then_some("either-or")
        }
        "actor" => actor_fault(&Actor(fields)),
        "where" => (stands("place") == stands("sealed")).then_some("either-or"),
        "occurrence" => {
            let several = fields.get("count").and_then(Value::count).is_some_and(|count| count > 1);
            (several != stands("window")).then_some("window")
        }
        "excluded" => {
            let accident = fields.word("kind") == Some("ACCIDENT-WITHIN");
            (accident != stands("within")).then_some("within")
        }
        "metric" | "measured" => unit_fault(fields),
        _ => None,
    }
}

fn reversed(first: Option<Instant>, last: Option<Instant>) -> bool {
    first.zip(last).is_some_and(|(first, last)| first >= last)
}

/// A relation names its party, control also the standard, NAMED its groups.
fn actor_fault(actor: &Actor<'_>) -> Option<&'static str> {
    let relation = actor.relation()?;
    let by_control = matches!(relation, ActorRelation::OrganisedEquippedBy | ActorRelation::DirectedBy);
    let needs_party = !matches!(relation, ActorRelation::Named | ActorRelation::Any);
    if needs_party && actor.party().is_none() {
        return Some("party");
    }
    if by_control && actor.standard().is_none() {
        return Some("standard");
    }
    (relation == ActorRelation::Named && actor.groups().next().is_none()).then_some("groups")
}

/// A value has a unit of its measure; a stock names its band and a mass basis, its error has the same unit.
fn unit_fault(fields: &Fields) -> Option<&'static str> {
    let measure = StepMeasure::parse(fields.word("measure")?)?;
    let unit = fields.get("value")?.quantity()?.unit();
    let fits: &[Unit] = match measure {
        StepMeasure::Stock => &[Unit::KilogramUranium, Unit::KilogramHexafluoride],
        StepMeasure::Enrichment => &[Unit::WeightPercent],
        StepMeasure::Production => &[Unit::KilogramUraniumPerMonth],
        StepMeasure::SeparativeWork => &[Unit::SeparativeWorkPerYear],
        StepMeasure::Flow => &[Unit::BarrelPerDay, Unit::UsdPerMonth],
        StepMeasure::Money => &[Unit::Usd, Unit::Eur],
        StepMeasure::Distance => &[Unit::Kilometre],
        StepMeasure::Cascades
        | StepMeasure::Visits
        | StepMeasure::Designations
        | StepMeasure::Seizures
        | StepMeasure::Persons => &[Unit::Count],
    };
    if !fits.contains(&unit) {
        return Some("unit");
    }
    if measure == StepMeasure::Stock && fields.get("band").is_none() {
        return Some("band");
    }
    let error = fields.get("error").and_then(Value::quantity);
    error.is_some_and(|error| error.unit() != unit || error.mantissa() < 0).then_some("error")
}
