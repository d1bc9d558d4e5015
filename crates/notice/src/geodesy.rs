//! Distances to places on the WGS84 ellipsoid: slow, and the definition (notices.md 4.4, redline.md sections 5 and 10).
//!
//! In: places in 1e-7 degrees. Out: whole millimetres, negative inside. I1 edges are geodesics, places are closed
//! sets, a ring encloses its smaller side. I2 parallels of an area are parallels. No planar shortcut anywhere.

use crate::place::{Point, Shape};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use std::sync::LazyLock;

/// The ellipsoid; its series are long to expand, so they are expanded once.
static GLOBE: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// Signed distance from a point to a shape, millimetres: negative inside, by how far it is to the rim.
pub fn signed_distance_mm(from: Point, shape: &Shape) -> i64 {
    let globe = &*GLOBE;
    let from = degrees(from);
    let metres = match shape {
        Shape::Point(point) => between(globe, from, degrees(*point)),
        Shape::Circle { centre, radius_m } => between(globe, from, degrees(*centre)) - f64::from(*radius_m),
        Shape::Corridor { track, half_width_m } => {
            let track: Vec<At> = track.iter().map(|point| degrees(*point)).collect();
            to_edges(globe, from, &track) - f64::from(*half_width_m)
        }
        Shape::Polygon(ring) => {
            let closed: Vec<At> = ring.iter().chain(ring.first()).map(|point| degrees(*point)).collect();
            let rim = to_edges(globe, from, &closed);
            if inside(globe, from, &closed) { -rim } else { rim }
        }
        Shape::Area { south_west, north_east } => {
            to_area(globe, from, degrees(*south_west), degrees(*north_east))
        }
    };
    (metres * 1000.0).round() as i64
}

/// Geodesic distance between two points, millimetres.
pub fn distance_mm(a: Point, b: Point) -> i64 {
    (between(&GLOBE, degrees(a), degrees(b)) * 1000.0).round() as i64
}

/// The edge nearest to a point, and whether the point lies to its right; on the plane that touches the globe there, which is
/// enough to choose: the distance itself is [`signed_distance_mm`]'s.
pub(crate) fn nearest_edge<'a>(
    at: Point,
    edges: impl Iterator<Item = &'a [Point]>,
) -> Option<(Point, Point, bool)> {
    let narrow = degrees(at).0.to_radians().cos();
    let flat = |point: Point| {
        let ((lat, lon), (lat_0, lon_0)) = (degrees(point), degrees(at));
        // The short way round: a coast may lie on the other side of 180.
        let east = (lon - lon_0 + 540.0).rem_euclid(360.0) - 180.0;
        (east * narrow, lat - lat_0)
    };
    let mut best: Option<(f64, (Point, Point, bool))> = None;
    for edge in edges {
        let [from, to] = edge else { continue };
        let ((ax, ay), (bx, by)) = (flat(*from), flat(*to));
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx * dx + dy * dy;
        if length <= 0.0 {
            continue;
        }
        let along = (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0);
        let away = (ax + along * dx).hypot(ay + along * dy);
        // At a corner both edges are as near: the one that the point stands more squarely off decides.
        let across = (dy * ax - dx * ay) / length.sqrt();
        let rank = away - across.abs() * SQUARE;
        if best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, (*from, *to, across < 0.0)));
        }
    }
    best.map(|(_, found)| found)
}

const SQUARE: f64 = 1e-9;

/// Latitude and longitude, degrees.
type At = (f64, f64);

fn degrees(point: Point) -> At {
    (f64::from(point.lat_e7) / 1e7, f64::from(point.lon_e7) / 1e7)
}

fn between(globe: &Geodesic, a: At, b: At) -> f64 {
    globe.inverse(a.0, a.1, b.0, b.1)
}

/// Distance to the nearest edge of a chain. No point of an edge is nearer than half of what the ways to its ends exceed its
/// length by, so an edge that cannot be nearer than what was found is not searched.
fn to_edges(globe: &Geodesic, from: At, chain: &[At]) -> f64 {
    let ends: Vec<f64> = chain.iter().map(|end| between(globe, from, *end)).collect();
    let mut nearest = ends.iter().copied().fold(f64::INFINITY, f64::min);
    for (edge, ends) in chain.windows(2).zip(ends.windows(2)) {
        let (length, azimuth, _, _): (f64, f64, f64, f64) =
            globe.inverse(edge[0].0, edge[0].1, edge[1].0, edge[1].1);
        if (ends[0] + ends[1] - length) / 2.0 < nearest {
            nearest = nearest.min(to_edge(globe, from, edge[0], length, azimuth));
        }
    }
    nearest
}

/// Distance to the nearest point of a geodesic edge of a length, from its start on.
fn to_edge(globe: &Geodesic, from: At, a: At, length: f64, azimuth: f64) -> f64 {
    let along = |metres: f64| -> f64 {
        let point: (f64, f64) = globe.direct(a.0, a.1, azimuth, metres);
        between(globe, from, point)
    };
    least(length, along)
}

/// Least value of a function with one valley on 0 to `length`, by golden section.
fn least(length: f64, value: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, length);
    let (mut left, mut right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_left, mut at_right) = (value(left), value(right));
    for _ in 0..SECTIONS {
        if at_left < at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = value(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = value(right);
        }
    }
    [at_left, at_right, value(0.0), value(length)].into_iter().fold(f64::INFINITY, f64::min)
}

/// Whether the azimuth to the corners of a closed ring turns once round, seen from the point, on the ring's own side.
fn inside(globe: &Geodesic, from: At, closed: &[At]) -> bool {
    let mut turned = 0.0;
    let mut last: Option<f64> = None;
    let mut nearest = f64::INFINITY;
    for corner in closed {
        let (metres, azimuth, _, _): (f64, f64, f64, f64) = globe.inverse(from.0, from.1, corner.0, corner.1);
        nearest = nearest.min(metres);
        if let Some(last) = last {
            turned += (azimuth - last + 540.0).rem_euclid(360.0) - 180.0;
        }
        last = Some(azimuth);
    }
    turned.abs() > 180.0 && nearest < QUARTER_GLOBE_M
}

/// Signed distance to what lies between two parallels and two meridians.
fn to_area(globe: &Geodesic, from: At, south_west: At, north_east: At) -> f64 {
    let width = (north_east.1 - south_west.1).rem_euclid(360.0);
    let side = |start: At, north: f64, east: f64| -> f64 {
        least(1.0, |share| between(globe, from, (start.0 + share * north, start.1 + share * east)))
    };
    let north = north_east.0 - south_west.0;
    let sides = [
        side(south_west, 0.0, width),
        side((north_east.0, south_west.1), 0.0, width),
        side(south_west, north, 0.0),
        side((south_west.0, north_east.1), north, 0.0),
    ];
    let rim = sides.into_iter().fold(f64::INFINITY, f64::min);
    let east = (from.1 - south_west.1).rem_euclid(360.0);
    let within = (south_west.0..=north_east.0).contains(&from.0) && east <= width;
    if within { -rim } else { rim }
}

const GOLDEN: f64 = 0.618_033_988_749_894_9;
/// Golden sections until the bracket of a 20,000 km edge is below a tenth of a millimetre.
const SECTIONS: u32 = 56;
const QUARTER_GLOBE_M: f64 = 10_001_966.0;
