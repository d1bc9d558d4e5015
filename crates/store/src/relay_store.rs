//! The ground under a relay's mailboxes: rows of [`line::mailbox`], one transaction a commit, behind a trait that
//! PostgreSQL will join. The rows are sealed envelopes, hashes and times: the file needs no key of its own.

use crate::error::StoreError;
use crate::files::FolderLock;
use crate::row_store::{RowStore, RowWrite, TableSet};
use line::mailbox::{Bodies, RelayTable, RelayWrite};
use std::path::Path;

impl TableSet for RelayTable {
    const ALL: &'static [Self] = &RelayTable::ALL;
    const KIND: u32 = 3;

    fn name(self) -> &'static str {
        match self {
            RelayTable::Accounts => "accounts",
            RelayTable::Boxes => "boxes",
            RelayTable::Deposits => "deposits",
            RelayTable::Envelopes => "envelopes",
            RelayTable::Log => "carrier_log",
            RelayTable::Marks => "marks",
        }
    }

    fn number(self) -> u8 {
        self as u8
    }

    fn wide(self) -> bool {
        matches!(self, RelayTable::Envelopes | RelayTable::Marks)
    }
}

/// A row of a state table: where, key, value.
pub type StateRow = (RelayTable, Vec<u8>, Vec<u8>);

/// What a relay needs of its store. [`crate::relay_store_conforms`] holds every implementation to it.
pub trait RelayStore: Bodies + Send {
    /// Rows of the state tables ([`RelayTable::is_state`]), in any order.
    ///
    /// # Errors
    /// Any [`StoreError`].
    fn load_state(&mut self) -> Result<Vec<StateRow>, StoreError>;

    /// All rows in one transaction, durable on return.
    ///
    /// # Errors
    /// Any [`StoreError`]; nothing of it is kept then.
    fn commit(&mut self, writes: &[RelayWrite]) -> Result<(), StoreError>;

    /// For idle moments: whatever upkeep the store needs.
    ///
    /// # Errors
    /// Any [`StoreError`]; nothing is lost by it.
    fn rest(&mut self) -> Result<(), StoreError>;

    /// Whether upkeep should not wait for an idle moment.
    fn is_tired(&self) -> bool;
}

/// The SQLite form: one file `relay.db` in a locked folder.
#[derive(Debug)]
pub struct SqliteRelayStore {
    rows: RowStore<RelayTable>,
    _lock: Option<FolderLock>,
}

impl SqliteRelayStore {
    /// Opens the store of a folder, or makes it.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another relay runs on the folder; any other.
    pub fn of_folder(folder: &Path) -> Result<Self, StoreError> {
        let lock = FolderLock::take(folder)?;
        let path = folder.join("relay.db");
        let rows =
            if path.exists() { RowStore::reopen_plain(&path)? } else { RowStore::create_plain(&path)? };
        Ok(SqliteRelayStore { rows, _lock: Some(lock) })
    }

    /// Opens the store of a folder beside the relay that may be running on it, to look and not to write.
    ///
    /// # Errors
    /// [`StoreError::Missing`]; any other.
    pub fn look(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join("relay.db");
        if !path.exists() {
            return Err(StoreError::Missing { path });
        }
        Ok(SqliteRelayStore { rows: RowStore::reopen_plain(&path)?, _lock: None })
    }

    /// Refuses to grow beyond this many bytes, as if the disk were full.
    ///
    /// # Errors
    /// An engine error.
    pub fn limit_bytes(&self, bytes: u64) -> Result<(), StoreError> {
        self.rows.limit_bytes(bytes)
    }
}

impl Bodies for SqliteRelayStore {
    fn read(&self, table: RelayTable, key: &[u8]) -> Option<Vec<u8>> {
        // A row that cannot be read now is as good as not yet durable: the fetcher asks again.
        self.rows.read(table, key).ok().flatten()
    }
}

impl RelayStore for SqliteRelayStore {
    fn load_state(&mut self) -> Result<Vec<StateRow>, StoreError> {
        let mut state = Vec::new();
        for table in RelayTable::ALL.into_iter().filter(|table| table.is_state()) {
            self.rows.each(table, |key, value| state.push((table, key, value)))?;
        }
        Ok(state)
    }

    fn commit(&mut self, writes: &[RelayWrite]) -> Result<(), StoreError> {
        let rows = writes.iter().map(|w| RowWrite { table: w.table, key: &w.key, value: w.value.as_deref() });
        self.rows.commit(rows)
    }

    fn rest(&mut self) -> Result<(), StoreError> {
        self.rows.checkpoint()?;
        self.rows.give_back(PAGES_GIVEN_BACK)
    }

    fn is_tired(&self) -> bool {
        self.rows.log_is_long().unwrap_or(false)
    }
}

const PAGES_GIVEN_BACK: u32 = 256;

/// Tests that any [`RelayStore`] must pass: `relay_store_conforms!(name, |folder: &Path| -> impl RelayStore)`. The
/// closure opens the store of a folder, also for a second time after the first value was dropped.
#[macro_export]
macro_rules! relay_store_conforms {
    ($name:ident, $open:expr) => {
        mod $name {
            use line::mailbox::{Bodies, RelayTable, RelayWrite};
            use $crate::RelayStore;

            fn put(table: RelayTable, key: &[u8], value: &[u8]) -> RelayWrite {
                RelayWrite { table, key: key.to_vec(), value: Some(value.to_vec()) }
            }

            #[test]
            fn what_is_committed_is_there_after_opening_again_and_state_comes_back_whole() {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let open = $open;
                let mut store = open(folder.path());
                let mut rows: Vec<RelayWrite> =
                    RelayTable::ALL.into_iter().map(|t| put(t, b"k", &[t as u8; 40])).collect();
                store.commit(&rows).expect("kept");
                drop(store);
                let mut store = open(folder.path());
                let mut state = store.load_state().expect("readable");
                state.sort();
                rows.retain(|row| row.table.is_state());
                let expected: Vec<_> =
                    rows.into_iter().map(|r| (r.table, r.key, r.value.expect("a value"))).collect();
                assert_eq!(state, expected);
                assert_eq!(store.read(RelayTable::Envelopes, b"k"), Some(vec![3; 40]));
            }

            #[test]
            fn a_row_is_replaced_and_deleted_and_an_absent_one_reads_as_none() {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let open = $open;
                let mut store = open(folder.path());
                store.commit(&[put(RelayTable::Marks, b"s", b"old")]).expect("kept");
                store.commit(&[put(RelayTable::Marks, b"s", b"new")]).expect("kept");
                assert_eq!(store.read(RelayTable::Marks, b"s"), Some(b"new".to_vec()));
                let gone = RelayWrite { table: RelayTable::Marks, key: b"s".to_vec(), value: None };
                store.commit(&[gone]).expect("kept");
                assert_eq!(store.read(RelayTable::Marks, b"s"), None);
                store.rest().expect("rested");
            }
        }
    };
}
