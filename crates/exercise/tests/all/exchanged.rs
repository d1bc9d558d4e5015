//! Neutrality: the shipped case with its two principals exchanged (codes, languages, every place on the other side of the
//! equator), made from the shipped one, plays its thirty days to the mirrored end states.

use crate::plays::{EXCHANGED, failures, played, wordless};
use exercise::folder::Folder;
use exercise::inspect::inspect;
use exercise::mirror::{mirrored, words};
use exercise::play::Wishes;
use serde_json::{Value, json};

/// What has no mirror image: a speech that names a real place, which stays where it is, and a list in which one row was
/// written with its axes exchanged.
const NO_IMAGE: [&str; 2] = ["46.draft-guard", "52.at-sea"];

/// Parties stand in the order of their codes: here in one that an exchange does not change.
fn unordered(value: &mut Value) {
    match value {
        Value::Object(table) => {
            if let Some(Value::String(parties)) = table.get_mut("parties") {
                let mut codes: Vec<&str> = parties.split(' ').collect();
                codes.sort_unstable();
                *parties = codes.join(" ");
            }
            table.values_mut().for_each(unordered);
        }
        Value::Array(items) => items.iter_mut().for_each(unordered),
        _ => {}
    }
}

#[test]
fn the_whole_case_with_its_principals_exchanged_plays_to_mirrored_end_states() {
    let folder = Folder::shipped();
    let first = played(&folder, &Wishes::default());
    assert_eq!(failures(&first), Vec::<String>::new());
    assert_eq!(wordless(&first), Vec::<String>::new());
    let case = inspect(&folder).expect("valid");
    let other = played(&mirrored(&folder, &case, &EXCHANGED), &Wishes::default());
    let unlike = failures(&other);
    let told = |failure: &&String| !NO_IMAGE.iter().any(|id| failure.starts_with(&format!("{id}:")));
    assert_eq!(unlike.iter().filter(told).collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(other.checks.len(), first.checks.len());
    let back = words(&json!(other.end_states).to_string(), &EXCHANGED);
    let mut back: Value = serde_json::from_str(&back).expect("a document");
    let mut wanted = json!(first.end_states);
    assert!(wanted["LEV"]["cycles"].is_object() && wanted.to_string().len() > 2_000);
    [&mut back, &mut wanted].into_iter().for_each(unordered);
    assert_eq!(back, wanted);
}
