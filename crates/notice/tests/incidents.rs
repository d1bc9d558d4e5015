//! E1 from a record of a real table: place and date precision carried over, headlines left out.

use crate::files::sample;
use notice::check::Apart;
use notice::draft_e1::{DraftedIncident, draft_e1};
use notice::validate::validate;
use notice::vocabulary::{ActClass, NoticeType};
use notice::{Envelope, NoticeError, Para, Shape};

const INCIDENTS: &str = "id,date,place,lat,lon,precision_km,what,actor_claimed,held_responsible\n\
    tanf-2021,2021-10-20,\"al-Tanf, desert\",33.5,38.62,5,five drones on the garrison,none,HEADLINE\n\
    fujairah-2019,2019-05-12,the Gulf,25.18,56.42,10,four tankers holed by limpet mines,none,HEADLINE\n\
    hormuz-2024,2024-04-13,near Hormuz,25.5,56.5,30,something happened,none,HEADLINE\n";
const UCDP: &str = "id,group,date_start,date_end,date_prec,side_a,side_b,latitude,longitude,where_prec,\
    where_coordinates,adm_1,low,best,high\n\
    219223.0,turkey-backed,2016-04-27,2016-05-03,2.0,A,B,36.52484,37.07789,2.0,village,Aleppo,62.0,63.0,85.0\n";

fn envelope() -> Envelope {
    sample(NoticeType::E1).envelope
}

fn drafted(table: &str, row: usize, act: Option<ActClass>) -> DraftedIncident {
    draft_e1(table, row, envelope(), act).expect("drafted")
}

#[test]
fn a_record_of_the_projects_table_becomes_a_valid_e1() {
    let DraftedIncident { draft, .. } = drafted(INCIDENTS, 1, None);
    assert_eq!(validate(&draft, &Apart, None), []);
    assert_eq!(draft.content.word("A"), Some("ONE-WAY-DRONE"));
    let place = draft.content.get("C").and_then(|c| c.place()).expect("a place");
    assert_eq!(place.parts[0].error.expect("an error").major_m, 5_000);
    let Shape::Point(point) = place.parts[0].shape else { panic!("a point") };
    assert_eq!((point.lat_e7, point.lon_e7), (335_000_000, 386_200_000));
    let when = draft.content.get("B").and_then(|b| b.fields()).expect("a time");
    assert_eq!(when.word("precision"), Some("DAY"));
    assert_eq!(
        when.get("earliest").and_then(|t| t.instant()).expect("a time").to_string(),
        "2021-10-20T00:00:00Z"
    );
    assert_eq!(
        when.get("latest").and_then(|t| t.instant()).expect("a time").to_string(),
        "2021-10-20T23:59:59Z"
    );
}

#[test]
fn headlines_and_allegations_do_not_reach_the_draft() {
    for row in 1..=3 {
        let text = notice::file::draft_to_toml(&drafted(INCIDENTS, row, None).draft);
        for left_out in ["HEADLINE", "tanf", "Gulf", "garrison", "tankers", "happened"] {
            assert!(!text.contains(left_out), "{left_out} in row {row}");
        }
    }
}

#[test]
fn an_act_that_no_word_says_is_left_open_and_pointed_at() {
    let open = drafted(INCIDENTS, 3, None);
    assert_eq!(open.look_at[0], Para::new("A"));
    assert_eq!(validate(&open.draft, &Apart, None)[0].id, "N-ALL-02");
    let said = drafted(INCIDENTS, 3, Some(ActClass::BoardingSeizure));
    assert_eq!(validate(&said.draft, &Apart, None), []);
}

#[test]
fn a_ucdp_record_carries_its_precision_and_its_range_of_deaths() {
    let DraftedIncident { draft, .. } = drafted(UCDP, 1, Some(ActClass::SmallArms));
    assert_eq!(validate(&draft, &Apart, None), []);
    let when = draft.content.get("B").and_then(|b| b.fields()).expect("a time");
    assert_eq!(when.word("precision"), Some("WEEK"));
    let place = draft.content.get("C").and_then(|c| c.place()).expect("a place");
    assert_eq!(place.parts[0].precision.expect("a precision").word(), "NEAR");
    assert_eq!(place.parts[0].error, None, "absent means unknown");
    let harm = draft.content.get("D").expect("harm").items()[0].fields().expect("a record");
    let count = |name| harm.get(name).and_then(|n| n.count());
    assert_eq!(
        (count("fatalities-least"), count("fatalities"), count("fatalities-most")),
        (Some(62), Some(63), Some(85))
    );
}

#[test]
fn bad_tables_are_refused_with_the_cell() {
    let refused = |table: &str, row| draft_e1(table, row, envelope(), None).expect_err("refused");
    assert_eq!(refused(INCIDENTS, 9), NoticeError::NoSuchRow { row: 9, rows: 3 });
    assert_eq!(refused(INCIDENTS, 0), NoticeError::NoSuchRow { row: 0, rows: 3 });
    assert!(matches!(refused("a,b\n1,2\n", 1), NoticeError::UnknownColumns { .. }));
    let bad = INCIDENTS.replace("33.5,", "north,");
    let NoticeError::WrongCell { column, found } = refused(&bad, 1) else { panic!("another refusal") };
    assert_eq!((column.as_str(), found.as_str()), ("lat", "north"));
    assert!(matches!(
        refused(&INCIDENTS.replace("2021-10-20", "2021-13-20"), 1),
        NoticeError::WrongCell { .. }
    ));
    assert!(matches!(
        refused("id,date\n\"x", 1),
        NoticeError::UnknownColumns { .. } | NoticeError::NotCsv { .. }
    ));
}

#[test]
fn every_record_of_the_shipped_tables_becomes_a_valid_e1_once_its_act_is_said() {
    for (file, rows) in [("incidents.csv", 22), ("ucdp-syria-subset.csv", 507)] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/incidents").join(file);
        let table = std::fs::read_to_string(path).expect("a shipped table");
        for row in 1..=rows {
            let draft = drafted(&table, row, Some(ActClass::AirStrike)).draft;
            assert_eq!(validate(&draft, &Apart, None), [], "{file} row {row}");
        }
        assert!(draft_e1(&table, rows + 1, envelope(), None).is_err(), "{file} has {rows} rows");
    }
}

#[test]
fn a_short_description_says_the_act_where_one_word_does() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/incidents/incidents.csv");
    let table = std::fs::read_to_string(path).expect("a shipped table");
    let act = |row| drafted(&table, row, None).draft.content.word("A");
    assert_eq!(act(1), Some("MINE-IED"), "four tankers holed by limpet mines");
    assert_eq!(act(2), Some("ONE-WAY-DRONE"), "drones hit pumping stations");
    assert_eq!(act(3), None, "drones and cruise missiles: two classes, so the officer says");
    assert_eq!(act(5), Some("MISSILE-BALLISTIC"));
}
