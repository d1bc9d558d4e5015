//! Lint finds every seeded defect and nothing in clean lines: 24 clean lines, and 45 with one defect each.

use crate::drafts::{Draft0, a3, line};
use redline::cases::Coast;
use redline::lint::lint_all;
use redline::{LatLon, Zone};

/// A coast far from every clean place: a meridian at 60 E.
fn coast() -> Coast {
    let track = (0..30).map(|i| LatLon::new(20.0 + f64::from(i) * 0.2, 60.0)).collect();
    Coast { lines: vec![Zone::tracks(&[track], 0.0)] }
}

fn names(drafts: &[Draft0]) -> Vec<String> {
    let drafts: Vec<_> = drafts.iter().map(|draft| (draft.name.clone(), draft.draft())).collect();
    let found = lint_all(&drafts, Some(&coast()));
    found.iter().map(|one| format!("{} {}", one.finding.id, one.name)).collect()
}

fn clean() -> Vec<Draft0> {
    let places = [
        "{ stand-off = \"15 km\", parts = [{ point = \"33.786 42.441\" }] }",
        "{ stand-off = \"12 NM\", parts = [{ point = \"25.2 52.4\" }] }",
        "{ stand-off = \"5 km\", parts = [{ corridor = { track = [\"26.1 52.1\", \"26.2 52.4\"] } }] }",
        "{ parts = [{ circle = { centre = \"34.45 40.92\", radius = \"20 km\" } }] }",
        "{ parts = [{ area = { south-west = \"33.0 41.0\", north-east = \"33.9 41.9\" } }] }",
        "{ parts = [{ polygon = [\"33.0 41.0\", \"33.0 41.5\", \"33.5 41.3\"] }] }",
        "{ stand-off = \"10 km\", parts = [{ point = \"33.724 51.727\" }, { point = \"34.885 50.996\" }] }",
        "\"ANYWHERE\"",
    ];
    let acts = [
        "[\"AIR-STRIKE\"]",
        "[\"ENTRY-OF-WARSHIPS\"]",
        "[\"MISSILE-BALLISTIC\", \"MISSILE-CRUISE\", \"ONE-WAY-DRONE\"]",
    ];
    places
        .iter()
        .flat_map(|place| {
            acts.iter().map(move |acts| line().place(place).set("C = [", &format!("C = {acts}")))
        })
        .collect()
}

#[test]
fn clean_lines_have_no_finding() {
    let all = clean();
    assert!(all.len() >= 20);
    for draft in all {
        assert_eq!(names(std::slice::from_ref(&draft)), Vec::<String>::new(), "{}", draft.text);
    }
}

#[test]
fn every_seeded_defect_is_found_by_its_name() {
    let bow = "{ parts = [{ polygon = [\"33.0 41.0\", \"34.0 42.0\", \"34.0 41.0\", \"33.0 42.0\"] }] }";
    let thin = "{ parts = [{ polygon = [\"33.0 41.0\", \"34.0 41.0\", \"35.0 41.0\"] }] }";
    let twice = "{ parts = [{ polygon = [\"33.0 41.0\", \"33.0 41.0\", \"33.4 41.0\"] }] }";
    let antipodal =
        "{ stand-off = \"5 km\", parts = [{ corridor = { track = [\"26.0 56.0\", \"-26.0 -124.0\"] } }] }";
    let box_180 = "{ parts = [{ area = { south-west = \"-41.0 -179.5\", north-east = \"-39.0 179.7\" } }] }";
    let ring_180 =
        "{ parts = [{ polygon = [\"-41.0 -179.5\", \"-41.0 179.7\", \"-39.0 179.7\", \"-39.0 -179.5\"] }] }";
    let long = "{ parts = [{ polygon = [\"33.0 41.0\", \"33.0 44.0\", \"33.5 42.3\"] }] }";
    let circle = |radius: &str| {
        format!("{{ parts = [{{ circle = {{ centre = \"34.45 40.92\", radius = \"{radius}\" }} }}] }}")
    };
    let corridor =
        "{ parts = [{ corridor = { track = [\"26.1 52.1\", \"26.2 52.4\"], half-width = \"7.3 km\" } }] }";
    let point = |stand_off: &str| {
        format!("{{ stand-off = \"{stand_off}\", parts = [{{ point = \"33.786 42.441\" }}] }}")
    };
    let sites = |shape: &str| {
        let part = |i: usize| shape.replace("LAT", &format!("3{i}.1")).replace("NOR", &format!("3{i}.2"));
        format!("{{ stand-off = \"5 km\", parts = [{}] }}", [1, 3, 5].map(part).join(", "))
    };
    let gap = |stand_off: &str, lon: &str| {
        format!(
            "{{ stand-off = \"{stand_off}\", parts = [{{ point = \"33.0 41.0\" }}, {{ point = \"33.0 {lon}\" }}] }}"
        )
    };
    let detectors = |kinds: &str| format!("detectors = [{kinds}]");
    let by_control = "relation = \"ORGANISED-EQUIPPED-BY\"\nparty = \"IR\"\nstandard = \"OVERALL-CONTROL\"";
    let seeded: Vec<(&str, Draft0)> = vec![
        ("W-RL-01", line().place(bow)),
        ("W-RL-01", line().place(thin)),
        ("W-RL-01", line().place(twice)),
        ("W-RL-01", line().place(antipodal)),
        ("W-RL-02", line().place(box_180)),
        ("W-RL-02", line().place(ring_180)),
        ("W-RL-03", line().place(&circle("17.3 km"))),
        ("W-RL-03", line().place(&circle("22 km"))),
        ("W-RL-03", line().place(corridor)),
        ("W-RL-04", line().set("G = ", "G = { count = 3, window = \"71 h\" }")),
        ("W-RL-04", line().set("G = ", "G = { count = 2, window = \"7 h\" }")),
        ("W-RL-05", line().place("{ parts = [{ point = \"33.786 42.441\" }] }")),
        ("W-RL-05", line().place(&point("50 m"))),
        ("W-RL-05", line().place(&point("500 m")).set("detectors", &detectors("{ kind = \"PUBLIC-EVENT-DATA\" }"))),
        ("W-RL-06", line().set("detectors", &detectors("{ kind = \"AIS\" }"))),
        ("W-RL-06", line().set("C = [", "C = [\"CYBER-EFFECT\", \"CYBER-INTRUSION\"]").set("detectors", &detectors("{ kind = \"RADAR\" }"))),
        ("W-RL-06", line().set("C = [", "C = [\"ASSASSINATION\"]").set("detectors", &detectors("{ kind = \"IMAGERY\" }"))),
        ("W-RL-07", line().set("threshold", "threshold = \"ALMOST-CERTAIN\"").set("detectors", &detectors("{ kind = \"PUBLIC-REPORT\" }"))),
        ("W-RL-07", line().set("threshold", "threshold = \"ALMOST-CERTAIN\"").set("detectors", &detectors("{ kind = \"PUBLIC-EVENT-DATA\" }, { kind = \"OTHER-SIDE-REPORT\" }"))),
        ("W-RL-08", line().actor(by_control).set("detectors", &detectors("{ kind = \"RADAR\" }"))),
        ("W-RL-08", line().actor(&by_control.replace("ORGANISED-EQUIPPED-BY", "DIRECTED-BY")).set("detectors", &detectors("{ kind = \"IMAGERY\" }, { kind = \"RADAR\" }"))),
        ("W-RL-09", line().set("delay", "delay = \"90 d\"")),
        ("W-RL-09", line().set("delay", "delay = \"6 h\"").set("H = ", "H = { lasts = \"3 h\" }")),
        ("W-RL-10", line().set("detectors", &detectors("{ kind = \"STATION\", station = \"VER/REPORTS\" }"))),
        ("W-RL-10", line().set("detectors", &detectors("{ kind = \"OWN-SENSORS\" }, { kind = \"STATION\", station = \"CH/DESK\" }"))),
        ("W-RL-11", line().set("C = [", "C = [\"MISSILE-BALLISTIC\"]")),
        ("W-RL-11", line().set("C = [", "C = [\"ONE-WAY-DRONE\", \"AIR-STRIKE\"]")),
        ("W-RL-11", line().set("C = [", "C = [\"MISSILE-CRUISE\", \"ONE-WAY-DRONE\"]")),
        ("W-RL-11", line().set("C = [", "C = [\"CYBER-EFFECT\"]")),
        ("W-RL-12", line().actor("relation = \"NAMED\"\ngroups = [{ code = \"KH\" }]")),
        ("W-RL-13", line().place(&gap("5 km", "41.15"))),
        ("W-RL-13", line().place(&gap("15 km", "41.45"))),
        ("W-RL-16", line().own().place(&sites("{ polygon = [\"LAT 41.0\", \"LAT 41.1\", \"NOR 41.05\"] }"))),
        ("W-RL-16", line().own().place(&sites("{ area = { south-west = \"LAT 41.0\", north-east = \"NOR 41.1\" } }"))),
        ("W-RL-17", line().shipping().place("{ parts = [{ area = { south-west = \"22.0 59.85\", north-east = \"22.5 60.5\" } }] }")),
        ("W-RL-17", line().shipping().place("{ stand-off = \"10 km\", parts = [{ corridor = { track = [\"22.1 59.0\", \"22.2 59.8\"] } }] }")),
        ("W-T1-01", line().without("G = ")),
        ("W-T1-01", line().without("K = ")),
        ("W-T1-02", line().set("G = ", "G = { count = 3, window = \"72 h\" }")),
        ("W-T1-03", line().own().place(&sites("{ point = \"LAT 41.0\" }"))),
        ("W-T1-04", line().place(&point("22 km"))),
        ("W-T1-04", line().set("C = [", "C = [\"ENRICHMENT-ABOVE\"]").set("F = ", "F = { measure = \"ENRICHMENT\", comparator = \"MORE-THAN\", value = \"58 wt%\" }")),
        ("W-T1-05", line().set("C = [", "C = [\"STOCKPILE-ABOVE\"]")),
        ("W-T1-06", line().set("G = ", "G = { count = 2, window = \"2 h\" }").set("delay", "delay = \"6 h\"")),
        ("W-T1-07", line().set("L = ", "L = \"TOLERATED\"")),
        ("W-T1-08", line().place(long)),
    ];
    assert!(seeded.len() >= 40);
    for (id, draft) in seeded {
        let found = names(std::slice::from_ref(&draft));
        assert!(found.iter().any(|name| name.starts_with(id)), "{id} not in {found:?}:\n{}", draft.text);
    }
}

#[test]
fn what_only_a_map_shows_is_found_among_several_lines() {
    let limit = a3("a3");
    let unlimited = line().set("K = ", "K = \"KINETIC-UNLIMITED\"");
    assert_eq!(names(&[unlimited.clone(), limit]), ["W-RL-15 consequence not credible"]);
    assert_eq!(names(&[unlimited]), Vec::<String>::new());
    let many: Vec<Draft0> = (1..=10)
        .map(|i| {
            line()
                .named(i)
                .place(&format!("{{ stand-off = \"5 km\", parts = [{{ point = \"{i}.0 41.0\" }}] }}"))
        })
        .collect();
    assert_eq!(names(&many), ["W-RL-14 dilution"]);
    assert_eq!(names(&many[..9]), Vec::<String>::new());
    let beside = |i: usize, lon: &str| {
        line().named(i).place(&format!("{{ stand-off = \"10 km\", parts = [{{ point = \"33.0 {lon}\" }}] }}"))
    };
    assert_eq!(names(&[beside(1, "41.0"), beside(2, "41.25")]).len(), 2);
    assert_eq!(names(&[beside(1, "41.0"), beside(2, "41.20")]), Vec::<String>::new());
}
