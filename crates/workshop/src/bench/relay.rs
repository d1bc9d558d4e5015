//! The relay's process: the relay as it is, with a count of the bytes that its bodies have.

use crate::bench::orders::{Order, Word, order, say};
use relay::{Relay, RelayConfig, Tap, silent};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

/// Serves until standard input closes.
pub(super) fn run() -> Result<(), String> {
    let Some(Order::Relay { folder, accounts, deposits_per_s }) = order()? else {
        return Err("no order for a relay".into());
    };
    let runtime = relay::runtime().map_err(|e| e.to_string())?;
    let mut text =
        format!("id = \"CH-1\"\nfolder = {:?}\nlisten = \"127.0.0.1:0\"\n", folder.display().to_string());
    for (number, token) in accounts.iter().enumerate() {
        let hash = hex::encode(Sha256::digest(hex::decode(token).map_err(|e| e.to_string())?));
        text.push_str(&format!("[[account]]\nname = \"{number}\"\ntoken_sha256 = \"{hash}\"\n"));
    }
    let mut config = RelayConfig::parse(&text, "bench").map_err(|e| e.to_string())?;
    let usual = config.limits.mailbox_deposits_per_s;
    config.limits.mailbox_deposits_per_s = deposits_per_s.unwrap_or(usual);
    let bytes = Arc::new(AtomicU64::new(0));
    let counted = bytes.clone();
    let tap: Tap = Arc::new(move |body: &[u8]| {
        counted.fetch_add(body.len() as u64, Relaxed);
    });
    let relay = runtime.block_on(Relay::start(config, Some(tap), silent())).map_err(|e| e.to_string())?;
    say(&Word::Listening { address: relay.address().to_string(), pin: relay.pin().to_string() })?;
    while let Some(Order::Tell) = order()? {
        say(&Word::Bytes(bytes.load(Relaxed)))?;
    }
    runtime.block_on(relay.stop()).map_err(|e| e.to_string())
}
