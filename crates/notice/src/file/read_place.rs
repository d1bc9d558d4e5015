//! Places in files: `{ stand-off = "15 km", parts = [ { point = "33.786 42.441" } ] }`.

use super::read::{Read, not, quantity, text, unknown};
use super::wrong;
use crate::clause::DISTANCES;
use crate::place::{ErrorEllipse, Place, PlacePart, Point, Shape};
use crate::quantity::parse_decimal;
use crate::vocabulary::{PLACE_PRECISION, PlacePrecision};
use toml::{Table, Value};

/// Reads a place.
pub(super) fn place(value: &Value, at: &str) -> Read<Place> {
    let table =
        value.as_table().ok_or_else(|| not(at, "{ parts = [ { point = \"33.786 42.441\" } ] }", value))?;
    unknown(table, at, &["parts", "stand-off"])?;
    let parts = table.get("parts").and_then(Value::as_array).filter(|parts| !parts.is_empty());
    let parts = parts.ok_or_else(|| not(at, "{ parts = [ { point = \"33.786 42.441\" } ] }", value))?;
    Ok(Place {
        parts: parts
            .iter()
            .enumerate()
            .map(|(i, p)| part(p, &format!("{at}.parts.{}", i + 1)))
            .collect::<Read<_>>()?,
        stand_off_m: table.get("stand-off").map(|d| metres(d, &format!("{at}.stand-off"))).transpose()?,
    })
}

fn part(value: &Value, at: &str) -> Read<PlacePart> {
    let table = value.as_table().ok_or_else(|| not(at, "{ point = \"33.786 42.441\" }", value))?;
    unknown(
        table,
        at,
        &["point", "circle", "polygon", "corridor", "area", "error", "precision", "gazetteer"],
    )?;
    let precision = table.get("precision").map(|value| {
        let words: Vec<_> = PLACE_PRECISION.words().collect();
        let word = value.as_str().and_then(PlacePrecision::parse);
        word.ok_or_else(|| not(&format!("{at}.precision"), &words.join(" | "), value))
    });
    let gazetteer = table.get("gazetteer").map(|id| text(id, &format!("{at}.gazetteer")).map(str::to_owned));
    Ok(PlacePart {
        shape: shape(table, at)?,
        error: table.get("error").map(|value| ellipse(value, &format!("{at}.error"))).transpose()?,
        precision: precision.transpose()?,
        gazetteer: gazetteer.transpose()?,
    })
}

fn shape(table: &Table, at: &str) -> Read<Shape> {
    let names = ["point", "circle", "polygon", "corridor", "area"];
    let stand: Vec<_> = names.into_iter().filter_map(|name| Some((name, table.get(name)?))).collect();
    let [(name, value)] = stand.as_slice() else {
        return Err(wrong(at, &names.join(" | "), &table.to_string()));
    };
    let at = format!("{at}.{name}");
    let part = |key: &str| value.get(key).ok_or_else(|| wrong(&at, key, &value.to_string()));
    let known = |keys: &[&str]| value.as_table().map_or(Ok(()), |table| unknown(table, &at, keys));
    match *name {
        "point" => point(value, &at).map(Shape::Point),
        "circle" => {
            known(&["centre", "radius"])?;
            Ok(Shape::Circle {
                centre: point(part("centre")?, &at)?,
                radius_m: metres(part("radius")?, &at)?,
            })
        }
        "polygon" => points(value, 3, &at).map(Shape::Polygon),
        "corridor" => {
            known(&["track", "half-width"])?;
            let half_width_m = value.get("half-width").map_or(Ok(0), |width| metres(width, &at))?;
            Ok(Shape::Corridor { track: points(part("track")?, 2, &at)?, half_width_m })
        }
        _ => {
            known(&["south-west", "north-east"])?;
            let (south_west, north_east) =
                (point(part("south-west")?, &at)?, point(part("north-east")?, &at)?);
            Ok(Shape::Area { south_west, north_east })
        }
    }
}

fn points(value: &Value, least: usize, at: &str) -> Read<Vec<Point>> {
    let items = value.as_array().filter(|items| items.len() >= least);
    let items = items.ok_or_else(|| not(at, "[\"33.786 42.441\", ...]", value))?;
    items.iter().map(|item| point(item, at)).collect()
}

fn point(value: &Value, at: &str) -> Read<Point> {
    let read = value.as_str().and_then(point_of);
    read.ok_or_else(|| not(at, "33.786 42.441", value))
}

/// Reads `33.786 42.441`: latitude and longitude in degrees, at most seven decimals.
pub(super) fn point_of(text: &str) -> Option<Point> {
    let (lat, lon) = text.split_once(' ')?;
    Point::from_e7(degrees_e7(lat)?, degrees_e7(lon)?)
}

/// Reads degrees into 1e-7 degrees; more than seven decimals are refused.
pub(super) fn degrees_e7(text: &str) -> Option<i64> {
    let (mantissa, exponent) = parse_decimal(text)?;
    let missing = 7 - i32::from(exponent.unsigned_abs());
    mantissa.checked_mul(10i64.checked_pow(u32::try_from(missing).ok()?)?)
}

fn metres(value: &Value, at: &str) -> Read<u32> {
    let (nano, _) = quantity(DISTANCES, value, at)?.in_base_nano();
    let whole = (nano % NANO == 0).then(|| u32::try_from(nano / NANO).ok()).flatten();
    whole.ok_or_else(|| not(at, "15 km | 22224 m | 12 NM", value))
}

fn ellipse(value: &Value, at: &str) -> Read<ErrorEllipse> {
    let expected = "{ major = \"1500 m\", minor = \"1500 m\", azimuth = 0, contour = 90 }";
    let refused = || not(at, expected, value);
    let table = value.as_table().ok_or_else(refused)?;
    unknown(table, at, &["major", "minor", "azimuth", "contour"])?;
    let major_m = metres(table.get("major").ok_or_else(refused)?, at)?;
    let small = |key: &str, default: u8| match table.get(key) {
        None => Ok(default),
        Some(value) => value.as_integer().and_then(|n| u8::try_from(n).ok()).ok_or_else(refused),
    };
    Ok(ErrorEllipse {
        major_m,
        minor_m: table.get("minor").map_or(Ok(major_m), |minor| metres(minor, at))?,
        azimuth_deg: small("azimuth", 0)?,
        contour_pct: small("contour", 90)?,
    })
}

const NANO: i128 = 1_000_000_000;
