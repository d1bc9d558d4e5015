//! Ground that several claim or none, and acts that no line looks at.

use crate::random::plain_line;
use notice::Code8;
use notice::vocabulary::{ActClass, ActorRelation, Clause, DetectorKind};
use redline::claims::{claimants, disputed};
use redline::compare::left_open;
use redline::event::Acts;
use redline::line::{ActorSet, Places};
use redline::{Ellipse, Event, Identity, Known, LatLon, Line, Where, Zone, judge};
use std::sync::Arc;

/// A box in hundredths of a degree round 40 N on the 180th meridian.
fn boxed(south: i32, west: i32, north: i32, east: i32) -> Zone {
    let at = |y: i32, x: i32| LatLon::new(40.0 + f64::from(y) / 100.0, 180.0 + f64::from(x) / 100.0);
    Zone::rings(&[vec![at(south, west), at(south, east), at(north, east), at(north, west)]])
}

#[test]
fn land_that_two_claim_and_land_that_none_claims_is_told_with_area_and_width() {
    // A degree of latitude is 111.04 km here, one of longitude 85.39 km.
    let claims = [boxed(-50, -50, 50, 4), boxed(-50, 0, 50, 30)];
    let land = [boxed(-40, -40, 40, 40)];
    let found = disputed(&claims, &land);
    let told: Vec<(Vec<usize>, f64, f64)> =
        found.iter().map(|it| (it.by.clone(), it.area_m2 / 1e6, it.width_m / 1e3)).collect();
    assert_eq!(found.len(), 2, "{told:?}");
    let near = |seen: f64, wanted: f64| (seen - wanted).abs() < wanted * 0.02;
    let (none, both) = (&told[0], &told[1]);
    assert!(none.0.is_empty() && near(none.1, 0.8 * 111.04 * 0.1 * 85.39), "{told:?}");
    assert!(both.0 == [0, 1] && near(both.1, 0.8 * 111.04 * 0.04 * 85.39), "{told:?}");
    assert!(near(both.2, 0.04 * 85.39), "{told:?}");
    assert_eq!(claimants(&claims, LatLon::new(40.1, 180.02)), [0, 1]);
    assert_eq!(claimants(&claims, LatLon::new(40.1, -179.65)), [0usize; 0]);
}

#[test]
fn claims_that_meet_along_one_edge_leave_nothing() {
    let claims = [boxed(-50, -50, 50, 0), boxed(-50, 0, 50, 50)];
    assert_eq!(disputed(&claims, &[boxed(-40, -40, 40, 40)]), Vec::new());
}

fn seen(act: ActClass, lat: f64, lon: f64) -> Event {
    Event {
        identity: Identity { source: "own".into(), id: format!("{lat}"), revision: 0 },
        acts: Acts::one(act),
        when: (1_800_000_000, 1_800_000_000),
        spots: vec![Where::Ellipse { centre: LatLon::new(lat, lon), error: Ellipse::circle(100.0) }],
        candidates: vec![(Code8::parse("XB").ok(), 95)],
        measured: Vec::new(),
        seen_by: DetectorKind::ALL.to_vec(),
        told: Vec::new(),
    }
}

fn within(name: &str, act: ActClass, by: &str) -> Line {
    let party = Code8::parse(by).ok();
    Line {
        acts: Acts::one(act),
        actor: ActorSet { relation: Some(ActorRelation::ForcesOf), party, groups: Vec::new() },
        places: Places::Within([boxed(0, 0, 10, 10)].into_iter().collect(), 0.0),
        ..plain_line(name)
    }
}

#[test]
fn an_act_that_no_line_looks_at_is_told_with_what_the_nearest_line_lacks() {
    let lines = [
        within("US-1/1", ActClass::BoardingSeizure, "XB"),
        within("US-2/1", ActClass::HarassmentAtSea, "XB"),
        Line { author: Code8::parse("XB").expect("a code"), ..within("XB-1/1", ActClass::MineIed, "US") },
    ];
    let at_sea =
        [seen(ActClass::HarassmentAtSea, 41.5, -179.9), seen(ActClass::HarassmentAtSea, 41.6, -179.9)];
    let covered = seen(ActClass::BoardingSeizure, 40.05, -179.95);
    let open = left_open(&lines, &[at_sea[0].clone(), covered, at_sea[1].clone()], &Known::default());
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!((open[0].act, open[0].reports), (ActClass::HarassmentAtSea, 2));
    let nearest: Vec<(&str, &[Clause])> =
        open[0].nearest.iter().map(|(_, line, lacks)| (line.as_str(), lacks.as_slice())).collect();
    assert_eq!(nearest[0], ("US-2/1", &[Clause::Place][..]));
    assert_eq!(nearest[1], ("XB-1/1", &[Clause::Act, Clause::Actor, Clause::Place][..]));
}

#[test]
fn on_unsettled_ground_nothing_is_sure_and_elsewhere_nothing_changes() {
    let plain = within("US-1/1", ActClass::HarassmentAtSea, "XB");
    let ground: Arc<[Zone]> = [boxed(-5, 5, 5, 15)].into_iter().collect();
    let open = Line { unsettled: Some(ground), ..plain.clone() };
    let globe = redline::globe::wgs84();
    let word = |line: &Line, lat: f64, lon: f64| {
        judge(&globe, line, &seen(ActClass::HarassmentAtSea, lat, lon), &Known::default()).placed.why
    };
    // Inside the place and on the ground; on the ground alone; inside the place alone; neither.
    for (lat, lon, before, after) in [
        (40.03, -179.93, "INSIDE", "UNSETTLED"),
        (39.97, -179.93, "OUTSIDE", "UNSETTLED"),
        (40.08, -179.97, "INSIDE", "INSIDE"),
        (40.30, -179.97, "OUTSIDE", "OUTSIDE"),
    ] {
        assert_eq!((word(&plain, lat, lon), word(&open, lat, lon)), (before, after), "{lat} {lon}");
    }
}
