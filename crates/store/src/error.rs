//! What can go wrong on durable ground, each with its code and whose fault it is.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::path::{Path, PathBuf};

/// Why a store, a key file or a backup refused. Nothing was changed unless the text of the code says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// The operating system refused a file operation.
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        detail: String,
    },
    /// No room left; the transaction was not kept.
    DiskFull {
        /// The store.
        path: PathBuf,
    },
    /// The disk did not confirm a write; the transaction counts as not kept.
    DiskFailing {
        /// The store.
        path: PathBuf,
        /// What the engine said.
        detail: String,
    },
    /// The key does not open this store (or its first page is damaged).
    WrongKey {
        /// The store.
        path: PathBuf,
    },
    /// The store opens but its content is damaged.
    Corrupt {
        /// The store.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// Another process holds it.
    InUse {
        /// The folder or store.
        path: PathBuf,
        /// Process id of the holder, where known.
        holder: String,
    },
    /// Written by a later version.
    Newer {
        /// The store.
        path: PathBuf,
        /// Its schema version.
        found: u32,
        /// The highest this version knows.
        known: u32,
    },
    /// There is nothing at this path.
    Missing {
        /// The file or folder.
        path: PathBuf,
    },
    /// Something is there already and will not be overwritten.
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// The passphrase does not open the file, or one is needed and was not given.
    WrongPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// A key file that is not one.
    BadKeyFile {
        /// The file.
        path: PathBuf,
    },
    /// A backup that cannot be read to its end.
    BadBackup {
        /// The file.
        path: PathBuf,
        /// At what it broke.
        detail: String,
    },
    /// A backup of another status (ACTUAL, EXERCISE, TEST) than was asked for (R14).
    OtherStatus {
        /// The file.
        path: PathBuf,
        /// Status in the backup.
        found: &'static str,
        /// Status asked for.
        asked: &'static str,
    },
    /// The system gave no randomness.
    NoEntropy,
}

impl StoreError {
    /// Wraps an operating-system error about a path.
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                StoreError::DiskFull { path }
            }
            std::io::ErrorKind::NotFound => StoreError::Missing { path },
            std::io::ErrorKind::AlreadyExists => StoreError::Exists { path },
            _ => StoreError::Io { path, detail: error.to_string() },
        }
    }

    /// Sorts an engine error by what the operator can do about it.
    pub(crate) fn engine(path: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as E;
        let path = path.to_owned();
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(E::DiskFull) => StoreError::DiskFull { path },
            Some(E::SystemIoFailure) => StoreError::DiskFailing { path, detail },
            Some(E::NotADatabase) => StoreError::WrongKey { path },
            Some(E::DatabaseBusy | E::DatabaseLocked) => StoreError::InUse { path, holder: "?".to_owned() },
            Some(E::DatabaseCorrupt) => StoreError::Corrupt { path, detail },
            Some(_) => StoreError::Io { path, detail },
            None => StoreError::Corrupt { path, detail },
        }
    }

    fn path(&self) -> String {
        match self {
            StoreError::Io { path, .. }
            | StoreError::DiskFull { path }
            | StoreError::DiskFailing { path, .. }
            | StoreError::WrongKey { path }
            | StoreError::Corrupt { path, .. }
            | StoreError::InUse { path, .. }
            | StoreError::Newer { path, .. }
            | StoreError::Missing { path }
            | StoreError::Exists { path }
            | StoreError::WrongPassphrase { path }
            | StoreError::BadKeyFile { path }
            | StoreError::BadBackup { path, .. }
            | StoreError::OtherStatus { path, .. } => path.display().to_string(),
            StoreError::NoEntropy => String::new(),
        }
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for StoreError {}

impl OperatorError for StoreError {
    fn code(&self) -> Code {
        Code(match self {
            StoreError::Io { .. } => "E-STORE-001",
            StoreError::DiskFull { .. } => "E-STORE-002",
            StoreError::DiskFailing { .. } => "E-STORE-003",
            StoreError::WrongKey { .. } => "E-STORE-004",
            StoreError::Corrupt { .. } => "E-STORE-005",
            StoreError::InUse { .. } => "E-STORE-006",
            StoreError::Newer { .. } => "E-STORE-007",
            StoreError::Missing { .. } => "E-STORE-008",
            StoreError::Exists { .. } => "E-STORE-009",
            StoreError::WrongPassphrase { .. } => "E-STORE-010",
            StoreError::BadKeyFile { .. } => "E-STORE-011",
            StoreError::BadBackup { .. } => "E-STORE-012",
            StoreError::OtherStatus { .. } => "E-STORE-013",
            StoreError::NoEntropy => "E-STORE-014",
        })
    }

    fn blame(&self) -> Blame {
        match self {
            StoreError::Missing { .. }
            | StoreError::Exists { .. }
            | StoreError::WrongPassphrase { .. }
            | StoreError::BadKeyFile { .. }
            | StoreError::OtherStatus { .. }
            | StoreError::InUse { .. }
            | StoreError::Newer { .. }
            | StoreError::WrongKey { .. } => Blame::Operator,
            _ => Blame::Environment,
        }
    }

    fn facts(&self) -> Facts {
        let path = self.path();
        match self {
            StoreError::Io { detail, .. }
            | StoreError::DiskFailing { detail, .. }
            | StoreError::Corrupt { detail, .. }
            | StoreError::BadBackup { detail, .. } => facts! { path: path, detail: detail.as_str() },
            StoreError::InUse { holder, .. } => facts! { path: path, holder: holder.as_str() },
            StoreError::Newer { found, known, .. } => {
                facts! { path: path, found: u64::from(*found), known: u64::from(*known) }
            }
            StoreError::OtherStatus { found, asked, .. } => {
                facts! { path: path, found: *found, asked: *asked }
            }
            StoreError::NoEntropy => facts! {},
            _ => facts! { path: path },
        }
    }
}
