//! `./run fuzz`: every decoder on random and damaged input, for as long as asked; stops at the first failure.
//!
//! Each round draws new cases; what fails is printed by its test, shrunk, and kept beside it by proptest.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::tree::root;

/// Rounds over all decoders until the time is up; true if none failed.
///
/// # Errors
/// A sentence for the developer when cargo cannot be run.
pub fn run(minutes: u64, cases: u32) -> Result<bool, String> {
    let start = Instant::now();
    let end = Duration::from_secs(minutes * 60);
    for round in 1.. {
        if !holds(cases)? {
            println!("fuzz: FAILED in round {round}; the test above says at what");
            return Ok(false);
        }
        let spent = start.elapsed();
        println!("fuzz: round {round} of {cases} cases a property passed, {} s", spent.as_secs());
        if spent >= end {
            break;
        }
    }
    Ok(true)
}

/// One run of cargo over all of them: with one choice of features nothing is compiled twice.
fn holds(cases: u32) -> Result<bool, String> {
    let mut words = vec!["test", "--quiet", "--test", "all"];
    for (name, _) in DECODERS {
        if !words.contains(name) {
            words.extend(["-p", name]);
        }
    }
    words.push("--");
    let filters: Vec<String> = DECODERS.iter().map(|(_, filter)| format!("{filter}::")).collect();
    let status = Command::new("cargo")
        .args(words)
        .args(filters)
        .env("DEMARCHE_PROPTEST_CASES", cases.to_string())
        .current_dir(root())
        .status()
        .map_err(|e| format!("cargo could not be run: {e}"))?;
    Ok(status.success())
}

/// (crate, module of its tests): the properties that feed bytes and texts to decoders.
const DECODERS: &[(&str, &str)] = &[
    ("line", "decoders"),
    ("notice", "canonical"),
    ("notice", "files"),
    ("relay", "hostile"),
    ("node", "texts"),
    ("exercise", "texts"),
    ("store", "backup"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_names_a_file_of_properties() {
        for (name, filter) in DECODERS {
            let found = ["tests", "tests/all"].iter().any(|folder| {
                let path = root().join(format!("crates/{name}/{folder}/{filter}.rs"));
                std::fs::read_to_string(path).is_ok_and(|text| text.contains("proptest!"))
            });
            assert!(found, "{name} {filter}");
        }
    }
}
