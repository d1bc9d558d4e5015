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
        for (name, filter) in DECODERS {
            if !holds(name, filter, cases)? {
                println!("fuzz: {name} {filter} FAILED in round {round}");
                return Ok(false);
            }
        }
        let spent = start.elapsed();
        println!("fuzz: round {round} of {cases} cases a property passed, {} s", spent.as_secs());
        if spent >= end {
            break;
        }
    }
    Ok(true)
}

fn holds(name: &str, filter: &str, cases: u32) -> Result<bool, String> {
    let status = Command::new("cargo")
        .args(["test", "--quiet", "-p", name, "--test", "all", filter])
        .env("DEMARCHE_PROPTEST_CASES", cases.to_string())
        .current_dir(root())
        .status()
        .map_err(|e| format!("cargo could not be run: {e}"))?;
    Ok(status.success())
}

/// (crate, filter of its tests): the properties that feed bytes to decoders.
const DECODERS: &[(&str, &str)] = &[("line", "decoders"), ("notice", "canonical"), ("relay", "hostile")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_names_a_file_of_tests_that_reads_the_number_of_cases() {
        for (name, filter) in DECODERS {
            let found = ["tests", "tests/all"].iter().any(|folder| {
                let path = root().join(format!("crates/{name}/{folder}/{filter}.rs"));
                std::fs::read_to_string(path).is_ok_and(|text| text.contains("DEMARCHE_PROPTEST_CASES"))
            });
            assert!(found, "{name} {filter}");
        }
    }
}
