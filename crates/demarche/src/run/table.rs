//! Custodians at the table: their passphrases, one after another, and their share files.

use crate::command::PassphraseFrom;
use crate::run::{passphrase, passphrase_file, randomness};
use crate::stopped::Stopped;
use custody::{Share, Status};
use std::collections::VecDeque;
use std::io::Write;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Where passphrases come from: lines of a descriptor, or the people themselves.
pub enum Passphrases {
    /// Lines that are left.
    Lines(VecDeque<Zeroizing<String>>),
    /// The terminal.
    Terminal,
}

impl Passphrases {
    /// Reads all lines at once, if there is a descriptor.
    pub fn of(from: &PassphraseFrom) -> Result<Self, Stopped> {
        let Some(_) = from.fd else { return Ok(Passphrases::Terminal) };
        let text = passphrase::read(from, "", false)?;
        Ok(Passphrases::Lines(text.lines().map(|line| Zeroizing::new(line.to_owned())).collect()))
    }

    /// The passphrase of a share that exists.
    pub fn existing(&mut self, path: &Path) -> Result<Zeroizing<String>, Stopped> {
        match self {
            Passphrases::Lines(lines) => next(lines),
            Passphrases::Terminal => {
                let prompt = format!("{}: ", path.display());
                passphrase::read(&PassphraseFrom { fd: None }, &prompt, false)
            }
        }
    }

    /// The passphrase of a share that is being made: made here, and shown to its custodian alone.
    pub fn made(&mut self, place: u16, shown: &str) -> Result<Zeroizing<String>, Stopped> {
        match self {
            Passphrases::Lines(lines) => next(lines),
            Passphrases::Terminal => show(place, shown),
        }
    }
}

fn next(lines: &mut VecDeque<Zeroizing<String>>) -> Result<Zeroizing<String>, Stopped> {
    lines
        .pop_front()
        .filter(|line| !line.is_empty())
        .ok_or_else(|| Stopped::usage("passphrase", "(no line left)"))
}

/// Eight groups of five digits, 132 bits; the screen is cleared when they are copied.
fn show(place: u16, shown: &str) -> Result<Zeroizing<String>, Stopped> {
    let bytes = Zeroizing::new(randomness::random::<32>());
    let made = Zeroizing::new(line::fingerprint::digits(&bytes));
    let terminal = PathBuf::from("/dev/tty");
    let failed = |e: std::io::Error| Stopped::file(&terminal, &e);
    let mut tty = std::fs::File::options().read(true).write(true).open(&terminal).map_err(failed)?;
    write!(tty, "{place}: {shown}\n\n  {}\n\n", made.as_str()).map_err(failed)?;
    let again = passphrase::read(&PassphraseFrom { fd: None }, "> ", false)?;
    write!(tty, "\x1b[2J\x1b[H").map_err(failed)?;
    if again.split_whitespace().eq(made.split_whitespace()) {
        Ok(made)
    } else {
        Err(Stopped::usage("passphrase", "(the two differ)"))
    }
}

/// Opens share files.
pub fn shares(paths: &[PathBuf], passphrases: &mut Passphrases) -> Result<Vec<Share>, Stopped> {
    paths.iter().map(|path| share(path, passphrases)).collect()
}

/// Opens a share file.
pub fn share(path: &Path, passphrases: &mut Passphrases) -> Result<Share, Stopped> {
    let bytes = passphrase_file::open(path, &passphrases.existing(path)?)?;
    Share::decode(&bytes).map_err(|e| Stopped::refused(&e))
}

/// scrypt work factor of share files: 0.6 s where it is real (continuity.md), less where it is not.
pub fn work(status: Status) -> u8 {
    if status == Status::Actual { 18 } else { 12 }
}
