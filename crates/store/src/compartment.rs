//! The store of one compartment: the rows of [`line::machine`], one transaction a Persist.

use crate::error::StoreError;
use crate::key::StoreKey;
use crate::row_store::{RowStore, RowWrite, Stop, TableSet};
use line::machine::{Rows, Table, Write};
use std::path::Path;

impl TableSet for Table {
    const ALL: &'static [Self] = &Table::ALL;
    const KIND: u32 = 1;

    fn name(self) -> &'static str {
        match self {
            Table::Entries => "entries",
            Table::Group => "group_state",
            Table::Outbox => "outbox",
            Table::Arrivals => "arrivals",
            Table::Core => "core",
            Table::Snapshots => "snapshots",
            Table::Drafts => "drafts",
            Table::Desk => "desk",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }

    fn wide(self) -> bool {
        matches!(self, Table::Entries | Table::Group | Table::Snapshots | Table::Drafts)
    }
}

/// One compartment's file. It belongs to one thread.
#[derive(Debug)]
pub struct CompartmentStore(RowStore<Table>);

impl CompartmentStore {
    /// Makes a new store.
    ///
    /// # Errors
    /// [`StoreError::Exists`] or any other.
    pub fn create(path: &Path, key: &StoreKey) -> Result<Self, StoreError> {
        RowStore::create(path, key).map(CompartmentStore)
    }

    /// Opens a store and says how the last run ended.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn open(path: &Path, key: &StoreKey, boot: &str) -> Result<(Self, Stop), StoreError> {
        RowStore::open(path, key, boot).map(|(store, stop)| (CompartmentStore(store), stop))
    }

    /// Every row.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn load(&mut self) -> Result<Rows, StoreError> {
        self.0.load()
    }

    /// One Persist: all rows in one transaction, durable on return.
    ///
    /// # Errors
    /// Any [`StoreError`]; nothing of it is kept then.
    pub fn commit(&mut self, writes: &[Write]) -> Result<(), StoreError> {
        self.0.commit(writes.iter().map(|w| RowWrite {
            table: w.table,
            key: &w.key,
            value: w.value.as_deref(),
        }))
    }

    /// The rows underneath, for checkpoints, limits, backup and stop.
    pub fn rows(&mut self) -> &mut RowStore<Table> {
        &mut self.0
    }

    /// Closes the store and leaves the clean-stop marker.
    ///
    /// # Errors
    /// Any [`StoreError`]: the next start counts as unclean then.
    pub fn stop_cleanly(self, boot: &str) -> Result<(), StoreError> {
        self.0.stop_cleanly(boot)
    }
}
