//! Geodesy: distances, sides, verdicts, areas, crossings and defects; what is asked stands in words in the column
//! `ask`, and each question is recognised by the words that make it.

use crate::cases::{Ground, Row, same, within};
use crate::event::{Ellipse, Where};
use crate::geometry::{Geometry, edges_cross, open};
use crate::globe::{Frame, LatLon, distance, least, to_edge, turned, wgs84};
use crate::place::compare_alone;
use notice::truth::Truth;

pub(super) fn judge(row: &Row<'_>, _: &Ground<'_>) -> (String, bool) {
    answer(row).unwrap_or_else(|| ("not understood".to_owned(), false))
}

/// Crossed within the stand-off, near within so much of it more.
pub(super) fn label(metres: f64, stand_off_m: f64, near_share: f64) -> &'static str {
    if metres <= stand_off_m {
        "crossed"
    } else if metres <= stand_off_m * (1.0 + near_share) {
        "near"
    } else {
        "not_crossed"
    }
}

fn answer(row: &Row<'_>) -> Option<(String, bool)> {
    let ask = row.cell("ask");
    let has = |word: &str| ask.contains(word);
    let number = |seen: f64| Some(within(seen, row, "expected", "tolerance"));
    if has("linter result") {
        let found = Geometry::of_wkt(row.cell("geometry_wkt")).ok().and_then(|g| g.defect());
        let seen = found.map_or("accept".to_owned(), |defect| format!("reject:{defect}"));
        return Some(same(&seen, row, "expected"));
    }
    if has("axis-swapped") || has("twin still") {
        return swapped(row, ask);
    }
    if has("half-extent") || has("probability") || (has("verdict") && row.cell("query").contains("ELLIPSE")) {
        return ellipse(row, ask);
    }
    if has("rhumb") || has("straight lon/lat segment") {
        let (a, b) = only_edge(row)?;
        return number(bow(a, b, has("rhumb")));
    }
    if has("crossing of edges") {
        let at = edge_crossing(row, ask)?;
        return number(if has("latitude") { at.lat } else { turned(at.lon) });
    }
    if has("area") {
        return number(geometry(row)?.area_m2());
    }
    if has("haversine") {
        let [a, b] = two(row)?;
        let radius = after(ask, "R ").unwrap_or(crate::globe::R);
        return number(haversine(a, b, radius) - distance(&wgs84(), a, b));
    }
    if has("geodesic distance") || has("geodesic length") {
        let [a, b] = two(row)?;
        return number(distance(&wgs84(), a, b));
    }
    let from = points(row)?.first().copied()?;
    let metres = geometry(row)?.zone().ok()?.distance(&wgs84(), from);
    if row.cell("unit") == "label" {
        let stand_off = after(ask, "half-width ").or_else(|| after(ask, "stand-off ")).unwrap_or(0.0);
        let near = after(ask, "near band ").unwrap_or(10.0) / 100.0;
        return Some(same(label(metres, stand_off, near), row, "expected"));
    }
    if has("distance") {
        return number(if has("absolute") { metres.abs() } else { metres });
    }
    None
}

fn geometry(row: &Row<'_>) -> Option<Geometry> {
    Geometry::of_wkt(row.cell("geometry_wkt")).ok()
}

/// Points of a text such as `POINT(1 2);POINT(3 4)`.
fn points_of(text: &str) -> Vec<LatLon> {
    let point =
        |part: &str| match Geometry::of_wkt(&format!("POINT{}", part.split_inclusive(')').next()?)).ok()? {
            Geometry::Points(points) => points.first().copied(),
            _ => None,
        };
    text.split("POINT").skip(1).filter_map(point).collect()
}

fn points(row: &Row<'_>) -> Option<Vec<LatLon>> {
    Some(points_of(row.cell("query"))).filter(|points| !points.is_empty())
}

fn two(row: &Row<'_>) -> Option<[LatLon; 2]> {
    points(row)?.try_into().ok()
}

/// The number that follows a word.
fn after(text: &str, word: &str) -> Option<f64> {
    let rest = &text[text.find(word)? + word.len()..];
    let end = rest.find(|c: char| !c.is_ascii_digit() && !"+-.eE".contains(c)).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['.', 'e', 'E', '-', '+']).parse().ok()
}

fn swapped(row: &Row<'_>, ask: &str) -> Option<(String, bool)> {
    let at = points(row)?.first().copied()?;
    let twin = LatLon { lat: at.lon, lon: at.lat };
    if ask.contains("distance") {
        return Some(within(distance(&wgs84(), at, twin), row, "expected", "tolerance"));
    }
    let range = |axis: &str| {
        let rest = &ask[ask.find(axis)? + axis.len()..];
        let (low, rest) = rest.trim_start().split_once("..")?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(rest.len());
        Some((low.parse::<f64>().ok()?, rest[..end].trim_end_matches('.').parse::<f64>().ok()?))
    };
    let (lon, lat) = (range("lon ")?, range("lat ")?);
    let inside = (lon.0..=lon.1).contains(&twin.lon) && (lat.0..=lat.1).contains(&twin.lat);
    Some(same(if inside { "yes" } else { "no" }, row, "expected"))
}

/// `POINT(lon lat) ELLIPSE95(a=500 m,b=200 m,az=0)`.
fn ellipse(row: &Row<'_>, ask: &str) -> Option<(String, bool)> {
    let query = row.cell("query");
    let centre = points(row)?.first().copied()?;
    let error = Ellipse {
        major_m: after(query, "a=")?,
        minor_m: after(query, "b=")?,
        azimuth_deg: after(query, "az=")?,
    };
    let zone = geometry(row)?.zone().ok()?;
    let stand_off = after(ask, "stand-off ").unwrap_or(0.0);
    if ask.contains("verdict") {
        let spot = Where::Ellipse { centre, error };
        let word = match compare_alone(&spot, &zone, stand_off).truth {
            Truth::True => "crossed",
            Truth::Uncertain => "uncertain",
            Truth::False => "not_crossed",
        };
        return Some(same(word, row, "expected"));
    }
    let [east, north] = zone.foot(&Frame::at(centre));
    let extent = error.extent(east.atan2(north).to_degrees());
    if ask.contains("half-extent") {
        return Some(within(extent, row, "expected", "tolerance"));
    }
    // The edge taken as straight: the distance across it is normal, its deviation the extent over the region's scale.
    let sigma = extent / SCALE_95;
    let inside = normal(-(zone.distance(&wgs84(), centre) - stand_off) / sigma);
    Some(within(inside, row, "expected", "tolerance"))
}

fn only_edge(row: &Row<'_>) -> Option<(LatLon, LatLon)> {
    match geometry(row)? {
        Geometry::Lines(lines) => match lines.first()?.as_slice() {
            [a, b] => Some((*a, *b)),
            _ => None,
        },
        _ => None,
    }
}

/// How far a rhumb line, or a straight line in longitude and latitude, runs from the geodesic edge at most.
fn bow(a: LatLon, b: LatLon, rhumb: bool) -> f64 {
    let globe = wgs84();
    let width = turned(b.lon - a.lon);
    let at = |share: f64| {
        let lat = a.lat + share * (b.lat - a.lat);
        let along = if rhumb && (b.lat - a.lat).abs() > 1e-12 {
            (isometric(lat) - isometric(a.lat)) / (isometric(b.lat) - isometric(a.lat))
        } else {
            share
        };
        LatLon { lat, lon: a.lon + along * width }
    };
    let off = |share: f64| -to_edge(&globe, at(share), a, b).0;
    // A line that bends both ways has a farthest point on each side: look from several brackets.
    let bracket = |i: u32| {
        let start = f64::from(i) / 8.0;
        -least(0.125, |share| off(start + share)).0
    };
    (0..8).map(bracket).fold(0.0, f64::max)
}

/// Isometric latitude of the ellipsoid (Karney 2011, equation 4).
fn isometric(lat: f64) -> f64 {
    let sin = lat.to_radians().sin();
    let e = crate::globe::E2.sqrt();
    sin.atanh() - e * (e * sin).atanh()
}

fn edge_crossing(row: &Row<'_>, ask: &str) -> Option<LatLon> {
    let rest = &ask[ask.find("edges ")? + 6..];
    let (first, second) = rest.split_once(" and ")?;
    let number = |text: &str| text.trim().parse::<usize>().ok()?.checked_sub(1);
    let corners = match geometry(row)? {
        Geometry::Polygon(rings) => {
            let ring = open(rings.first()?);
            ring.iter().copied().chain(ring.first().copied()).collect::<Vec<_>>()
        }
        Geometry::Lines(lines) => lines.first()?.clone(),
        Geometry::Points(_) => return None,
    };
    let edge = |number: usize| Some((*corners.get(number)?, *corners.get(number + 1)?));
    edges_cross(edge(number(first)?)?, edge(number(second)?)?)
}

fn haversine(a: LatLon, b: LatLon, radius: f64) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin();
    let (lat, lon) = (half(b.lat - a.lat), half(b.lon - a.lon));
    let cos = a.lat.to_radians().cos() * b.lat.to_radians().cos();
    2.0 * radius * (lat * lat + cos * lon * lon).sqrt().asin()
}

/// Cumulative normal distribution, by the error function of Abramowitz and Stegun 7.1.26 (error below 1.5e-7).
fn normal(x: f64) -> f64 {
    let z = x.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let poly = ((((1.061_405_429 * t - 1.453_152_027) * t + 1.421_413_741) * t - 0.284_496_736) * t
        + 0.254_829_592)
        * t;
    let erf = 1.0 - poly * (-z * z).exp();
    if x >= 0.0 { f64::midpoint(1.0, erf) } else { (1.0 - erf) / 2.0 }
}

/// Scale of the 95 % region of two normal errors: the root of 5.99146.
const SCALE_95: f64 = 2.447_746_8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::globe::{ahead, course};

    /// A point so far along an edge.
    fn along(a: LatLon, b: LatLon, metres: f64) -> LatLon {
        ahead(&wgs84(), a, course(&wgs84(), a, b).1, metres)
    }

    #[test]
    fn a_meridian_is_rhumb_and_geodesic_at_once() {
        assert!(bow(LatLon::new(10.0, 20.0), LatLon::new(14.0, 20.0), true) < 1e-3);
    }

    #[test]
    fn edges_cross_where_they_do_and_nowhere_else() {
        let (a, b) = (LatLon::new(26.0, 50.0), LatLon::new(27.0, 51.0));
        let middle = along(a, b, course(&wgs84(), a, b).0 / 2.0);
        let other = (LatLon::new(middle.lat + 0.3, middle.lon), LatLon::new(middle.lat - 0.3, middle.lon));
        let met = edges_cross((a, b), other).expect("they cross");
        assert!(distance(&wgs84(), met, middle) < 1.0);
        let beside = (LatLon::new(26.0, 53.0), LatLon::new(27.0, 53.0));
        assert!(edges_cross((a, b), beside).is_none());
    }
}
