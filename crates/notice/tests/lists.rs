//! Lists of protected sites: row 52 of the shipped case, every look red once, GeoJSON like CSV.

use notice::coast::{Coast, Ground};
use notice::envelope::Envelope;
use notice::site_lint::Around;
use notice::site_list::{SiteList, site_list};
use notice::validate::validate;
use notice::vocabulary::NoticeType;
use notice::{Apart, Code8, Instant, Point};
use proptest::prelude::*;

const HEADER: &str =
    "site,kind,lat,lon,error_m,operator,contact,verified_by,verified_on,reconfirm,recognisable,open_to,mgrs";

fn envelope() -> Envelope {
    let text = notice::template::template(NoticeType::A6).expect("a template");
    notice::file::draft_from_toml(&text).expect("a draft").envelope
}

fn row(site: &str, lat: &str, lon: &str) -> String {
    format!("{site},MEDICAL,{lat},{lon},20,AIDORG,DUTY,VISIT,2027-08-15T09:00:00Z,30 d,DAY NIGHT,US IR,")
}

/// A coast along the meridian of 46 E, land to the west: northward lines have it on their left, so it is drawn southward.
fn coast() -> Coast {
    let text = r#"{"features":[{"geometry":{"type":"LineString","coordinates":[[46.0,40.0],[46.0,20.0]]}}]}"#;
    Coast::of_geojson(text).expect("a coast")
}

fn listed(rows: &[String], coast: Option<&Coast>, known: &[(Code8, Point)]) -> SiteList {
    let now = Instant::parse("2027-08-26T10:00:00Z");
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    site_list(&text, &envelope(), &Around { coast, now, known }).expect("a table")
}

fn ids(list: &SiteList) -> Vec<String> {
    let each = |(row, found): &(usize, Vec<notice::Finding>)| {
        found.iter().map(move |f| format!("{row} {}", f.id)).collect::<Vec<_>>()
    };
    list.refused.iter().flat_map(each).collect()
}

fn good() -> Vec<String> {
    let at = |place: usize| (format!("34.3{place:02}17"), format!("44.1{place:02}23"));
    (0..9).map(|place| row(&format!("S{place:02}"), &at(place).0, &at(place).1)).collect()
}

#[test]
fn row_52_one_swapped_one_at_sea_and_one_duplicate_are_refused_and_nine_are_drafted() {
    let mut rows = good();
    rows.push(row("S10", "44.15023", "34.35017"));
    rows.push(row("S11", "34.35017", "46.15023"));
    rows.push(row("S12", "34.30017", "44.10030"));
    let list = listed(&rows, Some(&coast()), &[]);
    assert_eq!(ids(&list), ["10 N-LIST-02", "11 N-LIST-03", "12 N-LIST-04"]);
    assert_eq!(list.drafts.len(), 9);
    assert!(list.unchecked.is_empty());
    for (_, draft) in &list.drafts {
        assert_eq!(validate(draft, &Apart, None), []);
    }
}

#[test]
fn every_other_look_is_seen_red_once() {
    let with = |line: String| ids(&listed(&[good(), vec![line]].concat(), None, &[]));
    assert_eq!(with(row("S20", "28.00017", "44.10023")), ["10 N-LIST-05"]);
    assert_eq!(with(row("S20", "34.35", "44.15023")), ["10 N-LIST-06"]);
    let stale = row("S20", "34.35517", "44.15523").replace("2027-08-15", "2027-06-15");
    assert_eq!(with(stale), ["10 N-LIST-07"]);
    assert_eq!(with(row("S20", "34.35517", "44.15523") + "38SMD0000000000"), ["10 N-LIST-08"]);
    assert_eq!(with(row("S20", "34.3x", "44.15523")), ["10 N-LIST-01"]);
    assert_eq!(with(row("S20", "34.35517", "44.15523").replace("MEDICAL", "CONVOY")), ["10 N-LIST-01"]);
    assert_eq!(with(row("S20", "144.35517", "34.15523")), ["10 N-LIST-02"], "outside the globe as written");
    let point = Point::from_e7(343_551_700, 441_552_300).expect("on the globe");
    let known = [(Code8::parse("OLD").expect("a code"), point)];
    let list = listed(&[good(), vec![row("S20", "34.35517", "44.15523")]].concat(), None, &known);
    assert_eq!(ids(&list), ["10 N-LIST-04"]);
    assert_eq!(list.unchecked, ["sea-land"], "a look that cannot be taken is named");
}

#[test]
fn an_echo_is_compared_at_the_figures_it_was_written_with() {
    let point = Point::from_e7(343_551_700, 441_552_300).expect("on the globe");
    let own = point.mgrs().expect("a square");
    let (square, figures) = own.split_at(5);
    let coarse = format!("{square}{}{}", &figures[..3], &figures[5..8]);
    for echo in [own.clone(), coarse, own.to_lowercase()] {
        let list = listed(&[row("S20", "34.35517", "44.15523") + &echo], None, &[]);
        assert_eq!(ids(&list), Vec::<String>::new(), "{echo}");
    }
}

#[test]
fn points_of_geojson_are_read_like_rows_of_a_table() {
    let feature = |site: &str, lat: &str, lon: &str| {
        format!(
            r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lon},{lat}]}},"properties":{{"site":"{site}","kind":"SCHOOL","error_m":20,"operator":"AIDORG","contact":"DUTY","verified_by":"VISIT","verified_on":"2027-08-15T09:00:00Z","reconfirm":"30 d","recognisable":["DAY"],"open_to":["US","IR"],"intermediary":true}}}}"#
        )
    };
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        feature("S01", "34.30000", "44.10023"),
        feature("S02", "34.35", "44.1")
    );
    let around = Around { coast: None, now: None, known: &[] };
    let list = site_list(&text, &envelope(), &around).expect("features");
    assert_eq!(ids(&list), ["2 N-LIST-06"]);
    assert_eq!(list.drafts.len(), 1);
    assert_eq!(list.unchecked, ["sea-land", "stale"]);
}

#[test]
fn land_lies_to_the_right_of_a_coast_and_nothing_is_said_far_from_it() {
    let at = |lat, lon| Point::from_e7(lat, lon).expect("on the globe");
    let coast = coast();
    assert!(matches!(coast.ground(at(300_000_000, 450_000_000)), Some(Ground::Land(m)) if m > 90_000));
    assert!(matches!(coast.ground(at(300_000_000, 470_000_000)), Some(Ground::Sea(_))));
    assert_eq!(coast.ground(at(-500_000_000, -1_000_000_000)), None);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), cells in "[a-z0-9,.\n -]{0,200}") {
        let around = Around { coast: None, now: None, known: &[] };
        let _ = site_list(&text, &envelope(), &around);
        let _ = site_list(&format!("{HEADER}\n{cells}"), &envelope(), &around);
        let _ = Coast::of_geojson(&text);
    }
}

#[test]
fn a_land_mask_holds_whichever_way_its_rings_are_gone_round_and_across_180() {
    let at = |lat: i64, lon: i64| Point::from_e7(lat * 10_000_000, lon * 10_000_000).expect("on the globe");
    for west in [10, 179] {
        let east = if west == 179 { -179 } else { west + 2 };
        let ring = vec![at(10, west), at(10, east), at(12, east), at(12, west)];
        let back: Vec<Point> = ring.iter().rev().copied().collect();
        for ring in [ring, back] {
            let coast = Coast::of_rings(vec![ring]);
            let middle = if west == 179 { 180 } else { west + 1 };
            let (inside, outside) = (at(11, middle), at(14, middle));
            assert!(matches!(coast.ground(inside), Some(Ground::Land(_))), "{west}");
            assert!(matches!(coast.ground(outside), Some(Ground::Sea(_))), "{west}");
        }
    }
}
