//! One SQLCipher file of plain rows: tables of (key, value), one transaction a commit.
//!
//! I1 `commit` returns only when the transaction is durable (WAL, synchronous=FULL). I2 a commit that failed
//! is not kept: before anything else a small transaction of our own overwrites what a failed sync may have
//! left in the log. I3 one process a file. I4 the file, its log and its marker are private (0600).

use crate::error::StoreError;
use crate::files;
use crate::key::StoreKey;
use crate::log::{LONG_LOG, Log};
use crate::stop_marker;
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The tables of one kind of store.
pub trait TableSet: Copy + Ord + std::fmt::Debug + 'static {
    /// Every table, in order.
    const ALL: &'static [Self];
    /// What kind of store it is; another kind does not open as this one.
    const KIND: u32;
    /// The table's name in the file; a plain lower-case word.
    fn name(self) -> &'static str;
    /// Its number in backups; never reused.
    fn number(self) -> u8;
    /// Whether its values are mostly above a quarter page: then it gets a row id, else none.
    fn wide(self) -> bool;
}

/// One row to write (`Some`) or delete (`None`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowWrite<'a, T> {
    /// Where.
    pub table: T,
    /// Its key.
    pub key: &'a [u8],
    /// The new value, or `None` to delete.
    pub value: Option<&'a [u8]>,
}

/// Keys with their values.
pub(crate) type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// All rows of a store.
pub type AllRows<T> = BTreeMap<(T, Vec<u8>), Vec<u8>>;

/// How the last run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A clean-stop marker of this boot, file and generation was found and consumed.
    Clean,
    /// No marker, or one of another boot, file or generation: the store may be an old copy.
    Unclean,
}

/// One open store file.
pub struct RowStore<T> {
    connection: Connection,
    path: PathBuf,
    generation: u64,
    unsettled: bool,
    texts: BTreeMap<T, Texts>,
    log: Log,
}

struct Texts {
    get: String,
    from: String,
    between: String,
    keys_from: String,
    keys_between: String,
    put: String,
    delete: String,
}

impl<T: TableSet> RowStore<T> {
    /// Makes a new store, which must not exist yet.
    ///
    /// # Errors
    /// [`StoreError::Exists`] or any other.
    pub fn create(path: &Path, key: &StoreKey) -> Result<Self, StoreError> {
        Self::create_with(path, Some(key))
    }

    /// Makes a new store without encryption, for rows that are sealed already.
    ///
    /// # Errors
    /// [`StoreError::Exists`] or any other.
    pub(crate) fn create_plain(path: &Path) -> Result<Self, StoreError> {
        Self::create_with(path, None)
    }

    /// Opens a store without encryption; it has no clean-stop marker.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub(crate) fn reopen_plain(path: &Path) -> Result<Self, StoreError> {
        let mut store = Self::connect(path, None)?;
        store.migrate(store.version()?)?;
        store.generation = store.stored_generation()?;
        Ok(store)
    }

    fn create_with(path: &Path, key: Option<&StoreKey>) -> Result<Self, StoreError> {
        files::create_private(path, &[])?;
        let mut store = Self::connect(path, key)?;
        store.migrate(0)?;
        Ok(store)
    }

    /// Opens a store, consumes its clean-stop marker and says how the last run ended.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::WrongKey`], [`StoreError::InUse`], [`StoreError::Newer`], ...
    pub fn open(path: &Path, key: &StoreKey, boot: &str) -> Result<(Self, Stop), StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        let mut store = Self::connect(path, Some(key))?;
        store.migrate(store.version()?)?;
        store.generation = store.stored_generation()?;
        let stop = match stop_marker::consume(path)? {
            Some(marker) if marker == stop_marker::expected(path, boot, store.generation)? => Stop::Clean,
            _ => Stop::Unclean,
        };
        store.count_up()?;
        Ok((store, stop))
    }

    /// Every row, for rebuilding the core.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] or a disk error.
    pub fn load(&mut self) -> Result<AllRows<T>, StoreError> {
        self.load_of(|_| true)
    }

    /// Every row of some tables.
    pub(crate) fn load_of(&mut self, wanted: impl Fn(T) -> bool) -> Result<AllRows<T>, StoreError> {
        self.settle()?;
        // They come in order, so the map is built of them at once.
        let mut rows = Vec::new();
        for table in T::ALL.iter().copied().filter(|table| wanted(*table)) {
            self.each(table, |key, value| rows.push(((table, key), value)))?;
        }
        Ok(rows.into_iter().collect())
    }

    /// Hands out every row of a table, by key.
    pub(crate) fn each(&self, table: T, mut take: impl FnMut(Vec<u8>, Vec<u8>)) -> Result<(), StoreError> {
        let text = format!("SELECT key, value FROM {} ORDER BY key", table.name());
        let mut statement = self.connection.prepare(&text).map_err(|e| self.failed(&e))?;
        let found = statement
            .query_map([], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?)))
            .map_err(|e| self.failed(&e))?;
        for row in found {
            let (key, value) = row.map_err(|e| self.failed(&e))?;
            take(key, value);
        }
        Ok(())
    }

    /// One row's value.
    pub(crate) fn read(&self, table: T, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let texts = self.texts.get(&table).expect("every table of the set has its texts");
        let mut statement = self.connection.prepare_cached(&texts.get).map_err(|e| self.failed(&e))?;
        statement.query_row(params![key], |row| row.get(0)).optional().map_err(|e| self.failed(&e))
    }

    /// All rows from a key on, below another if one is given, by key.
    pub(crate) fn read_between(
        &self,
        table: T,
        from: &[u8],
        below: Option<&[u8]>,
    ) -> Result<Pairs, StoreError> {
        let texts = self.texts.get(&table).expect("every table of the set has its texts");
        let text = if below.is_some() { &texts.between } else { &texts.from };
        self.found_between(text, from, below, |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// All keys from one on, below another if one is given, in order; their rows are not read.
    pub(crate) fn keys_between(
        &self,
        table: T,
        from: &[u8],
        below: Option<&[u8]>,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let texts = self.texts.get(&table).expect("every table of the set has its texts");
        let text = if below.is_some() { &texts.keys_between } else { &texts.keys_from };
        self.found_between(text, from, below, |row| row.get(0))
    }

    fn found_between<F>(
        &self,
        text: &str,
        from: &[u8],
        below: Option<&[u8]>,
        row: impl FnMut(&rusqlite::Row<'_>) -> Result<F, rusqlite::Error>,
    ) -> Result<Vec<F>, StoreError> {
        let mut statement = self.connection.prepare_cached(text).map_err(|e| self.failed(&e))?;
        let found = match below {
            Some(below) => statement.query_map(params![from, below], row),
            None => statement.query_map(params![from], row),
        };
        found.map_err(|e| self.failed(&e))?.collect::<Result<_, _>>().map_err(|e| self.failed(&e))
    }

    /// Gives free pages back to the file system, at most so many.
    pub(crate) fn give_back(&mut self, pages: u32) -> Result<(), StoreError> {
        self.connection
            .execute_batch(&format!("PRAGMA incremental_vacuum({pages});"))
            .map_err(|e| self.failed(&e))
    }

    /// Writes all rows in one transaction and returns when it is durable.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::DiskFailing`], ...: nothing of it is kept then.
    pub fn commit<'a>(
        &mut self,
        writes: impl IntoIterator<Item = RowWrite<'a, T>>,
    ) -> Result<(), StoreError> {
        self.settle()?;
        let outcome = self.transact(writes);
        self.unsettled = outcome.is_err();
        self.log.make_room();
        outcome.map_err(|e| StoreError::engine(&self.path, &e))
    }

    /// Moves the log into the file as far as readers allow; for idle moments, since it takes milliseconds.
    ///
    /// # Errors
    /// A disk error; nothing is lost by it.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .map_err(|e| self.failed(&e))
    }

    /// Whether the log has grown so long that a checkpoint should not wait for an idle moment.
    ///
    /// # Errors
    /// A file error.
    pub fn log_is_long(&self) -> Result<bool, StoreError> {
        self.log.length().map(|length| length > LONG_LOG).map_err(|e| StoreError::io(self.log.path(), &e))
    }

    /// Closes the store and leaves the marker that the next start consumes.
    ///
    /// # Errors
    /// A disk error: then there is no marker, and the next start counts as unclean.
    pub fn stop_cleanly(mut self, boot: &str) -> Result<(), StoreError> {
        self.settle()?;
        self.count_up()?;
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|e| self.failed(&e))?;
        let RowStore { connection, path, generation, .. } = self;
        connection.close().map_err(|(_, e)| StoreError::engine(&path, &e))?;
        stop_marker::leave(&path, &stop_marker::expected(&path, boot, generation)?)
    }

    /// Refuses to grow the file beyond this many bytes, as if the disk were full.
    ///
    /// # Errors
    /// An engine error.
    pub fn limit_bytes(&self, bytes: u64) -> Result<(), StoreError> {
        let pages = (bytes / PAGE).max(1);
        self.connection
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
            .map_err(|e| self.failed(&e))
    }

    /// Rises by one with each start and each clean stop.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn connect(path: &Path, key: Option<&StoreKey>) -> Result<Self, StoreError> {
        let failed = |e: rusqlite::Error| StoreError::engine(path, &e);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
        connection.busy_timeout(Duration::ZERO).map_err(failed)?;
        // The engine would write to standard error on its own; refusals say it in the operator's words.
        connection.execute_batch("PRAGMA cipher_log_level = NONE;").map_err(failed)?;
        match key {
            Some(key) => {
                connection.execute_batch(&key.pragma()).map_err(failed)?;
                connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE;").map_err(failed)?;
            }
            None => connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL;").map_err(failed)?,
        }
        let mode: String =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(failed)?;
        if mode != "wal" {
            let detail = format!("journal mode {mode}");
            return Err(StoreError::Io { path: path.to_owned(), detail });
        }
        connection
            .execute_batch(
                "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000;",
            )
            .map_err(failed)?;
        // A log that was moved over begins anew, but keeps its length: without this it would count as long for ever.
        let limit = format!("PRAGMA journal_size_limit = {}", LONG_LOG / 2);
        connection.query_row(&limit, [], |_| Ok(())).map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(64);
        let texts = T::ALL.iter().map(|&table| (table, Texts::of(table.name()))).collect();
        let log = Log::of(path);
        Ok(RowStore { connection, path: path.to_owned(), generation: 0, unsettled: false, texts, log })
    }

    fn version(&self) -> Result<u32, StoreError> {
        self.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(|e| self.failed(&e))
    }

    /// Brings an older file to [`SCHEMA`], one step a version, each in one transaction.
    fn migrate(&mut self, from: u32) -> Result<(), StoreError> {
        if from > SCHEMA {
            return Err(StoreError::Newer { path: self.path.clone(), found: from, known: SCHEMA });
        }
        for step in from..SCHEMA {
            let path = self.path.clone();
            let failed = |e: rusqlite::Error| StoreError::engine(&path, &e);
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
            transaction.execute_batch(&migration::<T>(step)).map_err(failed)?;
            transaction.pragma_update(None, "user_version", step + 1).map_err(failed)?;
            transaction.commit().map_err(failed)?;
        }
        let kind: u32 = self
            .connection
            .query_row("SELECT kind FROM store", [], |row| row.get(0))
            .map_err(|e| self.failed(&e))?;
        if kind == T::KIND {
            Ok(())
        } else {
            Err(StoreError::Corrupt { path: self.path.clone(), detail: format!("a store of kind {kind}") })
        }
    }

    fn transact<'a>(
        &mut self,
        writes: impl IntoIterator<Item = RowWrite<'a, T>>,
    ) -> Result<(), rusqlite::Error> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for write in writes {
            let texts = self.texts.get(&write.table).expect("every table of the set has its texts");
            match write.value {
                Some(value) => transaction.prepare_cached(&texts.put)?.execute(params![write.key, value])?,
                None => transaction.prepare_cached(&texts.delete)?.execute(params![write.key])?,
            };
        }
        transaction.commit()
    }

    /// After a failed commit: one small commit of our own, so that no later start can find the failed one.
    fn settle(&mut self) -> Result<(), StoreError> {
        if !self.unsettled {
            return Ok(());
        }
        self.connection
            .execute("UPDATE store SET settled = settled + 1", [])
            .map_err(|e| StoreError::engine(&self.path, &e))?;
        self.unsettled = false;
        Ok(())
    }

    fn stored_generation(&self) -> Result<u64, StoreError> {
        let found: i64 = self
            .connection
            .query_row("SELECT generation FROM store", [], |row| row.get(0))
            .map_err(|e| self.failed(&e))?;
        u64::try_from(found).map_err(|_| StoreError::Corrupt {
            path: self.path.clone(),
            detail: "negative generation".to_owned(),
        })
    }

    fn count_up(&mut self) -> Result<(), StoreError> {
        self.connection
            .execute("UPDATE store SET generation = generation + 1", [])
            .map_err(|e| self.failed(&e))?;
        self.generation += 1;
        Ok(())
    }

    fn failed(&self, error: &rusqlite::Error) -> StoreError {
        StoreError::engine(&self.path, error)
    }
}

impl Texts {
    fn of(table: &str) -> Self {
        Texts {
            get: format!("SELECT value FROM {table} WHERE key = ?1"),
            from: format!("SELECT key, value FROM {table} WHERE key >= ?1 ORDER BY key"),
            keys_from: format!("SELECT key FROM {table} WHERE key >= ?1 ORDER BY key"),
            keys_between: format!("SELECT key FROM {table} WHERE key >= ?1 AND key < ?2 ORDER BY key"),
            between: format!("SELECT key, value FROM {table} WHERE key >= ?1 AND key < ?2 ORDER BY key"),
            put: format!(
                "INSERT INTO {table} (key, value) VALUES (?1, ?2) \
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            ),
            delete: format!("DELETE FROM {table} WHERE key = ?1"),
        }
    }
}

impl<T: TableSet> std::fmt::Debug for RowStore<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowStore").field("path", &self.path).field("generation", &self.generation).finish()
    }
}

/// The step that brings version `from` to `from + 1`.
fn migration<T: TableSet>(from: u32) -> String {
    match from {
        0 => {
            let mut text = format!(
                "CREATE TABLE store (kind INTEGER NOT NULL, generation INTEGER NOT NULL, settled INTEGER NOT NULL);
                 INSERT INTO store VALUES ({}, 0, 0);",
                T::KIND
            );
            for &table in T::ALL {
                let tail = if table.wide() { "" } else { " WITHOUT ROWID" };
                text.push_str(&format!(
                    "CREATE TABLE {} (key BLOB PRIMARY KEY NOT NULL, value BLOB NOT NULL){tail};",
                    table.name()
                ));
            }
            text
        }
        _ => String::new(),
    }
}

const SCHEMA: u32 = 1;
const PAGE: u64 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    struct Only;

    impl TableSet for Only {
        const ALL: &'static [Self] = &[Only];
        const KIND: u32 = 99;
        fn name(self) -> &'static str {
            "only"
        }
        fn number(self) -> u8 {
            0
        }
        fn wide(self) -> bool {
            true
        }
    }

    fn row<'a>(key: &'a [u8], value: &'a [u8]) -> RowWrite<'a, Only> {
        RowWrite { table: Only, key, value: Some(value) }
    }

    #[test]
    fn a_store_of_a_later_version_is_refused_and_left_as_it_is() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.db");
        let key = StoreKey::random().expect("a key");
        let store = RowStore::<Only>::create(&path, &key).expect("created");
        store.connection.pragma_update(None, "user_version", SCHEMA + 1).expect("written");
        drop(store);
        let refused = RowStore::<Only>::open(&path, &key, "boot").map(drop);
        assert_eq!(refused, Err(StoreError::Newer { path, found: SCHEMA + 1, known: SCHEMA }));
    }

    #[test]
    fn a_full_store_refuses_the_whole_transaction_and_goes_on_when_there_is_room() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.db");
        let mut store =
            RowStore::<Only>::create(&path, &StoreKey::random().expect("a key")).expect("created");
        store.commit([row(b"before", b"1")]).expect("room");
        store.limit_bytes(64 * 1024).expect("limited");
        let big = vec![7; 100 * 1024];
        let refused = store.commit([row(b"small", b"2"), row(b"big", &big)]);
        assert_eq!(refused, Err(StoreError::DiskFull { path }));
        let rows = store.load().expect("readable");
        assert_eq!(rows.keys().map(|(_, key)| key.as_slice()).collect::<Vec<_>>(), [b"before".as_slice()]);
        store.limit_bytes(1 << 30).expect("widened");
        store.commit([row(b"big", &big)]).expect("room again");
        assert_eq!(store.load().expect("readable").len(), 2);
    }
}
