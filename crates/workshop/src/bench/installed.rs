//! What a peer needs, installed by the bench: from PyPI into an environment of its own, or from Debian. Never by a test.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The interpreter of an environment with these packages, made beside the program unless it is there.
///
/// # Errors
/// What Python said.
pub(super) fn environment(name: &str, packages: &[&str]) -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder =
        program.parent().map_or_else(PathBuf::new, Path::to_path_buf).join(format!("bench-peer-{name}"));
    let python = folder.join("bin/python");
    if !folder.join("ready").exists() {
        let shown = python.display().to_string();
        run("python3", &["-m", "venv", &folder.display().to_string()])
            .map_err(|why| format!("{why}; Debian has it in python3 and python3-venv"))?;
        run(&shown, &[&["-m", "pip", "install", "--quiet", "--only-binary", ":all:"], packages].concat())?;
        std::fs::write(folder.join("ready"), b"").map_err(|error| error.to_string())?;
    }
    Ok(python)
}

/// Sees to it that a program can be run; Debian has it in these packages.
///
/// # Errors
/// What apt-get said, with the line that an administrator runs.
pub(super) fn from_debian(program: &str, packages: &[&str]) -> Result<(), String> {
    if run(program, &["--version"]).is_ok() {
        return Ok(());
    }
    let install = [&["install", "-y", "-qq", "--no-install-recommends"], packages].concat();
    run("apt-get", &["update", "-qq"])
        .and_then(|_| run("apt-get", &install))
        .map(|_| ())
        .map_err(|why| format!("{why}: as root, apt-get install {}", packages.join(" ")))
}

/// Runs a program; its errors go to the terminal, what it prints comes back.
///
/// # Errors
/// If it cannot be run or ends otherwise than with 0.
pub(super) fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program)
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("{program}: {e}"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(printed)
    } else {
        Err(format!("{program}: {}: {printed}", output.status))
    }
}
