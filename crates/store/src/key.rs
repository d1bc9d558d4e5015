//! Keys of this machine: the node key and the random key of each store wrapped under it.
//!
//! I1 a key never leaves this crate in the clear, stands in no Debug output and is zeroised when dropped.
//! I2 a wrapped key opens only under the name of the store it was wrapped for.

use crate::error::StoreError;
use crate::files;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use std::io::{Read, Write};
use std::path::Path;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// scrypt work factor (log2 of N) for passphrases of operators: about a second on a small machine.
pub const WORK_FACTOR: u8 = 17;

/// The random 256-bit key of one store file.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct StoreKey([u8; 32]);

impl StoreKey {
    /// A fresh random key.
    ///
    /// # Errors
    /// [`StoreError::NoEntropy`].
    pub fn random() -> Result<Self, StoreError> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| StoreError::NoEntropy)?;
        Ok(StoreKey(key))
    }

    /// The pragma text that hands the raw key to SQLCipher; a raw key avoids a derivation on each open.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let hex = Zeroizing::new(hex::encode(self.0));
        Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", hex.as_str()))
    }
}

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreKey(..)")
    }
}

/// How the node key lies on disk.
#[derive(Clone)]
pub enum Protection {
    /// In the clear in a file of mode 0600: the node starts without a person. The disk guards it.
    KeyFile,
    /// Under a passphrase (age, scrypt with this work factor): a person starts the node.
    Passphrase(Zeroizing<String>, u8),
}

impl Protection {
    /// Under this passphrase, with the usual work factor.
    pub fn passphrase(text: &str) -> Self {
        Protection::Passphrase(Zeroizing::new(text.to_owned()), WORK_FACTOR)
    }
}

impl std::fmt::Debug for Protection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Protection::KeyFile => "KeyFile",
            Protection::Passphrase(..) => "Passphrase(..)",
        })
    }
}

/// The key under which a node's store keys are wrapped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct NodeKey([u8; 32]);

impl std::fmt::Debug for NodeKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NodeKey(..)")
    }
}

impl NodeKey {
    /// Makes a random node key and writes its file, which must not exist yet.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::NoEntropy`] or a file error.
    pub fn create(path: &Path, protection: &Protection) -> Result<Self, StoreError> {
        let mut key = NodeKey([0; 32]);
        getrandom::fill(&mut key.0).map_err(|_| StoreError::NoEntropy)?;
        let mut text = Zeroizing::new(Vec::from(HEADER));
        match protection {
            Protection::KeyFile => {
                text.extend_from_slice(PLAIN);
                text.extend_from_slice(Zeroizing::new(hex::encode(key.0)).as_bytes());
                text.push(b'\n');
            }
            Protection::Passphrase(passphrase, work) => {
                text.extend_from_slice(SLOT);
                text.extend_from_slice(&seal_with_passphrase(path, passphrase, *work, &key.0)?);
            }
        }
        files::create_private(path, &text)?;
        Ok(key)
    }

    /// Reads a node key file.
    ///
    /// # Errors
    /// [`StoreError::WrongPassphrase`] (also when one is needed and none is given), [`StoreError::BadKeyFile`].
    pub fn open(path: &Path, passphrase: Option<&str>) -> Result<Self, StoreError> {
        let text = Zeroizing::new(files::read_bounded(path, KEY_FILE_LIMIT)?);
        let bad = || StoreError::BadKeyFile { path: path.to_owned() };
        let rest = text.strip_prefix(HEADER).ok_or_else(bad)?;
        let raw = if let Some(hex) = rest.strip_prefix(PLAIN) {
            Zeroizing::new(hex::decode(hex.trim_ascii_end()).map_err(|_| bad())?)
        } else {
            let sealed = rest.strip_prefix(SLOT).ok_or_else(bad)?;
            let passphrase = passphrase.ok_or(StoreError::WrongPassphrase { path: path.to_owned() })?;
            open_with_passphrase(path, passphrase, sealed)?
        };
        Ok(NodeKey(raw.as_slice().try_into().map_err(|_| bad())?))
    }

    /// Whether the file needs a passphrase to be opened.
    ///
    /// # Errors
    /// A file error, or [`StoreError::BadKeyFile`].
    pub fn needs_passphrase(path: &Path) -> Result<bool, StoreError> {
        let text = Zeroizing::new(files::read_bounded(path, KEY_FILE_LIMIT)?);
        let rest = text.strip_prefix(HEADER).ok_or(StoreError::BadKeyFile { path: path.to_owned() })?;
        Ok(rest.starts_with(SLOT))
    }

    /// Wraps a store's key for its name into a file, which must not exist yet.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::NoEntropy`] or a file error.
    pub(crate) fn wrap(&self, path: &Path, name: &str, key: &StoreKey) -> Result<(), StoreError> {
        let mut nonce = [0u8; 24];
        getrandom::fill(&mut nonce).map_err(|_| StoreError::NoEntropy)?;
        let sealed = self
            .cipher()
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: &key.0, aad: &label(name) })
            .expect("sealing 32 bytes cannot exceed the cipher's limit");
        files::create_private(path, &[nonce.as_slice(), &sealed].concat())
    }

    /// Opens a store's wrapped key.
    ///
    /// # Errors
    /// [`StoreError::BadKeyFile`] if it was wrapped under another node key or for another name.
    pub(crate) fn unwrap(&self, path: &Path, name: &str) -> Result<StoreKey, StoreError> {
        let bytes = files::read_bounded(path, KEY_FILE_LIMIT)?;
        let bad = || StoreError::BadKeyFile { path: path.to_owned() };
        let (nonce, sealed) = bytes.split_at_checked(24).ok_or_else(bad)?;
        let opened = self
            .cipher()
            .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: &label(name) })
            .map_err(|_| bad())?;
        let opened = Zeroizing::new(opened);
        Ok(StoreKey(opened.as_slice().try_into().map_err(|_| bad())?))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.0).into())
    }
}

/// Seals bytes under a passphrase (age file with one scrypt recipient).
pub(crate) fn seal_with_passphrase(
    path: &Path,
    passphrase: &str,
    work: u8,
    bytes: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let mut out = Vec::new();
    let mut writer = passphrase_writer(path, passphrase, work, &mut out)?;
    writer.write_all(bytes).and_then(|()| writer.finish().map(drop)).map_err(|e| StoreError::io(path, &e))?;
    Ok(out)
}

/// A writer that seals under a passphrase.
pub(crate) fn passphrase_writer<W: Write>(
    path: &Path,
    passphrase: &str,
    work: u8,
    out: W,
) -> Result<age::stream::StreamWriter<W>, StoreError> {
    let mut recipient = age::scrypt::Recipient::new(age::secrecy::SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(work);
    age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .expect("one recipient is given")
        .wrap_output(out)
        .map_err(|e| StoreError::io(path, &e))
}

/// A reader that opens what [`passphrase_writer`] sealed.
pub(crate) fn passphrase_reader<R: Read>(
    path: &Path,
    passphrase: &str,
    input: R,
) -> Result<age::stream::StreamReader<R>, StoreError> {
    let bad = |detail: String| StoreError::BadBackup { path: path.to_owned(), detail };
    let decryptor = age::Decryptor::new(input).map_err(|e| bad(e.to_string()))?;
    let mut identity = age::scrypt::Identity::new(age::secrecy::SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MAX_WORK_FACTOR);
    decryptor
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .map_err(|_| StoreError::WrongPassphrase { path: path.to_owned() })
}

fn open_with_passphrase(
    path: &Path,
    passphrase: &str,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let bad = || StoreError::BadKeyFile { path: path.to_owned() };
    let reader = passphrase_reader(path, passphrase, sealed).map_err(|e| match e {
        StoreError::BadBackup { .. } => bad(),
        other => other,
    })?;
    let mut out = Zeroizing::new(Vec::new());
    reader.take(KEY_FILE_LIMIT).read_to_end(&mut out).map_err(|_| bad())?;
    Ok(out)
}

fn label(name: &str) -> Vec<u8> {
    [b"demarche/store-key/1".as_slice(), name.as_bytes()].concat()
}

const HEADER: &[u8] = b"demarche node key 1\n";
const PLAIN: &[u8] = b"plain\n";
const SLOT: &[u8] = b"passphrase\n";
const KEY_FILE_LIMIT: u64 = 64 * 1024;
const MAX_WORK_FACTOR: u8 = 22;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapped_key_opens_only_under_its_own_name_and_node_key() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let node =
            NodeKey::create(&folder.path().join("node.key"), &Protection::KeyFile).expect("a node key");
        let other = NodeKey::create(&folder.path().join("other.key"), &Protection::KeyFile).expect("another");
        let key = StoreKey::random().expect("a key");
        let path = folder.path().join("a.key");
        node.wrap(&path, "a", &key).expect("wrapped");
        assert_eq!(node.unwrap(&path, "a").expect("opens").0, key.0);
        assert!(matches!(node.unwrap(&path, "b"), Err(StoreError::BadKeyFile { .. })));
        assert!(matches!(other.unwrap(&path, "a"), Err(StoreError::BadKeyFile { .. })));
    }

    #[test]
    fn a_node_key_under_a_passphrase_opens_with_it_and_with_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("node.key");
        let protection = Protection::Passphrase(Zeroizing::new("vier alte Tassen".to_owned()), 4);
        let key = NodeKey::create(&path, &protection).expect("a node key");
        assert!(NodeKey::needs_passphrase(&path).expect("readable"));
        assert_eq!(NodeKey::open(&path, Some("vier alte Tassen")).expect("opens").0, key.0);
        for wrong in [None, Some("vier alte Kannen")] {
            assert!(matches!(NodeKey::open(&path, wrong), Err(StoreError::WrongPassphrase { .. })));
        }
        let text = std::fs::read(&path).expect("readable");
        assert!(!text.windows(8).any(|w| key.0.windows(8).any(|k| k == w)));
    }
}
