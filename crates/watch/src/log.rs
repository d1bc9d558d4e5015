//! The log of a watch: records, what was told, and how far the feed was read, in one transaction of SQLite.
//!
//! I1 a batch is there whole or not at all, with the position behind it; so after a kill the feed is read on from where
//! the last batch ended. I2 what is written to a file besides is cut back to the length that the last batch knew.

use crate::error::WatchError;
use crate::record::Record;
use feeds::reader::Position;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::path::Path;

/// A log on disk.
pub struct Log {
    database: Connection,
    batch: i64,
}

/// What a log says of an earlier run.
#[derive(Debug, Default)]
pub struct Resumed {
    /// How far the feed was read.
    pub position: Position,
    /// Records, in the order in which they came.
    pub records: Vec<Record>,
    /// Length of the file of reports, bytes.
    pub written: u64,
    /// Reports told so far.
    pub told: u64,
    /// Refused so far, by reason.
    pub refused: Vec<(String, u64)>,
    /// Items so far.
    pub items: u64,
}

/// What a batch adds.
#[derive(Debug, Default)]
pub struct Batch {
    /// Records.
    pub records: Vec<Record>,
    /// How far the feed was read.
    pub position: Position,
    /// Length of the file of reports, bytes.
    pub written: u64,
    /// Reports told so far.
    pub told: u64,
    /// Refused so far, by reason.
    pub refused: Vec<(String, u64)>,
    /// Items so far.
    pub items: u64,
}

impl Log {
    /// Opens or makes a log; `made_of` names lines and feed, and must be what it was made with.
    ///
    /// # Errors
    /// [`WatchError::State`], [`WatchError::OtherState`].
    pub fn open(path: &Path, made_of: &str) -> Result<(Self, Resumed), WatchError> {
        let database = Connection::open(path)?;
        database.pragma_update(None, "journal_mode", "WAL")?;
        database.pragma_update(None, "synchronous", "FULL")?;
        database.execute_batch(
            "CREATE TABLE IF NOT EXISTS made (of TEXT NOT NULL);
             CREATE TABLE IF NOT EXISTS batches (number INTEGER PRIMARY KEY, records BLOB NOT NULL);
             CREATE TABLE IF NOT EXISTS ends (one INTEGER PRIMARY KEY CHECK (one = 1), offset INTEGER NOT NULL,
               line INTEGER NOT NULL, written INTEGER NOT NULL, told INTEGER NOT NULL, items INTEGER NOT NULL);
             CREATE TABLE IF NOT EXISTS imports (feed TEXT NOT NULL, sha256 TEXT, at INTEGER NOT NULL, who TEXT NOT NULL);
             CREATE TABLE IF NOT EXISTS refused (reason TEXT PRIMARY KEY, count INTEGER NOT NULL);",
        )?;
        let made: Option<String> =
            database.query_row("SELECT of FROM made", [], |row| row.get(0)).optional()?;
        match made {
            None => {
                database.execute("INSERT INTO made (of) VALUES (?1)", [made_of])?;
            }
            Some(made) if made != made_of => return Err(WatchError::OtherState { what: made }),
            Some(_) => {}
        }
        let (resumed, batch) = resumed(&database)?;
        Ok((Log { database, batch }, resumed))
    }

    /// Notes that a feed is being read: its name, its hash if it is a file, when, and by whom.
    ///
    /// # Errors
    /// [`WatchError::State`].
    pub fn imported(
        &mut self,
        feed: &str,
        sha256: Option<&str>,
        at_s: i64,
        who: &str,
    ) -> Result<(), WatchError> {
        let row = params![feed, sha256, at_s, who];
        self.database.execute("INSERT INTO imports (feed, sha256, at, who) VALUES (?1, ?2, ?3, ?4)", row)?;
        Ok(())
    }

    /// Writes a batch.
    ///
    /// # Errors
    /// [`WatchError::State`]; then nothing of it is there.
    pub fn commit(&mut self, batch: &Batch) -> Result<(), WatchError> {
        let mut bytes = Vec::with_capacity(batch.records.len() * 64);
        batch.records.iter().for_each(|record| record.write(&mut bytes));
        let whole = self.database.transaction()?;
        self.batch += 1;
        if !bytes.is_empty() {
            whole
                .prepare_cached("INSERT INTO batches (number, records) VALUES (?1, ?2)")?
                .execute(params![self.batch, bytes])?;
        }
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        whole
            .prepare_cached(
                "INSERT OR REPLACE INTO ends (one, offset, line, written, told, items) VALUES (1, ?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                signed(batch.position.offset),
                signed(batch.position.line),
                signed(batch.written),
                signed(batch.told),
                signed(batch.items)
            ])?;
        for (reason, count) in &batch.refused {
            whole
                .prepare_cached("INSERT OR REPLACE INTO refused (reason, count) VALUES (?1, ?2)")?
                .execute(params![reason, signed(*count)])?;
        }
        whole.commit()?;
        Ok(())
    }
}

fn resumed(database: &Connection) -> Result<(Resumed, i64), WatchError> {
    let mut resumed = Resumed::default();
    let unsigned = |number: i64| u64::try_from(number).unwrap_or(0);
    let ends: Option<[i64; 5]> = database
        .query_row("SELECT offset, line, written, told, items FROM ends", [], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
        })
        .optional()?;
    if let Some([offset, line, written, told, items]) = ends {
        resumed.position = Position { offset: unsigned(offset), line: unsigned(line) };
        resumed.written = unsigned(written);
        resumed.told = unsigned(told);
        resumed.items = unsigned(items);
    }
    let mut refused = database.prepare("SELECT reason, count FROM refused ORDER BY reason")?;
    let rows = refused.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    for row in rows {
        let (reason, count) = row?;
        resumed.refused.push((reason, unsigned(count)));
    }
    let mut last = 0;
    let mut batches = database.prepare("SELECT number, records FROM batches ORDER BY number")?;
    let rows = batches.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
    for row in rows {
        let (number, bytes) = row?;
        last = number;
        let mut rest = bytes.as_slice();
        while let Some(record) = Record::read(&mut rest) {
            resumed.records.push(record);
        }
        if !rest.is_empty() {
            return Err(WatchError::State { why: format!("batch {number} cannot be read to its end") });
        }
    }
    Ok((resumed, last))
}
