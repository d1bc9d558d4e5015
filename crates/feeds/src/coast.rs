//! The coast that is shipped (Natural Earth 1:10m, public domain; the Gulf, the Red Sea and the seas round them), and any
//! other that a GeoJSON file draws.

use crate::geojson::geometry;
use crate::item::Refused;
use redline::Zone;
use redline::cases::Coast;
use redline::geometry::Geometry;
use serde_json::Value;

/// The shipped coast.
///
/// # Errors
/// Never for the shipped file; a test reads it.
pub fn shipped() -> Result<Coast, Refused> {
    of_geojson(include_bytes!("../../../data/feeds/coast/coast_10m_region.geojson"))
}

/// A coast of lines or polygons.
///
/// # Errors
/// [`Refused`] for a file that is no GeoJSON of lines or polygons.
pub fn of_geojson(bytes: &[u8]) -> Result<Coast, Refused> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| Refused::new("not-json", &e.to_string()))?;
    let features = value["features"].as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    let mut lines = Vec::new();
    for feature in &features {
        let of = if feature["geometry"].is_null() { feature } else { &feature["geometry"] };
        match geometry(of)? {
            Geometry::Lines(chains) | Geometry::Polygon(chains) => {
                lines.extend(chains.into_iter().map(|chain| Zone::tracks(&[chain], 0.0)));
            }
            Geometry::Points(_) => return Err(Refused::new("geometry", "a coast is no point")),
        }
    }
    Ok(Coast { lines })
}
