//! What is public already (`cleared.toml`, 0600): kept by officers, read by the guard on public drafts.

use crate::error::NodeError;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The list of what is public.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cleared {
    /// By the order of their clearing.
    #[serde(default)]
    pub cleared: Vec<ClearedText>,
}

/// One sentence of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearedText {
    /// As it was said.
    pub text: String,
    /// Where.
    pub source: String,
    /// On which day.
    pub on: String,
}

impl Cleared {
    /// Reads a list.
    ///
    /// # Errors
    /// [`NodeError::Config`] with what is wrong and where, or a file error.
    pub fn read(path: &Path) -> Result<Self, NodeError> {
        let bytes = store::read_bounded(path, LIMIT)?;
        let refuse = |detail: String| NodeError::Config { path: path.display().to_string(), detail };
        let text = std::str::from_utf8(&bytes).map_err(|e| refuse(e.to_string()))?;
        toml::from_str(text).map_err(|e| refuse(e.to_string()))
    }

    /// Reads a list if there is one.
    ///
    /// # Errors
    /// As [`Cleared::read`].
    pub fn beside(path: &Path) -> Result<Self, NodeError> {
        if path.exists() { Cleared::read(path) } else { Ok(Cleared::default()) }
    }

    /// Writes the list.
    ///
    /// # Errors
    /// [`NodeError::Config`], or a file error: the old list stays then.
    pub fn write(&self, path: &Path) -> Result<(), NodeError> {
        let refuse = |detail: String| NodeError::Config { path: path.display().to_string(), detail };
        let text = toml::to_string(self).map_err(|e| refuse(e.to_string()))?;
        Ok(store::write_atomically(path, text.as_bytes(), 0o600)?)
    }

    /// The sentences.
    pub fn texts(&self) -> Vec<String> {
        self.cleared.iter().map(|entry| entry.text.clone()).collect()
    }
}

/// The name of the list beside a node's settings.
pub const CLEARED: &str = "cleared.toml";
const LIMIT: u64 = 4 << 20;
