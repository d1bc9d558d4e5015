//! What a relay's host writes: one TOML file, unknown keys refused.

use crate::error::RelayError;
use crate::words::Words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// The relay's configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelayConfig {
    /// The id that charters name, such as "CH-1": 1 to 16 capitals, digits or hyphens.
    pub id: String,
    /// Folder of mailboxes and TLS key, mode 0700; made when it is missing. Without it, `data` beside this file.
    #[serde(default)]
    pub folder: PathBuf,
    /// Address to listen on, such as "0.0.0.0:7443". Without it, the port of `address` on every address.
    #[serde(default = "unsaid")]
    pub listen: SocketAddr,
    /// Where the parties reach this relay, such as "192.0.2.1:7443"; printed, never used. Without it, `listen`.
    #[serde(default)]
    pub address: Option<String>,
    /// Loopback address of the desk's page, health and metrics, if wanted; `page` is another name for it.
    #[serde(default, alias = "page")]
    pub health: Option<SocketAddr>,
    /// Language of the desk's page: "en", "fa", "fr" or "ar".
    #[serde(default = "language")]
    pub language: String,
    /// Declared error of this machine's clock, milliseconds.
    #[serde(default = "clock_error_ms")]
    pub clock_error_ms: u32,
    /// Days that mailboxes and the carrier log are kept; at least 400.
    #[serde(default = "keep_days")]
    pub keep_days: u32,
    /// Ceilings.
    #[serde(default)]
    pub limits: LimitsConfig,
    /// Who may open mailboxes: one account a compartment and party.
    #[serde(default, rename = "account")]
    pub accounts: Vec<AccountConfig>,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountConfig {
    /// A name for the host's own eyes; no node learns it.
    pub name: String,
    /// SHA-256 of the account token, 64 hexadecimal digits.
    pub token_sha256: String,
}

/// Ceilings of a relay. Over one: a dated refusal, never an eviction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Bytes in one mailbox.
    pub mailbox_bytes: u64,
    /// Envelopes in one mailbox.
    pub mailbox_envelopes: u64,
    /// Bytes of one account over all its mailboxes.
    pub account_bytes: u64,
    /// Mailboxes of one account.
    pub account_mailboxes: u32,
    /// Deposits a second into one mailbox, on the long run.
    pub mailbox_deposits_per_s: u32,
    /// Deposits a second of one account, on the long run.
    pub account_deposits_per_s: u32,
    /// Bytes of the whole store, if it shall stay below the disk's size.
    pub store_bytes: Option<u64>,
    /// Requests a second from one address, on the long run.
    pub address_requests_per_s: u32,
    /// Connections from one address.
    pub address_connections: u32,
    /// Connections in all.
    pub connections: u32,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        LimitsConfig {
            mailbox_bytes: 256 << 20,
            mailbox_envelopes: 100_000,
            account_bytes: 4 << 30,
            account_mailboxes: 10_000,
            mailbox_deposits_per_s: 4_000,
            account_deposits_per_s: 20_000,
            store_bytes: None,
            address_requests_per_s: 2_000,
            address_connections: 256,
            connections: 4_096,
        }
    }
}

impl RelayConfig {
    /// Reads the text of a configuration file; `path` is for the refusal only.
    ///
    /// # Errors
    /// [`RelayError::Config`] with the line and what is wrong with it, [`RelayError::NotLoopback`].
    pub fn parse(text: &str, path: &str) -> Result<Self, RelayError> {
        let refuse = |detail: String| RelayError::Config { path: path.to_owned(), detail };
        let mut config: RelayConfig = toml::from_str(text).map_err(|e| refuse(e.to_string()))?;
        if config.folder.as_os_str().is_empty() {
            config.folder = Path::new(path).parent().unwrap_or(Path::new("")).join("data");
        }
        if config.listen == unsaid() {
            let address = config.address.as_deref();
            let listen = address.and_then(listen_for);
            config.listen =
                listen.ok_or_else(|| refuse("address: a name or number, a colon, a port".to_owned()))?;
        }
        let id_fits = (1..=16).contains(&config.id.len())
            && config.id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
        if !id_fits {
            return Err(refuse("id: 1 to 16 capitals, digits or hyphens".to_owned()));
        }
        if config.keep_days < KEEP_DAYS {
            return Err(refuse(format!("keep_days: at least {KEEP_DAYS}")));
        }
        Words::of(&config.language)?;
        config
            .account_hashes()
            .map_err(|_| refuse("account: token_sha256 is 64 hexadecimal digits".to_owned()))?;
        if let Some(health) = config.health.filter(|address| !address.ip().is_loopback()) {
            return Err(RelayError::NotLoopback { address: health.to_string() });
        }
        Ok(config)
    }

    /// Reads a configuration file.
    ///
    /// # Errors
    /// As [`RelayConfig::parse`], or a file error.
    pub fn read(path: &Path) -> Result<Self, RelayError> {
        let name = path.display().to_string();
        let bytes = store::read_bounded(path, FILE_LIMIT)?;
        let text = String::from_utf8(bytes)
            .map_err(|e| RelayError::Config { path: name.clone(), detail: e.to_string() })?;
        Self::parse(&text, &name)
    }

    /// Where the parties are told to reach it.
    pub fn told_address(&self) -> String {
        self.address.clone().unwrap_or_else(|| self.listen.to_string())
    }

    /// What shown account tokens must hash to.
    ///
    /// # Errors
    /// [`RelayError::Config`] if one is not 64 hexadecimal digits.
    pub(crate) fn account_hashes(&self) -> Result<Vec<[u8; 32]>, RelayError> {
        let refuse = |name: &str| RelayError::Config { path: self.id.clone(), detail: name.to_owned() };
        self.accounts
            .iter()
            .map(|account| account.token_hash().ok_or_else(|| refuse(&account.name)))
            .collect()
    }

    /// A filled, commented, valid file.
    pub fn template() -> &'static str {
        TEMPLATE
    }
}

impl AccountConfig {
    /// The hash that a shown token must have; `None` if the text is not 64 hexadecimal digits.
    pub fn token_hash(&self) -> Option<[u8; 32]> {
        let mut hash = [0; 32];
        hex::decode_to_slice(&self.token_sha256, &mut hash).ok()?;
        Some(hash)
    }
}

/// The port of an address, on every address of the machine; on a loopback address, on that one alone.
fn listen_for(address: &str) -> Option<SocketAddr> {
    if let Ok(numeric) = address.parse::<SocketAddr>() {
        let every = match numeric.ip() {
            ip if ip.is_loopback() => ip,
            IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        return Some(SocketAddr::new(every, numeric.port()));
    }
    let (name, port) = address.rsplit_once(':')?;
    let port = port.parse().ok().filter(|port| *port > 0)?;
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    named.then(|| SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), port))
}

/// Stands for an address that the file does not say: no port.
fn unsaid() -> SocketAddr {
    SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 0)
}

fn language() -> String {
    "en".to_owned()
}

fn clock_error_ms() -> u32 {
    500
}

fn keep_days() -> u32 {
    KEEP_DAYS
}

const KEEP_DAYS: u32 = 400;
const FILE_LIMIT: u64 = 1 << 20;
const TEMPLATE: &str = r#"# A relay of Demarche: keeps sealed envelopes until they are fetched. It cannot read them.

# The id that charters name.
id = "CH-1"

# Folder of mailboxes and TLS key. Give it to a user of its own; nobody else may read it.
folder = "/var/lib/demarche-relay"

# Address that nodes reach.
listen = "0.0.0.0:7443"

# The desk's page, health and metrics, for this machine only; and the language of that page: en, fa, fr or ar.
health = "127.0.0.1:7444"
language = "en"

# Declared error of this machine's clock in milliseconds; evidence of times rests on it.
clock_error_ms = 500

# Days that envelopes not fetched and the carrier log are kept; at least 400.
keep_days = 400

# Ceilings. Over one of them a deposit is refused with a date; nothing is ever evicted.
[limits]
mailbox_bytes = 268435456
mailbox_envelopes = 100000
account_bytes = 4294967296
account_mailboxes = 10000
mailbox_deposits_per_s = 4000
account_deposits_per_s = 20000
# store_bytes = 100000000000   (the whole store; without it the disk is the ceiling)
address_requests_per_s = 2000
address_connections = 256
connections = 4096

# Who may open mailboxes. Give the token (32 random bytes in hexadecimal) to the party by hand and keep its
# SHA-256 here: printf %s TOKEN | xxd -r -p | sha256sum
[[account]]
name = "first party, first compartment"
token_sha256 = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_valid_and_says_the_defaults() {
        let config = RelayConfig::parse(RelayConfig::template(), "template").expect("valid");
        assert_eq!(config.limits, LimitsConfig::default());
        assert_eq!(config.keep_days, KEEP_DAYS);
    }

    #[test]
    fn an_unknown_key_a_short_keeping_and_a_public_health_address_are_refused() {
        let with = |from: &str, to: &str| RelayConfig::parse(&RelayConfig::template().replace(from, to), "f");
        let Err(RelayError::Config { detail, .. }) = with("keep_days", "keep_dayz") else {
            panic!("an unknown key must be refused");
        };
        assert!(detail.contains("keep_dayz"), "{detail}");
        assert!(matches!(with("keep_days = 400", "keep_days = 30"), Err(RelayError::Config { .. })));
        assert!(matches!(with("127.0.0.1:7444", "0.0.0.0:7444"), Err(RelayError::NotLoopback { .. })));
        assert!(matches!(with("66687aad", "6668"), Err(RelayError::Config { .. })));
        assert!(matches!(with("\"en\"", "\"tlh\""), Err(RelayError::Language { .. })));
    }

    #[test]
    fn four_fields_are_a_whole_configuration() {
        let with = |address: &str| {
            let text = format!(
                "id = \"CH-1\"\naddress = \"{address}\"\npage = \"127.0.0.1:1\"\nlanguage = \"fa\"\n"
            );
            RelayConfig::parse(&text, "kit/settings.toml")
        };
        let config = with("relay.example.org:7443").expect("valid");
        assert_eq!((config.listen, config.folder), (SocketAddr::from(([0; 4], 7_443)), "kit/data".into()));
        assert_eq!(with("[2001:db8::1]:9").expect("valid").listen, SocketAddr::from(([0; 16], 9)));
        assert_eq!(with("127.0.0.1:9").expect("valid").listen, SocketAddr::from(([127, 0, 0, 1], 9)));
        for wrong in ["relay.example.org", "relay example:7443", ":7443", "name:0", "name:70000"] {
            assert!(matches!(with(wrong), Err(RelayError::Config { .. })), "{wrong}");
        }
    }
}
