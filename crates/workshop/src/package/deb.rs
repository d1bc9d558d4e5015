//! The Debian package: the binary, its man pages and completions, the units of relay and node. It depends on nothing.

use super::{text, words};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Packs it and gives its path.
pub(super) fn pack(root: &Path, dist: &Path, binary: &Path) -> Result<PathBuf, String> {
    let stage = dist.join("deb");
    if stage.exists() {
        std::fs::remove_dir_all(&stage).map_err(|e| e.to_string())?;
    }
    put(&stage, "usr/bin/demarche", &read(binary)?, 0o755)?;
    for unit in ["demarche-relay.service", "demarche-node@.service"] {
        let bytes = read(&root.join("packaging").join(unit))?;
        put(&stage, &format!("usr/lib/systemd/system/{unit}"), &bytes, 0o644)?;
    }
    put(&stage, "usr/lib/sysusers.d/demarche.conf", &read(&root.join("packaging/sysusers.conf"))?, 0o644)?;
    put(&stage, "usr/share/doc/demarche/copyright", &read(&root.join("LICENSE"))?, 0o644)?;
    put(&stage, "usr/share/doc/demarche/README.md", &read(&root.join("README.md"))?, 0o644)?;
    put(&stage, "usr/share/doc/demarche/CHANGELOG.md", &read(&root.join("CHANGELOG.md"))?, 0o644)?;
    manual(&stage, binary)?;
    for (shell, file) in COMPLETIONS {
        let script = words(text(binary)?, &["completions", shell], None)?;
        put(&stage, file, script.as_bytes(), 0o644)?;
    }
    let architecture = words("dpkg", &["--print-architecture"], None)?;
    let size = words("du", &["-sk", text(&stage)?], None)?;
    let control = String::from_utf8_lossy(&read(&root.join("packaging/control"))?)
        .replace("@VERSION@", VERSION)
        .replace("@ARCHITECTURE@", architecture.trim())
        .replace("@SIZE@", size.split_whitespace().next().unwrap_or("0"));
    put(&stage, "DEBIAN/control", control.as_bytes(), 0o644)?;
    put(&stage, "DEBIAN/postinst", &read(&root.join("packaging/postinst"))?, 0o755)?;
    let package = dist.join(format!("demarche_{VERSION}_{}.deb", architecture.trim()));
    words("dpkg-deb", &["--build", "--root-owner-group", text(&stage)?, text(&package)?], None)?;
    std::fs::remove_dir_all(&stage).map_err(|e| e.to_string())?;
    Ok(package)
}

/// A page for every command, as the binary writes them, compressed as Debian wants them.
fn manual(stage: &Path, binary: &Path) -> Result<(), String> {
    let folder = stage.join("usr/share/man/man1");
    folders(&folder)?;
    words(text(binary)?, &["man", text(&folder)?], None)?;
    let pages = std::fs::read_dir(&folder).map_err(|e| e.to_string())?;
    for page in pages {
        let page = page.map_err(|e| e.to_string())?.path();
        words("gzip", &["-9n", text(&page)?], None)?;
    }
    Ok(())
}

fn put(stage: &Path, file: &str, bytes: &[u8], mode: u32) -> Result<(), String> {
    let path = stage.join(file);
    let failed = |e: std::io::Error| format!("{}: {e}", path.display());
    folders(path.parent().unwrap_or(stage))?;
    std::fs::write(&path, bytes).map_err(failed)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).map_err(failed)
}

/// Makes a folder with its parents, open to all as those of the system are, whatever the mask of this shell.
fn folders(path: &Path) -> Result<(), String> {
    words("install", &["-d", "-m", "0755", text(path)?], None).map(drop)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

const VERSION: &str = env!("CARGO_PKG_VERSION");
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "usr/share/bash-completion/completions/demarche"),
    ("zsh", "usr/share/zsh/vendor-completions/_demarche"),
    ("fish", "usr/share/fish/vendor_completions.d/demarche.fish"),
];
