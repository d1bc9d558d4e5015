//! The binary: the C library and libcrypto are linked in, so that it runs on any Linux of its architecture.
//!
//! The target stays the machine's own; only code for the target gets the flag, never a procedural macro.

use super::{text, words};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds it in release and gives its path.
pub(super) fn build(root: &Path) -> Result<PathBuf, String> {
    let target = host()?;
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = folder.join("package");
    let libcrypto = archive(&folder)?;
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--release", "--locked", "-p", "demarche", "--target", &target])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", &folder)
        .env("RUSTFLAGS", "-C target-feature=+crt-static")
        .env("OPENSSL_LIB_DIR", libcrypto)
        .env("OPENSSL_INCLUDE_DIR", "/usr/include")
        .status()
        .map_err(|e| format!("cargo could not be run: {e}"))?;
    if !status.success() {
        return Err(format!("cargo build: {status}"));
    }
    Ok(folder.join(target).join("release/demarche"))
}

/// Refuses a binary that asks for a loader.
pub(super) fn must_be_static(binary: &Path) -> Result<(), String> {
    let headers = words("readelf", &["--program-headers", text(binary)?], None)?;
    if headers.contains("INTERP") {
        return Err(format!("{} needs a loader and libraries of the system", binary.display()));
    }
    Ok(())
}

fn host() -> Result<String, String> {
    let said = words("rustc", &["-vV"], None)?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say its host".to_owned())
}

/// A folder with libcrypto as an archive and nothing else, so that the linker finds no shared one beside it.
fn archive(folder: &Path) -> Result<PathBuf, String> {
    let found = words("cc", &["-print-file-name=libcrypto.a"], None)?;
    let found = Path::new(found.trim());
    if !found.is_absolute() {
        return Err("libcrypto.a is missing: apt-get install libssl-dev".to_owned());
    }
    let alone = folder.join("libcrypto");
    std::fs::create_dir_all(&alone).map_err(|e| format!("{}: {e}", alone.display()))?;
    std::fs::copy(found, alone.join("libcrypto.a")).map_err(|e| format!("{}: {e}", found.display()))?;
    Ok(alone)
}
