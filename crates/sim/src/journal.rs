//! The history of a world: a running hash of every effect by kind and time, and on request its lines to read.
//!
//! I1 equal worlds have equal hashes. I2 what is noted names no key material, so that a world with labels and
//! the same world with MLS write the same journal.

use sha2::{Digest, Sha256};
use std::fmt;

/// What happened, hashed as it happens.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    hash: Sha256,
    lines: Option<Vec<String>>,
}

impl Journal {
    /// A journal that only hashes, or one that also keeps its lines.
    pub fn new(keep_lines: bool) -> Self {
        Journal { hash: Sha256::new(), lines: keep_lines.then(Vec::new) }
    }

    /// Notes one thing at a millisecond of the world, at somebody ("NORTH", "R-1", "world").
    pub fn note(&mut self, at_ms: u64, whose: &str, what: fmt::Arguments<'_>) {
        let line = format!("{at_ms:>10} {whose:<8} {what}");
        self.hash.update((line.len() as u64).to_be_bytes());
        self.hash.update(&line);
        if let Some(lines) = &mut self.lines {
            lines.push(line);
        }
    }

    /// The hash over all that was noted.
    pub fn digest(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// The lines, if they were kept.
    pub fn lines(&self) -> &[String] {
        self.lines.as_deref().unwrap_or_default()
    }
}
