//! The write-ahead log beside a store file: how long it is, and room in it.
//!
//! I1 room is zeros after what the engine wrote: it reads a log up to the first frame that is not of its own, so
//! they mean nothing to it, also after a crash. I2 room that cannot be had is no failure: the log grows by itself.
//! I3 nobody waits for room: a thread of its own appends it, always behind whatever stands there by then.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// The log of one store.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    /// Its length at the last look.
    end: u64,
    /// Appends room.
    filling: Option<JoinHandle<()>>,
}

impl Log {
    /// The log of a store file.
    pub(crate) fn of(store: &Path) -> Self {
        let mut path = store.to_owned().into_os_string();
        path.push("-wal");
        Log { path: path.into(), end: 0, filling: None }
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

    /// To be called after each commit: where it has lengthened the log, as much again is appended, so that later
    /// commits overwrite. A sync of bytes that the file already has costs about half of one that must note a new
    /// length too, and does not wait for other files of the disk.
    pub(crate) fn make_room(&mut self) {
        if self.filling.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        let Ok(length) = self.length() else { return };
        let grown = self.filling.take().is_none() && length > self.end && length < LONG_LOG;
        self.end = length;
        if grown {
            let (path, room) = (self.path.clone(), length.clamp(LEAST_ROOM, MOST_ROOM));
            let thread = std::thread::Builder::new().name("log room".to_owned());
            self.filling = thread.spawn(move || drop(append_room(&path, room))).ok();
        }
    }
}

/// In pieces, each synced: the commits between them do not wait for all of it.
fn append_room(path: &Path, room: u64) -> std::io::Result<()> {
    let mut log = OpenOptions::new().append(true).open(path)?;
    let zeros = vec![0; PIECE];
    for _ in 0..room / PIECE as u64 {
        log.write_all(&zeros)?;
        log.sync_data()?;
    }
    Ok(())
}

/// A log above this should be moved into the store without waiting for an idle moment, bytes.
pub(crate) const LONG_LOG: u64 = 64 << 20;
const LEAST_ROOM: u64 = 256 << 10;
const MOST_ROOM: u64 = 4 << 20;
const PIECE: usize = 64 << 10;
