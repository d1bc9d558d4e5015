//! The floor: what the disk takes for one fdatasync, and a store for three commits in a row.

use crate::bench::report::{Figures, Samples};
use line::machine::{Table, Write as Row};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;
use store::{CompartmentStore, StoreKey};

/// Samples of one run, taken while nothing else of the bench moves.
pub(super) struct Floor {
    file: File,
    store: CompartmentStore,
    commits: u64,
    syncs: Vec<u64>,
    threes: Vec<u64>,
}

impl Floor {
    /// A file and a store in a folder.
    pub(super) fn new(folder: &Path) -> Result<Self, String> {
        let key = StoreKey::random().map_err(|e| e.to_string())?;
        let store = CompartmentStore::create(&folder.join("floor.db"), &key).map_err(|e| e.to_string())?;
        let file = File::create(folder.join("floor")).map_err(|e| e.to_string())?;
        Ok(Floor { file, store, commits: 0, syncs: Vec::new(), threes: Vec::new() })
    }

    /// So many samples of both, in turn.
    pub(super) fn sample(&mut self, count: usize) -> Result<(), String> {
        for _ in 0..count {
            self.file.write_all(&[7; 4_096]).map_err(|e| e.to_string())?;
            let begun = Instant::now();
            self.file.sync_data().map_err(|e| e.to_string())?;
            self.syncs.push(micros(begun));
            let begun = Instant::now();
            for _ in 0..3 {
                let rows = self.rows();
                self.store.commit(&rows).map_err(|e| e.to_string())?;
            }
            self.threes.push(micros(begun));
        }
        self.store.rows().checkpoint().map_err(|e| e.to_string())
    }

    /// The rows of one notice: an entry of 1 KiB, the group's message secrets, a cursor.
    fn rows(&mut self) -> Vec<Row> {
        self.commits += 1;
        let row = |table, key: &[u8], size: usize| Row {
            table,
            key: key.to_vec(),
            value: Some(vec![self.commits as u8; size]),
        };
        vec![
            row(Table::Entries, &self.commits.to_be_bytes(), ENTRY_BYTES),
            row(Table::Group, b"message-secrets", GROUP_BYTES),
            row(Table::Core, b"cursor", 9),
        ]
    }

    /// One fdatasync.
    pub(super) fn fdatasync(&self) -> Samples {
        Samples::of(self.syncs.clone())
    }

    /// Three commits one after the other.
    pub(super) fn three_commits(&self) -> Samples {
        Samples::of(self.threes.clone())
    }

    /// What `bench floor` prints.
    pub(super) fn figures(&self) -> Figures {
        let (sync, three) = (self.fdatasync(), self.three_commits());
        vec![
            ("fdatasync_p50_us", sync.at(50).into()),
            ("fdatasync_p99_us", sync.at(99).into()),
            ("floor_p50_us", three.at(50).into()),
            ("floor_p99_us", three.at(99).into()),
            ("samples", self.syncs.len().into()),
        ]
    }
}

fn micros(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// A row of an entry with 1,024 bytes of payload.
const ENTRY_BYTES: usize = 1_350;
/// What the group writes for one Persist.
const GROUP_BYTES: usize = 4_096;
