//! A node's folder: lock, node key, `node.db`, one store a compartment.
//!
//! ```text
//! FOLDER/lock  node.key  node.db  node.db.key  compartments/HEX.db  compartments/HEX.key
//! ```

use crate::compartment::CompartmentStore;
use crate::error::StoreError;
use crate::files::{self, FolderLock};
use crate::key::{NodeKey, Protection, StoreKey};
use crate::node_store::NodeStore;
use crate::row_store::{RowStore, Stop};
use line::ids::CompartmentId;
use std::path::{Path, PathBuf};

/// A node's folder, locked for this process, its node key open.
#[derive(Debug)]
pub struct NodeFolder {
    lock: FolderLock,
    key: NodeKey,
    boot: String,
}

impl NodeFolder {
    /// Founds a folder: node key and an empty `node.db`.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if a node lives there; any other.
    pub fn create(folder: &Path, protection: &Protection) -> Result<(Self, NodeStore), StoreError> {
        files::create_folder(folder)?;
        files::create_folder(&folder.join("compartments"))?;
        let lock = FolderLock::take(folder)?;
        let key = NodeKey::create(&folder.join("node.key"), protection)?;
        let store_key = StoreKey::random()?;
        key.wrap(&folder.join("node.db.key"), "node.db", &store_key)?;
        let store = NodeStore(RowStore::create(&folder.join("node.db"), &store_key)?);
        Ok((NodeFolder { lock, key, boot: files::boot_id()? }, store))
    }

    /// Opens a folder and its `node.db`.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another process runs on it, [`StoreError::WrongPassphrase`], any other.
    pub fn open(folder: &Path, passphrase: Option<&str>) -> Result<(Self, NodeStore, Stop), StoreError> {
        let key_path = folder.join("node.key");
        if !key_path.exists() {
            return Err(StoreError::Missing { path: key_path });
        }
        let lock = FolderLock::take(folder)?;
        let key = NodeKey::open(&key_path, passphrase)?;
        let store_key = key.unwrap(&folder.join("node.db.key"), "node.db")?;
        let boot = files::boot_id()?;
        let (store, stop) = RowStore::open(&folder.join("node.db"), &store_key, &boot)?;
        Ok((NodeFolder { lock, key, boot }, NodeStore(store), stop))
    }

    /// Makes the store of a new compartment with a random key of its own.
    ///
    /// # Errors
    /// [`StoreError::Exists`] or any other.
    pub fn create_compartment(&self, id: &CompartmentId) -> Result<CompartmentStore, StoreError> {
        let (store, key, name) = self.places(id);
        let store_key = StoreKey::random()?;
        self.key.wrap(&key, &name, &store_key)?;
        CompartmentStore::create(&store, &store_key)
    }

    /// Opens a compartment's store.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn open_compartment(&self, id: &CompartmentId) -> Result<(CompartmentStore, Stop), StoreError> {
        let (store, key, name) = self.places(id);
        CompartmentStore::open(&store, &self.key.unwrap(&key, &name)?, &self.boot)
    }

    /// Removes the files of a compartment that was never founded.
    ///
    /// # Errors
    /// A file error.
    pub fn forget_compartment(&self, id: &CompartmentId) -> Result<(), StoreError> {
        let (store, key, _) = self.places(id);
        for path in [store.with_extension("db-wal"), store, key] {
            match std::fs::remove_file(&path) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::io(&path, &e)),
                _ => {}
            }
        }
        Ok(())
    }

    /// The compartments that have a store here.
    ///
    /// # Errors
    /// A file error.
    pub fn compartments(&self) -> Result<Vec<CompartmentId>, StoreError> {
        let folder = self.path().join("compartments");
        let failed = |e: std::io::Error| StoreError::io(&folder, &e);
        let mut found = Vec::new();
        for item in std::fs::read_dir(&folder).map_err(failed)? {
            let path = item.map_err(failed)?.path();
            let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
            let mut id = [0; 32];
            if path.extension().is_some_and(|e| e == "db") && hex::decode_to_slice(stem, &mut id).is_ok() {
                found.push(CompartmentId(id));
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.lock.folder()
    }

    /// The id of this boot, for clean stops.
    pub fn boot(&self) -> &str {
        &self.boot
    }

    fn places(&self, id: &CompartmentId) -> (PathBuf, PathBuf, String) {
        let folder = self.path().join("compartments");
        let name = id.to_string();
        (folder.join(format!("{name}.db")), folder.join(format!("{name}.key")), name)
    }
}
