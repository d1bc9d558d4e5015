//! The crates of the workspace and what they depend on, as `cargo metadata` gives it, all features on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_metadata::{CargoOpt, DependencyKind, MetadataCommand};

/// What a dependency is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Part of what is shipped, or of its build.
    Normal,
    /// Used by tests alone.
    Dev,
}

/// One outside package in the lock.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outside {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence expression, empty where it states none.
    pub licence: String,
}

/// The workspace's crates, the edges between them and to the outside, and all outside packages.
#[derive(Debug, Clone, Default)]
pub struct Crates {
    /// Crates of this workspace.
    pub own: BTreeSet<String>,
    /// (from, to, kind) where `from` is a crate of the workspace; `to` may be any package.
    pub edges: BTreeSet<(String, String, Kind)>,
    /// Every package that is not of the workspace.
    pub outside: BTreeSet<Outside>,
}

impl Crates {
    /// Reads `cargo metadata` for this machine's platform.
    ///
    /// # Errors
    /// A sentence for the developer when cargo fails.
    pub fn read(root: &Path) -> Result<Crates, String> {
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .features(CargoOpt::AllFeatures)
            .other_options(["--filter-platform".to_owned(), host()?])
            .exec()
            .map_err(|e| format!("cargo metadata failed: {e}"))?;
        let members: BTreeSet<_> = metadata.workspace_members.iter().collect();
        let mut crates = Crates::default();
        for package in &metadata.packages {
            if !members.contains(&package.id) {
                crates.outside.insert(Outside {
                    name: package.name.to_string(),
                    version: package.version.to_string(),
                    licence: package.license.clone().unwrap_or_default(),
                });
                continue;
            }
            crates.own.insert(package.name.to_string());
            for dependency in &package.dependencies {
                let kind =
                    if dependency.kind == DependencyKind::Development { Kind::Dev } else { Kind::Normal };
                crates.edges.insert((package.name.to_string(), dependency.name.clone(), kind));
            }
        }
        Ok(crates)
    }

    /// What `from` imports from the workspace itself.
    pub fn imports(&self, from: &str, kind: Kind) -> BTreeSet<&str> {
        self.edges
            .iter()
            .filter(|(a, b, k)| a == from && *k == kind && self.own.contains(b))
            .map(|(_, b, _)| b.as_str())
            .collect()
    }

    /// Every crate of the workspace that `from` reaches through normal dependencies.
    pub fn reach(&self, from: &str) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = self.imports(from, Kind::Normal).into_iter().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(self.imports(next, Kind::Normal));
            }
        }
        seen
    }

    /// The outside packages that stand in the lock in more than one version.
    pub fn versions(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for package in &self.outside {
            by_name.entry(&package.name).or_default().push(&package.version);
        }
        by_name.retain(|_, versions| versions.len() > 1);
        by_name
    }
}

/// The platform cargo builds for here, so that packages of other platforms need not be fetched.
fn host() -> Result<String, String> {
    let out = std::process::Command::new("rustc")
        .arg("-vV")
        .output()
        .map_err(|e| format!("rustc could not be run: {e}"))?;
    String::from_utf8_lossy(&out.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
        .ok_or_else(|| "rustc -vV names no host".to_owned())
}
