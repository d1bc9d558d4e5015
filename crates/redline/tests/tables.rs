//! The three tables of cases hold to their tolerances.

use redline::Zone;
use redline::cases::{Coast, Ground, Judged, columns, table_of};

fn text(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name);
    std::fs::read_to_string(path).expect("the file")
}

fn run(name: &str, ground: &Ground<'_>) -> Vec<Judged> {
    let text = text(name);
    let table = table_of(&columns(&text).expect("columns")).expect("a known table");
    table.run(&text, ground).expect("rows")
}

fn failing(rows: &[Judged]) -> Vec<String> {
    let failing = rows.iter().filter(|row| !row.holds);
    failing.map(|row| format!("{}: {} for {}", row.id, row.seen, row.expected)).collect()
}

#[test]
fn every_geodesy_case_holds() {
    let rows = run("redline/geodesy-cases.csv", &Ground::default());
    assert_eq!(rows.len(), 104);
    assert_eq!(failing(&rows), Vec::<String>::new());
}

#[test]
fn every_window_case_holds() {
    let rows = run("redline/window-cases.csv", &Ground::default());
    assert_eq!(rows.len(), 60);
    assert_eq!(failing(&rows), Vec::<String>::new());
}

#[test]
fn every_coast_case_holds() {
    let coast = coast();
    let rows = run("redline/coast-cases.csv", &Ground { coast: Some(&coast) });
    assert_eq!(rows.len(), 60);
    assert_eq!(failing(&rows), Vec::<String>::new());
}

/// The coast of the region, read here without the feeds crate, which lies above.
fn coast() -> Coast {
    let text = text("feeds/coast/coast_10m_region.geojson");
    let mut lines = Vec::new();
    for part in text.split("\"coordinates\":").skip(1) {
        let end = part.find("]]").expect("an end");
        let numbers: Vec<f64> = part[..end]
            .split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-')
            .filter_map(|number| number.parse().ok())
            .collect();
        let track = numbers.chunks(2).map(|pair| redline::LatLon::new(pair[1], pair[0])).collect();
        lines.push(Zone::tracks(&[track], 0.0));
    }
    Coast { lines }
}
