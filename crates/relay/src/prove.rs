//! `relay prove`: a slice of one mailbox's carrier log, read from its store, whether the relay runs or not.

use crate::config::RelayConfig;
use crate::error::RelayError;
use crate::page::event_line;
use crate::words::Words;
use line::ids::MailboxId;
use line::mailbox::{CarrierSlice, Limits, Mailboxes};
use store::{RelayStore, SqliteRelayStore};

/// The carrier log of a mailbox from its event number `from`, counted from 1, at most `most` events. It convinces the two who hold its heads.
///
/// # Errors
/// [`RelayError::NoSuchBox`]; [`RelayError::Store`].
pub fn prove(config: &RelayConfig, mailbox: &str, from: u64, most: u64) -> Result<CarrierSlice, RelayError> {
    let refuse = || RelayError::NoSuchBox { mailbox: mailbox.to_owned() };
    let mut id = [0; 32];
    hex::decode_to_slice(mailbox, &mut id).map_err(|_| refuse())?;
    let mut store = SqliteRelayStore::look(&config.folder)?;
    let boxes = Mailboxes::restore(config.id.clone(), Limits::default(), store.load_state()?)
        .map_err(|e| RelayError::Rows { detail: e.to_string() })?;
    boxes.prove(&MailboxId(id), from.saturating_sub(1), most, &store).ok_or_else(refuse)
}

/// The events of a slice in words, one line each, numbered from 1 as the mailbox counts them.
///
/// # Errors
/// [`RelayError::Language`].
pub fn in_words(slice: &CarrierSlice, language: &str) -> Result<Vec<String>, RelayError> {
    let words = Words::of(language)?;
    let numbered = slice.events.iter().zip(slice.from + 1..);
    Ok(numbered.map(|(logged, number)| format!("{number}. {}", event_line(&logged.event, &words))).collect())
}
