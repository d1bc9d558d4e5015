//! What a relay's host may see of its accounts: how many mailboxes, what waits, how large, since when.
//!
//! I1 it names no mailbox, no token and nothing that stands in an envelope.

use super::Mailboxes;

/// The use of one account over all its mailboxes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountUse {
    /// SHA-256 of the account's token; the host's settings give it a name.
    pub token_hash: [u8; 32],
    /// Bytes that it may fill.
    pub quota_bytes: u64,
    /// Mailboxes that it opened.
    pub boxes: u32,
    /// Envelopes that wait, by size class: 2, 8, 32, 64 KiB.
    pub waiting: [u64; 4],
    /// Bytes that wait.
    pub bytes: u64,
    /// When the oldest waiting envelope was deposited, ms since 1970 by the relay's clock.
    pub oldest_ms: Option<i64>,
    /// When the last deposit that the relay still knows was made, ms since 1970.
    pub last_deposit_ms: Option<i64>,
    /// The minute of the last fetch, minutes since 1970.
    pub last_fetch_minute: Option<i64>,
}

impl Mailboxes {
    /// The use of every account, by token hash.
    pub fn survey(&self) -> Vec<AccountUse> {
        self.accounts.keys().map(|token_hash| self.use_of(token_hash)).collect()
    }

    fn use_of(&self, token_hash: &[u8; 32]) -> AccountUse {
        let quota_bytes = self.accounts.get(token_hash).map_or(0, |account| account.quota_bytes);
        let mut found = AccountUse { token_hash: *token_hash, quota_bytes, ..AccountUse::default() };
        for mailbox in self.boxes.values().filter(|mailbox| mailbox.owner == *token_hash) {
            found.boxes += 1;
            found.bytes += mailbox.bytes();
            for (_, deposit) in mailbox.after(0) {
                if let Some(count) = found.waiting.get_mut(usize::from(deposit.bucket)) {
                    *count += 1;
                }
            }
            let oldest = mailbox.after(0).next().map(|(_, deposit)| deposit.deposited.utc_ms);
            found.oldest_ms = found.oldest_ms.into_iter().chain(oldest).min();
            found.last_deposit_ms = found.last_deposit_ms.max(mailbox.last_deposit_ms());
            found.last_fetch_minute = found.last_fetch_minute.max(mailbox.last_take_minute);
        }
        found
    }
}
