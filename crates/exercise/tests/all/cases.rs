//! The two invented cases, played whole, and their branches as far as they differ: what must be seen is seen.

use crate::plays::{failures, played, until, wordless};
use exercise::folder::{Folder, SCENARIO};
use exercise::play::Wishes;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A case's folder as it lies on the disk.
fn case(name: &str) -> Folder {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(name);
    let mut files = BTreeMap::new();
    gather(&root, &root, &mut files);
    Folder::new(SCENARIO, files)
}

fn gather(root: &Path, at: &Path, files: &mut BTreeMap<String, String>) {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(at).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("within").to_string_lossy().into_owned();
            files.insert(name, std::fs::read_to_string(&path).expect("a text"));
        }
    }
}

/// Plays a branch up to a day, and looks at so many expectations that are not of the main line alone.
fn branch(folder: &Folder, id: &str, day: &str) {
    let wishes = Wishes { branch: Some(id.to_owned()), ..until(day) };
    assert_eq!(failures(&played(folder, &wishes)), Vec::<String>::new(), "branch {id}");
}

#[test]
fn the_coastguards_play_their_twenty_one_days() {
    let folder = case("coastguard");
    let all = played(&folder, &Wishes::default());
    assert_eq!(failures(&all), Vec::<String>::new());
    assert_eq!(wordless(&all), Vec::<String>::new());
    assert_eq!(all.not_yet, Vec::<serde_json::Value>::new());
    assert!(all.checks.len() > 90, "{}", all.checks.len());
    branch(&folder, "B", "D8");
    branch(&folder, "C", "D10");
    branch(&folder, "D", "D7");
}

#[test]
fn the_ceasefire_plays_its_forty_five_days() {
    let folder = case("ceasefire");
    let all = played(&folder, &Wishes::default());
    assert_eq!(failures(&all), Vec::<String>::new());
    assert_eq!(wordless(&all), Vec::<String>::new());
    let waits: Vec<&str> = all.not_yet.iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(waits, ["13.fork"]);
    assert!(all.checks.len() > 90, "{}", all.checks.len());
    for (id, day) in [("B", "D20"), ("C", "D28"), ("D", "D6"), ("E", "D3")] {
        branch(&folder, id, day);
    }
}
