//! The sample feeds decode to the tables beside them.

use feeds::reader::Position;
use feeds::{Format, Item};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data/feeds")
}

fn items(path: &str, format: Format) -> Vec<Item> {
    let file = std::fs::File::open(folder().join(path)).expect("the file");
    feeds::read(BufReader::new(file), format, None, Position::default()).expect("a feed").collect()
}

fn table(path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder().join(path)).expect("the table");
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| header.iter().cloned().zip(row.iter().map(str::to_owned)).collect()).collect()
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

fn agrees(name: &str, expected: &str, seen: &Value, tolerance: f64, at: &str) {
    match expected {
        "" => assert!(seen.is_null(), "{at} {name}: {seen} for nothing"),
        text => {
            let wanted: f64 = text.parse().expect("a number");
            let found = number(seen).unwrap_or_else(|| panic!("{at} {name}: nothing for {text}"));
            assert!((found - wanted).abs() <= tolerance, "{at} {name}: {found} for {text}");
        }
    }
}

#[test]
fn ais_sentences_are_what_the_tables_say() {
    let files = [
        ("libais_test_a.aivdm", "libais_test_a"),
        ("libais_typeexamples.nmea", "libais_typeexamples"),
        ("pyais_gatehouse.nmea", "pyais_gatehouse"),
        ("pyais_nmea_sample_a.nmea", "pyais_nmea_sample_a"),
    ];
    let mut messages = 0;
    for (file, name) in files {
        let items = items(&format!("ais/{file}"), Format::Nmea);
        let seen: BTreeMap<u64, &Item> = items.iter().map(|item| (item.line, item)).collect();
        for row in table(&format!("ais/{name}.expected.csv")) {
            let line: u64 = row["line"].split('+').next().expect("a line").parse().expect("a number");
            let at = format!("{file}:{line}");
            let document = seen.get(&line).unwrap_or_else(|| panic!("{at}: nothing")).document();
            if row["type"].is_empty() {
                assert!(document["refused"].is_string(), "{at}: {document}");
                continue;
            }
            messages += 1;
            agrees("type", &row["type"], &document["type"], 0.0, &at);
            agrees("mmsi", &row["mmsi"], &document["mmsi"], 0.0, &at);
            agrees("lat", &row["lat"], &document["lat"], 1e-5, &at);
            agrees("lon", &row["lon"], &document["lon"], 1e-5, &at);
            agrees("sog", &row["sog_kn"], &document["sog_kn"], 0.1, &at);
            let refuse = row["note"].contains("refuse");
            assert_eq!(document["refused"].is_string(), refuse, "{at}: {document}");
        }
    }
    assert!(messages > 500, "{messages}");
}

#[test]
fn cursor_on_target_messages_are_what_the_table_says() {
    for row in table("cot/expected.csv") {
        let items = items(&format!("cot/{}", row["file"]), Format::Cot);
        assert_eq!(items.len(), 1, "{}", row["file"]);
        let document = items[0].document();
        let at = &row["file"];
        if row["well_formed"].starts_with("no") || row["uid"].is_empty() {
            assert!(document["refused"].is_string(), "{at}: {document}");
            continue;
        }
        for name in ["uid", "type", "how", "time", "start", "stale"] {
            assert_eq!(document[name].as_str().unwrap_or_default(), row[name], "{at} {name}");
        }
        for name in ["lat", "lon", "hae", "ce", "le"] {
            agrees(name, &row[name], &document[name], 1e-9, at);
        }
        assert_eq!(document["horizontal_error"], row["horizontal_error"].as_str(), "{at}");
        let nowhere = row["lat"].parse() == Ok(0.0) && row["horizontal_error"] == "unknown";
        assert_eq!(document["position"] == "unknown", nowhere, "{at}");
    }
}

#[test]
fn alerts_are_what_the_table_says_and_the_broken_ones_name_their_rule() {
    let broken = BTreeMap::from([("canada_errors.cap", "references"), ("invalid.cap", "scope")]);
    for row in table("cap/expected.csv") {
        let items = items(&format!("cap/{}", row["file"]), Format::Cap);
        assert_eq!(items.len(), 1, "{}", row["file"]);
        let document = items[0].document();
        for name in ["identifier", "sender", "sent", "status", "msgType", "scope", "cap_version"] {
            assert_eq!(document[name].as_str().unwrap_or_default(), row[name], "{} {name}", row["file"]);
        }
        for name in ["infos", "areas", "polygons", "circles"] {
            agrees(name, &row[name], &document[name], 0.0, &row["file"]);
        }
        let rule = broken.get(row["file"].as_str());
        assert_eq!(document["refused"].is_string(), rule.is_some(), "{document}");
        if let Some(rule) = rule {
            assert!(document["detail"].as_str().is_some_and(|detail| detail.contains(rule)), "{document}");
        }
    }
}

#[test]
fn incident_lists_are_read_without_a_mapping() {
    let files = [
        "incidents/ucdp_ged_region_sample.csv",
        "incidents/asam_region.csv",
        "incidents/pirate_attacks_region.csv",
        "../incidents/ucdp-syria-subset.csv",
        "../incidents/incidents.csv",
        "../incidents/asam-subset.csv",
    ];
    for file in files {
        let rows = table(file).len();
        let items = items(file, Format::Csv);
        assert_eq!(items.len(), rows, "{file}");
        let refused: Vec<String> = items
            .iter()
            .filter(|item| matches!(item.said, feeds::item::Said::Refused(_)))
            .map(|item| item.document().to_string())
            .collect();
        assert!(refused.is_empty(), "{file}: {:?}", refused.first());
    }
}

#[test]
fn the_shipped_coast_has_its_lines_and_vertices() {
    let coast = feeds::coast::shipped().expect("the shipped coast");
    assert_eq!(coast.lines.len(), 64);
}
