//! The machines of the soak in one folder: settings, keys, processes.

use crate::soak::capital::Capital;
use crate::soak::process::Process;
use node::{Node, NodeConfig, NodeRelay, Protection};
use relay::{AccountConfig, LimitsConfig, RelayConfig, ServerIdentity};
use sha2::{Digest, Sha256};
use sim::chance::Chance;
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// All processes and where they keep their files.
pub struct Stage {
    folder: PathBuf,
    processes: BTreeMap<&'static str, Process>,
    configs: [NodeConfig; 2],
    killed: Option<&'static str>,
}

impl Stage {
    /// Founds two nodes and three relays and starts them.
    pub async fn set(folder: &Path) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|e| e.to_string())?;
        let shipped = program.with_file_name("demarche");
        if !shipped.exists() {
            return Err(format!("{} is missing: cargo build -p demarche", shipped.display()));
        }
        let mut processes = BTreeMap::new();
        let mut reached = Vec::new();
        for (name, host) in RELAYS {
            let config = relay_config(folder, name)?;
            store::create_folder(&config.folder).map_err(|e| e.to_string())?;
            let pin = ServerIdentity::of_folder(&config.folder).map_err(|e| e.to_string())?.pin();
            let file = written(folder, name, &config)?;
            let process = if name == HOSTILE {
                Process::new(&program, &["soak-hostile", &file], log(folder, name))
            } else {
                Process::new(&shipped, &["relay", "run", "--config", &file], log(folder, name))
            };
            processes.insert(name, process);
            reached.push((name, host, config.listen, pin.to_string()));
        }
        let mut configs = Vec::new();
        for party in PARTIES {
            let config = node_config(folder, party, &reached);
            Node::init(&config, &Protection::KeyFile).map_err(|e| e.to_string())?;
            let file = written(folder, party, &config)?;
            processes.insert(
                party,
                Process::new(&shipped, &["node", "run", "--config", &file], log(folder, party)),
            );
            configs.push(config);
        }
        let configs = configs.try_into().map_err(|_| "two parties")?;
        let mut stage = Stage { folder: folder.to_owned(), processes, configs, killed: None };
        stage.all_up().await?;
        Ok(stage)
    }

    /// The two parties.
    pub fn capitals(&self) -> [Capital; 2] {
        [0, 1].map(|n| Capital::new(self.configs[n].clone(), n))
    }

    /// Starts what does not run and waits until both nodes answer.
    pub async fn all_up(&mut self) -> Result<(), String> {
        for process in self.processes.values_mut() {
            if !process.runs() {
                process.start()?;
            }
        }
        for capital in self.capitals() {
            let until = Instant::now() + UP_WITHIN;
            while !capital.answers().await {
                if Instant::now() > until {
                    return Err(format!("{} does not come up: {}", capital.party(), self.folder.display()));
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Ok(())
    }

    /// Kills a process that chance picks.
    pub fn kill_one(&mut self, chance: &mut Chance) {
        let whose = chance.index(self.processes.len());
        if let Some((name, process)) = self.processes.iter_mut().nth(whose) {
            process.kill();
            self.killed = Some(*name);
        }
    }

    /// Starts it again.
    pub fn start_killed(&mut self) -> Result<(), String> {
        let killed = self.killed.take().and_then(|name| self.processes.get_mut(name));
        killed.map_or(Ok(()), Process::start)
    }

    /// Resident memory by process, KiB, and bytes of each one's folder.
    pub fn sizes(&self) -> Vec<(&'static str, Option<u64>, u64)> {
        let size = |(name, process): (&&'static str, &Process)| {
            (*name, process.rss_kib(), bytes_below(&self.folder.join(*name)))
        };
        self.processes.iter().map(size).collect()
    }

    /// Kills everything.
    pub fn end(mut self) {
        self.processes.values_mut().for_each(Process::kill);
    }
}

fn relay_config(folder: &Path, name: &str) -> Result<RelayConfig, String> {
    let accounts = PARTIES.iter().flat_map(|party| ["pairing", "LEV"].map(|what| (party, what)));
    let account = |(party, what): (&&str, &str)| AccountConfig {
        name: format!("{party} {what}"),
        token_sha256: hex::encode(Sha256::digest(token(party, name, what))),
    };
    Ok(RelayConfig {
        id: name.to_owned(),
        folder: folder.join(name),
        listen: free_port()?,
        address: None,
        language: "en".to_owned(),
        health: None,
        clock_error_ms: 50,
        keep_days: 400,
        limits: LimitsConfig::default(),
        accounts: accounts.map(account).collect(),
    })
}

fn node_config(
    folder: &Path,
    party: &str,
    reached: &[(&'static str, &'static str, SocketAddr, String)],
) -> NodeConfig {
    let relay = |(name, host, address, pin): &(&'static str, &'static str, SocketAddr, String)| NodeRelay {
        id: (*name).to_owned(),
        address: address.to_string(),
        pin: pin.clone(),
        host: (*host).to_owned(),
        pairing_token: hex::encode(token(party, name, "pairing")),
        tokens: BTreeMap::from([("LEV".to_owned(), hex::encode(token(party, name, "LEV")))]),
    };
    NodeConfig {
        party: party.to_owned(),
        status: "EXERCISE".to_owned(),
        station: format!("{party}/WATCH"),
        folder: folder.join(party),
        names: BTreeMap::from([("en".to_owned(), party.to_owned())]),
        clock_error_ms: 50,
        health: None,
        console: None,
        standing_folder: None,
        alarm: Vec::new(),
        store_bytes: None,
        direct: None,
        relays: reached.iter().map(relay).collect(),
    }
}

fn token(party: &str, relay: &str, what: &str) -> [u8; 32] {
    Sha256::digest(format!("{party} {relay} {what}")).into()
}

fn free_port() -> Result<SocketAddr, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    listener.local_addr().map_err(|e| e.to_string())
}

fn log(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.log"))
}

fn written(folder: &Path, name: &str, config: &impl serde::Serialize) -> Result<String, String> {
    let path = folder.join(format!("{name}.toml"));
    let text = toml::to_string(config).map_err(|e| e.to_string())?;
    std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    path.to_str().map(str::to_owned).ok_or_else(|| "the folder's name is not text".to_owned())
}

fn bytes_below(folder: &Path) -> u64 {
    let Ok(items) = std::fs::read_dir(folder) else { return 0 };
    let size = |path: PathBuf| match std::fs::metadata(&path) {
        Ok(found) if found.is_dir() => bytes_below(&path),
        Ok(found) => found.len(),
        Err(_) => 0,
    };
    items.flatten().map(|item| size(item.path())).sum()
}

/// The relays and their hosts.
const RELAYS: [(&str, &str); 3] = [("R-1", "CH"), ("R-2", "OM"), (HOSTILE, "VER")];
/// The one that lies.
pub const HOSTILE: &str = "R-3";
/// The parties, the founder first.
const PARTIES: [&str; 2] = ["US", "IR"];
const UP_WITHIN: Duration = Duration::from_secs(30);
