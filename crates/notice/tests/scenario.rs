//! The first day of the shipped case, row by row: what each draft must and must not be told.

use crate::cases::{Node, released};
use crate::forge::{Forged, forge};
use notice::lint::lint;
use notice::read_back::{Outcome, compare};
use notice::validate::validate;
use notice::vocabulary::{NoticeType, Role};
use notice::{Notice, Para, Value};

fn node() -> Node {
    Node::at("2027-08-09T02:00:00Z").member("VER", Role::Verifier)
}

/// Ids of refusals and warnings.
fn told(forged: &Forged) -> (Vec<&'static str>, Vec<&'static str>) {
    let draft = forged.draft();
    let refused = validate(&draft, &node(), None).iter().map(|found| found.id).collect();
    (refused, lint(&draft).iter().map(|found| found.id).collect())
}

/// A line of IR drawn against US by relation, count 1.
fn of_ir(line: &str, acts: &str, place: &str) -> Forged {
    forge(NoticeType::T1)
        .set("envelope.from", "\"IR/SENIOR\"")
        .set("envelope.to", "[\"US/WATCH\"]")
        .set("content.A", line)
        .set("content.C", acts)
        .set("content.D", "{ relation = \"FORCES-OF\", party = \"US\" }")
        .set("content.E", &format!("{{ place = {place} }}"))
        .set("content.G", "{ count = 1 }")
        .set("content.M", "{ beyond = \"5 km\" }")
}

#[test]
fn row_3_us_2_is_released_with_one_warning() {
    assert_eq!(told(&forge(NoticeType::T1)), (vec![], vec!["W-T1-02"]));
}

#[test]
fn row_3_the_first_read_back_has_a_wrong_stand_off_and_the_second_matches() {
    let subject = released(forge(NoticeType::T1).draft(), "US/LEV/27/0002/T1");
    let outcome = |stand_off: &str| {
        let l3 = forge(NoticeType::L3).set("content.B.E.place.stand-off", stand_off).draft();
        let sent = released(l3, "IR/LEV/27/0001/L3").encode().expect("encodes");
        let came = Notice::decode(&sent).expect("decodes");
        let restated = came.paragraph("B").and_then(Value::fields).cloned().expect("a restatement");
        compare(subject.kind(), subject.content(), &restated, None)
    };
    assert_eq!(outcome("\"50 km\""), Outcome::Mismatch(vec![Para::new("E")]));
    assert_eq!(outcome("\"15 km\""), Outcome::Match);
}

#[test]
fn row_4_us_3_counts_every_fatal_act() {
    let us_3 = forge(NoticeType::T1)
        .set("content.A", "\"US-3/1\"")
        .set("content.F", "{ measure = \"FATALITIES\", comparator = \"AT-LEAST\", value = 1 }")
        .set("content.G", "{ count = 1 }")
        .set("content.K", "\"KINETIC-LIMITED\"")
        .set("content.M", "{ beyond = \"3 km\" }");
    assert_eq!(told(&us_3), (vec![], vec![]));
}

#[test]
fn row_5_us_1_lies_along_two_lanes_with_its_exclusions() {
    let lanes = "{ stand-off = \"5 km\", parts = [\
        { corridor = { track = [\"26.540 56.240\", \"26.625 56.500\", \"26.480 56.700\"] } },\
        { corridor = { track = [\"26.480 56.280\", \"26.560 56.480\", \"26.440 56.640\"] } }] }";
    let us_1 = forge(NoticeType::T1)
        .set("content.A", "\"US-1/1\"")
        .set("content.B", "{ interest = \"SHIPPING\" }")
        .set("content.C", "[\"BOARDING-SEIZURE\", \"MINE-IED\"]")
        .set("content.D", "{ relation = \"FORCES-OF\", party = \"IR\" }")
        .set("content.E", &format!("{{ place = {lanes} }}"))
        .set("content.G", "{ count = 1 }")
        .set("content.I", "[{ kind = \"LAW-ENFORCEMENT\" }, { kind = \"DISTRESS\" }]")
        .without("content.M");
    assert_eq!(told(&us_1), (vec![], vec![]));
}

#[test]
fn row_6_ir_1_is_mended_from_22_km_of_a_point_to_12_nm_of_the_coast() {
    let acts = "[\"ENTRY-OF-WARSHIPS\"]";
    let point = of_ir("\"IR-1/1\"", acts, "{ stand-off = \"22 km\", parts = [{ point = \"29.24 50.31\" }] }");
    assert_eq!(told(&point), (vec![], vec!["W-T1-04"]));
    let ring = "[\"29.275 50.310\", \"29.255 50.335\", \"29.215 50.325\", \"29.205 50.310\", \"29.235 50.285\", \
                \"29.265 50.290\"]";
    let coast = format!("{{ stand-off = \"12 NM\", parts = [{{ polygon = {ring} }}] }}");
    assert_eq!(told(&of_ir("\"IR-1/1\"", acts, &coast)), (vec![], vec![]));
}

#[test]
fn row_7_ir_2_is_mended_from_six_sites_to_two_areas() {
    let acts = "[\"AIR-STRIKE\"]";
    let sites: Vec<_> = (1..=6).map(|n| format!("{{ point = \"34.4{n} 40.9{n}\" }}")).collect();
    let listed = of_ir("\"IR-2/1\"", acts, &format!("{{ parts = [{}] }}", sites.join(", ")));
    let listed = listed.set("content.B", "{ interest = \"ADVISERS\" }");
    assert_eq!(told(&listed), (vec![], vec!["W-T1-03"]));
    let areas = "{ parts = [{ circle = { centre = \"34.450 40.920\", radius = \"20 km\" } }, \
                 { circle = { centre = \"35.330 40.140\", radius = \"20 km\" } }] }";
    let areas = of_ir("\"IR-2/1\"", acts, areas).set("content.B", "{ interest = \"ADVISERS\" }");
    assert_eq!(told(&areas), (vec![], vec![]));
}

#[test]
fn row_8_us_4_with_the_verifier_as_detector_is_refused_as_verifier_as_trigger() {
    let us_4 = |detector: &str| {
        forge(NoticeType::T1)
            .set("content.A", "\"US-4/1\"")
            .set("content.B", "{ interest = \"NON-PROLIFERATION\" }")
            .set("content.C", "[\"STOCKPILE-ABOVE\"]")
            .set("content.D", "{ relation = \"FORCES-OF\", party = \"IR\" }")
            .set("content.E", "{ place = \"ANYWHERE\" }")
            .set(
                "content.F",
                "{ measure = \"ENRICHED-MASS\", comparator = \"MORE-THAN\", value = \"0.1 kgU\" }",
            )
            .set("content.G", "{ count = 1 }")
            .set("content.I", "[{ kind = \"PARTICLES-AND-HOLD-UP\" }]")
            .set("content.J.detectors", detector)
            .without("content.M")
    };
    let (refused, _) = told(&us_4("[{ kind = \"STATION\", station = \"VER/REPORTS\" }]"));
    assert_eq!(refused, ["N-T1-07"]);
    assert_eq!(told(&us_4("[{ kind = \"PUBLIC-REPORT\" }]")), (vec![], vec![]));
}

#[test]
fn row_9_ir_3_counts_acts_with_the_aid_of_a_party_by_its_standard() {
    let acts = "[\"AIR-STRIKE\", \"MISSILE-BALLISTIC\", \"MISSILE-CRUISE\", \"ONE-WAY-DRONE\", \"SABOTAGE\"]";
    let sites =
        "{ stand-off = \"10 km\", parts = [{ point = \"33.724 51.727\" }, { point = \"34.885 50.996\" }] }";
    let ir_3 = of_ir("\"IR-3/1\"", acts, sites)
        .set("content.D", "{ relation = \"FORCES-OF\", party = \"US\", standard = \"AID-OR-ASSISTANCE\" }");
    assert_eq!(told(&ir_3), (vec![], vec![]));
}

#[test]
fn row_38_and_42_roster_handover_and_a_declared_silence_are_valid() {
    let positions = "[{ position = \"WATCH1\", languages = [\"EN\", \"FA\"] }]";
    let base = || forge(NoticeType::L6).without("content.F").without("content.B").set("content.C", positions);
    assert_eq!(told(&base().set("content.A.verb", "\"ROSTER\"")).0, Vec::<&str>::new());
    let handover =
        base().set("content.A.verb", "\"HANDOVER\"").set("content.D", "{ unread = [\"US/LEV/27/0009/E1\"] }");
    assert_eq!(told(&handover).0, Vec::<&str>::new());
    assert_eq!(told(&forge(NoticeType::L6)).0, Vec::<&str>::new());
    let cut = forge(NoticeType::L6)
        .set("content.A", "{ verb = \"SUSPEND\", classes = [\"T\", \"A\", \"FLOOR\"] }")
        .set("content.F", "true");
    assert_eq!(told(&cut).0, ["N-L6-04"], "the floor is named and yet said to be kept");
}
