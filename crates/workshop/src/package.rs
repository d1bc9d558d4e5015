//! `./run package`: one binary that needs no library, a Debian package and a container folder, all in `dist/`.
//!
//! In: the checkout, a C compiler, libcrypto as an archive, dpkg-deb; or a binary that stands already. Out: files in
//! `dist/`. With `--try` they are installed on a clean Debian and run there, and in a root with nothing else in it.
//!
//! I1 the binary is linked to nothing: a build that needs a loader fails here. I2 man pages and completions come
//! from the binary itself, so they fit it.

mod binary;
mod deb;
mod tried;

use crate::tree::root;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What to package.
#[derive(clap::Args)]
pub struct PackageArguments {
    /// Package this binary instead of building one.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Install the packages on a clean Debian made by debootstrap (as root), and run the demo there.
    #[arg(long = "try")]
    tried: bool,
    /// A clean Debian that stands already, instead of making one; it is changed.
    #[arg(long, value_name = "FOLDER", requires = "tried")]
    debian: Option<PathBuf>,
}

/// Builds, packs and, if asked, tries; true if all of it held.
pub fn run(arguments: &PackageArguments) -> Result<bool, String> {
    let dist = root().join("dist");
    std::fs::create_dir_all(&dist).map_err(|e| format!("{}: {e}", dist.display()))?;
    let built = match &arguments.binary {
        Some(binary) => binary.clone(),
        None => step("binary, linked to nothing", || binary::build(&root()))?,
    };
    binary::must_be_static(&built)?;
    let binary = dist.join("demarche");
    step("stripped", || words("strip", &["-o", text(&binary)?, text(&built)?], None).map(drop))?;
    let package = step("Debian package", || deb::pack(&root(), &dist, &binary))?;
    step("container folder", || {
        let file = dist.join("Containerfile");
        std::fs::copy(root().join("packaging/Containerfile"), &file).map_err(|e| e.to_string()).map(drop)
    })?;
    for file in [&binary, &package] {
        let size = std::fs::metadata(file).map_err(|e| e.to_string())?.len();
        println!("package: {} {} KiB", file.display(), size.div_ceil(1_024));
    }
    if arguments.tried { tried::run(&binary, &package, arguments.debian.as_deref()) } else { Ok(true) }
}

/// Does a step and says how long it took.
fn step<T>(name: &str, work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let from = Instant::now();
    let done = work().map_err(|why| format!("{name}: {why}"))?;
    println!("package: {name}, {:.1} s", from.elapsed().as_secs_f64());
    Ok(done)
}

/// Runs a program in a folder (or here) and gives what it printed.
fn words(program: &str, arguments: &[&str], folder: Option<&Path>) -> Result<String, String> {
    let mut command = Command::new(program);
    command.args(arguments);
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    let output = command.output().map_err(|e| format!("{program} could not be run: {e}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} {}: {}: {}", arguments.join(" "), output.status, said.trim()))
}

fn text(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("{} is not UTF-8", path.display()))
}
