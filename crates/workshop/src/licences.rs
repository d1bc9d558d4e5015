//! Licences of everything the build takes in, and packages that stand in it twice.

use crate::finding::Finding;
use crate::metadata::Crates;

/// Licences outside the list, and duplicate versions without a reason.
pub fn check(crates: &Crates) -> Vec<Finding> {
    let mut found = Vec::new();
    for package in &crates.outside {
        if !allowed(&package.licence) {
            found.push(Finding::new(
                format!("{} {}", package.name, package.version),
                format!("licence `{}` is not on the list", package.licence),
                "take another package, or add the licence to licences.rs with a decision record",
            ));
        }
    }
    for (name, versions) in crates.versions() {
        if !DUPLICATES.iter().any(|(known, _)| *known == name) {
            found.push(Finding::new(
                name,
                format!("in the build in versions {}", versions.join(", ")),
                "align the versions, or add the name to licences.rs with the reason",
            ));
        }
    }
    found
}

/// Whether an SPDX expression can be met with licences of the list: OR any, AND all.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = any(&words, &mut at);
    met && at == words.len()
}

fn any(words: &[&str], at: &mut usize) -> bool {
    let mut met = all(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at);
    }
    met
}

fn all(words: &[&str], at: &mut usize) -> bool {
    let mut met = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at);
    }
    met
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let met = any(words, at);
        *at += 1;
        return met;
    }
    // An exception only widens what its licence allows.
    if words.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    LICENCES.contains(word)
}

const LICENCES: &[&str] = &[
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

const GENERATION: &str = "two generations of the RustCrypto traits: the line is pinned to the one of openmls";
const AGE: &str = "age 0.11.5 brings its own generation of localisation";
const RANDOM: &str = "three generations of the random traits, held by openmls, ed25519-dalek and proptest";
const BUILD: &str = "only in procedural macros or build scripts, not in the binary";

/// (package, why two versions of it are in the build).
const DUPLICATES: &[(&str, &str)] = &[
    ("base64", AGE),
    ("bit-vec", "dev-dependencies proptest and stateright"),
    ("block-buffer", GENERATION),
    ("chacha20", GENERATION),
    ("const-oid", GENERATION),
    ("cpufeatures", GENERATION),
    ("crypto-common", GENERATION),
    ("curve25519-dalek", GENERATION),
    ("der", GENERATION),
    ("digest", GENERATION),
    ("embedded-io", "postcard under FROST's serialisation offers two generations of it"),
    ("fluent-bundle", AGE),
    ("fluent-syntax", AGE),
    ("foldhash", "follows the generations of hashbrown"),
    ("getrandom", RANDOM),
    ("glam", "optional companions of nalgebra, which statrs leaves out of the build"),
    ("hashbrown", "three generations of maps under sqlite, indexmap and stateright"),
    ("hkdf", GENERATION),
    ("hmac", GENERATION),
    ("itertools", "frost and clarabel are two generations apart"),
    ("miniz_oxide", "png and its flate2 are one generation apart"),
    ("pkcs8", GENERATION),
    ("rand", RANDOM),
    ("rand_chacha", RANDOM),
    ("rand_core", RANDOM),
    ("rustc-hash", AGE),
    ("self_cell", AGE),
    ("sha2", GENERATION),
    ("signature", GENERATION),
    ("spki", GENERATION),
    ("strsim", BUILD),
    ("syn", BUILD),
    ("synstructure", BUILD),
    ("thiserror", "older packages under openmls and age keep the first major version"),
    ("thiserror-impl", BUILD),
    ("toml", AGE),
    ("untrusted", "aws-lc-rs and rustls-webpki differ"),
    ("x25519-dalek", GENERATION),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Outside;

    fn package(name: &str, version: &str, licence: &str) -> Outside {
        Outside { name: name.into(), version: version.into(), licence: licence.into() }
    }

    #[test]
    fn a_choice_with_one_good_side_passes_and_a_conjunction_needs_both() {
        assert!(allowed("Apache-2.0 OR GPL-2.0-only"));
        assert!(allowed("ISC AND (Apache-2.0 OR ISC)"));
        assert!(allowed("Apache-2.0 WITH LLVM-exception OR MIT"));
        assert!(!allowed("MIT AND GPL-3.0-only"));
        assert!(!allowed("AGPL-3.0-only"));
        assert!(!allowed(""));
    }

    #[test]
    fn a_planted_licence_and_a_planted_duplicate_are_caught() {
        let mut crates = Crates::default();
        crates.outside.insert(package("planted", "1.0.0", "SSPL-1.0"));
        crates.outside.insert(package("twice", "1.0.0", "MIT"));
        crates.outside.insert(package("twice", "2.0.0", "MIT"));
        assert_eq!(check(&crates).len(), 2);
    }
}
