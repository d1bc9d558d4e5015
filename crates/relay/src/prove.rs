//! `relay prove`: a slice of one mailbox's carrier log, read from its store, whether the relay runs or not.

use crate::config::RelayConfig;
use crate::error::RelayError;
use line::ids::MailboxId;
use line::mailbox::{CarrierSlice, Limits, Mailboxes};
use store::{RelayStore, SqliteRelayStore};

/// The carrier log of a mailbox from place `from`, at most `most` events. It convinces the two who hold its heads.
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
    boxes.prove(&MailboxId(id), from, most, &store).ok_or_else(refuse)
}
