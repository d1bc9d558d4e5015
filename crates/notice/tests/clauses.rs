//! The exact test of an event against a clause: distances and windows by the case tables, the shipped case by its rows.

use crate::cases::{at, released};
use crate::files::sample;
use crate::forge::{Forged, forge};
use notice::clause_test::{Circumstances, ClauseOf, Event, Verdict};
use notice::geodesy::signed_distance_mm;
use notice::truth::Truth;
use notice::types::e4_warning::Warning;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{Clause, DetectorKind, NoticeType};
use notice::window::{InTime, counted};
use notice::{Point, Shape};
use proptest::prelude::*;

fn table(name: &str) -> Vec<csv::StringRecord> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/redline").join(name);
    csv::Reader::from_path(path).expect("the table").into_records().map(|row| row.expect("a row")).collect()
}

/// Points of a WKT list, longitude first, any turn of longitude.
fn points(wkt: &str) -> Option<Vec<Point>> {
    let inner = wkt.split_once('(')?.1.trim_matches(['(', ')']);
    if inner.contains('(') {
        return None;
    }
    let point = |pair: &str| {
        let (lon, lat) = pair.trim().split_once(' ')?;
        let (lon, lat): (f64, f64) = (lon.trim().parse().ok()?, lat.trim().parse().ok()?);
        let lon = (lon + 540.0).rem_euclid(360.0) - 180.0;
        Point::from_e7((lat * 1e7).round() as i64, (lon * 1e7).round() as i64)
    };
    inner.split(',').map(point).collect()
}

#[test]
fn distances_to_rings_and_tracks_are_those_of_the_case_table() {
    let mut tried = 0;
    for row in table("geodesy-cases.csv") {
        let (wkt, query, ask) = (&row[2], &row[3], &row[4]);
        let plain = ask.starts_with("signed distance") || ask.starts_with("distance to");
        let (Some(drawn), Some(from), true) =
            (points(wkt), points(query.split(" ELL").next().expect("a query")), plain)
        else {
            continue;
        };
        let shape = if wkt.starts_with("POLYGON") {
            let mut ring = drawn;
            ring.dedup();
            ring.pop();
            Shape::Polygon(ring)
        } else {
            Shape::Corridor { track: drawn, half_width_m: 0 }
        };
        let metres = signed_distance_mm(from[0], &shape) as f64 / 1000.0;
        let (expected, tolerance): (f64, f64) = (row[5].parse().expect("m"), row[7].parse().expect("m"));
        assert!((metres - expected).abs() <= tolerance.max(0.05), "{}: {metres} for {expected}", &row[0]);
        tried += 1;
    }
    println!("{tried} distances");
    assert!(tried >= 30, "{tried}");
}

#[test]
fn counts_in_windows_are_those_of_exhaustive_search() {
    let mut tried = 0;
    for row in table("window-cases.csv") {
        let event = |text: &str| {
            let matches = if text.ends_with('!') { Truth::True } else { Truth::Uncertain };
            let (earliest, latest) = text.trim_end_matches(['!', '?']).split_once("..").expect("an interval");
            InTime { earliest: earliest.parse().expect("t"), latest: latest.parse().expect("t"), matches }
        };
        let events: Vec<InTime> = row[1].split(';').map(event).collect();
        let expected = match &row[4] {
            "crossed" => Truth::True,
            "uncertain" => Truth::Uncertain,
            _ => Truth::False,
        };
        let found = counted(&events, row[2].parse().expect("n"), Some(row[3].parse().expect("w")));
        assert_eq!(found, expected, "{}", &row[0]);
        tried += 1;
    }
    assert_eq!(tried, 60);
}

fn incident(place: &str, error: &str, changes: &[(&str, &str)]) -> Forged {
    let part = format!("[{{ point = \"{place}\", error = {{ major = \"{error}\" }} }}]");
    changes.iter().fold(forge(NoticeType::E1).set("content.C.parts", &part), |file, (path, value)| {
        file.set(path, value)
    })
}

fn event(forged: &Forged) -> Event {
    let notice = released(forged.draft(), "US/LEV/27/0005/E1");
    Event::of(&notice, vec![DetectorKind::OwnSensors]).expect("an incident")
}

/// Tests an event against US-2 as it took effect on D1.
fn against_us_2(forged: &Forged) -> Verdict {
    let line = sample(NoticeType::T1);
    let read = RedLine::of_draft(&line).expect("a red line");
    let clause = ClauseOf::of_line(&read, &line.content, at("2027-08-09T03:45:00Z")).expect("whole");
    clause.test(&event(forged), &Circumstances::default())
}

fn why(verdict: &Verdict, clause: Clause) -> &'static str {
    verdict.parts.iter().find(|part| part.clause == clause).expect("tested").why
}

#[test]
fn rows_17_to_19_and_26_a_drone_at_4_0_km_is_inside_at_14_2_with_1_5_uncertain_at_13_1_with_0_4_inside() {
    let drone = against_us_2(&incident("33.755 42.419", "400 m", &[]));
    assert_eq!(drone.truth, Truth::True, "{drone:?}");
    let figures = drone.parts[2].figures.expect("figures");
    assert_eq!((figures.0 + 15_050) / 100, 40, "4.0 km from the base");
    let third = against_us_2(&incident("33.850 42.308", "1500 m", &[]));
    assert_eq!((third.truth, why(&third, Clause::Place)), (Truth::Uncertain, "ERROR-REACHES"));
    assert!(third.near);
    assert_eq!(against_us_2(&incident("33.845 42.318", "400 m", &[])).truth, Truth::True);
    assert_eq!(
        against_us_2(&incident("33.845 42.318", "1400 m", &[])).truth,
        Truth::True,
        "14.5 is inside 15"
    );
    assert_eq!(against_us_2(&incident("33.763 42.365", "400 m", &[])).truth, Truth::True);
}

#[test]
fn each_part_that_is_not_met_says_why() {
    let here = ("33.755 42.419", "400 m");
    let changed = |changes: &[(&str, &str)]| against_us_2(&incident(here.0, here.1, changes));
    let other_act = changed(&[("content.A", "\"AIR-STRIKE\"")]);
    assert_eq!((other_act.truth, why(&other_act, Clause::Act)), (Truth::False, "NOT-LISTED"));
    let unknown = changed(&[("content.E", "[{ who = \"UNKNOWN\", likelihood = \"ALMOST-CERTAIN\" }]")]);
    assert_eq!((unknown.truth, why(&unknown, Clause::Actor)), (Truth::Uncertain, "MAY-BE"));
    let even = changed(&[(
        "content.E",
        "[{ who = { code = \"KH\" }, likelihood = \"ROUGHLY-EVEN-CHANCE\" }, { who = \"UNKNOWN\", likelihood = \
         \"ROUGHLY-EVEN-CHANCE\" }]",
    )]);
    assert_eq!(even.truth, Truth::Uncertain);
    let after = changed(&[
        ("content.B.earliest", "\"2027-12-13T01:00:00Z\""),
        ("content.B.latest", "\"2027-12-13T01:02:00Z\""),
    ]);
    assert_eq!((after.truth, why(&after, Clause::Period)), (Truth::False, "OUTSIDE"));
    let blind = forge(NoticeType::E1).set("content.C.parts", "[{ point = \"33.755 42.419\" }]");
    let blind = against_us_2(&blind);
    assert_eq!((blind.truth, why(&blind, Clause::Place)), (Truth::Uncertain, "ERROR-UNKNOWN"));
    let far = against_us_2(&incident("35.0 45.0", "400 m", &[]));
    assert_eq!((far.truth, why(&far, Clause::Place), far.near), (Truth::False, "OUTSIDE", false));
}

#[test]
fn an_accident_that_may_still_be_told_makes_it_uncertain_and_one_that_is_told_takes_it_out() {
    let line =
        forge(NoticeType::T1).set("content.I", "[{ kind = \"ACCIDENT-WITHIN\", within = \"2 h\" }]").draft();
    let read = RedLine::of_draft(&line).expect("a red line");
    let clause = ClauseOf::of_line(&read, &line.content, at("2027-08-09T03:45:00Z")).expect("whole");
    let drone = event(&incident("33.755 42.419", "400 m", &[]));
    let told = |accidents: &[&str], now: Option<&str>| {
        let known = Circumstances { accidents: accidents.iter().map(|t| at(t)).collect(), now: now.map(at) };
        clause.test(&drone, &known).truth
    };
    assert_eq!(told(&[], Some("2027-08-13T02:00:00Z")), Truth::Uncertain);
    assert_eq!(told(&[], Some("2027-08-13T04:00:00Z")), Truth::True);
    assert_eq!(told(&["2027-08-13T02:30:00Z"], None), Truth::False);
    assert_eq!(told(&["2027-08-13T04:30:00Z"], None), Truth::True);
}

#[test]
fn fatalities_are_judged_by_their_range_and_withheld_ones_are_unknown() {
    let line = forge(NoticeType::T1)
        .set("content.F", "{ measure = \"FATALITIES\", comparator = \"AT-LEAST\", value = 1 }")
        .draft();
    let read = RedLine::of_draft(&line).expect("a red line");
    let clause = ClauseOf::of_line(&read, &line.content, at("2027-08-09T03:45:00Z")).expect("whole");
    let judged = |harm: &str| {
        let told = event(&incident("33.755 42.419", "400 m", &[("content.D", harm)]));
        clause.test(&told, &Circumstances::default()).truth
    };
    assert_eq!(judged("[{ on = \"OWN\", fatalities = 0 }]"), Truth::False);
    assert_eq!(judged("[{ on = \"OWN\", fatalities = 2 }]"), Truth::True);
    let range = "[{ on = \"OWN\", fatalities = 1, fatalities-least = 0, fatalities-most = 3 }]";
    assert_eq!(judged(range), Truth::Uncertain);
    assert_eq!(judged("[{ on = \"OWN\", fatalities = \"WITHHELD\" }]"), Truth::Uncertain);
}

#[test]
fn the_conduct_of_a_warning_is_tested_by_the_same_grammar() {
    let e4 = released(sample(NoticeType::E4), "US/LEV/27/0014/E4");
    let warning = Warning::of(&e4).expect("a warning");
    let clause = ClauseOf::of_warning(&warning, at("2027-08-12T12:30:00Z")).expect("whole");
    let drone = event(&incident("33.763 42.365", "400 m", &[]));
    assert_eq!(clause.test(&drone, &Circumstances::default()).truth, Truth::True);
    let early = ClauseOf::of_warning(&warning, at("2027-08-14T12:30:00Z")).expect("whole");
    assert_eq!(early.test(&drone, &Circumstances::default()).truth, Truth::False, "before its effect");
}

proptest! {
    #![proptest_config(crate::canonical::config())]

    #[test]
    fn a_wider_error_never_makes_an_uncertain_event_sure(
        lat in 33.0f64..34.5, lon in 41.5f64..43.5, error in 1u32..20_000, more in 0u32..20_000,
    ) {
        let place = format!("{lat:.5} {lon:.5}");
        let less = against_us_2(&incident(&place, &format!("{error} m"), &[])).truth;
        let wider = against_us_2(&incident(&place, &format!("{} m", error + more), &[])).truth;
        prop_assert!(wider.must() <= less.must() && wider.may() >= less.may());
    }

    #[test]
    fn one_more_event_never_lowers_a_count(
        times in prop::collection::vec((0i64..40, 0i64..6, any::<bool>()), 1..8), n in 2u32..4, w in 1i64..12,
    ) {
        let event = |(t, d, sure): &(i64, i64, bool)| {
            InTime { earliest: *t, latest: t + d, matches: if *sure { Truth::True } else { Truth::Uncertain } }
        };
        let all: Vec<InTime> = times.iter().map(event).collect();
        let fewer = counted(&all[1..], n, Some(w));
        prop_assert!(counted(&all, n, Some(w)) >= fewer);
    }
}
