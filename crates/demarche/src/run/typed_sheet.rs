//! What a custodian typed from the own sheet, compared with the share.

use crate::command::PassphraseFrom;
use crate::run::passphrase;
use crate::run::qr::read_png;
use crate::stopped::Stopped;
use custody::{CustodyError, Share, Which, read_digits};
use std::path::Path;
use zeroize::Zeroizing;

/// Compares two typed lines, root and seal, with the share.
pub fn lines(share: &Share, typed: &str) -> Result<(), Stopped> {
    let mut lines = typed.lines().filter(|line| !line.trim().is_empty());
    for (which, secret) in [(Which::Root, &share.root), (Which::Seal, &share.seal)] {
        let line = lines.next().unwrap_or_default();
        let read = read_digits(&share.set, share.index, which, line).map_err(|e| Stopped::refused(&e))?;
        if read != *secret {
            return Err(Stopped::refused(&CustodyError::SheetWhole));
        }
    }
    Ok(())
}

/// Reads two lines from a file.
pub fn file(share: &Share, path: &Path) -> Result<(), Stopped> {
    let text = Zeroizing::new(std::fs::read_to_string(path).map_err(|e| Stopped::file(path, &e))?);
    lines(share, &text)
}

/// Asks at the terminal, without echo.
pub fn terminal(share: &Share) -> Result<(), Stopped> {
    let from = PassphraseFrom { fd: None };
    let root = passphrase::read(&from, &format!("{} {}: ", share.index, Which::Root.word()), false)?;
    let seal = passphrase::read(&from, &format!("{} {}: ", share.index, Which::Seal.word()), false)?;
    lines(share, &Zeroizing::new(format!("{}\n{}", root.as_str(), seal.as_str())))
}

/// Compares the symbol of a picture with the share.
pub fn picture(share: &Share, path: &Path) -> Result<(), Stopped> {
    let bytes = store::read_bounded(path, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let read = Zeroizing::new(read_png(&bytes).ok_or_else(|| Stopped::no_symbol(path))?);
    let shown = Share::decode(&read).map_err(|e| Stopped::refused(&e))?;
    if shown == *share { Ok(()) } else { Err(Stopped::refused(&CustodyError::SheetWhole)) }
}

const LIMIT: u64 = 64 << 20;
