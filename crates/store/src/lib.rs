//! **Durable ground for bytes**: one SQLCipher file a compartment, the node's own store, keys of this machine,
//! backups, and the mailboxes of a relay.
//!
//! In: rows of [`line::machine`] and of `node`, paths, passphrases. Out: rows, and typed refusals.
//!
//! I1 what `commit` confirmed is durable; what it refused is not there. I2 one process a folder. I3 files are
//! private (0600) from birth, keys are zeroised and never printed. I4 a store that was not stopped cleanly, is
//! a copy, or is older than its marker says so when it is opened. I5 a restored node is a new one: new keys,
//! no marker.

mod backup;
mod compartment;
mod error;
mod files;
mod key;
mod log;
mod node_folder;
mod node_store;
mod relay_store;
mod row_store;
mod sealed;
mod stop_marker;

pub use backup::{BackupHeader, BackupWriter, Closing, Opening, backup_header, restore};
pub use compartment::CompartmentStore;
pub use error::StoreError;
pub use files::{FolderLock, boot_id, create_folder, create_private, read_bounded, write_atomically};
pub use key::{NodeKey, Protection, StoreKey, WORK_FACTOR};
pub use node_folder::NodeFolder;
pub use node_store::{NodeStore, NodeTable, NodeWrite};
pub use relay_store::{RelayStore, SqliteRelayStore, StateRow};
pub use row_store::{AllRows, RowStore, RowWrite, Stop, TableSet};
pub use sealed::{BackupKey, BackupSecret};
