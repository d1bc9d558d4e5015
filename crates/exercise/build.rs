//! Embeds `scenarios/us-iran` and the table of incidents: every file that is there, so that none is forgotten.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let house = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    let mut list = String::from("[\n");
    for (folder, prefix) in [("scenarios/us-iran", ""), ("data/incidents", "incidents/")] {
        let root = house.join(folder);
        let mut files = Vec::new();
        gather(&root, &mut files)?;
        files.sort();
        for file in files {
            let name = format!("{prefix}{}", file.strip_prefix(&root)?.to_string_lossy());
            writeln!(list, "({name:?}, include_str!({file:?})),")?;
        }
    }
    list.push(']');
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("us_iran.rs"), list)?;
    Ok(())
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { gather(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
