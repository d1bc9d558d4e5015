//! The packages on a clean Debian, and the binary alone in an empty root: both run the demo, without a compiler.
//!
//! In: the files of `dist/`, debootstrap, root's rights. Out: what held and how long it took. The roots are folders;
//! `/proc` and `/dev`, which every container is given, are lent to them in a mount namespace that ends with the command.

use super::{step, text, words};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Tries both; true if all of it held.
pub(super) fn run(binary: &Path, package: &Path, debian: Option<&Path>) -> Result<bool, String> {
    let place = std::env::temp_dir().join(format!("demarche-try-{}", std::process::id()));
    std::fs::create_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
    let held = tried(binary, package, debian, &place);
    std::fs::remove_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
    held.map(|()| true)
}

fn tried(binary: &Path, package: &Path, debian: Option<&Path>, place: &Path) -> Result<(), String> {
    let clean = match debian {
        Some(debian) => debian.to_owned(),
        None => step("a clean Debian", || bootstrap(place))?,
    };
    for tool in ["cc", "gcc", "cargo", "rustc"] {
        if inside(&clean, &["/bin/sh", "-c", &format!("command -v {tool}")]).is_ok() {
            return Err(format!("{} has {tool}: it is not clean", clean.display()));
        }
    }
    step("installed there", || {
        std::fs::copy(package, clean.join("demarche.deb")).map_err(|e| e.to_string())?;
        inside(&clean, &["/usr/bin/dpkg", "-i", "/demarche.deb"]).map(drop)
    })?;
    step("its files are there", || {
        let files = inside(&clean, &["/usr/bin/dpkg", "-L", "demarche"])?;
        match EXPECTED.iter().find(|file| !files.lines().any(|line| line == **file)) {
            Some(missing) => Err(format!("{missing} is not in the package")),
            None => Ok(()),
        }
    })?;
    step("the demo there", || demo(&clean, "/usr/bin/demarche"))?;
    step("removed again", || inside(&clean, &["/usr/bin/dpkg", "-r", "demarche"]).map(drop))?;
    let bare = place.join("bare");
    for folder in ["tmp", "proc", "dev"] {
        std::fs::create_dir_all(bare.join(folder)).map_err(|e| e.to_string())?;
    }
    std::fs::copy(binary, bare.join("demarche")).map_err(|e| e.to_string())?;
    step("the demo in a root with the binary and nothing else", || demo(&bare, "/demarche"))
}

/// The smallest Debian of the release that the binary was built on.
fn bootstrap(place: &Path) -> Result<PathBuf, String> {
    let release = std::fs::read_to_string("/etc/os-release").map_err(|e| e.to_string())?;
    let name = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    let name = name.ok_or("this Debian does not say its name")?;
    let root = place.join("debian");
    words("debootstrap", &["--variant=minbase", name, text(&root)?], None)
        .map_err(|why| format!("{why} (apt-get install debootstrap; it needs root)"))?;
    Ok(root)
}

fn demo(root: &Path, program: &str) -> Result<(), String> {
    let printed = inside(root, &[program, "demo", "--headless", "--json"])?;
    let report: serde_json::Value =
        serde_json::from_str(&printed).map_err(|e| format!("not one document: {e}: {printed}"))?;
    let failures = report["failures"].as_array().ok_or("the report has no list of failures")?;
    if failures.is_empty() { Ok(()) } else { Err(format!("{failures:?}")) }
}

/// A command under another root, with an empty environment and no network but the machine's own loopback.
fn inside(root: &Path, command: &[&str]) -> Result<String, String> {
    let output = Command::new("unshare")
        .args(["--mount", "/bin/sh", "-c", ENTER, "sh", text(root)?])
        .args(command)
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .output()
        .map_err(|e| format!("unshare could not be run: {e}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{}: {}: {}", command.join(" "), output.status, said.trim()))
}

const ENTER: &str = "mount --bind /proc \"$1/proc\" && mount --rbind /dev \"$1/dev\" && exec chroot \"$@\"";
const EXPECTED: [&str; 6] = [
    "/usr/bin/demarche",
    "/usr/lib/systemd/system/demarche-relay.service",
    "/usr/lib/systemd/system/demarche-node@.service",
    "/usr/share/man/man1/demarche.1.gz",
    "/usr/share/man/man1/demarche-relay-kit.1.gz",
    "/usr/share/bash-completion/completions/demarche",
];
