//! The map says of an event what the exact test of `notice` says, and the grid what the geodesic distance says.

use crate::random::{circle_event, line_draft, notice_event, ring_around};
use notice::clause_test::{Circumstances, ClauseOf};
use notice::types::t1_red_line::RedLine;
use notice::{Instant, Shape};
use proptest::prelude::*;
use redline::globe::{LatLon, wgs84};
use redline::{Event, Known, Line, RedLines, Scratch, Zone, judge};

const FROM: i64 = 1_817_780_400;

fn from() -> Instant {
    Instant::from_seconds(FROM).expect("in the range")
}

proptest! {
    #[test]
    fn a_verdict_is_that_of_the_exact_test(draft in line_draft(), told in circle_event()) {
        let t1 = RedLine::of_draft(&draft).expect("a red line");
        let clause = ClauseOf::of_line(&t1, &draft.content, from()).expect("whole");
        let line = Line::of_draft(&draft, "", Some(from())).expect("a line").remove(0);
        let event: Event = told.event();
        let exact = clause.test(&notice_event(&told), &Circumstances::default());
        let seen = judge(&wgs84(), &line, &event, &Known::default());
        // A search proves what the exact test of a circle leaves open, never the contrary.
        let refined = exact.truth == notice::truth::Truth::Uncertain;
        prop_assert!(seen.truth == exact.truth || refined, "{:?} for {:?}", seen, exact);
        if seen.truth == exact.truth {
            prop_assert_eq!(seen.near, exact.near);
        }
        for (ours, theirs) in seen.parts.iter().zip(&exact.parts) {
            prop_assert_eq!(ours.clause, theirs.clause);
            let place = ours.clause == notice::vocabulary::Clause::Place;
            prop_assert!(ours.truth == theirs.truth || (place && refined), "{:?} for {:?}", ours, theirs);
        }
        let map = RedLines::of([line]);
        let mut scratch = Scratch::default();
        let hits = map.hits(&event, &Known::default(), &mut scratch);
        match hits.first() {
            Some(hit) => prop_assert_eq!((hit.truth, hit.near), (seen.truth, seen.near)),
            None => prop_assert!(!seen.truth.may() && !seen.near, "{:?}", seen),
        }
    }

    #[test]
    fn a_distance_is_the_least_along_every_geodesic_edge(
        ring in ring_around(),
        at in (-60.0..60.0f64, -180.0..180.0f64),
        off in (-4.0..4.0f64, -4.0..4.0f64),
    ) {
        let ring: Vec<LatLon> = ring.iter().map(|(y, x)| LatLon::new(at.0 + y, at.1 + x)).collect();
        let from = LatLon::new(at.0 + off.0, at.1 + off.1);
        let points: Vec<notice::Point> = ring.iter().map(|p| p.point().expect("on the globe")).collect();
        let from = from.point().expect("on the globe");
        let exact = notice::geodesy::signed_distance_mm(from, &Shape::Polygon(points.clone())) as f64 / 1000.0;
        let seen = Zone::of_shape(&Shape::Polygon(points)).distance(&wgs84(), LatLon::of(from));
        prop_assert!((seen - exact).abs() < 0.002, "{seen} for {exact}");
    }

    #[test]
    fn the_grid_never_puts_a_point_on_the_wrong_side(
        ring in ring_around(),
        at in (-75.0..75.0f64, -180.0..180.0f64),
        offs in prop::collection::vec((-4.0..4.0f64, -4.0..4.0f64), 40),
        stand_off in prop::sample::select(vec![0.0, 5_000.0, 22_224.0, 50_000.0]),
    ) {
        let ring: Vec<LatLon> = ring.iter().map(|(y, x)| LatLon::new(at.0 + y, at.1 + x)).collect();
        let zone = Zone::rings(&[ring]);
        let line = Line {
            places: redline::line::Places::Within([zone.clone()].into_iter().collect(), stand_off),
            beyond_m: Some(5_000),
            ..crate::random::plain_line("T-1/1")
        };
        let map = RedLines::of([line]);
        for (y, x) in offs {
            let from = LatLon::new(at.0 + y, at.1 + x);
            let margin = zone.distance(&wgs84(), from) - stand_off;
            let mut seen = None;
            map.point(from, |_, hit| seen = Some(hit));
            let expected = (margin <= 5_000.0).then_some(margin <= 0.0);
            prop_assert!(seen == expected || margin.abs() < 1e-3 || (margin - 5e3).abs() < 1e-3,
                "{seen:?} for {expected:?} at {margin}");
        }
    }
}

#[test]
fn an_amended_line_takes_the_place_of_the_old_one_and_a_withdrawn_one_is_gone() {
    let wide = |stand_off: f64| Line {
        places: redline::line::Places::Within(
            [Zone::tracks(&[vec![LatLon::new(26.0, 56.0)]], 0.0)].into_iter().collect(),
            stand_off,
        ),
        ..crate::random::plain_line("T-1/1")
    };
    let mut map = RedLines::of([wide(20_000.0), wide(9_000.0)]);
    let at = |map: &RedLines| {
        let mut hits = Vec::new();
        map.point(LatLon::new(26.1, 56.0), |line, hit| hits.push((line, hit)));
        hits
    };
    assert_eq!(at(&map), vec![(0, true)]);
    map.amend(0, wide(10_000.0));
    map.amend(1, wide(15_000.0));
    assert_eq!(at(&map), vec![(1, true)]);
    map.withdraw(1);
    assert_eq!(at(&map), vec![]);
}
