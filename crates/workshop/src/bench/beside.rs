//! A peer of the same run: installed by the bench, driven by its script in `bench/peers`, never needed by a test.

use crate::bench::installed::{environment, from_debian, run};
use crate::bench::report::Figures;
use crate::tree::root;
use serde_json::Value;
use std::path::Path;

/// Who stands beside the line.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Peer {
    /// matrix-synapse on SQLite, from PyPI, in an environment of its own.
    Synapse,
    /// NATS JetStream with a file store, from Debian.
    Nats,
}

impl Peer {
    /// Its name.
    fn name(self) -> &'static str {
        match self {
            Peer::Synapse => "synapse",
            Peer::Nats => "nats",
        }
    }

    /// The script that drives it.
    fn script(self) -> &'static str {
        match self {
            Peer::Synapse => "bench/peers/matrix_homeserver.py",
            Peer::Nats => "bench/peers/nats_jetstream.py",
        }
    }
}

/// Installs the peer, runs it for so long and puts its figures beside the own ones.
pub(super) fn beside(peer: Peer, place: &Path, seconds: u64, own: &mut Figures) -> Result<(), String> {
    let folder = place.join(peer.name());
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let python = install(peer)?;
    let script = root().join(peer.script());
    let arguments = [script.as_path(), folder.as_path()].map(|path| path.display().to_string());
    let seconds = seconds.to_string();
    let printed = run(&python, &[&arguments[0], &arguments[1], &seconds])?;
    let said: serde_json::Map<String, Value> =
        serde_json::from_str(printed.trim()).map_err(|e| format!("{}: {e}: {printed}", peer.script()))?;
    let figure = |name: &str| said.get(name).and_then(Value::as_f64).filter(|figure| *figure > 0.0);
    let ours = |name: &str| own.iter().find(|(own, _)| *own == name).and_then(|(_, value)| value.as_f64());
    let over = |own: &str, theirs: &str| Some(round(ours(own)? / figure(theirs)?));
    let rate = over("notices_per_s", "peer_notices_per_s").into();
    let p50 = over("p50_us", "peer_p50_us").into();
    own.push(("peer", peer.name().into()));
    for name in ["peer_version", "peer_notices_per_s", "peer_p50_us", "peer_p99_us", "peer_notices_alone"] {
        own.push((name, said.get(name).cloned().unwrap_or_default()));
    }
    own.push(("ratio_rate", rate));
    own.push(("ratio_p50", p50));
    Ok(())
}

/// The Python that drives it.
fn install(peer: Peer) -> Result<String, String> {
    match peer {
        Peer::Synapse => Ok(environment("synapse", &["matrix-synapse"])?.display().to_string()),
        Peer::Nats => {
            from_debian("nats-server", &["nats-server"])?;
            Ok("python3".to_owned())
        }
    }
}

/// To four decimal places.
fn round(ratio: f64) -> f64 {
    (ratio * 10_000.0).round() / 10_000.0
}
