//! Hostile feeds: refused line by line with a reason, never a panic, never an end of reading.

use feeds::item::Said;
use feeds::reader::Position;
use feeds::{Format, Item, Mapping};
use proptest::prelude::*;

fn items(text: &[u8], format: Format) -> Vec<Item> {
    let mapping = Mapping::parse("[columns]\nid = \"id\"\ntime = \"t\"\nlat = \"lat\"\nlon = \"lon\"\n")
        .expect("a mapping");
    let mapping = (format == Format::Csv).then_some(&mapping);
    feeds::read(text, format, mapping, Position::default()).expect("a feed").collect()
}

fn reasons(items: &[Item]) -> Vec<&'static str> {
    items
        .iter()
        .map(|item| match &item.said {
            Said::Refused(refused) => refused.reason,
            _ => "read",
        })
        .collect()
}

#[test]
fn an_entity_bomb_is_refused_as_a_document_type_and_the_next_event_is_read() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
        <event uid=\"1\" type=\"a\"><point lat=\"1\" lon=\"2\" ce=\"3\"/><detail>&b;</detail></event>";
    let file = "<!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><event uid=\"&x;\"></event>";
    let good = "<event uid=\"2\" type=\"a\" time=\"2024-01-01T00:00:00Z\"><point lat=\"1\" lon=\"2\" ce=\"3\"/></event>";
    let text = format!("{bomb}\n{file}\n{good}\n");
    assert_eq!(reasons(&items(text.as_bytes(), Format::Cot)), ["dtd", "dtd", "read"]);
}

#[test]
fn lines_of_ten_megabytes_deep_trees_and_impossible_values_are_counted() {
    let long = "x".repeat(10 << 20);
    let rows = format!(
        "id,t,lat,lon\na,2024-01-01,1,2\n{long}\nb,2024-01-01,91,2\nc,2024-01-01,1,NaN\nd,1850-01-01,1,2\ne,soon,1,2\nf,2024-01-01,1\ng,2024-01-01,1,2\n"
    );
    let found = reasons(&items(rows.as_bytes(), Format::Csv));
    assert_eq!(found, ["read", "line-too-long", "axes-swapped", "position", "time", "time", "cells", "read"]);
    let deep = format!("{}x{}</event>", "<event uid=\"1\"><a>".repeat(300), "</a>".repeat(300));
    assert_eq!(reasons(&items(deep.as_bytes(), Format::Cot))[0], "too-deep");
    let many = format!("<alert>{}</alert>", "<a/>".repeat(100_000));
    assert_eq!(reasons(&items(many.as_bytes(), Format::Cap)), ["too-many-elements"]);
    let huge = format!("<event uid=\"1\">{}</event>\n<event uid=\"2\"></event>", "y\n".repeat(1 << 20));
    assert_eq!(reasons(&items(huge.as_bytes(), Format::Cot)), ["document-too-long", "no-point"]);
}

#[test]
fn sentences_with_a_wrong_checksum_or_no_payload_are_counted() {
    let text = "!AIVDM,1,1,,B,15NBj>PP1gG>1PVKTDTUJOv00<0M,0*0A\n!AIVDM,1,1,,B,,0*25\n!AIVDM,2,2,3,B,55,0*00\nnoise\n";
    let found = reasons(&items(text.as_bytes(), Format::Nmea));
    assert_eq!(found[..2], ["checksum", "no-payload"]);
}

#[test]
fn features_one_a_line_and_broken_ones_among_them() {
    let good = "{\"type\":\"Feature\",\"id\":7,\"properties\":{\"time\":\"2024-01-01\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[56.1,26.2]}}";
    let text = format!("{good}\n{{\"type\":\n{}\n", good.replace("26.2", "126.2"));
    assert_eq!(reasons(&items(text.as_bytes(), Format::Geojson)), ["read", "not-json", "axes-swapped"]);
    let whole = format!("{{\"type\":\"FeatureCollection\",\n\"features\":[{good},{good}]}}");
    let found = items(whole.as_bytes(), Format::Geojson);
    assert_eq!(reasons(&found), ["read", "read"]);
    assert_eq!(
        (found[0].document()["lat"].as_f64(), found[0].document()["id"].as_str()),
        (Some(26.2), Some("7"))
    );
}

#[test]
fn the_shipped_template_is_a_mapping_and_unknown_words_are_named() {
    assert!(Mapping::parse(Mapping::template()).is_ok());
    assert!(Mapping::parse("[acts]\nx = [\"DRONE\"]").is_err());
    assert!(Mapping::parse("[columns]\nlatitude = \"y\"").is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..2_000), which in 0usize..5) {
        let formats = [Format::Csv, Format::Geojson, Format::Nmea, Format::Cot, Format::Cap];
        items(&bytes, formats[which]);
    }

    #[test]
    fn damaged_samples_are_read_to_their_end(
        which in 0usize..5,
        holes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        end in any::<prop::sample::Index>(),
    ) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/feeds");
        let (path, format) = [
            ("ais/libais_typeexamples.nmea", Format::Nmea),
            ("cot/08.xml", Format::Cot),
            ("cap/canada.cap", Format::Cap),
            ("incidents/ucdp_ged_region_sample.csv", Format::Csv),
            ("cot/04.xml", Format::Cot),
        ][which];
        let mut bytes = std::fs::read(folder.join(path)).expect("the sample");
        for (at, byte) in holes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        items(&bytes, format);
    }
}
