//! Comparison finds every seeded gap, overlap, conflict and mismatch in pairs of maps.

use crate::drafts::{Draft0, a3, line, template};
use notice::vocabulary::NoticeType;
use redline::compare::{Found, Relation, compare};

fn found(a: &[Draft0], b: &[Draft0]) -> Vec<Found> {
    let drafts =
        |side: &[Draft0]| side.iter().map(|draft| (draft.name.clone(), draft.draft())).collect::<Vec<_>>();
    compare(&drafts(a), &drafts(b))
}

fn at(lat: &str, lon: &str, stand_off: &str) -> String {
    format!("{{ stand-off = \"{stand_off}\", parts = [{{ point = \"{lat} {lon}\" }}] }}")
}

fn activity(kind: &str, centre: &str, opens: &str, closes: &str) -> Draft0 {
    let text = template(NoticeType::A1, "a1").text;
    let text = text
        .replace("\"US/WATCH\"", "\"@\"")
        .replace("\"IR/WATCH\"", "\"US/WATCH\"")
        .replace("\"@\"", "\"IR/WATCH\"");
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("A = ") {
            lines.push(format!("A = \"{kind}\""));
        } else if line.starts_with("B = ") {
            lines.push(format!("B = {{ opens = \"{opens}\", closes = \"{closes}\" }}"));
        } else if line.starts_with("place = ") {
            lines.push(format!(
                "place = {{ parts = [{{ circle = {{ centre = \"{centre}\", radius = \"10 km\" }} }}] }}"
            ));
        } else {
            lines.push(line.to_owned());
        }
    }
    Draft0 { name: "a1".into(), text: lines.join("\n") }
}

/// One seeded pair: what must be found, and of which subject.
fn seeded() -> Vec<(Relation, &'static str, Vec<Draft0>, Vec<Draft0>)> {
    use Relation::*;
    let mut all = Vec::new();
    let base = || line().place(&at("33.0", "41.0", "15 km"));
    // Places that meet, more and less.
    for (lon, stand_off) in [("41.1", "15 km"), ("41.2", "15 km"), ("41.25", "10 km"), ("41.3", "15 km")] {
        all.push((Overlap, "PLACE", vec![base()], vec![base().place(&at("33.0", lon, stand_off)).turned()]));
    }
    for shape in [
        "{ parts = [{ area = { south-west = \"33.05 41.05\", north-east = \"33.6 41.6\" } }] }",
        "{ parts = [{ polygon = [\"33.0 41.1\", \"33.0 41.6\", \"33.4 41.3\"] }] }",
        "{ stand-off = \"5 km\", parts = [{ corridor = { track = [\"33.1 40.5\", \"33.1 41.5\"] } }] }",
    ] {
        all.push((Overlap, "PLACE", vec![base()], vec![base().place(shape).turned()]));
    }
    // One within the other.
    for stand_off in ["5 km", "10 km"] {
        all.push((
            Subsumed,
            "PLACE-HOLDS",
            vec![base()],
            vec![base().place(&at("33.0", "41.0", stand_off)).turned()],
        ));
    }
    all.push((
        Subsumed,
        "PLACE-WITHIN",
        vec![base()],
        vec![base().place(&at("33.0", "41.0", "50 km")).turned()],
    ));
    // Nothing in common.
    for lon in ["42.0", "50.0"] {
        all.push((Disjoint, "PLACE", vec![base()], vec![base().place(&at("33.0", lon, "15 km")).turned()]));
    }
    // Definitions that differ.
    let differ: Vec<(&'static str, Draft0, Draft0)> = vec![
        ("COUNT-WINDOW", base().set("G = ", "G = { count = 3, window = \"72 h\" }"), base()),
        (
            "COUNT-WINDOW",
            base().set("G = ", "G = { count = 3, window = \"72 h\" }"),
            base().set("G = ", "G = { count = 3, window = \"24 h\" }"),
        ),
        ("THRESHOLD", base().set("threshold", "threshold = \"VERY-LIKELY\""), base()),
        ("DETECTORS", base().set("detectors", "detectors = [{ kind = \"PUBLIC-REPORT\" }]"), base()),
        (
            "STANDARD",
            base().actor("relation = \"DIRECTED-BY\"\nparty = \"IR\"\nstandard = \"OVERALL-CONTROL\""),
            base().actor("relation = \"DIRECTED-BY\"\nparty = \"IR\"\nstandard = \"EFFECTIVE-CONTROL\""),
        ),
        (
            "UNIT-BASIS",
            base().set("C = [", "C = [\"STOCKPILE-ABOVE\"]").set(
                "F = ",
                "F = { measure = \"ENRICHED-MASS\", comparator = \"MORE-THAN\", value = \"300 kgU\" }",
            ),
            base().set("C = [", "C = [\"STOCKPILE-ABOVE\"]").set(
                "F = ",
                "F = { measure = \"ENRICHED-MASS\", comparator = \"MORE-THAN\", value = \"300 t\" }",
            ),
        ),
        (
            "TERM-SET",
            base().set(
                "attestation",
                &format!("attestation = \"MUTUAL_ONLY\"\nterm-set = \"{}\"", "ab".repeat(32)),
            ),
            base(),
        ),
    ];
    all.extend(differ.into_iter().map(|(about, a, b)| (Mismatch, about, vec![a], vec![b.turned()])));
    // Acts that only one of two related lines names.
    for acts in [
        "[\"AIR-STRIKE\", \"ROCKET-MORTAR\"]",
        "[\"AIR-STRIKE\", \"MISSILE-CRUISE\", \"MISSILE-BALLISTIC\", \"ONE-WAY-DRONE\"]",
    ] {
        all.push((Gap, "ACT", vec![base().set("C = [", &format!("C = {acts}"))], vec![base().turned()]));
        all.push((Gap, "ACT", vec![base()], vec![base().set("C = [", &format!("C = {acts}")).turned()]));
    }
    // What the one forbids the other announces.
    let warships = base().set("C = [", "C = [\"ENTRY-OF-WARSHIPS\"]");
    let times = ("2027-08-20T20:00:00Z", "2027-08-21T18:00:00Z");
    for (kind, centre) in [("TRANSIT", "33.1 41.1"), ("PATROL", "33.0 41.0"), ("DEPLOYMENT", "33.0 41.2")] {
        all.push((
            Conflict,
            "ACTIVITY",
            vec![warships.clone()],
            vec![activity(kind, centre, times.0, times.1)],
        ));
        all.push((
            Conflict,
            "ACTIVITY",
            vec![activity(kind, centre, times.0, times.1)],
            vec![warships.clone()],
        ));
    }
    all.push((
        Conflict,
        "ACTIVITY",
        vec![base()],
        vec![activity("SORTIE-BLOCK", "33.0 41.0", times.0, times.1)],
    ));
    // A limit that leaves open what the other forbids: the areas of the template lie elsewhere.
    let limit =
        a3("a3").text.replace("US/SENIOR", "@").replace("IR/WATCH", "US/WATCH").replace('@', "IR/SENIOR");
    let limit = Draft0 { name: "a3".into(), text: limit };
    all.push((Gap, "LIMIT", vec![base()], vec![limit.clone()]));
    all.push((Gap, "LIMIT", vec![limit], vec![base()]));
    all
}

#[test]
fn every_seeded_relation_is_found_with_a_place_and_an_example() {
    let seeded = seeded();
    assert!(seeded.len() >= 30, "{}", seeded.len());
    for (i, (relation, about, a, b)) in seeded.iter().enumerate() {
        let all = found(a, b);
        let one = all.iter().find(|one| one.relation == *relation && one.about == *about);
        let told: Vec<_> = all.iter().map(|one| (one.relation, one.about)).collect();
        let one = one.unwrap_or_else(|| {
            panic!("{i}: no {relation:?} {about} in {told:?}\n{}\n{}", a[0].text, b[0].text)
        });
        if *relation != Relation::Disjoint {
            assert!(one.place.is_some() && one.example.is_some(), "{i}: {one:?}");
        }
    }
}

#[test]
fn maps_that_agree_or_never_meet_have_no_conflict_gap_or_mismatch() {
    let quiet = |a: &[Draft0], b: &[Draft0]| {
        let loud = [Relation::Mismatch, Relation::Conflict, Relation::Gap];
        found(a, b).into_iter().filter(|one| loud.contains(&one.relation)).count()
    };
    let base = || line().place(&at("33.0", "41.0", "15 km"));
    assert_eq!(quiet(&[base()], &[base().turned()]), 0);
    let far = activity("TRANSIT", "20.0 41.0", "2027-08-20T20:00:00Z", "2027-08-21T18:00:00Z");
    assert_eq!(quiet(&[base().set("C = [", "C = [\"ENTRY-OF-WARSHIPS\"]")], &[far]), 0);
    let covered =
        a3("a3").text.replace("US/SENIOR", "@").replace("IR/WATCH", "US/WATCH").replace('@', "IR/SENIOR");
    let covered = Draft0 { name: "a3".into(), text: covered };
    assert_eq!(quiet(&[base().place(&at("34.45", "40.92", "5 km"))], &[covered]), 0);
}
