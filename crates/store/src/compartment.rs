//! The store of one compartment: the rows of [`line::machine`], one transaction a Persist.

use crate::error::StoreError;
use crate::key::StoreKey;
use crate::row_store::{RowStore, RowWrite, Stop, TableSet};
use line::archive::{self, Archive, Found, Past};
use line::machine::{Rows, Table, Write};
use line::opening_rows;
use refusal::Refusal;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

/// One compartment's file. It belongs to one thread; the core on that thread reads its past back through it.
#[derive(Debug)]
pub struct CompartmentStore(Arc<Shelf>);

#[derive(Debug)]
struct Shelf(Mutex<RowStore<Table>>);

impl Shelf {
    fn rows(&self) -> MutexGuard<'_, RowStore<Table>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Archive for Shelf {
    fn row(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
        self.rows().read(table, key).map_err(|e| Refusal::of(&e))
    }

    fn rows_between(&self, table: Table, from: &[u8], below: Option<&[u8]>) -> Result<Found, Refusal> {
        self.rows().read_between(table, from, below).map_err(|e| Refusal::of(&e))
    }

    fn keys_under(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, Refusal> {
        let above = archive::above(prefix);
        self.rows().keys_between(table, prefix, above.as_deref()).map_err(|e| Refusal::of(&e))
    }
}

impl CompartmentStore {
    fn of(rows: RowStore<Table>) -> Self {
        CompartmentStore(Arc::new(Shelf(Mutex::new(rows))))
    }

    /// What the core reads back from here instead of keeping it in memory. To be dropped before [`Self::stop_cleanly`].
    pub fn past(&self) -> Past {
        Past::new(self.0.clone(), Past::RECENT)
    }

    /// Makes a new store.
    ///
    /// # Errors
    /// [`StoreError::Exists`] or any other.
    pub fn create(path: &Path, key: &StoreKey) -> Result<Self, StoreError> {
        RowStore::create(path, key).map(Self::of)
    }

    /// Opens a store and says how the last run ended.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn open(path: &Path, key: &StoreKey, boot: &str) -> Result<(Self, Stop), StoreError> {
        RowStore::open(path, key, boot).map(|(store, stop)| (Self::of(store), stop))
    }

    /// Every row.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn load(&mut self) -> Result<Rows, StoreError> {
        self.rows().load()
    }

    /// The rows that a start needs: those of the past stay where they are, the core reads them back.
    ///
    /// # Errors
    /// Any [`StoreError`], as a refusal.
    pub fn load_to_open(&mut self) -> Result<Rows, Refusal> {
        let small =
            self.rows().load_of(|table| !opening_rows::is_large(table)).map_err(|e| Refusal::of(&e))?;
        opening_rows::rows_to_open(small, &*self.0)
    }

    /// One Persist: all rows in one transaction, durable on return.
    ///
    /// # Errors
    /// Any [`StoreError`]; nothing of it is kept then.
    pub fn commit(&mut self, writes: &[Write]) -> Result<(), StoreError> {
        self.rows().commit(writes.iter().map(|w| RowWrite {
            table: w.table,
            key: &w.key,
            value: w.value.as_deref(),
        }))
    }

    /// The rows underneath, for checkpoints, limits, backup and stop.
    pub fn rows(&mut self) -> MutexGuard<'_, RowStore<Table>> {
        self.0.rows()
    }

    /// Closes the store and leaves the clean-stop marker.
    ///
    /// # Errors
    /// [`StoreError::InUse`] while a core still reads here, or any other: the next start counts as unclean then.
    pub fn stop_cleanly(self, boot: &str) -> Result<(), StoreError> {
        let in_use = |shelf: Arc<Shelf>| StoreError::InUse {
            path: shelf.rows().path().to_owned(),
            holder: "a core of this process".to_owned(),
        };
        let shelf = Arc::try_unwrap(self.0).map_err(in_use)?;
        shelf.0.into_inner().unwrap_or_else(PoisonError::into_inner).stop_cleanly(boot)
    }
}
