//! Places: WGS84 in 1e-7 degrees, shapes, error ellipses, stand-off (notices.md 4.4).
//!
//! In: whole numbers. Out: whole numbers; the only floating arithmetic is the MGRS echo, which is printed and
//! never hashed. I1 *absent* means unknown, never a sentinel. I2 no name of a sea or territory: a gazetteer id
//! at most.

use crate::vocabulary::PlacePrecision;
use std::fmt;

/// A point, WGS84.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// Latitude in 1e-7 degrees, north positive, -90 to 90 degrees.
    pub lat_e7: i32,
    /// Longitude in 1e-7 degrees, east positive, above -180 to 180 degrees.
    pub lon_e7: i32,
}

/// What a part of a place is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// One point.
    Point(Point),
    /// All within a radius of a point.
    Circle {
        /// Its centre.
        centre: Point,
        /// Its radius, metres.
        radius_m: u32,
    },
    /// Inside a ring of at least three corners, edges geodesics, the first corner not repeated.
    Polygon(Vec<Point>),
    /// Along a track of at least two points, edges geodesics.
    Corridor {
        /// Its points in order.
        track: Vec<Point>,
        /// Half its width, metres; 0 for the track itself.
        half_width_m: u32,
    },
    /// Between two parallels and two meridians.
    Area {
        /// South-west corner.
        south_west: Point,
        /// North-east corner.
        north_east: Point,
    },
}

/// An error ellipse, with the share of cases it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorEllipse {
    /// Larger half axis, metres.
    pub major_m: u32,
    /// Smaller half axis, metres, not above the larger.
    pub minor_m: u32,
    /// Direction of the larger axis, degrees from north, 0 to 179.
    pub azimuth_deg: u8,
    /// Share of cases inside, per cent, 1 to 99.
    pub contour_pct: u8,
}

/// One part of a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlacePart {
    /// Its shape.
    pub shape: Shape,
    /// Horizontal error, if known.
    pub error: Option<ErrorEllipse>,
    /// How well it is known.
    pub precision: Option<PlacePrecision>,
    /// Id of a gazetteer shared by both ("GN-99237"): capitals, digits, `-`, `:`, at most 24.
    pub gazetteer: Option<String>,
}

/// One or more parts and a distance to keep from each of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The parts, at least one.
    pub parts: Vec<PlacePart>,
    /// Stand-off in metres; within it counts as at the place.
    pub stand_off_m: Option<u32>,
}

impl Point {
    /// A point from degrees times 1e7; `None` outside the globe.
    pub fn from_e7(lat_e7: i64, lon_e7: i64) -> Option<Self> {
        let inside =
            (-MAX_LAT_E7..=MAX_LAT_E7).contains(&lat_e7) && lon_e7 > -MAX_LON_E7 && lon_e7 <= MAX_LON_E7;
        inside
            .then(|| Some(Point { lat_e7: lat_e7.try_into().ok()?, lon_e7: lon_e7.try_into().ok()? }))
            .flatten()
    }

    /// The MGRS echo to one metre, as printed; `None` where MGRS has no square.
    pub fn mgrs(self) -> Option<String> {
        let place = geoconvert::LatLon::create(degrees(self.lat_e7), degrees(self.lon_e7)).ok()?;
        Some(geoconvert::Mgrs::from_latlon(&place, 5).to_string())
    }

    /// The middle of the square that an MGRS text names, written without blanks; `None` for anything else.
    pub fn of_mgrs(text: &str) -> Option<Self> {
        let place = geoconvert::LatLon::from_mgrs(&geoconvert::Mgrs::parse_str(text).ok()?);
        let e7 = |degrees: f64| (degrees * 1e7).round() as i64;
        Point::from_e7(e7(place.latitude()), e7(place.longitude()))
    }
}

impl Shape {
    /// Every point the shape is drawn with.
    pub fn points(&self) -> Vec<Point> {
        match self {
            Shape::Point(point) | Shape::Circle { centre: point, .. } => vec![*point],
            Shape::Polygon(points) | Shape::Corridor { track: points, .. } => points.clone(),
            Shape::Area { south_west, north_east } => vec![*south_west, *north_east],
        }
    }
}

/// Degrees as a float, for printing only.
fn degrees(e7: i32) -> f64 {
    f64::from(e7) / 1e7
}

/// `33.786` with as many decimals as needed, at most seven.
pub fn degrees_text(e7: i32) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let magnitude = e7.unsigned_abs();
    let fraction = format!("{:07}", magnitude % 10_000_000);
    let fraction = fraction.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{dot}{fraction}", magnitude / 10_000_000)
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", degrees_text(self.lat_e7), degrees_text(self.lon_e7))
    }
}

const MAX_LAT_E7: i64 = 900_000_000;
const MAX_LON_E7: i64 = 1_800_000_000;
