//! Sealing to a party's backup key: whoever writes cannot read (continuity.md).
//!
//! An age file whose one recipient is an X-Wing key: its stanza holds the file key under HPKE (RFC 9180, base mode; X-Wing,
//! HKDF-SHA-256, ChaCha20-Poly1305). I1 only the private key opens it, and that exists in a ceremony. I2 an age file of
//! another recipient is refused as such.

use crate::error::StoreError;
use age::secrecy::ExposeSecret;
use age_core::format::{FileKey, Stanza};
use openmls_libcrux_crypto::CryptoProvider;
use openmls_traits::crypto::OpenMlsCrypto;
use openmls_traits::types::{HpkeAeadType, HpkeCiphertext, HpkeConfig, HpkeKdfType, HpkeKemType};
use std::collections::HashSet;
use std::io::{Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// The public half: a node writes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupKey(pub Vec<u8>);

/// The private half, made of the root in a ceremony.
pub struct BackupSecret {
    private: Zeroizing<Vec<u8>>,
    public: BackupKey,
}

impl BackupSecret {
    /// The pair of a seed.
    ///
    /// # Errors
    /// [`StoreError::NoEntropy`] if the library does not start.
    pub fn of_seed(seed: &[u8; 32]) -> Result<Self, StoreError> {
        let provider = CryptoProvider::new().map_err(|_| StoreError::NoEntropy)?;
        let pair = provider.derive_hpke_keypair(CONFIG, seed).map_err(|_| StoreError::NoEntropy)?;
        let private = Zeroizing::new(AsRef::<[u8]>::as_ref(&*pair.private).to_vec());
        Ok(BackupSecret { private, public: BackupKey(pair.public) })
    }

    /// The public half.
    pub fn public(&self) -> &BackupKey {
        &self.public
    }

    /// Opens what was sealed to the public half.
    ///
    /// # Errors
    /// [`StoreError::BadBackup`], naming `path`.
    pub fn open(&self, path: &Path, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let mut out = Zeroizing::new(Vec::new());
        let read = reader(path, self, sealed)?.read_to_end(&mut out);
        read.map_err(|e| StoreError::BadBackup { path: path.to_owned(), detail: e.to_string() })?;
        Ok(out)
    }
}

impl BackupKey {
    /// Seals bytes.
    ///
    /// # Errors
    /// [`StoreError::Io`] naming `path`.
    pub fn seal(&self, path: &Path, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut out = Vec::new();
        let mut writer = writer(path, self, &mut out)?;
        let written = writer.write_all(bytes).and_then(|()| writer.finish().map(drop));
        written.map_err(|e| StoreError::io(path, &e))?;
        Ok(out)
    }
}

/// A writer that seals to a key.
pub(crate) fn writer<W: Write>(
    path: &Path,
    key: &BackupKey,
    out: W,
) -> Result<age::stream::StreamWriter<W>, StoreError> {
    if key.0.len() != KEY_BYTES {
        let detail = format!("a backup key has {KEY_BYTES} bytes, this one {}", key.0.len());
        return Err(StoreError::BadBackup { path: path.to_owned(), detail });
    }
    age::Encryptor::with_recipients(std::iter::once(key as &dyn age::Recipient))
        .map_err(|e| StoreError::BadBackup { path: path.to_owned(), detail: e.to_string() })?
        .wrap_output(out)
        .map_err(|e| StoreError::io(path, &e))
}

/// A reader that opens what [`writer`] sealed.
pub(crate) fn reader<R: Read>(
    path: &Path,
    secret: &BackupSecret,
    input: R,
) -> Result<age::stream::StreamReader<R>, StoreError> {
    let bad = |detail: String| StoreError::BadBackup { path: path.to_owned(), detail };
    let decryptor = age::Decryptor::new(input).map_err(|e| bad(e.to_string()))?;
    decryptor.decrypt(std::iter::once(secret as &dyn age::Identity)).map_err(|e| bad(e.to_string()))
}

impl age::Recipient for BackupKey {
    fn wrap_file_key(&self, key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), age::EncryptError> {
        let failed = |why: &str| age::EncryptError::Io(std::io::Error::other(why.to_owned()));
        let provider = CryptoProvider::new().map_err(|_| failed("no randomness"))?;
        let sealed = provider
            .hpke_seal(CONFIG, &self.0, INFO, &[], key.expose_secret())
            .map_err(|_| failed("the backup key is not an X-Wing key"))?;
        let body = [sealed.kem_output.as_slice(), sealed.ciphertext.as_slice()].concat();
        let stanza = Stanza { tag: TAG.to_owned(), args: Vec::new(), body };
        Ok((vec![stanza], HashSet::from(["postquantum".to_owned()])))
    }
}

impl age::Identity for BackupSecret {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, age::DecryptError>> {
        if stanza.tag != TAG {
            return None;
        }
        Some(self.file_key(&stanza.body).ok_or(age::DecryptError::NoMatchingKeys))
    }
}

impl BackupSecret {
    fn file_key(&self, body: &[u8]) -> Option<FileKey> {
        let (kem, ciphertext) = body.split_at_checked(KEM_BYTES)?;
        let sealed =
            HpkeCiphertext { kem_output: kem.to_vec().into(), ciphertext: ciphertext.to_vec().into() };
        let provider = CryptoProvider::new().ok()?;
        let opened = Zeroizing::new(provider.hpke_open(CONFIG, &sealed, &self.private, INFO, &[]).ok()?);
        let key: [u8; 16] = opened.as_slice().try_into().ok()?;
        Some(FileKey::new(Box::new(key)))
    }
}

const CONFIG: HpkeConfig =
    HpkeConfig(HpkeKemType::XWingKemDraft6, HpkeKdfType::HkdfSha256, HpkeAeadType::ChaCha20Poly1305);
const TAG: &str = "demarche-xwing";
const INFO: &[u8] = b"demarche/backup-seal/1";
/// Bytes of an X-Wing encapsulation.
const KEM_BYTES: usize = 1120;

/// An X-Wing encapsulation key (draft-connolly-cfrg-xwing-kem, section 5.2).
const KEY_BYTES: usize = 1_216;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_seed_of_the_key_and_with_no_other() {
        let path = Path::new("x");
        let own = BackupSecret::of_seed(&[1; 32]).expect("a pair");
        let other = BackupSecret::of_seed(&[2; 32]).expect("a pair");
        assert_eq!(own.public().0.len(), 1216);
        assert_eq!(own.public(), BackupSecret::of_seed(&[1; 32]).expect("a pair").public());
        let sealed = own.public().seal(path, b"what stands").expect("sealed");
        assert_eq!(own.open(path, &sealed).expect("opens").as_slice(), b"what stands");
        assert!(other.open(path, &sealed).is_err());
        assert!(!sealed.windows(4).any(|bytes| bytes == b"what"));
        let mut changed = sealed.clone();
        *changed.last_mut().expect("not empty") ^= 1;
        assert!(own.open(path, &changed).is_err());
        assert!(own.open(path, &sealed[..sealed.len() / 2]).is_err());
        assert!(BackupKey(vec![0; 5]).seal(path, b"x").is_err());
    }
}
