//! A geometry as a file writes it, read without mending it, and what is wrong with it.
//!
//! The parsers of the usual crates close rings and drop what is no number; here a table of cases and a linter must see
//! what stands there. I1 reading keeps every position; [`Geometry::defect`] names the first fault.

use crate::error::RedlineError;
use crate::globe::{Frame, LatLon, ahead, course, distance, to_edge, turned, wgs84};
use crate::zone::Zone;
use geographiclib_rs::{PolygonArea, Winding};

/// A geometry.
#[derive(Debug, Clone, PartialEq)]
pub enum Geometry {
    /// Points.
    Points(Vec<LatLon>),
    /// Lines.
    Lines(Vec<Vec<LatLon>>),
    /// Rings of one polygon, as written: the first corner repeated at the end if the file repeats it.
    Polygon(Vec<Vec<LatLon>>),
}

impl Geometry {
    /// Reads the text forms `POINT`, `LINESTRING`, `MULTILINESTRING` and `POLYGON`, longitude first.
    ///
    /// # Errors
    /// [`RedlineError::BadGeometry`] for anything else.
    pub fn of_wkt(text: &str) -> Result<Self, RedlineError> {
        let bad = || RedlineError::BadGeometry { defect: text.chars().take(80).collect() };
        let (word, rest) = text.trim().split_once('(').ok_or_else(bad)?;
        let inner = rest.trim_end().strip_suffix(')').ok_or_else(bad)?;
        match word.trim().to_ascii_uppercase().as_str() {
            "POINT" | "MULTIPOINT" => Ok(Geometry::Points(positions(inner).ok_or_else(bad)?)),
            "LINESTRING" => Ok(Geometry::Lines(vec![positions(inner).ok_or_else(bad)?])),
            "MULTILINESTRING" => Ok(Geometry::Lines(rings(inner).ok_or_else(bad)?)),
            "POLYGON" => Ok(Geometry::Polygon(rings(inner).ok_or_else(bad)?)),
            _ => Err(bad()),
        }
    }

    /// The first defect for which it is refused, as a stable word.
    pub fn defect(&self) -> Option<&'static str> {
        let chains = match self {
            Geometry::Points(points) => std::slice::from_ref(points),
            Geometry::Lines(chains) | Geometry::Polygon(chains) => chains.as_slice(),
        };
        let all = || chains.iter().flatten();
        if all().any(|p| !p.lat.is_finite() || !p.lon.is_finite()) {
            return Some("not_finite");
        }
        if all().any(|p| p.lat.abs() > 90.0 || p.lon.abs() > 540.0) {
            return Some("out_of_range");
        }
        match self {
            Geometry::Points(points) => points.is_empty().then_some("too_few_positions"),
            Geometry::Lines(lines) => lines.iter().find_map(|line| line_defect(line)),
            Geometry::Polygon(rings) => {
                rings.iter().find_map(|ring| ring_defect(ring)).or_else(|| crossing(rings))
            }
        }
    }

    /// Whether two neighbouring corners are the same: worth a warning, no ground to refuse.
    pub fn repeats(&self) -> bool {
        let chains = match self {
            Geometry::Points(_) => return false,
            Geometry::Lines(chains) | Geometry::Polygon(chains) => chains,
        };
        chains.iter().any(|chain| chain.windows(2).any(|pair| same(pair[0], pair[1])))
    }

    /// Compiled; what has a defect is refused by it.
    ///
    /// # Errors
    /// [`RedlineError::BadGeometry`] with the defect.
    pub fn zone(&self) -> Result<Zone, RedlineError> {
        match self.defect() {
            Some(defect) => Err(RedlineError::BadGeometry { defect: defect.to_owned() }),
            None => Ok(match self {
                Geometry::Points(points) => {
                    Zone::tracks(&points.iter().map(|p| vec![*p]).collect::<Vec<_>>(), 0.0)
                }
                Geometry::Lines(lines) => Zone::tracks(lines, 0.0),
                Geometry::Polygon(rings) => {
                    Zone::rings(&rings.iter().map(|ring| open(ring)).collect::<Vec<_>>())
                }
            }),
        }
    }

    /// Geodesic area, square metres: what the first ring encloses on its smaller side, less what further ones do.
    pub fn area_m2(&self) -> f64 {
        let Geometry::Polygon(rings) = self else { return 0.0 };
        let area = |ring: &Vec<LatLon>| ring_area(&open(ring));
        let mut areas = rings.iter().map(area);
        areas.next().unwrap_or(0.0) - areas.sum::<f64>()
    }
}

/// Geodesic area of a ring on its smaller side, square metres.
pub fn ring_area(ring: &[LatLon]) -> f64 {
    let globe = wgs84();
    let mut sum = PolygonArea::new(&globe, Winding::CounterClockwise);
    ring.iter().for_each(|p| sum.add_point(p.lat, turned(p.lon)));
    let (_, area, _) = sum.compute(true);
    let area = area.abs();
    area.min(GLOBE_M2 - area)
}

/// Where two geodesic edges cross, if they do within both.
pub fn edges_cross(a: (LatLon, LatLon), b: (LatLon, LatLon)) -> Option<LatLon> {
    let globe = wgs84();
    let length = course(&globe, a.0, a.1).0;
    let azimuth = course(&globe, a.0, a.1).1;
    let side = |along: f64| {
        let here = ahead(&globe, a.0, azimuth, along);
        let frame = Frame::at(here);
        let (p, q) = (frame.flat(b.0.centred()), frame.flat(b.1.centred()));
        p[0] * q[1] - p[1] * q[0]
    };
    let (start, end) = (side(0.0), side(length));
    let beside = |p: LatLon| {
        let frame = Frame::at(p);
        let (from, to) = (frame.flat(a.0.centred()), frame.flat(a.1.centred()));
        from[0] * to[1] - from[1] * to[0]
    };
    if start * end > 0.0 || beside(b.0) * beside(b.1) > 0.0 {
        return None;
    }
    let (mut low, mut high) = (0.0, length);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if side(middle) * start > 0.0 { low = middle } else { high = middle }
    }
    Some(ahead(&globe, a.0, azimuth, f64::midpoint(low, high)))
}

/// A ring without its repeated last corner and without doubled ones.
pub fn open(ring: &[LatLon]) -> Vec<LatLon> {
    let mut corners: Vec<LatLon> = Vec::with_capacity(ring.len());
    for corner in ring {
        if !corners.last().is_some_and(|last| same(*last, *corner)) {
            corners.push(*corner);
        }
    }
    if corners.len() > 1 && same(corners[0], corners[corners.len() - 1]) {
        corners.pop();
    }
    corners
}

/// Whether two corners are one, whatever the turn of longitude.
pub fn same(a: LatLon, b: LatLon) -> bool {
    a.lat == b.lat && (turned(a.lon) - turned(b.lon)).abs() < 1e-12
}

fn line_defect(line: &[LatLon]) -> Option<&'static str> {
    if line.len() < 2 {
        return Some("too_few_positions");
    }
    line.windows(2).any(|edge| antipodal(edge[0], edge[1])).then_some("edge_not_unique")
}

fn ring_defect(ring: &[LatLon]) -> Option<&'static str> {
    if ring.len() < 4 {
        return Some("too_few_positions");
    }
    if !same(ring[0], ring[ring.len() - 1]) {
        return Some("not_closed");
    }
    let corners = open(ring);
    if ring.windows(2).any(|edge| antipodal(edge[0], edge[1])) {
        return Some("edge_not_unique");
    }
    (corners.len() < 3 || thin(&corners)).then_some("zero_area")
}

/// Whether all corners lie on one geodesic.
fn thin(corners: &[LatLon]) -> bool {
    let globe = wgs84();
    let from = corners[0];
    let far =
        corners.iter().max_by(|a, b| distance(&globe, from, **a).total_cmp(&distance(&globe, from, **b)));
    let Some(far) = far else { return true };
    let width = corners.iter().map(|corner| to_edge(&globe, *corner, from, *far).0).fold(0.0, f64::max);
    width < THIN_M
}

/// Whether two edges that are no neighbours meet.
fn crossing(rings: &[Vec<LatLon>]) -> Option<&'static str> {
    let mut edges: Vec<(LatLon, LatLon)> = Vec::new();
    let mut neighbours: Vec<(usize, usize)> = Vec::new();
    for ring in rings {
        let corners = open(ring);
        let first = edges.len();
        let count = corners.len();
        for (i, (a, b)) in corners.iter().zip(corners.iter().cycle().skip(1)).enumerate() {
            edges.push((*a, *b));
            neighbours.push((first + i, first + (i + 1) % count));
        }
    }
    let next = |i: usize, j: usize| neighbours[i].1 == j || neighbours[j].1 == i;
    let boxes: Vec<[f64; 2]> = edges.iter().map(|(a, b)| [a.lat.min(b.lat), a.lat.max(b.lat)]).collect();
    for (i, edge) in edges.iter().enumerate() {
        for (j, other) in edges.iter().enumerate().skip(i + 1) {
            let apart = boxes[i][1] + BOW_DEG < boxes[j][0] || boxes[j][1] + BOW_DEG < boxes[i][0];
            if !apart && !next(i, j) && edges_cross(*edge, *other).is_some() {
                return Some("self_intersection");
            }
        }
    }
    None
}

/// Whether the shortest way between two points is not one.
fn antipodal(a: LatLon, b: LatLon) -> bool {
    (a.lat + b.lat).abs() < 0.5
        && ((turned(a.lon) - turned(b.lon)).abs() - 180.0).abs() < 0.5
        && a.lat.abs() < 89.5
        || (a.lat + b.lat).abs() < 1e-6 && a.lat.abs() >= 89.5
}

fn rings(text: &str) -> Option<Vec<Vec<LatLon>>> {
    let text = text.trim();
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    inner
        .split(')')
        .map(|part| positions(part.trim_start_matches([',', ' ', '\t', '\n']).trim_start_matches('(')))
        .collect()
}

fn positions(text: &str) -> Option<Vec<LatLon>> {
    let position = |pair: &str| {
        let mut numbers = pair.split_whitespace().map(|n| n.trim_matches(['(', ')']).parse::<f64>());
        let (lon, lat) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
        Some(LatLon { lat, lon })
    };
    text.split(',').map(position).collect()
}

/// Area of the ellipsoid, square metres.
const GLOBE_M2: f64 = 510_065_621_724_088.4;
/// By how many degrees of latitude an edge may bow beyond its ends before its crossings are overlooked.
const BOW_DEG: f64 = 8.0;
/// A ring so thin has no area to speak of, metres.
const THIN_M: f64 = 0.01;
