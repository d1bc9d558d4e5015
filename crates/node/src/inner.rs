//! What a running node is made of, shared by everything that answers questions.

use crate::config::NodeConfig;
use crate::links::Links;
use crate::party::PartyThread;
use crate::roll::Roll;
use chancery::Event;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Instant;
use tokio::sync::{broadcast, watch};

/// What every question may reach.
pub(crate) struct Inner {
    pub(crate) config: Arc<NodeConfig>,
    pub(crate) party: PartyThread,
    pub(crate) roll: Roll,
    pub(crate) events: broadcast::Sender<(String, Event)>,
    pub(crate) started: Instant,
    pub(crate) stopping: watch::Sender<bool>,
    /// One-time links into the console.
    pub(crate) links: Mutex<Links>,
    /// Where the console is, once it is open.
    pub(crate) console: OnceLock<SocketAddr>,
    /// Where it is over TLS.
    pub(crate) certified: OnceLock<SocketAddr>,
}

impl Inner {
    /// One-time links into the console.
    pub(crate) fn links(&self) -> MutexGuard<'_, Links> {
        self.links.lock().expect("no holder of the links panics")
    }
}
