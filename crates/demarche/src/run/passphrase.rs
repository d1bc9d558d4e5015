//! A passphrase, from the terminal without echo or from a file descriptor; never from an argument.

use crate::command::PassphraseFrom;
use crate::stopped::Stopped;
use std::io::Read;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Reads a passphrase; `twice` asks for it again on a terminal, for a new file.
pub fn read(from: &PassphraseFrom, prompt: &str, twice: bool) -> Result<Zeroizing<String>, Stopped> {
    match from.fd {
        Some(fd) => of_descriptor(fd),
        None => of_terminal(prompt, twice),
    }
}

fn of_descriptor(fd: u32) -> Result<Zeroizing<String>, Stopped> {
    let path = PathBuf::from(format!("/dev/fd/{fd}"));
    let mut text = Zeroizing::new(String::new());
    let mut file = std::fs::File::open(&path).map_err(|e| Stopped::file(&path, &e))?.take(LIMIT);
    file.read_to_string(&mut text).map_err(|e| Stopped::file(&path, &e))?;
    Ok(Zeroizing::new(text.trim_end_matches(['\n', '\r']).to_owned()))
}

fn of_terminal(prompt: &str, twice: bool) -> Result<Zeroizing<String>, Stopped> {
    let ask = |prompt: &str| {
        let terminal = PathBuf::from("/dev/tty");
        rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|e| Stopped::file(&terminal, &e))
    };
    let first = ask(prompt)?;
    if twice && *ask("Again: ")? != *first {
        return Err(Stopped::usage("passphrase", "(the two differ)"));
    }
    Ok(first)
}

const LIMIT: u64 = 4096;
