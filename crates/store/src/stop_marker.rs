//! The note a node leaves when it stops in good order: bound to this boot of the machine, this very file and
//! its generation, and consumed by the next start (line.md section 11, condition (c)).
//!
//! It stands beside the store, not in it, so that bringing back an older copy of the store does not bring
//! back its marker.

use crate::error::StoreError;
use crate::files;
use std::path::{Path, PathBuf};

/// The marker's content for a store as it stands now.
pub(crate) fn expected(store: &Path, boot: &str, generation: u64) -> Result<Vec<u8>, StoreError> {
    let inode = files::inode(store)?;
    Ok(format!("demarche stopped 1\nboot {boot}\nfile {inode}\ngeneration {generation}\n").into_bytes())
}

/// Leaves the marker.
pub(crate) fn leave(store: &Path, marker: &[u8]) -> Result<(), StoreError> {
    files::write_atomically(&place(store), marker, 0o600)
}

/// Takes the marker away, durably, and returns what it said.
pub(crate) fn consume(store: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    let place = place(store);
    let found = match files::read_bounded(&place, LIMIT) {
        Ok(bytes) => bytes,
        Err(StoreError::Missing { .. }) => return Ok(None),
        Err(other) => return Err(other),
    };
    std::fs::remove_file(&place).map_err(|e| StoreError::io(&place, &e))?;
    files::sync_folder_of(&place)?;
    Ok(Some(found))
}

fn place(store: &Path) -> PathBuf {
    store.with_extension("stopped")
}

const LIMIT: u64 = 1024;
