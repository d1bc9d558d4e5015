//! The hostile relay's process: the relay's own code, with its lies. It withholds every second envelope, then tells
//! every time an hour late, then is honest for a while, over and over; it begins honestly.

use relay::{Relay, RelayConfig, silent};
use std::path::Path;
use std::time::Duration;

/// Serves the settings of a file until it is killed.
///
/// # Errors
/// What kept it from serving.
pub fn run(config: &Path) -> Result<bool, String> {
    let text = std::fs::read_to_string(config).map_err(|e| format!("{}: {e}", config.display()))?;
    let config = RelayConfig::parse(&text, "soak").map_err(|e| e.to_string())?;
    let runtime = relay::runtime().map_err(|e| e.to_string())?;
    runtime.block_on(async {
        let relay = Relay::start(config, None, silent()).await.map_err(|e| e.to_string())?;
        tokio::time::sleep(HONEST_FIRST).await;
        loop {
            relay.withhold(true);
            tokio::time::sleep(PHASE).await;
            relay.withhold(false);
            tokio::time::sleep(PHASE).await;
            relay.clock_ahead(LIE_MS);
            tokio::time::sleep(PHASE).await;
            relay.clock_ahead(0);
            tokio::time::sleep(PHASE).await;
        }
    })
}

const HONEST_FIRST: Duration = Duration::from_secs(25);
const PHASE: Duration = Duration::from_secs(15);
const LIE_MS: i64 = 3_600_000;
