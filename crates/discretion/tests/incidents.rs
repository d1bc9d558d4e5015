//! Public sentences made from the incident lists of `data/`.

use std::path::Path;

/// Every sentence of public incident text, in the order of the files: descriptions as they are, and rows without one as
/// a plain sentence of what they hold.
pub fn sentences() -> Vec<String> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let mut out = Vec::new();
    for (file, column) in [
        ("incidents/asam-subset.csv", "description"),
        ("feeds/incidents/asam_region.csv", "description"),
        ("feeds/incidents/pirate_attacks_region.csv", "attack_description"),
    ] {
        for row in rows(&data.join(file)) {
            out.extend(discretion::sentence::sentences(row.get(column).map_or("", |text| text)));
        }
    }
    for row in rows(&data.join("incidents/incidents.csv")) {
        let of = |name: &str| row.get(name).cloned().unwrap_or_default();
        out.push(format!("On {}, at {}, {}.", of("date"), of("place"), of("what")));
        out.push(format!(
            "{} was held responsible by {}; {} denied it.",
            of("held_responsible"),
            of("held_by"),
            of("denied_by")
        ));
    }
    for row in rows(&data.join("feeds/incidents/pirate_attacks_region.csv")) {
        let of = |name: &str| row.get(name).cloned().unwrap_or_default();
        let shore: f64 = of("shore_distance").parse().unwrap_or_default();
        out.push(format!(
            "On {} a vessel named {} was {} at {}, {:.0} km from the shore.",
            of("date"),
            of("vessel_name"),
            of("attack_type").to_lowercase(),
            of("location_description"),
            shore
        ));
    }
    for (file, place) in [
        ("incidents/ucdp-syria-subset.csv", "where_coordinates"),
        ("feeds/incidents/ucdp_ged_region_sample.csv", "where_coordinates"),
    ] {
        for row in rows(&data.join(file)) {
            let of = |name: &str| row.get(name).cloned().unwrap_or_default();
            let dead: f64 = of("best").parse().unwrap_or_default();
            out.push(format!(
                "On {} fighting between {} and {} at {} in {} left {:.0} dead.",
                of("date_start"),
                of("side_a"),
                of("side_b"),
                of(place),
                of("adm_1"),
                dead
            ));
            out.push(format!(
                "The events of {} took place at {} N {} E.",
                of("date_start"),
                of("latitude"),
                of("longitude")
            ));
        }
    }
    out
}

fn rows(path: &Path) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a list of incidents");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}
