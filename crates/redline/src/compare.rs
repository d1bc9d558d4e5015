//! Two parties' maps against each other: where their words differ, where both bite, where one leaves open what the other
//! counts on, where one declares what the other forbids.
//!
//! I1 mismatches of definition come first: geometry means nothing until they are settled. I2 every finding has a place and
//! a time where it bites and an example event, judged against both.

mod mismatch;
mod open;
mod pairs;

pub use open::{LeftOpen, left_open};

use crate::draft_view::DraftView;
use crate::event::{Ellipse, Event, Identity, Where};
use crate::globe::{Frame, LatLon, ahead, course, wgs84};
use crate::line::{Line, Places};
use crate::verdict::{Known, judge};
use crate::zone::Zone;
use notice::truth::Truth;
use notice::{Code8, Draft};
use std::sync::Arc;

/// How two notices stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Same words, other meaning.
    Mismatch,
    /// One declares what the other forbids.
    Conflict,
    /// An act or a place that one counts on and the other leaves open.
    Gap,
    /// One lies within the other.
    Subsumed,
    /// Both bite.
    Overlap,
    /// They have nothing in common.
    Disjoint,
}

/// What was found of a pair.
#[derive(Debug, Clone)]
pub struct Found {
    /// How they stand.
    pub relation: Relation,
    /// The one map's notice.
    pub a: String,
    /// The other's.
    pub b: String,
    /// What it is about: `ACT`, `PLACE`, `COUNT-WINDOW`, `STANDARD` and their like.
    pub about: &'static str,
    /// What the one says.
    pub says_a: String,
    /// What the other says.
    pub says_b: String,
    /// A place where it bites.
    pub place: Option<LatLon>,
    /// From when until when it bites, if either has an end.
    pub time: Option<(i64, i64)>,
    /// An event that shows it, with the verdict of each.
    pub example: Option<Example>,
}

/// An event and what each map's notice says of it.
#[derive(Debug, Clone)]
pub struct Example {
    /// The event.
    pub event: Event,
    /// By the one.
    pub by_a: Option<Truth>,
    /// By the other.
    pub by_b: Option<Truth>,
}

impl Relation {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Relation::Mismatch => "mismatch",
            Relation::Conflict => "conflict",
            Relation::Gap => "gap",
            Relation::Subsumed => "subsumed",
            Relation::Overlap => "overlap",
            Relation::Disjoint => "disjoint",
        }
    }
}

/// Compares two maps, mismatches first.
pub fn compare(a: &[(String, Draft)], b: &[(String, Draft)]) -> Vec<Found> {
    let views = |drafts: &'_ [(String, Draft)]| -> Vec<(String, Draft)> { drafts.to_vec() };
    let (a, b) = (views(a), views(b));
    let a: Vec<DraftView<'_>> = a.iter().map(|(name, draft)| DraftView::of(name, draft)).collect();
    let b: Vec<DraftView<'_>> = b.iter().map(|(name, draft)| DraftView::of(name, draft)).collect();
    let mut found = Vec::new();
    for one in &a {
        for other in &b {
            found.extend(mismatch::of(one, other));
            found.extend(pairs::of(one, other));
        }
    }
    found.extend(pairs::uncovered(&a, &b, false));
    found.extend(pairs::uncovered(&b, &a, true));
    found.sort_by(|x, y| (x.relation, &x.a, &x.b, x.about).cmp(&(y.relation, &y.a, &y.b, y.about)));
    found
}

/// Least distance between two zones, and the nearest point of the first; negative if one holds a corner of the other.
pub fn between(a: &Zone, b: &Zone) -> (f64, LatLon) {
    let globe = wgs84();
    let samples =
        |zone: &Zone| zone.pieces().iter().flat_map(|p| [p.a, middle(p.a, p.b), p.b]).collect::<Vec<_>>();
    let nearest = |from: &[LatLon], to: &Zone| {
        let each = from.iter().map(|at| (to.about(*at), *at));
        let best = each.min_by(|x, y| x.0.total_cmp(&y.0));
        best.map(|(_, at)| (to.distance(&globe, at), at))
    };
    let of_a = nearest(&samples(a), b).unwrap_or((f64::INFINITY, a.hub().0));
    let of_b = nearest(&samples(b), a).unwrap_or((f64::INFINITY, b.hub().0));
    let (metres, at) = if of_a.0 - a.widened_m <= of_b.0 - b.widened_m {
        (of_a.0 - a.widened_m, of_a.1)
    } else {
        (of_b.0 - b.widened_m, of_b.1)
    };
    (metres, at)
}

fn middle(a: LatLon, b: LatLon) -> LatLon {
    let globe = wgs84();
    let (metres, azimuth) = course(&globe, a, b);
    if metres < 1.0 { a } else { ahead(&globe, a, azimuth, metres / 2.0) }
}

/// A point within both lines' places, if there is one.
fn common_point(a: &Line, b: &Line) -> Option<LatLon> {
    match (&a.places, &b.places) {
        (Places::Within(zones_a, reach_a), Places::Within(zones_b, reach_b)) => {
            let pairs = zones_a.iter().flat_map(|a| zones_b.iter().map(move |b| (a, b)));
            pairs.into_iter().find_map(|(a, b)| meeting(a, *reach_a, b, *reach_b))
        }
        (Places::Within(zones, _), Places::Anywhere) | (Places::Anywhere, Places::Within(zones, _)) => {
            zones.first().map(inner_point)
        }
        _ => None,
    }
}

/// A point within reach of two zones.
fn meeting(a: &Zone, reach_a: f64, b: &Zone, reach_b: f64) -> Option<LatLon> {
    let globe = wgs84();
    let both =
        |at: LatLon| a.distance(&globe, at) <= reach_a + 0.5 && b.distance(&globe, at) <= reach_b + 0.5;
    let (gap, near) = between(a, b);
    if gap > reach_a + reach_b {
        return None;
    }
    let tried = [near, inner_point(a), inner_point(b)];
    if let Some(at) = tried.into_iter().find(|at| both(*at)) {
        return Some(at);
    }
    // From the nearest point go toward the farther of the two until both hold it.
    let toward = if a.distance(&globe, near) > b.distance(&globe, near) { a } else { b };
    let foot = toward.foot(&Frame::at(near));
    let full = foot[0].hypot(foot[1]);
    let azimuth = foot[0].atan2(foot[1]).to_degrees();
    (1..=200).map(|step| ahead(&globe, near, azimuth, full * f64::from(step) / 200.0)).find(|at| both(*at))
}

/// A point inside a zone, or on it.
pub fn inner_point(zone: &Zone) -> LatLon {
    let globe = wgs84();
    let (hub, _) = zone.hub();
    if !zone.encloses() {
        return zone.pieces().first().map_or(hub, |piece| piece.a);
    }
    if zone.distance(&globe, hub) < 0.0 {
        return hub;
    }
    let middles = zone.pieces().iter().map(|piece| middle(piece.a, hub));
    let inner = middles.into_iter().min_by(|x, y| zone.about(*x).total_cmp(&zone.about(*y)));
    inner.filter(|at| zone.about(*at) < 0.0).unwrap_or_else(|| zone.pieces().first().map_or(hub, |p| p.a))
}

/// Whether all that is within reach of the one is within reach of the other.
fn lies_within(a: &Line, b: &Line) -> bool {
    let (Some((zones_a, reach_a)), Some((zones_b, reach_b))) = (a.zones(), b.zones()) else {
        return matches!(b.places, Places::Anywhere) && a.zones().is_some();
    };
    let globe = wgs84();
    zones_a.iter().all(|zone| {
        zones_b.iter().any(|other| {
            let corners = zone.pieces().iter().flat_map(|piece| [piece.a, middle(piece.a, piece.b)]);
            corners.into_iter().all(|at| other.distance(&globe, at) + zone.widened_m + reach_a <= reach_b)
        })
    })
}

/// When both stand.
fn common_time(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> Result<Option<(i64, i64)>, ()> {
    match (a, b) {
        (None, None) => Ok(None),
        (Some(one), None) | (None, Some(one)) => Ok(Some(one)),
        (Some(a), Some(b)) => {
            let both = (a.0.max(b.0), a.1.min(b.1));
            if both.0 < both.1 { Ok(Some(both)) } else { Err(()) }
        }
    }
}

/// An event of an act at a place, by an actor, judged by two lines.
fn example(
    act: crate::event::Acts,
    at: Option<LatLon>,
    time: Option<(i64, i64)>,
    actor: Option<Code8>,
    lines: [Option<&Line>; 2],
) -> Example {
    let second = time.map_or(DAY_S, |(from, until)| from + (until - from).min(2 * DAY_S) / 2);
    let spots = at.map(|centre| Where::Ellipse { centre, error: Ellipse::circle(0.0) });
    let seen_by = lines.iter().flatten().flat_map(|line| line.detectors.first().copied()).collect();
    let measured = lines.iter().flatten().find_map(|line| line.magnitude);
    let measured = measured.map(|m| (m.measure, m.value, m.value));
    let event = Event {
        identity: Identity { source: "example".into(), id: "1".into(), revision: 0 },
        acts: act,
        when: (second, second),
        spots: spots.into_iter().collect(),
        candidates: vec![(actor, 99)],
        measured: measured.into_iter().collect(),
        seen_by,
        told: Vec::new(),
    };
    let globe = wgs84();
    let by = |line: Option<&Line>| line.map(|line| judge(&globe, line, &event, &Known::default()).truth);
    let [a, b] = lines;
    Example { by_a: by(a), by_b: by(b), event }
}

/// A place of a notice as a line's places.
fn places_of(place: &notice::Place) -> Places {
    Places::Within(
        place.parts.iter().map(Zone::of).collect::<Arc<[Zone]>>(),
        f64::from(place.stand_off_m.unwrap_or(0)),
    )
}

const DAY_S: i64 = 86_400;
