//! What the host may see of its relay, read from its store beside the relay that may be running: accounts by the
//! host's own names, and how large the store is.

use crate::config::RelayConfig;
use crate::error::RelayError;
use line::mailbox::{AccountUse, Limits, Mailboxes};
use store::{RelayStore, SqliteRelayStore};

/// Accounts and the size of the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Every account of the settings by its name there, in their order, with its use.
    pub accounts: Vec<(String, AccountUse)>,
    /// Bytes that the store's files take.
    pub store_bytes: u64,
}

/// Reads the survey of a relay, whether it runs or not.
///
/// # Errors
/// [`RelayError::Store`], [`RelayError::Rows`].
pub fn survey(config: &RelayConfig) -> Result<Survey, RelayError> {
    let mut store = SqliteRelayStore::look(&config.folder)?;
    let boxes = Mailboxes::restore(config.id.clone(), Limits::default(), store.load_state()?)
        .map_err(|e| RelayError::Rows { detail: e.to_string() })?;
    let uses = boxes.survey();
    let account = |(name, hash): (&String, [u8; 32])| {
        let found = uses.iter().find(|used| used.token_hash == hash).cloned();
        (name.clone(), found.unwrap_or_default())
    };
    let names = config.accounts.iter().map(|account| &account.name);
    let accounts = names.zip(config.account_hashes()?).map(account).collect();
    let sizes = FILES.iter().filter_map(|file| std::fs::metadata(config.folder.join(file)).ok());
    Ok(Survey { accounts, store_bytes: sizes.map(|file| file.len()).sum() })
}

const FILES: [&str; 2] = ["relay.db", "relay.db-wal"];
