//! GeoJSON (RFC 7946): features of a collection, or one a line; properties are read like the columns of a table.

use crate::built_in::of_header;
use crate::item::{Item, Refused};
use crate::mapping::Mapping;
use crate::table::{self, Cells, on_globe};
use redline::event::{Ellipse, Where};
use redline::geometry::Geometry;
use redline::{LatLon, Zone};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

struct Properties(BTreeMap<String, String>);

impl Cells for Properties {
    fn cell(&self, column: &str) -> Option<&str> {
        self.0.get(column).map(String::as_str).filter(|text| !text.is_empty())
    }
}

/// Items of a text that is a feature, a collection, or a geometry.
pub fn items(mapping: Option<&Mapping>, text: &[u8], line: u64) -> Vec<Item> {
    match serde_json::from_slice::<Value>(text) {
        Ok(value) => items_of(mapping, &value, line),
        Err(why) => vec![Item::refused(line, line, Refused::new("not-json", &why.to_string()))],
    }
}

/// Items of a value.
pub fn items_of(mapping: Option<&Mapping>, value: &Value, line: u64) -> Vec<Item> {
    match value["type"].as_str() {
        Some("FeatureCollection") => match value["features"].as_array() {
            Some(features) => features.iter().map(|feature| item(mapping, feature, line)).collect(),
            None => vec![Item::refused(line, line, Refused::new("no-features", ""))],
        },
        Some("Feature") => vec![item(mapping, value, line)],
        Some(_) if value["coordinates"].is_array() => {
            let feature = serde_json::json!({ "type": "Feature", "properties": {}, "geometry": value });
            vec![item(mapping, &feature, line)]
        }
        _ => vec![Item::refused(line, line, Refused::new("not-geojson", &value["type"].to_string()))],
    }
}

fn item(mapping: Option<&Mapping>, feature: &Value, line: u64) -> Item {
    let mut cells = BTreeMap::new();
    if let Some(properties) = feature["properties"].as_object() {
        for (name, value) in properties {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(flag) => flag.to_string(),
                _ => continue,
            };
            cells.insert(name.clone(), text);
        }
    }
    match &feature["id"] {
        Value::String(id) => cells.entry("id".to_owned()).or_insert_with(|| id.clone()),
        Value::Number(id) => cells.entry("id".to_owned()).or_insert_with(|| id.to_string()),
        _ => &mut String::new(),
    };
    let own;
    let mapping = match mapping {
        Some(mapping) => mapping,
        None => {
            let header: Vec<String> =
                cells.keys().cloned().chain(["lat".to_owned(), "lon".to_owned()]).collect();
            own = of_header(&header).unwrap_or_default();
            &own
        }
    };
    let cells = Properties(cells);
    match place(mapping, &cells, &feature["geometry"]) {
        Ok(place) => table::item(mapping, &cells, feature.to_string().as_bytes(), place, line, line),
        Err(refused) => Item::refused(line, line, refused),
    }
}

/// Where a geometry says it was; `None` for a feature without one.
fn place(mapping: &Mapping, cells: &dyn Cells, geometry: &Value) -> Result<Option<Where>, Refused> {
    if geometry.is_null() {
        return Ok(None);
    }
    let coordinates = &geometry["coordinates"];
    let read = match geometry["type"].as_str() {
        Some("Point") => {
            let at = position(coordinates)?;
            let centre = on_globe(mapping, at.lat, at.lon)?;
            return Ok(Some(point(mapping, cells, centre)?));
        }
        Some("MultiPoint") => Geometry::Points(positions(coordinates)?),
        Some("LineString") => Geometry::Lines(vec![positions(coordinates)?]),
        Some("MultiLineString") => Geometry::Lines(chains(coordinates)?),
        Some("Polygon") => Geometry::Polygon(chains(coordinates)?),
        Some("MultiPolygon") => {
            let parts = coordinates.as_array().ok_or_else(|| Refused::new("geometry", "coordinates"))?;
            let chains: Vec<Vec<LatLon>> =
                parts.iter().map(chains).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
            Geometry::Polygon(chains)
        }
        other => return Err(Refused::new("geometry", other.unwrap_or("no type"))),
    };
    let zone: Zone = read.zone().map_err(|why| Refused::new("geometry", &why.to_string()))?;
    Ok(Some(Where::Area(Arc::new(zone))))
}

fn point(mapping: &Mapping, cells: &dyn Cells, centre: LatLon) -> Result<Where, Refused> {
    let column = |column: &Option<String>| column.as_deref().and_then(|column| cells.cell(column));
    let told = column(&mapping.columns.error_m).map(|text| (text, 1.0));
    let told = told.or(column(&mapping.columns.error_km).map(|text| (text, 1000.0)));
    let metres = match told {
        Some((text, scale)) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number >= 0.0 => Some(number * scale),
            _ => return Err(Refused::new("error", text)),
        },
        None => mapping.error_m,
    };
    Ok(match metres {
        Some(metres) => Where::Ellipse { centre, error: Ellipse::circle(metres) },
        None => Where::Near { centre, assumed_m: UNTOLD_M },
    })
}

fn position(value: &Value) -> Result<LatLon, Refused> {
    let number = |i: usize| value.get(i).and_then(Value::as_f64);
    let (Some(lon), Some(lat)) = (number(0), number(1)) else {
        return Err(Refused::new("position", &value.to_string()));
    };
    Ok(LatLon { lat, lon })
}

fn positions(value: &Value) -> Result<Vec<LatLon>, Refused> {
    let list = value.as_array().ok_or_else(|| Refused::new("geometry", "coordinates"))?;
    list.iter().map(position).collect()
}

fn chains(value: &Value) -> Result<Vec<Vec<LatLon>>, Refused> {
    let list = value.as_array().ok_or_else(|| Refused::new("geometry", "coordinates"))?;
    list.iter().map(positions).collect()
}

/// The geometry of a value, as it stands there.
///
/// # Errors
/// [`Refused`] for what is no geometry.
pub fn geometry(value: &Value) -> Result<Geometry, Refused> {
    let coordinates = &value["coordinates"];
    match value["type"].as_str() {
        Some("Point") => Ok(Geometry::Points(vec![position(coordinates)?])),
        Some("MultiPoint") => Ok(Geometry::Points(positions(coordinates)?)),
        Some("LineString") => Ok(Geometry::Lines(vec![positions(coordinates)?])),
        Some("MultiLineString") => Ok(Geometry::Lines(chains(coordinates)?)),
        Some("Polygon") => Ok(Geometry::Polygon(chains(coordinates)?)),
        other => Err(Refused::new("geometry", other.unwrap_or("no type"))),
    }
}

const UNTOLD_M: f64 = 25_000.0;
