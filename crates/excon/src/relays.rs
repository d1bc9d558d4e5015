//! The relays of a play, on loopback, with an account a party and compartment.

use crate::error::ExconError;
use exercise::scenario::Scenario;
use relay::{AccountConfig, Pin, Relay, RelayConfig, Tap};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

/// Sees every body at a relay after TLS, with the relay's id.
pub type Reader = Arc<dyn Fn(&str, &[u8]) + Send + Sync>;

/// One relay of the play; down when `running` is empty.
pub struct PlayedRelay {
    config: RelayConfig,
    tap: Option<Tap>,
    running: Option<Relay>,
    /// Who hosts it.
    pub host: String,
    /// Where it listens, the same after it was down.
    pub address: SocketAddr,
    /// What nodes pin.
    pub pin: Pin,
    /// By how much the play's clock is ahead of the machine's, ms.
    pub ahead_ms: i64,
    /// Account tokens by (party, compartment); compartment "" is for pairing.
    pub tokens: BTreeMap<(String, String), [u8; 32]>,
}

/// Starts every relay of the scenario.
pub async fn start(
    scenario: &Scenario,
    folder: &Path,
    reader: Option<&Reader>,
    ahead_ms: i64,
) -> Result<BTreeMap<String, PlayedRelay>, ExconError> {
    let mut relays = BTreeMap::new();
    for named in &scenario.relay {
        let tokens = tokens(scenario);
        let mut config =
            RelayConfig::parse(RelayConfig::template(), "template").map_err(|e| ExconError::of(&e))?;
        config.id.clone_from(&named.id);
        config.folder = folder.join(format!("relay-{}", named.id.to_lowercase()));
        config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        config.health = None;
        config.clock_error_ms = 50;
        // All parties of a play come from one address.
        config.limits.address_requests_per_s = 100_000;
        config.limits.address_connections = 4_096;
        config.limits.connections = 4_096;
        config.accounts = tokens
            .iter()
            .map(|((party, code), token)| AccountConfig {
                name: format!("{party}-{code}"),
                token_sha256: hex::encode(Sha256::digest(token)),
            })
            .collect();
        let tap = reader.map(|reader| tap(reader, &named.id));
        let relay = begin(&config, tap.clone(), ahead_ms).await?;
        config.listen = relay.address();
        let played = PlayedRelay {
            host: named.host.clone(),
            address: relay.address(),
            pin: relay.pin(),
            config,
            tap,
            running: Some(relay),
            ahead_ms,
            tokens,
        };
        relays.insert(named.id.clone(), played);
    }
    Ok(relays)
}

impl PlayedRelay {
    /// Takes it down in good order.
    pub async fn down(&mut self) -> Result<(), ExconError> {
        match self.running.take() {
            Some(relay) => relay.stop().await.map_err(|e| ExconError::of(&e)),
            None => Ok(()),
        }
    }

    /// Brings it up again at the same address.
    pub async fn up(&mut self) -> Result<(), ExconError> {
        if self.running.is_none() {
            self.running = Some(begin(&self.config, self.tap.clone(), self.ahead_ms).await?);
        }
        Ok(())
    }

    /// The play's clock goes on, the relay's with it.
    pub fn ahead(&mut self, ms: i64) {
        self.ahead_ms = ms;
        if let Some(relay) = &self.running {
            relay.clock_ahead(ms);
        }
    }

    /// Lets it withhold every second envelope, or no longer.
    pub fn withhold(&self, withholding: bool) {
        if let Some(relay) = &self.running {
            relay.withhold(withholding);
        }
    }
}

fn tap(reader: &Reader, id: &str) -> Tap {
    let (reader, id) = (reader.clone(), id.to_owned());
    Arc::new(move |body: &[u8]| reader(&id, body))
}

async fn begin(config: &RelayConfig, tap: Option<Tap>, ahead_ms: i64) -> Result<Relay, ExconError> {
    let relay = Relay::start(config.clone(), tap, relay::silent()).await.map_err(|e| ExconError::of(&e))?;
    relay.clock_ahead(ahead_ms);
    Ok(relay)
}

fn tokens(scenario: &Scenario) -> BTreeMap<(String, String), [u8; 32]> {
    let mut tokens = BTreeMap::new();
    for party in &scenario.party {
        let codes = scenario.compartment.iter().map(|c| c.code.clone()).chain([String::new()]);
        for code in codes {
            let mut token = [0; 32];
            getrandom::fill(&mut token).expect("a running operating system gives randomness");
            tokens.insert((party.code.clone(), code), token);
        }
    }
    tokens
}
