//! A file under a passphrase (age, scrypt), mode 0600: key files of officers, share files of custodians.

use crate::stopped::Stopped;
use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::SecretString;
use std::io::{Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// Writes a new file.
pub fn create(path: &Path, bytes: &[u8], passphrase: &str, work: u8) -> Result<(), Stopped> {
    let sealed = seal(bytes, passphrase, work).map_err(|e| Stopped::file(path, &e))?;
    store::create_private(path, &sealed).map_err(|e| Stopped::refused(&e))
}

/// Writes a file in place of the one that is there, in one step.
pub fn replace(path: &Path, bytes: &[u8], passphrase: &str, work: u8) -> Result<(), Stopped> {
    let sealed = seal(bytes, passphrase, work).map_err(|e| Stopped::file(path, &e))?;
    store::write_atomically(path, &sealed, 0o600).map_err(|e| Stopped::refused(&e))
}

/// Opens a file.
pub fn open(path: &Path, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, Stopped> {
    let sealed = store::read_bounded(path, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let mut bytes = Zeroizing::new(Vec::new());
    let decryptor =
        age::Decryptor::new(ArmoredReader::new(sealed.as_slice())).map_err(|_| Stopped::key_file(path))?;
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(MOST_WORK);
    let reader = decryptor
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .map_err(|_| Stopped::key_file(path))?;
    reader.take(LIMIT).read_to_end(&mut bytes).map_err(|_| Stopped::key_file(path))?;
    Ok(bytes)
}

fn seal(bytes: &[u8], passphrase: &str, work: u8) -> std::io::Result<Vec<u8>> {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(work);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(std::io::Error::other)?;
    let mut sealed = Vec::new();
    let armour = ArmoredWriter::wrap_output(&mut sealed, Format::AsciiArmor)?;
    let mut writer = encryptor.wrap_output(armour)?;
    writer.write_all(bytes)?;
    writer.finish()?.finish()?;
    Ok(sealed)
}

const LIMIT: u64 = 64 * 1024;
/// A file that asks for more would hold the machine for minutes.
const MOST_WORK: u8 = 20;
