//! Values to TOML values, by kind; the reverse of reading.

use crate::place::{Place, PlacePart, Shape};
use crate::quantity::{Quantity, Unit};
use crate::spec::{FieldKind, FieldSpec, TypeSpec};
use crate::value::{Fields, Value};
use toml::{Table, Value as Toml};

/// The fields that stand, in the order of the spec.
pub(super) fn record(specs: &[FieldSpec], fields: &Fields, subject: Option<&'static TypeSpec>) -> Table {
    let stand = specs.iter().filter_map(|spec| Some((spec, fields.get(spec.name)?)));
    stand.map(|(spec, held)| (spec.name.to_owned(), value(&spec.kind, held, subject))).collect()
}

fn value(kind: &FieldKind, held: &Value, subject: Option<&'static TypeSpec>) -> Toml {
    match (kind, held) {
        (FieldKind::OrWord(_, inner), held) if held.word().is_none() => value(inner, held, subject),
        (FieldKind::Record(spec), Value::Record(fields)) => record(spec.fields, fields, subject).into(),
        (FieldKind::Restatement, Value::Record(fields)) => {
            record(subject.map_or(&[][..], |spec| spec.paragraphs), fields, None).into()
        }
        (FieldKind::List { of, .. }, Value::List(items)) => {
            Toml::Array(items.iter().map(|item| value(of, item, subject)).collect())
        }
        (FieldKind::List { of, .. }, Value::Sample { count, drawn }) => {
            let items = drawn.iter().map(|(place, item)| ((place + 1).to_string(), value(of, item, subject)));
            let drawn: Table = items.collect();
            let mut sample = Table::new();
            sample.insert("count".to_owned(), i64::from(*count).into());
            sample.insert("drawn".to_owned(), drawn.into());
            sample.into()
        }
        (_, held) => single(held),
    }
}

fn single(held: &Value) -> Toml {
    match held {
        Value::Word(word) => (*word).into(),
        Value::Text(text) => text.clone().into(),
        Value::Flag(flag) => (*flag).into(),
        Value::Count(count) => i64::from(*count).into(),
        Value::Quantity(quantity) => quantity.to_string().into(),
        Value::Span(span) => span.to_string().into(),
        Value::Instant(at) => at.to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::Code(code) => code.to_string().into(),
        Value::Station(station) => station.to_string().into(),
        Value::Line(line) => line.to_string().into(),
        Value::Hash(hash) => hex::encode(hash).into(),
        Value::Place(held) => place(held).into(),
        Value::List(items) => Toml::Array(items.iter().map(single).collect()),
        Value::Record(_) | Value::Sample { .. } => Table::new().into(),
    }
}

fn place(place: &Place) -> Table {
    let mut table = Table::new();
    table.insert("parts".to_owned(), Toml::Array(place.parts.iter().map(|p| part(p).into()).collect()));
    if let Some(stand_off) = place.stand_off_m {
        table.insert("stand-off".to_owned(), metres(stand_off));
    }
    table
}

fn part(part: &PlacePart) -> Table {
    let mut table = Table::new();
    let (name, drawn) = shape(&part.shape);
    table.insert(name.to_owned(), drawn);
    if let Some(error) = part.error {
        let mut ellipse = Table::new();
        ellipse.insert("major".to_owned(), metres(error.major_m));
        ellipse.insert("minor".to_owned(), metres(error.minor_m));
        ellipse.insert("azimuth".to_owned(), i64::from(error.azimuth_deg).into());
        ellipse.insert("contour".to_owned(), i64::from(error.contour_pct).into());
        table.insert("error".to_owned(), ellipse.into());
    }
    if let Some(precision) = part.precision {
        table.insert("precision".to_owned(), precision.word().into());
    }
    if let Some(id) = &part.gazetteer {
        table.insert("gazetteer".to_owned(), id.clone().into());
    }
    table
}

fn shape(shape: &Shape) -> (&'static str, Toml) {
    let text = |point: &crate::place::Point| Toml::String(point.to_string());
    let all = |points: &[crate::place::Point]| Toml::Array(points.iter().map(text).collect());
    let pair = |first: (&str, Toml), second: (&str, Toml)| {
        let entries = [first, second].into_iter().map(|(name, value)| (name.to_owned(), value));
        Toml::Table(entries.collect())
    };
    match shape {
        Shape::Point(point) => ("point", text(point)),
        Shape::Circle { centre, radius_m } => {
            ("circle", pair(("centre", text(centre)), ("radius", metres(*radius_m))))
        }
        Shape::Polygon(ring) => ("polygon", all(ring)),
        Shape::Corridor { track, half_width_m } => {
            ("corridor", pair(("track", all(track)), ("half-width", metres(*half_width_m))))
        }
        Shape::Area { south_west, north_east } => {
            ("area", pair(("south-west", text(south_west)), ("north-east", text(north_east))))
        }
    }
}

/// Metres, in kilometres where that leaves a whole number.
fn metres(metres: u32) -> Toml {
    let whole_km = metres.is_multiple_of(1000) && metres > 0;
    let (number, unit) = if whole_km { (metres / 1000, Unit::Kilometre) } else { (metres, Unit::Metre) };
    Quantity::whole(i64::from(number), unit).to_string().into()
}
