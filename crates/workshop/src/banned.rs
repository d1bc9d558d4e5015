//! Calls that the house does not make, by room, each with the reason and the replacement.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::source::{production_only, test_modules};
use crate::tree::Tree;
use crate::walls::is_pure;

/// Banned words in production code. Tests may read files and the environment.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let sources: Vec<(&str, &str)> = tree.crate_sources().collect();
    let tests: BTreeSet<String> = sources
        .iter()
        .flat_map(|(_, path)| {
            let folder = folder_of_modules(path);
            test_modules(&tree.text(path)).into_iter().map(move |name| format!("{folder}/{name}.rs"))
        })
        .collect();
    sources
        .iter()
        .filter(|(_, path)| !tests.contains(*path))
        .flat_map(|(name, path)| in_file(name, path, &tree.text(path)))
        .collect()
}

/// Where the modules of a file lie: beside a root or `mod.rs`, else in the folder of its name.
fn folder_of_modules(path: &str) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    match file.strip_suffix(".rs") {
        Some("lib" | "main" | "mod") | None => folder.to_owned(),
        Some(stem) => format!("{folder}/{stem}"),
    }
}

/// The banned words of one file.
fn in_file(name: &str, path: &str, text: &str) -> Vec<Finding> {
    let code = production_only(text);
    let mut found = Vec::new();
    for ban in BANS.iter().filter(|ban| ban.rooms.hold(name)) {
        let excused = EXCUSED.iter().any(|(at, word, _)| *at == path && *word == ban.word);
        for (number, line) in code.lines().enumerate() {
            if !excused && has(line, ban.word) {
                let place = format!("{path}:{}", number + 1);
                found.push(Finding::new(place, format!("{}: {}", ban.word, ban.why), ban.instead));
            }
        }
    }
    found
}

/// Whether a line holds the word as a word, also as `std::{fs, env}`.
fn has(line: &str, word: &str) -> bool {
    let whole = |text: &str, word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + word.len()..].chars().next();
            let part = |c: char| c.is_alphanumeric() || c == '_';
            let longer = before.is_some_and(part) || word.ends_with(part) && after.is_some_and(part);
            !longer
        })
    };
    let grouped = word
        .strip_prefix("std::")
        .is_some_and(|rest| line.split_once("std::{").is_some_and(|(_, group)| whole(group, rest)));
    whole(line, word) || grouped
}

/// The rooms in which a word is banned.
enum Rooms {
    /// All that take clock, disk, socket, environment and randomness as arguments.
    Pure,
    /// The named ones.
    Named(&'static [&'static str]),
}

impl Rooms {
    fn hold(&self, name: &str) -> bool {
        match self {
            Rooms::Pure => is_pure(name),
            Rooms::Named(names) => names.contains(&name),
        }
    }
}

struct Ban {
    word: &'static str,
    rooms: Rooms,
    why: &'static str,
    instead: &'static str,
}

const fn pure(word: &'static str, why: &'static str, instead: &'static str) -> Ban {
    Ban { word, rooms: Rooms::Pure, why, instead }
}

const CLOCK: &str = "time is an argument, or a world cannot be replayed";
const OUTSIDE: &str = "this room does no I/O, so that every run of it can be repeated";
const ORDER: &str = "its order differs from run to run, and what is hashed, folded or simulated must not";
const CHANCE: &str = "randomness is an argument, or a seed does not replay";
const PLANTED: &str = "a fault is planted by tests only; what is shipped cannot name one";

const BANS: &[Ban] = &[
    Ban {
        word: "planted",
        rooms: Rooms::Named(&["demarche"]),
        why: PLANTED,
        instead: "take the default of what holds it",
    },
    Ban {
        word: "Planted",
        rooms: Rooms::Named(&["demarche"]),
        why: PLANTED,
        instead: "take the default of what holds it",
    },
    pure("SystemTime::now", CLOCK, "take `Now` or milliseconds from the caller"),
    pure("Instant::now", CLOCK, "take `Now` or milliseconds from the caller"),
    pure("Timestamp::now", CLOCK, "take `Now` or milliseconds from the caller"),
    pure("Zoned::now", CLOCK, "take `Now` or milliseconds from the caller"),
    pure("std::fs", OUTSIDE, "take the bytes; the shell reads and writes"),
    pure("std::net", OUTSIDE, "take the bytes; the shell owns sockets"),
    pure("std::env", OUTSIDE, "take the setting as an argument"),
    pure("std::process", OUTSIDE, "return an effect; the shell carries it out"),
    pure("std::thread", OUTSIDE, "return an effect; the shell owns threads"),
    pure("println!", OUTSIDE, "return text; the command prints"),
    pure("eprintln!", OUTSIDE, "return text; the command prints"),
    pure("rand::", CHANCE, "take the bytes, or a seeded generator, as an argument"),
    pure("getrandom", CHANCE, "take the bytes, or a seeded generator, as an argument"),
    pure("OsRng", CHANCE, "take the bytes, or a seeded generator, as an argument"),
    pure("thread_rng", CHANCE, "take the bytes, or a seeded generator, as an argument"),
    pure("HashMap", ORDER, "BTreeMap"),
    pure("HashSet", ORDER, "BTreeSet"),
    Ban {
        word: "f64",
        rooms: Rooms::Named(&["notice", "standing", "line", "chancery"]),
        why: "floats are not canonical: two machines may print one value in two ways",
        instead: "1e-7 degrees, milliseconds, or a decimal mantissa with exponent",
    },
    Ban {
        word: "f32",
        rooms: Rooms::Named(&["notice", "standing", "line", "chancery"]),
        why: "floats are not canonical: two machines may print one value in two ways",
        instead: "1e-7 degrees, milliseconds, or a decimal mantissa with exponent",
    },
];

/// (file, word, reason): computation beside the canonical form that never enters a hash.
const EXCUSED: &[(&str, &str, &str)] = &[
    ("crates/notice/src/place.rs", "f64", "the MGRS echo, which is printed and never hashed"),
    (
        "crates/notice/src/geodesy.rs",
        "f64",
        "distances on the ellipsoid, rounded to millimetres before anything is compared, never hashed",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_in_the_core_is_caught_and_in_the_shell_is_not() {
        let text = "fn f() { let t = SystemTime::now(); }";
        assert_eq!(in_file("line", "crates/line/src/x.rs", text).len(), 1);
        assert!(in_file("node", "crates/node/src/x.rs", text).is_empty());
    }

    #[test]
    fn a_group_of_imports_hides_nothing() {
        assert_eq!(in_file("chancery", "x", "use std::{collections::BTreeMap, fs};").len(), 1);
        assert_eq!(in_file("sim", "x", "use std::collections::{BTreeMap, HashMap};").len(), 1);
    }

    #[test]
    fn strings_comments_and_tests_are_free() {
        let text = "// HashMap\nlet a = \"std::fs\";\n#[cfg(test)]\nmod tests { use std::env; }";
        assert!(in_file("line", "x", text).is_empty());
    }

    #[test]
    fn a_float_in_a_notice_is_caught_and_a_name_like_it_is_not() {
        assert_eq!(in_file("notice", "x", "pub km: f64,").len(), 1);
        assert!(in_file("notice", "x", "let f64_like = operand::x;").is_empty());
    }

    #[test]
    fn tests_in_a_file_of_their_own_are_found_beside_a_root_and_below_any_other_file() {
        assert_eq!(folder_of_modules("crates/line/src/lib.rs"), "crates/line/src");
        assert_eq!(folder_of_modules("crates/line/src/line/mod.rs"), "crates/line/src/line");
        assert_eq!(folder_of_modules("crates/line/src/witness.rs"), "crates/line/src/witness");
    }

    #[test]
    fn the_binary_cannot_plant_a_fault() {
        let text = "let hooks = Hooks { planted: Planted { no_wrapping: true, ..off }, ..Hooks::default() };";
        assert_eq!(in_file("demarche", "crates/demarche/src/x.rs", text).len(), 2);
        assert!(in_file("excon", "crates/excon/src/x.rs", text).is_empty());
    }

    #[test]
    fn every_excuse_is_still_needed() {
        let tree = Tree::read(&crate::tree::root()).expect("the tests run in a checkout");
        for (path, word, why) in EXCUSED {
            assert!(production_only(&tree.text(path)).contains(word), "{path} no longer needs {word}: {why}");
        }
    }

    #[test]
    fn every_ban_says_why_and_what_instead() {
        for ban in BANS {
            assert!(ban.why.len() > 10 && !ban.instead.is_empty(), "{}", ban.word);
        }
    }
}
