//! Signed distances against geographiclib alone: an edge is gone along by the direct problem, its nearest point searched
//! by the inverse one, and a point is inside if the azimuths to the rim go once round it. Nothing of the map is used.
//!
//! `PROPTEST_CASES=100000 cargo test -p redline --test all oracle` is the acceptance's hundred thousand.

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use proptest::prelude::*;
use redline::{LatLon, Zone};

/// Steps along an edge before the search.
const STEPS: usize = 12;

struct Edge {
    a: LatLon,
    azimuth: f64,
    length: f64,
}

impl Edge {
    fn of(globe: &Geodesic, a: LatLon, b: LatLon) -> Self {
        let (length, azimuth, _, _): (f64, f64, f64, f64) = globe.inverse(a.lat, a.lon, b.lat, b.lon);
        Edge { a, azimuth, length }
    }

    fn at(&self, globe: &Geodesic, along: f64) -> LatLon {
        let (lat, lon): (f64, f64) = globe.direct(self.a.lat, self.a.lon, self.azimuth, along);
        LatLon { lat, lon }
    }

    /// The least distance from a point, by steps and then by thirds round the best step.
    fn from(&self, globe: &Geodesic, point: LatLon) -> f64 {
        let metres = |along: f64| -> f64 {
            let at = self.at(globe, along);
            globe.inverse(point.lat, point.lon, at.lat, at.lon)
        };
        let step = self.length / STEPS as f64;
        let best = (0..=STEPS).map(|i| (metres(i as f64 * step), i)).min_by(|a, b| a.0.total_cmp(&b.0));
        let middle = best.map_or(0.0, |(_, i)| i as f64 * step);
        let (mut low, mut high) = ((middle - step).max(0.0), (middle + step).min(self.length));
        for _ in 0..60 {
            let (left, right) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if metres(left) < metres(right) { high = right } else { low = left }
        }
        metres(f64::midpoint(low, high)).min(metres(0.0)).min(metres(self.length))
    }
}

/// The signed distance of a ring.
fn signed(globe: &Geodesic, ring: &[LatLon], point: LatLon) -> f64 {
    let edges: Vec<Edge> =
        (0..ring.len()).map(|i| Edge::of(globe, ring[i], ring[(i + 1) % ring.len()])).collect();
    let least = edges.iter().map(|edge| edge.from(globe, point)).fold(f64::INFINITY, f64::min);
    let mut turned = 0.0;
    for edge in &edges {
        let toward = |along: f64| -> f64 {
            let at = edge.at(globe, along);
            let (_, azimuth, _, _): (f64, f64, f64, f64) =
                globe.inverse(point.lat, point.lon, at.lat, at.lon);
            azimuth
        };
        let mut before = toward(0.0);
        for i in 1..=STEPS * 4 {
            let now = toward(edge.length * i as f64 / (STEPS * 4) as f64);
            turned += (now - before + 540.0).rem_euclid(360.0) - 180.0;
            before = now;
        }
    }
    if turned.abs() > 180.0 { -least } else { least }
}

/// A ring that does not cross itself, of 1 to 300 km, anywhere but at the poles, and a point about it.
fn case() -> impl Strategy<Value = (Vec<LatLon>, LatLon)> {
    let radii = prop::collection::vec(0.25..1.0f64, 3..9);
    let at = (-75.0..75.0f64, -180.0..180.0f64, 0.0..2.5f64);
    (radii, at, 0.0..360.0f64, 0.0..1.6f64).prop_map(|(radii, (lat, lon, size), course, far)| {
        let globe = Geodesic::wgs84();
        let reach = 1_000.0 * 10_f64.powf(size);
        let put = |azimuth: f64, metres: f64| {
            let (lat, lon): (f64, f64) = globe.direct(lat, lon, azimuth, metres);
            LatLon::new(lat, lon)
        };
        let count = radii.len() as f64;
        let ring: Vec<LatLon> =
            radii.iter().enumerate().map(|(i, r)| put(360.0 * i as f64 / count, r * reach)).collect();
        (ring, put(course, far * reach))
    })
}

proptest! {
    #[test]
    fn distances_and_sides_of_rings_are_geographiclibs((ring, point) in case()) {
        let globe = Geodesic::wgs84();
        let wanted = signed(&globe, &ring, point);
        let found = Zone::rings(std::slice::from_ref(&ring)).distance(&globe, point);
        // On the rim itself the side is a matter of rounding.
        let same = if wanted.abs() < 0.01 { found.abs() < 0.02 } else { (found - wanted).abs() < 0.01 };
        prop_assert!(same, "{found} for {wanted}: {point:?} and {ring:?}");
    }

    #[test]
    fn distances_of_tracks_are_geographiclibs((ring, point) in case()) {
        let globe = Geodesic::wgs84();
        let edges = ring.windows(2).map(|pair| Edge::of(&globe, pair[0], pair[1]));
        let wanted = edges.map(|edge| edge.from(&globe, point)).fold(f64::INFINITY, f64::min);
        let found = Zone::tracks(std::slice::from_ref(&ring), 0.0).distance(&globe, point);
        prop_assert!((found - wanted).abs() < 0.01, "{found} for {wanted}: {point:?} and {ring:?}");
    }
}
