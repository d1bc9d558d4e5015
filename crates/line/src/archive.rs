//! What the store holds, read back: handed in like the clock, so that bodies of the past need not stay in memory.
//!
//! I1 what is read is what was committed. I2 a row that cannot be read is never taken for one that is not there: the
//! reader remembers it, and nothing that was made since leaves the machine.

use crate::docket::Docket;
use crate::entry::Entry;
use crate::entry_row::{EntryRow, entry_key};
use crate::error::LineError;
use crate::machine::Table;
use refusal::Refusal;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Rows under a prefix, by key.
pub type Found = Vec<(Vec<u8>, Vec<u8>)>;

/// Committed rows of one compartment.
pub trait Archive: Send + Sync {
    /// One row.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn row(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Refusal>;

    /// All rows from a key on, below another if one is given, by key.
    ///
    /// # Errors
    /// Why they cannot be read.
    fn rows_between(&self, table: Table, from: &[u8], below: Option<&[u8]>) -> Result<Found, Refusal>;

    /// All rows whose key begins so, by key.
    ///
    /// # Errors
    /// Why they cannot be read.
    fn rows_under(&self, table: Table, prefix: &[u8]) -> Result<Found, Refusal> {
        self.rows_between(table, prefix, above(prefix).as_deref())
    }

    /// All keys that begin so, in order. A store that need not read the rows for it says so here.
    ///
    /// # Errors
    /// Why they cannot be read.
    fn keys_under(&self, table: Table, prefix: &[u8]) -> Result<Vec<Vec<u8>>, Refusal> {
        Ok(self.rows_under(table, prefix)?.into_iter().map(|(key, _)| key).collect())
    }
}

/// The first key above all that begin so, if there is one.
pub fn above(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte < u8::MAX)?;
    let mut above = prefix[..=last].to_vec();
    above[last] += 1;
    Some(above)
}

/// An archive, and how many entries at the end of the record stay whole in memory all the same.
#[derive(Clone)]
pub struct Past {
    archive: Arc<dyn Archive>,
    recent: usize,
}

impl Past {
    /// The usual number of whole entries in memory, and of entries in a segment: a start reads twice as many at most.
    pub const RECENT: usize = 2_048;

    /// Reads what is older than the last `recent` entries from here.
    pub fn new(archive: Arc<dyn Archive>, recent: usize) -> Self {
        Past { archive, recent: recent.max(1) }
    }

    /// How many entries stay whole.
    pub fn recent(&self) -> usize {
        self.recent
    }

    /// The entry of a docket.
    pub(crate) fn entry(&self, docket: &Docket, trouble: &Trouble) -> Option<Entry> {
        let h = &docket.header;
        let row = self.row(Table::Entries, &entry_key(&h.author, h.seq, &docket.hash), trouble);
        let entry = row.and_then(|row| crate::cbor::decode::<EntryRow>(&row).ok());
        let entry = entry.and_then(|row| Entry::decode_again(&row.bytes)).filter(|e| e.hash == docket.hash);
        entry.or_else(|| trouble.note(Refusal::of(&LineError::StoreUnreadable)))
    }

    /// One row; what went wrong is kept.
    pub(crate) fn row(&self, table: Table, key: &[u8], trouble: &Trouble) -> Option<Vec<u8>> {
        self.archive.row(table, key).unwrap_or_else(|refusal| trouble.note(refusal))
    }

    /// All rows whose key begins so; what went wrong is kept.
    pub(crate) fn rows_under(&self, table: Table, prefix: &[u8], trouble: &Trouble) -> Found {
        self.archive.rows_under(table, prefix).unwrap_or_else(|refusal| trouble.note(refusal))
    }
}

impl fmt::Debug for Past {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Past").field("recent", &self.recent).finish_non_exhaustive()
    }
}

/// The first thing that could not be read back.
#[derive(Debug, Default)]
pub(crate) struct Trouble(Mutex<Option<Refusal>>);

impl Trouble {
    pub(crate) fn note<T: Default>(&self, refusal: Refusal) -> T {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(refusal);
        T::default()
    }

    pub(crate) fn first(&self) -> Option<Refusal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
