//! Files of this machine: private from birth, written whole or not at all, locked by one process.

use crate::error::StoreError;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Creates a file of mode 0600 that must not exist yet, durably.
///
/// # Errors
/// [`StoreError::Exists`] or a file error.
pub fn create_private(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |e: std::io::Error| StoreError::io(path, &e);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    sync_folder_of(path)
}

/// Replaces a file's content in one step: readers see the old or the new, never a part.
///
/// # Errors
/// A file error; the old content stays then.
pub fn write_atomically(path: &Path, bytes: &[u8], mode: u32) -> Result<(), StoreError> {
    let failed = |e: std::io::Error| StoreError::io(path, &e);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let fresh = path.with_file_name(name);
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(&fresh).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&fresh, path).map_err(failed)?;
    sync_folder_of(path)
}

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// A file error, also when it is longer.
pub fn read_bounded(path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    let failed = |e: std::io::Error| StoreError::io(path, &e);
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(StoreError::Io { path: path.to_owned(), detail: format!("longer than {limit} bytes") });
    }
    Ok(bytes)
}

/// Creates a folder of mode 0700, with its parents.
///
/// # Errors
/// A file error.
pub fn create_folder(path: &Path) -> Result<(), StoreError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|e| StoreError::io(path, &e))
}

/// Makes the names in the folder of `path` durable.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(folder).and_then(|f| f.sync_all()).map_err(|e| StoreError::io(folder, &e))
}

/// The file's number on its file system; a copy has another.
pub(crate) fn inode(path: &Path) -> Result<u64, StoreError> {
    Ok(std::fs::metadata(path).map_err(|e| StoreError::io(path, &e))?.ino())
}

/// Names this run of the machine; it changes with each boot.
///
/// # Errors
/// A file error where the system does not tell.
pub fn boot_id() -> Result<String, StoreError> {
    let bytes = read_bounded(Path::new("/proc/sys/kernel/random/boot_id"), 256)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// Holds a folder for this process until it is dropped; a second one is refused by name.
#[derive(Debug)]
pub struct FolderLock {
    path: PathBuf,
    file: File,
}

impl FolderLock {
    /// Takes the lock of a folder, writing the own process id into it.
    ///
    /// # Errors
    /// [`StoreError::InUse`] with the holder's process id, or a file error.
    pub fn take(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join("lock");
        let failed = |e: std::io::Error| StoreError::io(&path, &e);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                (&mut file).take(32).read_to_string(&mut holder).map_err(failed)?;
                let holder = holder.trim().to_owned();
                return Err(StoreError::InUse { path: folder.to_owned(), holder });
            }
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
        file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id())).map_err(failed)?;
        Ok(FolderLock { path, file })
    }

    /// The locked folder.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }
}

/// Closing alone would not do: a child that another thread has just forked holds the file too, until it runs its own program.
impl Drop for FolderLock {
    fn drop(&mut self) {
        // A lock that cannot be let go ends with the last holder of the file.
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_second_holder_of_a_folder_is_refused_with_the_first_ones_process_id() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = FolderLock::take(folder.path()).expect("free");
        let Err(StoreError::InUse { holder, .. }) = FolderLock::take(folder.path()) else {
            panic!("the second holder must be refused");
        };
        assert_eq!(holder, std::process::id().to_string());
        let copy = first.file.try_clone().expect("a second handle, as a forked child has one");
        drop(first);
        assert!(FolderLock::take(folder.path()).is_ok());
        drop(copy);
    }

    #[test]
    fn files_are_private_from_birth_and_never_overwritten_by_creation() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("secret");
        create_private(&path, b"one").expect("created");
        assert!(matches!(create_private(&path, b"two"), Err(StoreError::Exists { .. })));
        write_atomically(&path, b"three", 0o600).expect("replaced");
        assert_eq!(std::fs::read(&path).expect("readable"), b"three");
        let mode = std::fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
