//! The write-ahead log beside a store file: how long it is, and room in it.
//!
//! I1 room is zeros after what the engine wrote: it reads a log up to the first frame that is not of its own, so
//! they mean nothing to it, also after a crash. I2 room that cannot be had is no failure: the log grows by itself.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The log of one store.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    /// Its length at the last look.
    end: u64,
}

impl Log {
    /// The log of a store file.
    pub(crate) fn of(store: &Path) -> Self {
        let mut path = store.to_owned().into_os_string();
        path.push("-wal");
        Log { path: path.into(), end: 0 }
    }

    /// Its file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes, with the room that nothing was written to yet.
    pub(crate) fn length(&self) -> std::io::Result<u64> {
        match std::fs::metadata(&self.path) {
            Ok(found) => Ok(found.len()),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(0),
            Err(e) => Err(e),
        }
    }

    /// To be called after each commit: where it has lengthened the log, as much again is added, so that the
    /// following commits overwrite. A sync of bytes that the file already has costs about half of one that must
    /// note a new length too, and does not wait for other files of the disk.
    pub(crate) fn make_room(&mut self) {
        let Ok(length) = self.length() else { return };
        let grown = length > self.end && length < LONG_LOG;
        self.end = length;
        if !grown {
            return;
        }
        let room = length.clamp(LEAST_ROOM, MOST_ROOM);
        let zeros = vec![0; usize::try_from(room).unwrap_or_default()];
        let added =
            OpenOptions::new().append(true).open(&self.path).and_then(|mut log| log.write_all(&zeros));
        if added.is_ok() {
            self.end = length + room;
        }
    }
}

/// A log above this should be moved into the store without waiting for an idle moment, bytes.
pub(crate) const LONG_LOG: u64 = 64 << 20;
const LEAST_ROOM: u64 = 256 << 10;
const MOST_ROOM: u64 = 4 << 20;
