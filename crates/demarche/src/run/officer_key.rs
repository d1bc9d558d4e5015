//! An officer's key file: an Ed25519 seed, encrypted with a passphrase (age, scrypt), mode 0600.

use crate::stopped::Stopped;
use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::SecretString;
use ed25519_dalek::SigningKey;
use std::io::{Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// Makes a key, writes its file, returns the public half.
pub fn create(path: &Path, passphrase: &str) -> Result<[u8; 32], Stopped> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(|e| Stopped::file(path, &std::io::Error::other(e.to_string())))?;
    let key = SigningKey::from_bytes(&seed);
    let sealed = seal(&seed, passphrase).map_err(|e| Stopped::file(path, &e))?;
    store::create_private(path, &sealed).map_err(|e| Stopped::refused(&e))?;
    Ok(key.verifying_key().to_bytes())
}

/// Opens a key file.
pub fn open(path: &Path, passphrase: &str) -> Result<SigningKey, Stopped> {
    let sealed = store::read_bounded(path, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let mut seed = Zeroizing::new(Vec::new());
    let decryptor =
        age::Decryptor::new(ArmoredReader::new(sealed.as_slice())).map_err(|_| Stopped::key_file(path))?;
    let identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    let reader = decryptor
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .map_err(|_| Stopped::key_file(path))?;
    reader.take(LIMIT).read_to_end(&mut seed).map_err(|_| Stopped::key_file(path))?;
    let seed: Zeroizing<[u8; 32]> =
        Zeroizing::new(seed.as_slice().try_into().map_err(|_| Stopped::key_file(path))?);
    Ok(SigningKey::from_bytes(&seed))
}

fn seal(seed: &[u8; 32], passphrase: &str) -> std::io::Result<Vec<u8>> {
    let recipient = {
        let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        recipient.set_work_factor(WORK_FACTOR);
        recipient
    };
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(std::io::Error::other)?;
    let mut sealed = Vec::new();
    let armour = ArmoredWriter::wrap_output(&mut sealed, Format::AsciiArmor)?;
    let mut writer = encryptor.wrap_output(armour)?;
    writer.write_all(seed)?;
    writer.finish()?.finish()?;
    Ok(sealed)
}

const LIMIT: u64 = 64 * 1024;
/// About 0.1 s on the measured machine (continuity.md): an officer opens it at every seal.
const WORK_FACTOR: u8 = 15;
