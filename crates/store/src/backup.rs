//! A whole node folder as one file under a passphrase, or sealed to the party's backup key, and back.
//!
//! The file is an age file (scrypt, or X-Wing); inside stand records of canonical CBOR, each behind a length of four bytes:
//! header, files, stores row by row, end. Keys of the machine are not in it: a restored node gets new ones, its
//! stores carry no clean-stop marker, so it starts quarantined (line.md section 11).

use crate::compartment::CompartmentStore;
use crate::error::StoreError;
use crate::files;
use crate::key::{Protection, passphrase_reader, passphrase_writer};
use crate::node_folder::NodeFolder;
use crate::node_store::{NodeStore, NodeTable};
use crate::row_store::{AllRows, RowStore, RowWrite, TableSet};
use crate::sealed::{self, BackupKey, BackupSecret};
use line::cbor;
use line::ids::{CompartmentId, Status};
use line::machine::{Rows, Table};
use minicbor::{Decode, Encode};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

/// What stands first in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct BackupHeader {
    /// Format version, 1.
    #[n(0)]
    pub v: u8,
    /// ACTUAL, EXERCISE or TEST.
    #[n(1)]
    pub status: Status,
    /// The party's code as text.
    #[n(2)]
    pub party: String,
    /// When it was made, ms UTC by the node's clock.
    #[n(3)]
    pub made_ms: i64,
}

#[derive(Debug, PartialEq, Eq, Encode, Decode)]
enum Record {
    #[n(0)]
    Header(#[n(0)] BackupHeader),
    #[n(1)]
    File(#[n(0)] String, #[cbor(n(1), with = "minicbor::bytes")] Vec<u8>),
    #[n(2)]
    Compartment(#[n(0)] CompartmentId),
    #[n(3)]
    NodeStore,
    #[n(4)]
    Row(
        #[n(0)] u8,
        #[cbor(n(1), with = "minicbor::bytes")] Vec<u8>,
        #[cbor(n(2), with = "minicbor::bytes")] Vec<u8>,
    ),
    #[n(5)]
    End,
}

/// How a backup is closed.
#[derive(Clone, Copy)]
pub enum Closing<'a> {
    /// Under a passphrase, with this work factor.
    Passphrase(&'a str, u8),
    /// To the party's backup key: whoever writes cannot read.
    Sealed(&'a BackupKey),
}

/// How a backup is opened.
#[derive(Clone, Copy)]
pub enum Opening<'a> {
    /// With its passphrase.
    Passphrase(&'a str),
    /// With the party's backup key, in a ceremony.
    Sealed(&'a BackupSecret),
}

/// Writes a backup; it appears under its name only when [`BackupWriter::finish`] has made it durable.
pub struct BackupWriter {
    path: PathBuf,
    part: PathBuf,
    out: age::stream::StreamWriter<BufWriter<File>>,
}

impl BackupWriter {
    /// Begins a backup file, which must not exist yet.
    ///
    /// # Errors
    /// [`StoreError::Exists`] or a file error.
    pub fn create(path: &Path, closing: Closing<'_>, header: BackupHeader) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        files::write_atomically(&part, &[], 0o600)?;
        let file = File::options().write(true).open(&part).map_err(|e| StoreError::io(&part, &e))?;
        let file = BufWriter::new(file);
        let out = match closing {
            Closing::Passphrase(passphrase, work) => passphrase_writer(path, passphrase, work, file)?,
            Closing::Sealed(key) => sealed::writer(path, key, file)?,
        };
        let mut writer = BackupWriter { path: path.to_owned(), part, out };
        writer.record(&Record::Header(header))?;
        Ok(writer)
    }

    /// Adds a file of the node's folder by its path below it.
    ///
    /// # Errors
    /// A file error.
    pub fn file(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        self.record(&Record::File(name.to_owned(), bytes))
    }

    /// Adds the rows of `node.db`.
    ///
    /// # Errors
    /// A file error.
    pub fn node_store(&mut self, rows: AllRows<NodeTable>) -> Result<(), StoreError> {
        self.record(&Record::NodeStore)?;
        self.rows(rows)
    }

    /// Adds the rows of a compartment.
    ///
    /// # Errors
    /// A file error.
    pub fn compartment(&mut self, id: CompartmentId, rows: Rows) -> Result<(), StoreError> {
        self.record(&Record::Compartment(id))?;
        self.rows(rows)
    }

    /// Ends the backup, makes it durable and gives it its name.
    ///
    /// # Errors
    /// A file error; there is no backup then.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.record(&Record::End)?;
        let BackupWriter { path, part, out } = self;
        let failed = |e: std::io::Error| StoreError::io(&path, &e);
        let buffered = out.finish().map_err(failed)?;
        let file = buffered.into_inner().map_err(|e| failed(e.into_error()))?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(&part, &path).map_err(failed)?;
        files::sync_folder_of(&path)
    }

    fn rows<T: TableSet>(&mut self, rows: AllRows<T>) -> Result<(), StoreError> {
        for ((table, key), value) in rows {
            self.record(&Record::Row(table.number(), key, value))?;
        }
        Ok(())
    }

    fn record(&mut self, record: &Record) -> Result<(), StoreError> {
        let bytes = cbor::encode(record);
        let detail =
            || StoreError::BadBackup { path: self.path.clone(), detail: "a row above 64 MiB".to_owned() };
        let length = u32::try_from(bytes.len()).ok().filter(|n| *n <= RECORD_LIMIT).ok_or_else(detail)?;
        let failed = |e: std::io::Error| StoreError::io(&self.path, &e);
        self.out.write_all(&length.to_be_bytes()).map_err(failed)?;
        self.out.write_all(&bytes).map_err(failed)
    }
}

/// Reads a backup's header: whose it is, of which status, how old.
///
/// # Errors
/// [`StoreError::WrongPassphrase`], [`StoreError::BadBackup`].
pub fn backup_header(path: &Path, opening: Opening<'_>) -> Result<BackupHeader, StoreError> {
    BackupReader::open(path, opening).map(|(_, header)| header)
}

/// Brings a backup back as a new folder with new keys. The folder must not hold a node. Nothing is left behind
/// when it fails.
///
/// # Errors
/// [`StoreError::OtherStatus`] if the backup is not of status `asked` (R14), [`StoreError::WrongPassphrase`],
/// [`StoreError::BadBackup`], [`StoreError::Exists`].
pub fn restore(
    backup: &Path,
    opening: Opening<'_>,
    asked: Status,
    folder: &Path,
    protection: &Protection,
) -> Result<BackupHeader, StoreError> {
    let (mut reader, header) = BackupReader::open(backup, opening)?;
    if header.status != asked {
        let (found, asked) = (header.status.word(), asked.word());
        return Err(StoreError::OtherStatus { path: backup.to_owned(), found, asked });
    }
    let fresh = !folder.exists();
    if !fresh && std::fs::read_dir(folder).map_err(|e| StoreError::io(folder, &e))?.next().is_some() {
        return Err(StoreError::Exists { path: folder.to_owned() });
    }
    let outcome = fill(&mut reader, folder, protection);
    if outcome.is_err() {
        let _ = std::fs::remove_dir_all(folder);
    }
    outcome.map(|()| header)
}

fn fill(reader: &mut BackupReader, folder: &Path, protection: &Protection) -> Result<(), StoreError> {
    let (node, store) = NodeFolder::create(folder, protection)?;
    let mut filling = Filling { node, store, compartment: None, pending: Vec::new() };
    loop {
        match reader.next()? {
            Record::Header(_) => return Err(reader.bad("a second header")),
            Record::File(name, bytes) => {
                let place =
                    below(folder, &name).ok_or_else(|| reader.bad("a file name outside the folder"))?;
                if let Some(parent) = place.parent() {
                    files::create_folder(parent)?;
                }
                files::create_private(&place, &bytes)?;
            }
            Record::NodeStore => filling.begin(None)?,
            Record::Compartment(id) => filling.begin(Some(&id))?,
            Record::Row(table, key, value) => filling.row((table, key, value), reader)?,
            Record::End => return filling.flush(),
        }
    }
}

/// The store that rows go to while a backup is read.
struct Filling {
    node: NodeFolder,
    store: NodeStore,
    compartment: Option<CompartmentStore>,
    pending: Vec<(u8, Vec<u8>, Vec<u8>)>,
}

impl Filling {
    fn begin(&mut self, compartment: Option<&CompartmentId>) -> Result<(), StoreError> {
        self.flush()?;
        self.compartment = compartment.map(|id| self.node.create_compartment(id)).transpose()?;
        Ok(())
    }

    fn row(&mut self, row: (u8, Vec<u8>, Vec<u8>), reader: &BackupReader) -> Result<(), StoreError> {
        let known = match self.compartment {
            Some(_) => numbered::<Table>(row.0).is_some(),
            None => numbered::<NodeTable>(row.0).is_some(),
        };
        if !known {
            return Err(reader.bad("a table this version does not know"));
        }
        self.pending.push(row);
        if self.pending.len() < ROWS_A_COMMIT { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let rows = std::mem::take(&mut self.pending);
        match &mut self.compartment {
            Some(store) => write(&mut store.rows(), &rows),
            None => write(self.store.rows(), &rows),
        }
    }
}

fn write<T: TableSet>(store: &mut RowStore<T>, rows: &[(u8, Vec<u8>, Vec<u8>)]) -> Result<(), StoreError> {
    store.commit(rows.iter().filter_map(|(number, key, value)| {
        Some(RowWrite { table: numbered::<T>(*number)?, key: key.as_slice(), value: Some(value.as_slice()) })
    }))
}

fn numbered<T: TableSet>(number: u8) -> Option<T> {
    T::ALL.iter().copied().find(|table| table.number() == number)
}

/// A path below the folder made of plain names only.
fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = Path::new(name);
    let plain = name.components().all(|c| matches!(c, Component::Normal(_)));
    (plain && name.components().next().is_some()).then(|| folder.join(name))
}

struct BackupReader {
    path: PathBuf,
    input: age::stream::StreamReader<BufReader<File>>,
}

impl BackupReader {
    fn open(path: &Path, opening: Opening<'_>) -> Result<(Self, BackupHeader), StoreError> {
        let file = BufReader::new(File::open(path).map_err(|e| StoreError::io(path, &e))?);
        let input = match opening {
            Opening::Passphrase(passphrase) => passphrase_reader(path, passphrase, file)?,
            Opening::Sealed(secret) => sealed::reader(path, secret, file)?,
        };
        let mut reader = BackupReader { path: path.to_owned(), input };
        match reader.next()? {
            Record::Header(header) if header.v == 1 => Ok((reader, header)),
            _ => Err(reader.bad("no header of version 1")),
        }
    }

    fn next(&mut self) -> Result<Record, StoreError> {
        let mut length = [0; 4];
        self.input.read_exact(&mut length).map_err(|e| self.bad(&e.to_string()))?;
        let length = u32::from_be_bytes(length);
        if length > RECORD_LIMIT {
            return Err(self.bad("a record above 64 MiB"));
        }
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(u64::from(length)).read_to_end(&mut bytes);
        read.map_err(|e| self.bad(&e.to_string()))?;
        cbor::decode(&bytes).map_err(|e| self.bad(&e.to_string()))
    }

    fn bad(&self, detail: &str) -> StoreError {
        StoreError::BadBackup { path: self.path.clone(), detail: detail.to_owned() }
    }
}

const RECORD_LIMIT: u32 = 64 * 1024 * 1024;
const ROWS_A_COMMIT: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_in_a_backup_cannot_leave_the_folder() {
        let folder = Path::new("/f");
        for name in ["../x", "/etc/x", "a/../../x", "", ".", "./x/.."] {
            assert_eq!(below(folder, name), None, "{name}");
        }
        assert_eq!(below(folder, "a/b.toml"), Some(PathBuf::from("/f/a/b.toml")));
    }
}
