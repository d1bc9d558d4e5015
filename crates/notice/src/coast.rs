//! Land or sea: a coast as lines with land on their right, as Natural Earth draws them (public domain).
//!
//! In: GeoJSON text of LineString, Polygon or MultiPolygon. I1 the nearest edge decides, by geodesic distance; a point
//! nearer to it than its own error is neither. I2 a coast says nothing of a point farther from it than it is long.

use crate::geodesy::{distance_mm, nearest_edge, signed_distance_mm};
use crate::place::{Point, Shape};
use crate::site_row::degrees;
use serde_json::Value as Json;

/// A coast.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coast {
    lines: Vec<Vec<Point>>,
}

/// Where a point lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// On land, so far from the coast, metres.
    Land(u32),
    /// At sea, so far from the coast, metres.
    Sea(u32),
}

impl Coast {
    /// Reads GeoJSON; `None` if it is none or has no line.
    pub fn of_geojson(text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        let mut lines = Vec::new();
        for feature in json.get("features")?.as_array()? {
            let geometry = feature.get("geometry")?;
            let coordinates = geometry.get("coordinates")?;
            match geometry.get("type")?.as_str()? {
                "LineString" => lines.push(line(coordinates)?),
                "Polygon" => lines.extend(lines_of(coordinates)?),
                "MultiPolygon" => {
                    for polygon in coordinates.as_array()? {
                        lines.extend(lines_of(polygon)?);
                    }
                }
                _ => {}
            }
        }
        lines.retain(|line| line.len() > 1);
        (!lines.is_empty()).then_some(Coast { lines })
    }

    /// Of land masks: rings, the first corner not said again, whichever way they are gone round.
    pub fn of_rings(rings: Vec<Vec<Point>>) -> Self {
        let lines = rings.into_iter().filter(|ring| ring.len() > 2).map(|mut ring| {
            if anticlockwise(&ring) {
                ring.reverse();
            }
            ring.extend(ring.first().copied());
            ring
        });
        Coast { lines: lines.collect() }
    }

    /// Whether a point lies on land or at sea.
    pub fn ground(&self, at: Point) -> Option<Ground> {
        let (from, to, right) = nearest_edge(at, self.lines.iter().flat_map(|line| line.windows(2)))?;
        let track = Shape::Corridor { track: vec![from, to], half_width_m: 0 };
        let metres = u32::try_from(signed_distance_mm(at, &track).max(0) / 1000).unwrap_or(u32::MAX);
        let far = distance_mm(from, at) > FARTHEST_MM;
        (!far).then_some(if right { Ground::Land(metres) } else { Ground::Sea(metres) })
    }
}

/// Whether a ring is gone round with its inside on the left: by the area in degrees, each step the short way round.
fn anticlockwise(ring: &[Point]) -> bool {
    let turn = 3_600_000_000_i128;
    let (mut area, mut lon) = (0_i128, 0_i128);
    for (from, to) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
        let step =
            (i128::from(to.lon_e7) - i128::from(from.lon_e7) + turn * 3 / 2).rem_euclid(turn) - turn / 2;
        area += lon * i128::from(to.lat_e7) - (lon + step) * i128::from(from.lat_e7);
        lon += step;
    }
    area > 0
}

fn lines_of(polygon: &Json) -> Option<Vec<Vec<Point>>> {
    polygon.as_array()?.iter().map(line).collect()
}

fn line(coordinates: &Json) -> Option<Vec<Point>> {
    let point = |pair: &Json| {
        let (lon, lat) = (pair.get(0)?.to_string(), pair.get(1)?.to_string());
        Point::from_e7(degrees(&lat)?, degrees(&lon)?)
    };
    coordinates.as_array()?.iter().map(point).collect()
}

/// Nothing is said of a point farther from every coast than this.
const FARTHEST_MM: i64 = 2_000_000_000;
