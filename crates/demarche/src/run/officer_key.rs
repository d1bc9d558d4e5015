//! An officer's key file: an Ed25519 seed, encrypted with a passphrase (age, scrypt), mode 0600.

use crate::run::passphrase_file;
use crate::stopped::Stopped;
use ed25519_dalek::SigningKey;
use std::path::Path;
use zeroize::Zeroizing;

/// Makes a key, writes its file, returns the public half.
pub fn create(path: &Path, passphrase: &str) -> Result<[u8; 32], Stopped> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(|e| Stopped::file(path, &std::io::Error::other(e.to_string())))?;
    let key = SigningKey::from_bytes(&seed);
    passphrase_file::create(path, seed.as_ref(), passphrase, WORK_FACTOR)?;
    Ok(key.verifying_key().to_bytes())
}

/// Opens a key file.
pub fn open(path: &Path, passphrase: &str) -> Result<SigningKey, Stopped> {
    let seed = passphrase_file::open(path, passphrase)?;
    let seed: Zeroizing<[u8; 32]> =
        Zeroizing::new(seed.as_slice().try_into().map_err(|_| Stopped::key_file(path))?);
    Ok(SigningKey::from_bytes(&seed))
}

/// About 0.1 s on the measured machine (continuity.md): an officer opens it at every seal.
const WORK_FACTOR: u8 = 15;
