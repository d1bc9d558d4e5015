//! What a party's operator writes: one TOML file, unknown keys refused.

use crate::error::NodeError;
use line::ids::{PartyCode, Status};
use line::relay_api::Token;
use relay::Pin;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The node's configuration file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NodeConfig {
    /// Own party code ("US").
    pub party: String,
    /// ACTUAL, EXERCISE or TEST.
    pub status: String,
    /// The station that speaks here ("US/WATCH").
    pub station: String,
    /// Folder of keys and stores, mode 0700.
    pub folder: PathBuf,
    /// The party's names by language tag, for invitations.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Declared error of this machine's clock, ms.
    #[serde(default = "clock_error_ms")]
    pub clock_error_ms: u32,
    /// Loopback address of health and metrics, if wanted.
    #[serde(default)]
    pub health: Option<SocketAddr>,
    /// Loopback address of the officers' console, if wanted.
    #[serde(default)]
    pub console: Option<SocketAddr>,
    /// Folder for standing snapshots, if analysts shall read them.
    #[serde(default)]
    pub standing_folder: Option<PathBuf>,
    /// Program and arguments run at an alarm, with one line on its standard input.
    #[serde(default)]
    pub alarm: Vec<String>,
    /// Ceiling of each compartment's store, bytes; without it the disk is the ceiling.
    #[serde(default)]
    pub store_bytes: Option<u64>,
    /// Configuration of a relay that this node serves itself, if the others shall reach it without a host in between.
    #[serde(default)]
    pub direct: Option<PathBuf>,
    /// Relays of this party.
    #[serde(default, rename = "relay")]
    pub relays: Vec<NodeRelay>,
}

/// One relay as this node reaches it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NodeRelay {
    /// Its id, as charters name it ("CH-1").
    pub id: String,
    /// "host:port".
    pub address: String,
    /// SHA-256 of its public key, 64 hexadecimal digits, as its host told it.
    pub pin: String,
    /// Who hosts it.
    pub host: String,
    /// Account token for pairing mailboxes, 64 hexadecimal digits.
    pub pairing_token: String,
    /// Account tokens by compartment code: one each, so that the relay cannot link compartments.
    #[serde(default)]
    pub tokens: BTreeMap<String, String>,
}

impl std::fmt::Debug for NodeConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NodeConfig")
            .field("party", &self.party)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for NodeRelay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NodeRelay")
            .field("id", &self.id)
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl NodeConfig {
    /// Writes it as `node.toml` (0600) into its own folder, which is there: the file that every command takes.
    ///
    /// # Errors
    /// [`NodeError::Config`], [`NodeError::Store`].
    pub fn keep(&self) -> Result<PathBuf, NodeError> {
        let path = self.folder.join("node.toml");
        let text = toml::to_string(self)
            .map_err(|e| NodeError::Config { path: path.display().to_string(), detail: e.to_string() })?;
        store::create_private(&path, text.as_bytes())?;
        Ok(path)
    }

    /// Reads the text of a configuration file; `path` is for the refusal only.
    ///
    /// # Errors
    /// [`NodeError::Config`] with what is wrong and where; [`NodeError::NotLoopback`].
    pub fn parse(text: &str, path: &str) -> Result<Self, NodeError> {
        let refuse = |detail: String| NodeError::Config { path: path.to_owned(), detail };
        let config: NodeConfig = toml::from_str(text).map_err(|e| refuse(e.to_string()))?;
        config
            .party_code()
            .ok_or_else(|| refuse("party: 2 to 8 capitals or digits, a letter first".to_owned()))?;
        config.line_status().ok_or_else(|| refuse("status: ACTUAL, EXERCISE or TEST".to_owned()))?;
        let station =
            notice::Station::parse(&config.station).map_err(|e| refuse(format!("station: {e:?}")))?;
        if station.party.as_str() != config.party {
            return Err(refuse("station: it belongs to another party".to_owned()));
        }
        for relay in &config.relays {
            relay.check().map_err(|what| refuse(format!("relay {}: {what}", relay.id)))?;
        }
        let addresses = [config.health, config.console].into_iter().flatten();
        if let Some(open) = addresses.into_iter().find(|address| !address.ip().is_loopback()) {
            return Err(NodeError::NotLoopback { address: open.to_string() });
        }
        Ok(config)
    }

    /// Reads a configuration file.
    ///
    /// # Errors
    /// As [`NodeConfig::parse`], or a file error.
    pub fn read(path: &Path) -> Result<Self, NodeError> {
        let name = path.display().to_string();
        let text = String::from_utf8(store::read_bounded(path, FILE_LIMIT)?)
            .map_err(|e| NodeError::Config { path: name.clone(), detail: e.to_string() })?;
        Self::parse(&text, &name)
    }

    /// A filled, commented, valid file.
    pub fn template() -> &'static str {
        TEMPLATE
    }

    /// The node's Unix socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.join("node.sock")
    }

    pub(crate) fn party_code(&self) -> Option<PartyCode> {
        PartyCode::parse(&self.party)
    }

    pub(crate) fn line_status(&self) -> Option<Status> {
        Status::parse(&self.status)
    }
}

impl NodeRelay {
    fn check(&self) -> Result<(), &'static str> {
        Pin::parse(&self.pin).ok_or("pin is 64 hexadecimal digits")?;
        token(&self.pairing_token).ok_or("pairing_token is 64 hexadecimal digits")?;
        if self.tokens.values().any(|text| token(text).is_none()) {
            return Err("a token is 64 hexadecimal digits");
        }
        Ok(())
    }

    pub(crate) fn pin(&self) -> Option<Pin> {
        Pin::parse(&self.pin)
    }

    pub(crate) fn pairing_account(&self) -> Option<Token> {
        token(&self.pairing_token)
    }

    /// The account token for a compartment; that of pairing where the host gave none apart.
    pub(crate) fn account(&self, compartment: &str) -> Option<Token> {
        self.tokens.get(compartment).map_or_else(|| self.pairing_account(), |text| token(text))
    }
}

fn token(text: &str) -> Option<Token> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(Token(bytes))
}

fn clock_error_ms() -> u32 {
    500
}

const FILE_LIMIT: u64 = 1 << 20;
const TEMPLATE: &str = r#"# A node of Demarche: one party's end of its lines.

# Own party code, and whether this is real, a war game or a technical test. Both are for life.
party = "US"
status = "EXERCISE"

# The station that speaks here.
station = "US/WATCH"

# Folder of keys and stores. Nobody else may read it.
folder = "/var/lib/demarche-us"

# Declared error of this machine's clock in milliseconds; evidence of times rests on it.
clock_error_ms = 500

# Health and metrics, for this machine only.
health = "127.0.0.1:7450"

# The officers' console, for browsers on this machine.
# console = "127.0.0.1:7451"

# Snapshots of what the line adds up to, for analysts.
# standing_folder = "/var/lib/demarche-us-standing"

# Program run at an alarm; it reads one line.
# alarm = ["/usr/bin/logger", "-t", "demarche"]

# Ceiling of each compartment's store in bytes; without it the disk is the ceiling.
# store_bytes = 10000000000

# A direct path: the configuration of a relay that this node serves itself (`demarche template relay`). It has an entry
# below like every other, here and at those who shall reach this party by it.
# direct = "/etc/demarche/direct.toml"

# The party's names, for invitations.
[names]
en = "First Party"
fa = "طرف یکم"

# Relays that this party uses, with the tokens that their hosts gave: one for pairing, one a compartment.
[[relay]]
id = "CH-1"
address = "relay.example.org:7443"
pin = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
host = "CH"
pairing_token = "0101010101010101010101010101010101010101010101010101010101010101"
[relay.tokens]
LEV = "0202020202020202020202020202020202020202020202020202020202020202"
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_valid_and_shows_no_token_in_debug_output() {
        let config = NodeConfig::parse(NodeConfig::template(), "template").expect("valid");
        assert_eq!(config.relays.len(), 1);
        let shown = format!("{config:?} {:?}", config.relays);
        assert!(!shown.contains("0101") && !shown.contains("0202"), "{shown}");
    }

    #[test]
    fn an_unknown_key_a_foreign_station_and_a_public_health_address_are_refused() {
        let with = |from: &str, to: &str| NodeConfig::parse(&NodeConfig::template().replace(from, to), "f");
        let Err(NodeError::Config { detail, .. }) = with("clock_error_ms", "clock_errors") else {
            panic!("an unknown key must be refused");
        };
        assert!(detail.contains("clock_errors"), "{detail}");
        assert!(matches!(with("US/WATCH", "IR/WATCH"), Err(NodeError::Config { .. })));
        assert!(matches!(with("127.0.0.1:7450", "10.0.0.1:7450"), Err(NodeError::NotLoopback { .. })));
        assert!(matches!(with("EXERCISE", "DRILL"), Err(NodeError::Config { .. })));
    }
}
