//! Three values are sound: no possible world contradicts a sure verdict, and every uncertain one has a world on each side.

use crate::random::{plain_line, ring_around};
use notice::truth::Truth;
use notice::vocabulary::{ActClass, ActorRelation, Comparator, DetectorKind, Measure};
use notice::{Code8, Quantity, Unit};
use proptest::prelude::*;
use redline::event::{Acts, Ellipse, Event, Identity, Where};
use redline::globe::{Frame, wgs84};
use redline::line::{ActorSet, Line, Places};
use redline::place::compare_alone;
use redline::{Known, LatLon, Zone, judge};

/// Points of an ellipse: spread evenly over it and along its rim.
fn points(centre: LatLon, error: &Ellipse, count: usize, seed: f64) -> Vec<LatLon> {
    let frame = Frame::at(centre);
    let globe = wgs84();
    let at = |share: f64, degrees: f64| {
        let rim = error.rim(degrees);
        frame.back(&globe, [rim[0] * share, rim[1] * share])
    };
    let spread = (0..count).map(|i| {
        let i = i as f64 + seed;
        let share = if (i as usize).is_multiple_of(5) { 1.0 - 1e-9 } else { ((i * 0.618_034) % 1.0).sqrt() };
        at(share, (i * 137.507_764) % 360.0)
    });
    spread.chain([centre]).collect()
}

fn places() -> impl Strategy<Value = (Vec<Zone>, f64, LatLon)> {
    let at = (-60.0..60.0f64, -170.0..170.0f64);
    let stand_off = prop::sample::select(vec![0.0, 3_000.0, 20_000.0]);
    (ring_around(), at, stand_off, 0usize..4).prop_map(|(ring, at, stand_off, kind)| {
        let ring: Vec<LatLon> =
            ring.iter().map(|(y, x)| LatLon::new(at.0 + y / 8.0, at.1 + x / 8.0)).collect();
        let centre = LatLon::new(at.0, at.1);
        let zones = match kind {
            0 => vec![Zone::rings(std::slice::from_ref(&ring))],
            1 => vec![Zone::tracks(std::slice::from_ref(&ring), 500.0)],
            2 => {
                let hole: Vec<LatLon> = ring
                    .iter()
                    .map(|p| LatLon::new(at.0 + (p.lat - at.0) * 0.4, at.1 + (p.lon - at.1) * 0.4))
                    .collect();
                vec![Zone::rings(&[ring.clone(), hole])]
            }
            _ => {
                vec![Zone::between(LatLon::new(at.0 - 0.1, at.1 - 0.1), LatLon::new(at.0 + 0.1, at.1 + 0.15))]
            }
        };
        (zones, stand_off, centre)
    })
}

fn ellipse() -> impl Strategy<Value = Ellipse> {
    (prop::sample::select(vec![0.0, 200.0, 2_500.0, 15_000.0]), 0.05..1.0f64, 0.0..180.0f64)
        .prop_map(|(major_m, share, azimuth_deg)| Ellipse { major_m, minor_m: major_m * share, azimuth_deg })
}

/// What may be, one value chosen of each thing that is open.
struct World {
    at: LatLon,
    second: i64,
    act: ActClass,
    dead: i64,
    likely: i64,
    seen: bool,
}

fn happens(line: &Line, zones: &[Zone], stand_off: f64, world: &World) -> bool {
    let globe = wgs84();
    let place = zones.iter().any(|zone| zone.distance(&globe, world.at) <= stand_off + 1e-3);
    let act = line.acts.meets(Acts::one(world.act));
    let period = line.period.is_none_or(|(from, until)| (from..until).contains(&world.second));
    let magnitude = line.magnitude.is_none_or(|magnitude| {
        let limit = magnitude.value.mantissa();
        match magnitude.comparator {
            Comparator::AtLeast => world.dead >= limit,
            Comparator::MoreThan => world.dead > limit,
            Comparator::AtMost => world.dead <= limit,
            Comparator::LessThan => world.dead < limit,
        }
    });
    let anyone = line.actor.relation == Some(ActorRelation::Any);
    let actor = anyone || world.likely >= i64::from(line.threshold_pct);
    place && act && period && magnitude && actor && (line.detectors.is_empty() || world.seen)
}

proptest! {
    #[test]
    fn no_world_contradicts_a_verdict_on_a_place(
        (zones, stand_off, centre) in places(),
        off in (-0.35..0.35f64, -0.35..0.35f64),
        error in ellipse(),
        seed in 0.0..1.0f64,
    ) {
        let centre = LatLon::new(centre.lat + off.0, centre.lon + off.1);
        let globe = wgs84();
        let zone = &zones[0];
        let found = compare_alone(&Where::Ellipse { centre, error }, zone, stand_off);
        let mut within = 0;
        let mut worlds = points(centre, &error, 1_000, seed);
        worlds.extend(found.witness);
        for at in &worlds {
            within += usize::from(zone.distance(&globe, *at) - stand_off <= 5e-4);
        }
        match found.truth {
            Truth::True => prop_assert_eq!(within, worlds.len()),
            Truth::False => prop_assert_eq!(within, 0),
            Truth::Uncertain => prop_assert!(within > 0 && within < worlds.len(), "{} of {}: {:?}", within, worlds.len(), found),
        }
    }

    #[test]
    fn no_world_contradicts_a_verdict_on_everything(
        (zones, stand_off, centre) in places(),
        off in (-0.25..0.25f64, -0.25..0.25f64),
        error in ellipse(),
        acts in prop::sample::subsequence(vec![ActClass::OneWayDrone, ActClass::MineIed, ActClass::Sabotage], 1..3),
        when in (0i64..200, 0i64..80),
        dead in (0i64..4, 0i64..3),
        least in 0u8..100,
        clauses in (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        seed in 0.0..1.0f64,
    ) {
        let (by_actor, by_magnitude, by_period, by_detector) = clauses;
        let code = Code8::parse("KH").expect("a code");
        let line = Line {
            places: Places::Within(zones.clone().into(), stand_off),
            acts: Acts::of(&[ActClass::OneWayDrone, ActClass::RocketMortar]),
            actor: ActorSet {
                relation: Some(if by_actor { ActorRelation::Named } else { ActorRelation::Any }),
                party: None,
                groups: vec![code.clone()],
            },
            magnitude: by_magnitude.then(|| notice::clause::Magnitude {
                measure: Measure::Fatalities,
                comparator: Comparator::AtLeast,
                value: Quantity::whole(2, Unit::Count),
            }),
            period: by_period.then_some((50, 150)),
            detectors: if by_detector { vec![DetectorKind::Radar] } else { Vec::new() },
            ..plain_line("T-1/1")
        };
        let centre = LatLon::new(centre.lat + off.0, centre.lon + off.1);
        let count = |n: i64| Quantity::whole(n, Unit::Count);
        let event = Event {
            identity: Identity { source: "t".into(), id: "1".into(), revision: 0 },
            acts: Acts::of(&acts),
            when: (when.0, when.0 + when.1),
            spots: vec![Where::Ellipse { centre, error }],
            candidates: vec![(Some(code), least)],
            measured: vec![(Measure::Fatalities, count(dead.0), count(dead.0 + dead.1))],
            seen_by: Vec::new(),
            told: Vec::new(),
        };
        let verdict = judge(&wgs84(), &line, &event, &Known::default());
        let witness = compare_alone(&event.spots[0], &zones[0], stand_off).witness;
        let ats: Vec<LatLon> = points(centre, &error, 100, seed).into_iter().chain(witness).collect();
        let (mut yes, mut no) = (0, 0);
        for (i, at) in ats.iter().enumerate() {
            for j in 0..10usize {
                let pick = |n: i64| ((i * 7 + j * 13) as i64) % (n + 1);
                let world = World {
                    at: *at,
                    second: when.0 + pick(when.1),
                    act: acts[(i + j) % acts.len()],
                    dead: dead.0 + pick(dead.1),
                    likely: i64::from(least) + pick(100 - i64::from(least)),
                    seen: j % 2 == 0,
                };
                if happens(&line, &zones, stand_off, &world) { yes += 1 } else { no += 1 }
            }
        }
        match verdict.truth {
            Truth::True => prop_assert_eq!(no, 0),
            Truth::False => prop_assert_eq!(yes, 0),
            // One of the corner worlds shows each side: all that is open at its best, and one of them at its worst.
            Truth::Uncertain => {
                let best = World {
                    at: *ats.iter().find(|at| zones[0].distance(&wgs84(), **at) <= stand_off + 1e-3).expect("a place"),
                    second: when.0.max(50).min(when.0 + when.1).clamp(when.0, when.0 + when.1),
                    act: *acts.iter().find(|act| line.acts.meets(Acts::one(**act))).expect("an act"),
                    dead: dead.0 + dead.1,
                    likely: 100,
                    seen: true,
                };
                prop_assert!(happens(&line, &zones, stand_off, &best), "{verdict:?}");
                let worst = |part: usize| World {
                    at: ats.iter().copied().find(|at| part != 0 || zones[0].distance(&wgs84(), *at) > stand_off).unwrap_or(best.at),
                    second: if part == 1 { when.0.min(49).max(when.0) } else if part == 2 { when.0 + when.1 } else { best.second },
                    act: if part == 3 { *acts.iter().find(|act| !line.acts.meets(Acts::one(**act))).unwrap_or(&best.act) } else { best.act },
                    dead: if part == 4 { dead.0 } else { best.dead },
                    likely: if part == 5 { i64::from(least) } else { best.likely },
                    seen: part != 6,
                };
                prop_assert!((0..7).any(|part| !happens(&line, &zones, stand_off, &worst(part))), "{verdict:?}");
            }
        }
    }
}
