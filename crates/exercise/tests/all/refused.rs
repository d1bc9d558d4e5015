//! What `exercise check` refuses, with file and line.

use exercise::error::ExerciseError;
use exercise::folder::{Folder, SCENARIO};
use exercise::inspect::inspect;
use exercise::{expect, shipped, timeline};
use std::collections::BTreeMap;

/// The shipped folder with one text of one file replaced.
fn changed(file: &str, from: &str, to: &str) -> Result<(), ExerciseError> {
    let text = shipped::file(file).expect("shipped");
    assert!(text.contains(from), "{file} holds {from}");
    let files = BTreeMap::from([(file.to_owned(), text.replacen(from, to, 1))]);
    inspect(&Folder::new(SCENARIO, files)).map(drop)
}

/// File and line of a refusal, and the text of that line.
fn at(file: &str, from: &str, to: &str) -> (String, String) {
    let text = shipped::file(file).expect("shipped").replacen(from, to, 1);
    match changed(file, from, to) {
        Err(ExerciseError::InFile { file, line, at, expected }) => {
            assert!(!expected.is_empty());
            (format!("{file}: {at}"), text.lines().nth(line - 1).unwrap_or_default().to_owned())
        }
        other => panic!("{file}: {other:?}"),
    }
}

#[test]
fn the_shipped_scenario_is_whole() {
    let case = inspect(&Folder::shipped()).expect("valid");
    assert!(case.rows.len() > 100 && case.expectations.len() > 200);
    for branch in ["B", "C", "D"] {
        assert!(case.rows.iter().any(|row| row.only.iter().any(|only| only == branch)), "{branch}");
    }
}

#[test]
fn an_unknown_key_is_refused_at_its_line() {
    let (what, line) = at("timeline.toml", "overrule = ", "overule = ");
    assert!(what.contains("timeline.toml") && what.contains("overule"), "{what}");
    assert!(line.starts_with("overule"), "{line}");
}

#[test]
fn an_unknown_word_of_a_state_is_refused_at_its_expectation() {
    let (what, line) = at("expect.toml", "is = \"IN-FORCE\"", "is = \"INFORCE\"");
    assert!(what.contains("INFORCE"), "{what}");
    assert!(line.starts_with("id = "), "{line}");
}

#[test]
fn what_can_never_happen_is_refused() {
    let after_the_end = at("timeline.toml", "at = \"D28 01:00\"", "at = \"D38 01:00\"");
    assert!(after_the_end.0.contains("D38 01:00"));
    let no_branch = at("timeline.toml", "only = [\"C\"]", "only = [\"E\"]");
    assert!(no_branch.0.ends_with(": E"), "{no_branch:?}");
    let both = at("timeline.toml", "only = [\"B\"]", "only = [\"B\"]\nexcept = [\"B\"]");
    assert!(both.0.contains("only, except"), "{both:?}");
}

#[test]
fn a_feed_of_more_rows_than_its_file_has_or_of_no_table_is_refused() {
    let (what, _) = at(
        "timeline.toml",
        "feeds/mar.csv\", map = \"feeds/map.toml\", rows = 1",
        "feeds/mar.csv\", map = \"feeds/map.toml\", rows = 9",
    );
    assert!(what.ends_with(": 9"), "{what}");
    let (what, _) = at("timeline.toml", "feeds/mar.csv", "feeds/none.csv");
    assert!(what.ends_with("feeds/none.csv"), "{what}");
    let (what, line) = at("expect.toml", "of = \"notices/us-1-first.toml\"", "of = \"notices/us-9.toml\"");
    assert!(what.ends_with("notices/us-9.toml") && line.contains("05.box"), "{what} {line}");
    assert!(
        matches!(changed(SCENARIO, "\"29.275 50.310\"", "\"north\""), Err(ExerciseError::Wrong { at, .. }) if at == "north")
    );
}

#[test]
fn a_name_that_no_earlier_row_gives_is_refused() {
    let (what, _) = at("timeline.toml", "name = \"CASE-1\"", "name = \"CASE-9\"");
    assert!(what.ends_with(": CASE-1"), "{what}");
}

#[test]
fn a_party_compartment_file_or_mark_that_is_not_there_is_refused() {
    for (from, to) in [
        ("by = \"VER\"", "by = \"OM\""),
        ("compartment = \"HUM\"", "compartment = \"HOM\""),
        ("notices/us-3.toml", "notices/us-33.toml"),
        ("mark = \"K6\"", "mark = \"K3\""),
        ("relay = \"CH-1\"", "relay = \"CH-9\""),
    ] {
        let (what, line) = at("timeline.toml", from, to);
        assert!(what.starts_with("timeline.toml: ") && line.starts_with("id = "), "{from}: {what} {line}");
    }
    assert!(matches!(
        changed(SCENARIO, "timeline.toml", "none.toml"),
        Err(ExerciseError::Missing { file }) if file == "none.toml"
    ));
}

#[test]
fn the_templates_are_of_their_forms() {
    let rows: timeline::Timeline = toml::from_str(timeline::TEMPLATE).expect("a timeline");
    assert!(rows.row.iter().all(|row| row.acts().len() == 1 && row.at.is_some() != row.when.is_some()));
    let expectations: expect::Expectations = toml::from_str(expect::TEMPLATE).expect("expectations");
    assert!(expectations.expect.iter().all(|it| it.question().is_some() != it.needs.is_some()));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn a_scenario_that_is_cut_or_altered_never_panics(at in 0usize..20_000, with in "[\\x20-\\x7e]{0,3}") {
        let text = shipped::file("timeline.toml").expect("shipped");
        let cut = text.char_indices().map(|(at, _)| at).nth(at % text.chars().count()).unwrap_or_default();
        let altered = format!("{}{with}{}", &text[..cut], &text[cut..].chars().skip(1).collect::<String>());
        let files = BTreeMap::from([("timeline.toml".to_owned(), altered)]);
        let _ = inspect(&Folder::new(SCENARIO, files));
    }
}
