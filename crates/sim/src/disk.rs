//! The model of one store file: rows that a commit changes all together or not at all.
//!
//! I1 a commit that failed has changed nothing. I2 what a crash leaves is what the last commit made. I3 a
//! snapshot restored is an earlier commit, whole.

use line::machine::{Rows, Write};

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
#[derive(Debug, Clone)]
pub struct Disk {
    rows: Rows,
    commits: u64,
    trouble: Trouble,
    snapshot: Option<(u64, Rows)>,
}

impl Disk {
    /// An empty store.
    pub fn new() -> Self {
        Disk { rows: Rows::new(), commits: 0, trouble: Trouble::None, snapshot: None }
    }

    /// All committed rows.
    pub fn rows(&self) -> &Rows {
        &self.rows
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
        for write in writes {
            let key = (write.table, write.key.clone());
            match &write.value {
                Some(value) => self.rows.insert(key, value.clone()),
                None => self.rows.remove(&key),
            };
        }
        self.commits += 1;
        Ok(())
    }

    /// Sets what the disk does with the commits to come.
    pub fn set_trouble(&mut self, trouble: Trouble) {
        self.trouble = trouble;
    }

    /// Keeps a copy of all rows as a backup would.
    pub fn keep_snapshot(&mut self) {
        self.snapshot = Some((self.commits, self.rows.clone()));
    }

    /// Puts the kept copy in place of the rows; how many commits were undone, `None` without a copy.
    pub fn restore_snapshot(&mut self) -> Option<u64> {
        let (commits, rows) = self.snapshot.clone()?;
        let undone = self.commits - commits;
        self.rows = rows;
        Some(undone)
    }

    /// Takes rows out behind the owner's back: for planted faults only.
    pub fn forget(&mut self, gone: impl Fn(&(line::machine::Table, Vec<u8>)) -> bool) {
        self.rows.retain(|key, _| !gone(key));
    }
}

impl Default for Disk {
    fn default() -> Self {
        Disk::new()
    }
}

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
        let before = disk.rows().clone();
        assert_eq!(disk.commit(&[put(1, None), put(2, Some(2))]), Err(CommitFailed));
        assert_eq!(disk.commit(&[put(2, Some(2))]), Err(CommitFailed));
        assert_eq!(disk.rows(), &before);
        assert_eq!(disk.commit(&[put(2, Some(2))]), Ok(()));
        assert_eq!(disk.rows().len(), 2);
    }

    #[test]
    fn a_restored_snapshot_is_an_earlier_commit_whole() {
        let mut disk = Disk::new();
        assert_eq!(disk.restore_snapshot(), None);
        disk.commit(&[put(1, Some(1))]).expect("a sound disk commits");
        disk.keep_snapshot();
        let then = disk.rows().clone();
        disk.commit(&[put(1, None)]).expect("a sound disk commits");
        disk.commit(&[put(3, Some(3))]).expect("a sound disk commits");
        assert_eq!(disk.restore_snapshot(), Some(2));
        assert_eq!(disk.rows(), &then);
    }
}
