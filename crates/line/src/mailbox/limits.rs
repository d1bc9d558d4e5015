//! What a relay lets anyone use, and how fast (line.md section 10). Rates are kept in memory only: a restart
//! forgives.

use crate::ids::MailboxId;
use std::collections::BTreeMap;

/// A relay's limits. Counts are of undropped envelopes; rates are an average with a burst of ten seconds' worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in one mailbox.
    pub box_bytes: u64,
    /// Envelopes in one mailbox.
    pub box_count: u64,
    /// Deposits a second into one mailbox.
    pub box_rate: u32,
    /// Deposits a second into all mailboxes of one account.
    pub account_rate: u32,
    /// Requests a second from one address.
    pub address_rate: u32,
    /// Envelopes older than this are deleted, ms; at least 400 d.
    pub keep_envelopes_ms: i64,
    /// Log events older than this are purged, ms.
    pub keep_log_ms: i64,
}

impl Default for Limits {
    /// 256 MiB and 100,000 envelopes a mailbox; 4,000, 20,000 and 2,000 a second; 400 d.
    fn default() -> Self {
        Limits {
            box_bytes: 256 << 20,
            box_count: 100_000,
            box_rate: 4_000,
            account_rate: 20_000,
            address_rate: 2_000,
            keep_envelopes_ms: 400 * DAY_MS,
            keep_log_ms: 400 * DAY_MS,
        }
    }
}

/// Where a request came from, for its rate only; never stored. IPv6 or mapped IPv4; all zero where the shell
/// does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Origin(pub [u8; 16]);

/// Leaky buckets by address, mailbox and account.
#[derive(Debug, Default)]
pub(super) struct Rates {
    addresses: BTreeMap<Origin, Bucket>,
    boxes: BTreeMap<MailboxId, Bucket>,
    accounts: BTreeMap<[u8; 32], Bucket>,
}

impl Rates {
    /// Counts a request; `Err` says how many ms to wait.
    pub(super) fn request(&mut self, limits: &Limits, from: Origin, mono_ms: u64) -> Result<(), u32> {
        pour(&mut self.addresses, from, limits.address_rate, mono_ms)
    }

    /// Counts a deposit; `Err` says how many ms to wait.
    pub(super) fn deposit(
        &mut self,
        limits: &Limits,
        mailbox: MailboxId,
        account: [u8; 32],
        mono_ms: u64,
    ) -> Result<(), u32> {
        pour(&mut self.boxes, mailbox, limits.box_rate, mono_ms)?;
        pour(&mut self.accounts, account, limits.account_rate, mono_ms)
    }
}

/// Fill in thousandths of one event, as of an instant.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    fill: u64,
    at_ms: u64,
}

impl Bucket {
    fn leaked(self, rate: u32, mono_ms: u64) -> u64 {
        let leaked = mono_ms.saturating_sub(self.at_ms).saturating_mul(u64::from(rate));
        self.fill.saturating_sub(leaked)
    }
}

fn pour<K: Ord>(buckets: &mut BTreeMap<K, Bucket>, key: K, rate: u32, mono_ms: u64) -> Result<(), u32> {
    if buckets.len() >= MOST_BUCKETS {
        buckets.retain(|_, bucket| bucket.leaked(rate, mono_ms) > 0);
    }
    let fill = buckets.get(&key).map_or(0, |bucket| bucket.leaked(rate, mono_ms));
    let full = u64::from(rate).saturating_mul(BURST_S * 1_000);
    if fill + 1_000 > full {
        let wait_ms = (fill + 1_000 - full).div_ceil(u64::from(rate.max(1)));
        return Err(u32::try_from(wait_ms.max(1)).unwrap_or(u32::MAX));
    }
    buckets.insert(key, Bucket { fill: fill + 1_000, at_ms: mono_ms });
    Ok(())
}

const BURST_S: u64 = 10;
const MOST_BUCKETS: usize = 100_000;
const DAY_MS: i64 = 86_400_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_seconds_of_the_rate_pass_at_once_then_the_rate() {
        let mut buckets = BTreeMap::new();
        for _ in 0..50 {
            assert_eq!(pour(&mut buckets, 1, 5, 0), Ok(()));
        }
        assert_eq!(pour(&mut buckets, 1, 5, 0), Err(200));
        assert_eq!(pour(&mut buckets, 2, 5, 0), Ok(()));
        assert_eq!(pour(&mut buckets, 1, 5, 200), Ok(()));
        assert_eq!(pour(&mut buckets, 1, 5, 200), Err(200));
    }

    #[test]
    fn a_rate_of_nothing_lets_nothing_through() {
        assert!(pour(&mut BTreeMap::new(), 1, 0, 0).is_err());
    }
}
