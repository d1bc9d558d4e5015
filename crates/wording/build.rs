//! Lists `languages/` and embeds every file: a new pack or file needs no line of code.

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = here.join("../../languages");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut out = String::from("&[\n");
    for language in names(&folder) {
        println!("cargo:rerun-if-changed={}", folder.join(&language).display());
        for file in names(&folder.join(&language)).iter().filter(|file| file.ends_with(".ftl")) {
            let path = folder.join(&language).join(file);
            println!("cargo:rerun-if-changed={}", path.display());
            let path = path.canonicalize().expect("it was just listed");
            writeln!(out, "    ({language:?}, {file:?}, include_str!({path:?})),")
                .expect("a string takes it");
        }
    }
    out.push(']');
    let target = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("packs.rs");
    std::fs::write(target, out).expect("the build folder can be written");
}

/// Names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("languages/ stands beside crates/");
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}
