//! The WGS84 ellipsoid for the watch: geodesics by `geographiclib-rs`, and flat frames round a point for what must be
//! quick.
//!
//! I1 a frame is azimuthal and equidistant: what it says of the distance from its own centre errs by less than
//! [`FRAME_ERROR`]; whoever needs better asks [`to_edge`].

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use notice::Point;

/// Latitude and longitude, degrees WGS84; any turn of longitude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LatLon {
    /// Degrees, north positive.
    pub lat: f64,
    /// Degrees, east positive.
    pub lon: f64,
}

/// Earth-centred coordinates, metres.
pub type Centred = [f64; 3];

/// Metres east and north.
pub type Flat = [f64; 2];

impl LatLon {
    /// From degrees.
    pub fn new(lat: f64, lon: f64) -> Self {
        LatLon { lat, lon }
    }

    /// From a notice's point.
    pub fn of(point: Point) -> Self {
        LatLon { lat: f64::from(point.lat_e7) / 1e7, lon: f64::from(point.lon_e7) / 1e7 }
    }

    /// As a notice writes it, to 1e-7 degrees; `None` outside the globe or if not a number.
    pub fn point(self) -> Option<Point> {
        let inside = self.lat.is_finite() && self.lon.is_finite() && self.lat.abs() <= 90.0;
        let e7 = |degrees: f64| (degrees * 1e7).round() as i64;
        let lon = e7(turned(self.lon));
        let lon = if lon == -1_800_000_000 { 1_800_000_000 } else { lon };
        inside.then(|| Point::from_e7(e7(self.lat), lon)).flatten()
    }

    /// Earth-centred coordinates of the point on the ellipsoid.
    pub fn centred(self) -> Centred {
        let (sin_lat, cos_lat) = self.lat.to_radians().sin_cos();
        let (sin_lon, cos_lon) = self.lon.to_radians().sin_cos();
        let normal = A / (1.0 - E2 * sin_lat * sin_lat).sqrt();
        [normal * cos_lat * cos_lon, normal * cos_lat * sin_lon, normal * (1.0 - E2) * sin_lat]
    }
}

/// Longitude in -180 to below 180 degrees.
pub fn turned(lon: f64) -> f64 {
    (lon + 540.0).rem_euclid(360.0) - 180.0
}

/// The ellipsoid.
pub fn wgs84() -> Geodesic {
    Geodesic::wgs84()
}

/// Geodesic distance, metres.
pub fn distance(globe: &Geodesic, a: LatLon, b: LatLon) -> f64 {
    globe.inverse(a.lat, a.lon, b.lat, b.lon)
}

/// Geodesic distance in metres and the azimuth at the first point, degrees from north.
pub fn course(globe: &Geodesic, a: LatLon, b: LatLon) -> (f64, f64) {
    let (metres, azimuth, _, _): (f64, f64, f64, f64) = globe.inverse(a.lat, a.lon, b.lat, b.lon);
    (metres, azimuth)
}

/// The point so many metres from `from` on a course.
pub fn ahead(globe: &Geodesic, from: LatLon, azimuth: f64, metres: f64) -> LatLon {
    let (lat, lon): (f64, f64) = globe.direct(from.lat, from.lon, azimuth, metres);
    LatLon { lat, lon }
}

/// A flat frame round a point.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    centre: LatLon,
    origin: Centred,
    east: Centred,
    north: Centred,
    up: Centred,
}

impl Frame {
    /// The frame round `centre`.
    pub fn at(centre: LatLon) -> Self {
        let (sin_lat, cos_lat) = centre.lat.to_radians().sin_cos();
        let (sin_lon, cos_lon) = centre.lon.to_radians().sin_cos();
        Frame {
            centre,
            origin: centre.centred(),
            east: [-sin_lon, cos_lon, 0.0],
            north: [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
            up: [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
        }
    }

    /// Where a point lies, metres east and north, its distance from the centre kept.
    pub fn flat(&self, point: Centred) -> Flat {
        let d = [point[0] - self.origin[0], point[1] - self.origin[1], point[2] - self.origin[2]];
        let (x, y, z) = (dot(d, self.east), dot(d, self.north), dot(d, self.up));
        let across2 = x * x + y * y;
        let chord2 = across2 + z * z;
        if across2 < 1e-6 {
            return [x, y];
        }
        let ratio = (chord2 / (4.0 * R * R)).min(1.0);
        let arc = if ratio < 1e-4 {
            chord2.sqrt() * (1.0 + ratio / 6.0 + 3.0 * ratio * ratio / 40.0)
        } else {
            2.0 * R * ratio.sqrt().asin()
        };
        let scale = arc / across2.sqrt();
        [x * scale, y * scale]
    }

    /// The point at metres east and north, by a geodesic from the centre.
    pub fn back(&self, globe: &Geodesic, at: Flat) -> LatLon {
        let metres = at[0].hypot(at[1]);
        ahead(globe, self.centre, at[0].atan2(at[1]).to_degrees(), metres)
    }
}

/// Share of a distance, and metres besides, by which a frame may err about distances from its centre.
pub const FRAME_ERROR: (f64, f64) = (1e-3, 5.0);

/// Distance of a point to the nearest point of a geodesic edge, and how far along the edge that is, metres.
pub fn to_edge(globe: &Geodesic, from: LatLon, a: LatLon, b: LatLon) -> (f64, f64) {
    let (length, azimuth) = course(globe, a, b);
    if length < 1e-9 {
        return (distance(globe, from, a), 0.0);
    }
    if distance(globe, from, a) > FAR_M {
        let value = |along: f64| distance(globe, from, ahead(globe, a, azimuth, along));
        return least(length, value);
    }
    let at = |along: f64| -> (LatLon, f64) {
        let (lat, lon, onward): (f64, f64, f64) = globe.direct(a.lat, a.lon, azimuth, along);
        (LatLon { lat, lon }, onward)
    };
    let mut along = 0.0_f64;
    let mut best = (f64::INFINITY, 0.0);
    for _ in 0..STEPS {
        let (here, onward) = at(along);
        let (metres, toward) = course(globe, here, from);
        if metres < best.0 {
            best = (metres, along);
        }
        let angle = metres / R;
        let step = R * (angle.tan() * (toward - onward).to_radians().cos()).atan();
        let next = (along + step).clamp(0.0, length);
        if (next - along).abs() < 1e-6 {
            break;
        }
        along = next;
    }
    let ends = [(distance(globe, from, a), 0.0), (distance(globe, from, b), length)];
    ends.into_iter().fold(best, |best, end| if end.0 < best.0 { end } else { best })
}

/// Least value of a function with one valley on 0 to `length`, by golden section, and where it is.
pub fn least(length: f64, value: impl Fn(f64) -> f64) -> (f64, f64) {
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
    let tried = [(at_left, left), (at_right, right), (value(0.0), 0.0), (value(length), length)];
    tried.into_iter().fold((f64::INFINITY, 0.0), |best, one| if one.0 < best.0 { one } else { best })
}

/// The point of a flat segment that is nearest to the origin.
pub fn flat_foot(a: Flat, b: Flat) -> Flat {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length2 = dx * dx + dy * dy;
    let t = if length2 > 0.0 { (-(a[0] * dx + a[1] * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
    [a[0] + t * dx, a[1] + t * dy]
}

/// Distance of the origin to the nearest point of a flat segment, metres.
pub fn flat_distance(a: Flat, b: Flat) -> f64 {
    let [x, y] = flat_foot(a, b);
    (x * x + y * y).sqrt()
}

fn dot(a: Centred, b: Centred) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Semi-major axis, metres (WGS84).
pub const A: f64 = 6_378_137.0;
/// Flattening (WGS84).
pub const F: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared.
pub const E2: f64 = F * (2.0 - F);
/// Mean radius, metres.
pub const R: f64 = 6_371_008.8;
const GOLDEN: f64 = 0.618_033_988_749_894_9;
const SECTIONS: u32 = 60;
/// Beyond this the flat step on an edge is no guide, metres.
const FAR_M: f64 = 8_000_000.0;
/// Steps of the search on an edge; each gains two to three digits.
const STEPS: u32 = 24;
