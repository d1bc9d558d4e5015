//! The model of one store file: rows that a commit changes all together or not at all.
//!
//! I1 a commit that failed has changed nothing. I2 what a crash leaves is what the last commit made. I3 a
//! snapshot restored is an earlier commit, whole.

use line::archive::{Archive, Found, Past};
use line::machine::{Rows, Table, Write};
use line::opening_rows::{is_large, rows_to_open};
use refusal::Refusal;
use std::sync::{Arc, PoisonError, RwLock};

/// What the disk does with the commits to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Commits succeed.
    None,
    /// So many commits fail, then they succeed again.
    FailsNext(u32),
    /// Every commit fails until the disk is mended: the full disk.
    FailsForEver,
}

/// A commit that failed; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommitFailed;

/// One compartment's store at one party.
#[derive(Debug)]
pub struct Disk {
    rows: Arc<Platter>,
    commits: u64,
    trouble: Trouble,
    snapshot: Option<(u64, Rows)>,
}

/// The committed rows, which the machine reads back from.
#[derive(Debug, Default)]
struct Platter(RwLock<Rows>);

impl Archive for Platter {
    fn row(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
        let rows = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Ok(rows.get(&(table, key.to_vec())).cloned())
    }

    fn rows_between(&self, table: Table, from: &[u8], below: Option<&[u8]>) -> Result<Found, Refusal> {
        let rows = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let from = rows.range((table, from.to_vec())..);
        let within = |key: &[u8]| below.is_none_or(|below| key < below);
        let found = from.take_while(|((of, key), _)| *of == table && within(key));
        Ok(found.map(|((_, key), value)| (key.clone(), value.clone())).collect())
    }
}

/// A copy is a store of its own.
impl Clone for Disk {
    fn clone(&self) -> Self {
        let rows = Arc::new(Platter(RwLock::new(self.rows())));
        Disk { rows, commits: self.commits, trouble: self.trouble, snapshot: self.snapshot.clone() }
    }
}

impl Disk {
    /// An empty store.
    pub fn new() -> Self {
        Disk { rows: Arc::default(), commits: 0, trouble: Trouble::None, snapshot: None }
    }

    /// All committed rows.
    pub fn rows(&self) -> Rows {
        self.rows.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same as a machine reads them back: next to nothing stays in its memory, so that every world reads much.
    pub fn past(&self) -> Past {
        Past::new(self.rows.clone(), RECENT)
    }

    /// The rows that a start needs.
    pub fn rows_to_open(&self) -> Rows {
        let small = self.rows().into_iter().filter(|((table, _), _)| !is_large(*table)).collect();
        rows_to_open(small, &*self.rows).unwrap_or_default()
    }

    fn change(&self, change: impl FnOnce(&mut Rows)) {
        change(&mut self.rows.0.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// How many commits succeeded.
    pub fn commits(&self) -> u64 {
        self.commits
    }

    /// Commits all writes in one transaction.
    ///
    /// # Errors
    /// [`CommitFailed`] as the trouble of this disk has it.
    pub fn commit(&mut self, writes: &[Write]) -> Result<(), CommitFailed> {
        match self.trouble {
            Trouble::None => {}
            Trouble::FailsNext(left) => {
                self.trouble = if left > 1 { Trouble::FailsNext(left - 1) } else { Trouble::None };
                return Err(CommitFailed);
            }
            Trouble::FailsForEver => return Err(CommitFailed),
        }
        self.change(|rows| {
            for write in writes {
                let key = (write.table, write.key.clone());
                match &write.value {
                    Some(value) => rows.insert(key, value.clone()),
                    None => rows.remove(&key),
                };
            }
        });
        self.commits += 1;
        Ok(())
    }

    /// Sets what the disk does with the commits to come.
    pub fn set_trouble(&mut self, trouble: Trouble) {
        self.trouble = trouble;
    }

    /// Keeps a copy of all rows as a backup would.
    pub fn keep_snapshot(&mut self) {
        self.snapshot = Some((self.commits, self.rows()));
    }

    /// Puts the kept copy in place of the rows; how many commits were undone, `None` without a copy.
    pub fn restore_snapshot(&mut self) -> Option<u64> {
        let (commits, rows) = self.snapshot.clone()?;
        let undone = self.commits - commits;
        self.change(|now| *now = rows);
        Some(undone)
    }

    /// Takes rows out behind the owner's back: for planted faults only.
    pub fn forget(&mut self, gone: impl Fn(&(line::machine::Table, Vec<u8>)) -> bool) {
        self.change(|rows| rows.retain(|key, _| !gone(key)));
    }
}

impl Default for Disk {
    fn default() -> Self {
        Disk::new()
    }
}

/// Entries that stay whole in a world's machines.
const RECENT: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use line::machine::Table;

    fn put(key: u8, value: Option<u8>) -> Write {
        Write { table: Table::Core, key: vec![key], value: value.map(|v| vec![v]) }
    }

    #[test]
    fn a_failed_commit_changes_nothing_and_a_later_one_succeeds() {
        let mut disk = Disk::new();
        disk.commit(&[put(1, Some(1))]).expect("a sound disk commits");
        disk.set_trouble(Trouble::FailsNext(2));
        let before = disk.rows();
        assert_eq!(disk.commit(&[put(1, None), put(2, Some(2))]), Err(CommitFailed));
        assert_eq!(disk.commit(&[put(2, Some(2))]), Err(CommitFailed));
        assert_eq!(disk.rows(), before);
        assert_eq!(disk.commit(&[put(2, Some(2))]), Ok(()));
        assert_eq!(disk.rows().len(), 2);
    }

    #[test]
    fn a_restored_snapshot_is_an_earlier_commit_whole() {
        let mut disk = Disk::new();
        assert_eq!(disk.restore_snapshot(), None);
        disk.commit(&[put(1, Some(1))]).expect("a sound disk commits");
        disk.keep_snapshot();
        let then = disk.rows();
        disk.commit(&[put(1, None)]).expect("a sound disk commits");
        disk.commit(&[put(3, Some(3))]).expect("a sound disk commits");
        assert_eq!(disk.restore_snapshot(), Some(2));
        assert_eq!(disk.rows(), then);
    }
}
