//! Embeds `scenarios/us-iran`: every file that is there, so that none is forgotten in a list.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../scenarios/us-iran").canonicalize()?;
    let mut files = Vec::new();
    gather(&root, &mut files)?;
    files.sort();
    let mut list = String::from("[\n");
    for file in files {
        let name = file.strip_prefix(&root)?.to_string_lossy().into_owned();
        writeln!(list, "({name:?}, include_str!({file:?})),")?;
    }
    list.push(']');
    println!("cargo::rerun-if-changed={}", root.display());
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
