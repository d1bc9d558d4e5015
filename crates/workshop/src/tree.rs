//! The files of the project as git knows them: committed or new, never what is ignored.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's root and its files, as paths relative to it, sorted.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Relative paths with `/` between names.
    pub files: Vec<String>,
}

impl Tree {
    /// Lists the files under `root` by `git ls-files`.
    ///
    /// # Errors
    /// A sentence for the developer when git is missing or `root` is not a checkout.
    pub fn read(root: &Path) -> Result<Tree, String> {
        let out = Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .current_dir(root)
            .output()
            .map_err(|e| format!("git ls-files could not be run: {e}"))?;
        if !out.status.success() {
            return Err(format!("git ls-files failed: {}", String::from_utf8_lossy(&out.stderr).trim()));
        }
        let mut files: Vec<String> = String::from_utf8_lossy(&out.stdout)
            .split('\0')
            .filter(|path| !path.is_empty() && root.join(path).is_file())
            .map(str::to_owned)
            .collect();
        files.sort();
        files.dedup();
        Ok(Tree { root: root.to_owned(), files })
    }

    /// The text of one file; empty where it is not UTF-8 or has gone.
    pub fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path)).unwrap_or_default()
    }

    /// The files whose path ends with `end`.
    pub fn ending(&self, end: &str) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str).filter(move |path| path.ends_with(end))
    }

    /// The Rust files under `crates/NAME/src` with the name of their crate.
    pub fn crate_sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ending(".rs").filter_map(|path| {
            let (name, rest) = path.strip_prefix("crates/")?.split_once('/')?;
            rest.starts_with("src/").then_some((name, path))
        })
    }
}

/// The root of this workspace: two folders above this crate's own, by cargo's word at the time of running, so
/// that a binary built for another checkout does not look there.
pub fn root() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or(built, PathBuf::from);
    here.ancestors().nth(2).unwrap_or(&here).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_holds_this_very_file() {
        let tree = Tree::read(&root()).expect("the tests run in a checkout");
        assert!(tree.files.iter().any(|path| path == "crates/workshop/src/tree.rs"));
        assert!(tree.crate_sources().any(|(name, _)| name == "refusal"));
    }
}
