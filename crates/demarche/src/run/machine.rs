//! The machine that a ceremony runs on: no network, no swap, no core dumps, a folder in memory.
//!
//! For ACTUAL each is demanded; otherwise what is lacking is said and written down.

use crate::stopped::Stopped;
use custody::Status;
use std::path::Path;

/// What is lacking on this machine, in machine words.
pub fn lacking(system: &Path, folder: &Path) -> Vec<String> {
    let mut lacking = Vec::new();
    let read = |path: &str| std::fs::read_to_string(system.join(path)).unwrap_or_default();
    let up = interfaces(system);
    if !up.is_empty() {
        lacking.push(format!("NETWORK-UP {}", up.join(" ")));
    }
    if read("proc/swaps").lines().count() > 1 {
        lacking.push("SWAP-ON".to_owned());
    }
    let limits = read("proc/self/limits");
    let cores = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap_or_default();
    if cores.split_whitespace().nth(4) != Some("0") {
        lacking.push("CORE-DUMPS-ON".to_owned());
    }
    if !in_memory(&read("proc/mounts"), folder) {
        lacking.push("FOLDER-ON-DISK".to_owned());
    }
    lacking
}

/// Refuses an ACTUAL ceremony on a machine that lacks anything.
pub fn demand(status: Status, lacking: &[String]) -> Result<(), Stopped> {
    if status == Status::Actual && !lacking.is_empty() {
        return Err(Stopped::machine(lacking));
    }
    Ok(())
}

/// Interfaces other than the loopback that are not down.
fn interfaces(system: &Path) -> Vec<String> {
    let Ok(all) = std::fs::read_dir(system.join("sys/class/net")) else { return Vec::new() };
    let mut up: Vec<String> = all
        .flatten()
        .filter(|one| {
            let state = std::fs::read_to_string(one.path().join("operstate")).unwrap_or_default();
            state.trim() != "down" && one.file_name() != "lo"
        })
        .map(|one| one.file_name().to_string_lossy().into_owned())
        .collect();
    up.sort();
    up
}

/// Whether the longest mount above the folder is a file system in memory.
fn in_memory(mounts: &str, folder: &Path) -> bool {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let above = mounts.lines().filter_map(|line| {
        let mut words = line.split_whitespace().skip(1);
        let (place, kind) = (words.next()?, words.next()?);
        folder.starts_with(place).then_some((place.len(), kind))
    });
    above.max().is_some_and(|(_, kind)| kind == "tmpfs" || kind == "ramfs")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(state: &str, swaps: &str, cores: &str) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().expect("below the root")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        write("sys/class/net/lo/operstate", "unknown\n");
        write("sys/class/net/eth0/operstate", state);
        write("proc/swaps", swaps);
        write("proc/self/limits", &format!("Max core file size        {cores}        unlimited   bytes\n"));
        write(
            "proc/mounts",
            "/dev/sda / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n/dev/sdb /run/usb vfat rw 0 0\n",
        );
        root
    }

    #[test]
    fn a_machine_that_is_offline_without_swap_and_cores_lacks_nothing_and_each_lack_is_named() {
        let good = machine("down\n", "Filename Type\n", "0");
        let in_memory = Path::new("/run/ceremony");
        assert_eq!(lacking(good.path(), in_memory), Vec::<String>::new());
        assert_eq!(lacking(good.path(), Path::new("/run/usb/x")), ["FOLDER-ON-DISK"]);
        let bad = machine("up\n", "Filename Type\n/dev/sda2 partition\n", "unlimited");
        let all = lacking(bad.path(), Path::new("/home/x"));
        assert_eq!(all, ["NETWORK-UP eth0", "SWAP-ON", "CORE-DUMPS-ON", "FOLDER-ON-DISK"]);
        assert!(demand(Status::Actual, &all).is_err() && demand(Status::Test, &all).is_ok());
        assert!(demand(Status::Actual, &[]).is_ok());
    }
}
