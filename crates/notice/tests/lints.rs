//! Lint of one notice: the words the scenario demands, and silence where it demands none.

use crate::files::sample;
use crate::forge::{Forged, forge};
use notice::lint::{LINTS, lint};
use notice::vocabulary::NoticeType;
use refusal::Fact;

fn ids(forged: &Forged) -> Vec<&'static str> {
    lint(&forged.draft()).into_iter().map(|found| found.id).collect()
}

#[test]
fn us_2_lets_2_pass_in_any_72_h_and_20_in_30_d_and_nothing_else_is_said() {
    let found = lint(&sample(NoticeType::T1));
    assert_eq!(found.iter().map(|f| f.id).collect::<Vec<_>>(), ["W-T1-02"]);
    let facts = &found[0].facts;
    assert_eq!(facts["pass"], Fact::Number(2));
    assert_eq!(facts["window"], Fact::Text("72 h".to_owned()));
    assert_eq!(facts["total"], Fact::Number(20));
    assert_eq!(facts["stretch"], Fact::Text("30 d".to_owned()));
}

#[test]
fn a_draft_without_window_and_detectors_is_incomplete() {
    let found = lint(&forge(NoticeType::T1).without("content.G").without("content.J").draft());
    assert_eq!(found[0].id, "W-T1-01");
    assert_eq!(found[0].facts["missing"], Fact::List(vec!["G".to_owned(), "J".to_owned()]));
}

#[test]
fn a_list_of_six_adviser_sites_discloses_and_two_wide_areas_do_not() {
    let every =
        forge(NoticeType::T1).set("content.G", "{ count = 1 }").set("content.B.interest", "\"ADVISERS\"");
    let sites: Vec<_> = (0..6).map(|n| format!("{{ point = \"34.{n}5 40.92\" }}")).collect();
    let listed = every.set("content.E.place", &format!("{{ parts = [{}] }}", sites.join(", ")));
    assert_eq!(ids(&listed), ["W-T1-03"]);
    let areas = "{ parts = [{ circle = { centre = \"34.450 40.920\", radius = \"20 km\" } }, \
                 { circle = { centre = \"35.330 40.140\", radius = \"20 km\" } }] }";
    assert_eq!(ids(&listed.set("content.E.place", areas)), Vec::<&str>::new());
}

#[test]
fn twenty_two_kilometres_is_arbitrary_and_twelve_nautical_miles_is_not() {
    let every = forge(NoticeType::T1).set("content.G", "{ count = 1 }");
    let arbitrary = every.set("content.E.place.stand-off", "\"22 km\"");
    let found = lint(&arbitrary.draft());
    assert_eq!(found[0].id, "W-T1-04");
    assert_eq!(found[0].facts["nearest"], Fact::Text("12 NM".to_owned()));
    assert_eq!(ids(&arbitrary.set("content.E.place.stand-off", "\"12 NM\"")), Vec::<&str>::new());
}

#[test]
fn an_enrichment_figure_of_no_treaty_is_arbitrary_and_an_open_one_imprecise() {
    let every =
        forge(NoticeType::T1).set("content.G", "{ count = 1 }").set("content.C", "[\"ENRICHMENT-ABOVE\"]");
    assert_eq!(ids(&every), ["W-T1-05"]);
    let odd = "{ measure = \"ENRICHMENT\", comparator = \"MORE-THAN\", value = \"61 wt%\" }";
    let odd = every.set("content.F", odd);
    assert_eq!(ids(&odd), ["W-T1-04"]);
    assert_eq!(ids(&odd.set("content.F.value", "\"60 wt%\"")), Vec::<&str>::new());
}

#[test]
fn a_detector_slower_than_the_window_is_unverifiable() {
    assert_eq!(ids(&forge(NoticeType::T1).set("content.J.delay", "\"96 h\"")), ["W-T1-02", "W-T1-06"]);
}

#[test]
fn tolerating_what_stays_below_is_a_permission() {
    let every = forge(NoticeType::T1).set("content.G", "{ count = 1 }");
    assert_eq!(ids(&every.set("content.L", "\"TOLERATED\"")), ["W-T1-07"]);
}

#[test]
fn an_edge_over_a_hundred_kilometres_is_warned_of() {
    let ring = "{ parts = [{ polygon = [\"25.9 55.6\", \"25.9 57.2\", \"26.95 57.2\"] }] }";
    let every = forge(NoticeType::T1).set("content.G", "{ count = 1 }").set("content.E.place", ring);
    assert_eq!(ids(&every), ["W-T1-08"]);
}

#[test]
fn an_impact_told_to_100_metres_discloses_the_aim() {
    let fine = forge(NoticeType::E1).set("content.C.parts.0.error.major", "\"100 m\"");
    let fine = fine.set("content.C.parts.0.error.minor", "\"100 m\"");
    assert_eq!(ids(&fine), ["W-E1-01"]);
    assert_eq!(ids(&forge(NoticeType::E1)), Vec::<&str>::new());
}

#[test]
fn every_lint_has_its_own_id() {
    let mut ids: Vec<_> = LINTS.iter().map(|lint| lint.id).collect();
    ids.dedup();
    assert_eq!(ids.len(), LINTS.len());
}
