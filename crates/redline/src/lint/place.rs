//! Lints about where a line looks.

use super::Ground;
use crate::draft_view::{DraftView, geometry};
use crate::globe::{LatLon, course, wgs84};
use crate::line::Places;
use crate::zone::Zone;
use notice::vocabulary::Interest;
use notice::{PlacePart, Quantity, Shape, Unit};
use refusal::{Facts, facts};

type Seen = Option<(&'static str, Facts)>;

fn metres(m: f64) -> String {
    Quantity::whole(m.round() as i64, Unit::Metre).to_string()
}

/// A ring that crosses itself or encloses nothing, an edge that is not one.
pub(super) fn defect(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    Some(("E", defect_of(view.parts())?))
}

/// The same of any parts of a place.
pub(super) fn defect_of(parts: &[PlacePart]) -> Option<Facts> {
    let found = parts.iter().find_map(|part| geometry(&part.shape).defect())?;
    Some(facts! { defect: found })
}

/// A box of more than half the globe: most often its sides are exchanged and it was meant to lie across 180.
pub(super) fn across_180(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    Some(("E", across_180_of(view.parts())?))
}

/// The same of any parts of a place.
pub(super) fn across_180_of(parts: &[PlacePart]) -> Option<Facts> {
    let width = |shape: &Shape| match shape {
        Shape::Area { south_west, north_east } => {
            let degrees = (f64::from(north_east.lon_e7) - f64::from(south_west.lon_e7)) / 1e7;
            Some(degrees.rem_euclid(360.0)).filter(|degrees| *degrees > 180.0)
        }
        Shape::Polygon(ring) => {
            let lons = ring.iter().map(|p| f64::from(p.lon_e7) / 1e7);
            let (low, high) = lons.fold((f64::MAX, f64::MIN), |(l, h), lon| (l.min(lon), h.max(lon)));
            let lats = ring.iter().map(|p| f64::from(p.lat_e7).abs() / 1e7).fold(0.0, f64::max);
            let widest =
                ring.windows(2).map(|p| (f64::from(p[0].lon_e7) - f64::from(p[1].lon_e7)).abs() / 1e7);
            let jump = widest.fold(0.0, f64::max);
            (high - low > 180.0 && jump > 180.0 && lats < 70.0).then_some(high - low)
        }
        _ => None,
    };
    let degrees = parts.iter().find_map(|part| width(&part.shape))?;
    Some(facts! { degrees: format!("{degrees:.1}") })
}

/// A radius or a width that nobody would guess.
pub(super) fn arbitrary_width(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let told = |shape: &Shape| match shape {
        Shape::Circle { radius_m, .. } => Some(*radius_m),
        Shape::Corridor { half_width_m, .. } if *half_width_m > 0 => Some(*half_width_m),
        _ => None,
    };
    let odd = view.parts().iter().filter_map(|part| told(&part.shape)).find(|m| !focal(*m))?;
    let nearest = FOCAL_M.iter().min_by_key(|(m, _)| m.abs_diff(odd))?.1;
    Some(("E", facts! { found: metres(f64::from(odd)), nearest: nearest }))
}

fn focal(m: u32) -> bool {
    let round = m.is_multiple_of(5_000) || (m < 5_000 && m.is_multiple_of(500));
    round || m.is_multiple_of(1_852) || FOCAL_M.iter().any(|(focal, _)| *focal == m)
}

/// Zones of one author, alike in act, that leave a lane between them.
pub(super) fn salami_gap(view: &DraftView<'_>, ground: &Ground<'_>) -> Seen {
    let own = view.line.as_ref()?;
    let mut sides: Vec<(&str, &Zone, f64)> = Vec::new();
    for other in ground.all.iter().filter(|other| other.is_red_line() && other.author() == view.author()) {
        let Some(line) = other.line.as_ref().filter(|line| line.acts.meets(own.acts)) else { continue };
        if let Places::Within(zones, stand_off_m) = &line.places {
            sides.extend(zones.iter().map(|zone| (other.name.as_str(), zone, *stand_off_m)));
        }
    }
    for (i, (name, zone, reach)) in sides.iter().enumerate().filter(|(_, side)| side.0 == view.name) {
        for (j, (other, beside, their)) in sides.iter().enumerate() {
            if i == j || (other == name && j < i) {
                continue;
            }
            let gap = crate::compare::between(zone, beside).0 - reach - their;
            let narrow = reach.min(*their).clamp(LEAST_GAP_M, MOST_GAP_M);
            if gap > 0.0 && gap <= narrow && zone.encloses() == beside.encloses() && reach + their > 0.0 {
                return Some(("E", facts! { gap: metres(gap), other: (*other).to_owned() }));
            }
        }
    }
    None
}

/// Three or more narrow places of own forces, drawn as rings and boxes: circles and points are left to the lint of one
/// notice.
pub(super) fn discloses(view: &DraftView<'_>, _: &Ground<'_>) -> Seen {
    let own = matches!(view.interest(), Some(Interest::Forces | Interest::Advisers));
    let drawn = |shape: &Shape| matches!(shape, Shape::Polygon(_) | Shape::Area { .. });
    let narrow = |part: &&notice::PlacePart| drawn(&part.shape) && across(&part.shape) < DISCLOSING_M;
    let sites = view.parts().iter().filter(narrow).count();
    (own && sites >= 3).then(|| ("E", facts! { sites: sites, least: "20 km" }))
}

/// Greatest distance between two corners, metres.
fn across(shape: &Shape) -> f64 {
    let points: Vec<LatLon> = shape.points().into_iter().map(LatLon::of).collect();
    let globe = wgs84();
    let all = points.iter().flat_map(|a| points.iter().map(|b| course(&globe, *a, *b).0));
    all.fold(0.0, f64::max)
}

/// Within 12 NM of a coast, for a line that does not protect a coast or territory of its author.
pub(super) fn territorial_sea(view: &DraftView<'_>, ground: &Ground<'_>) -> Seen {
    let coast = ground.coast?;
    let own = [Interest::Coast, Interest::Territory, Interest::Population, Interest::Infrastructure];
    let interest = view.interest()?;
    if own.contains(&interest)
        || !matches!(interest, Interest::Shipping | Interest::Aviation | Interest::Forces)
    {
        return None;
    }
    let line = view.line.as_ref()?;
    let (zones, stand_off_m) = line.zones()?;
    // Own forces on land are protected where they stand; a sea that is touched from there is not claimed.
    if interest == Interest::Forces && !zones.iter().any(Zone::encloses) {
        return None;
    }
    let near = |zone: &Zone| {
        let samples = zone.pieces().iter().flat_map(|piece| [piece.a, piece.b]).chain([zone.hub().0]);
        samples.map(|at| coast.distance(at) - stand_off_m - zone.widened_m).fold(f64::INFINITY, f64::min)
    };
    let nearest = zones.iter().map(near).fold(f64::INFINITY, f64::min);
    (nearest < TERRITORIAL_M).then(|| ("E", facts! { coast: metres(nearest.max(0.0)) }))
}

/// Focal distances: 3, 12, 24, 200 NM and 300 km.
const FOCAL_M: [(u32, &str); 5] =
    [(5_556, "3 NM"), (22_224, "12 NM"), (44_448, "24 NM"), (370_400, "200 NM"), (300_000, "300 km")];
const TERRITORIAL_M: f64 = 22_224.0;
const DISCLOSING_M: f64 = 20_000.0;
/// Gaps that count as lanes, metres.
const LEAST_GAP_M: f64 = 2_000.0;
const MOST_GAP_M: f64 = 20_000.0;
