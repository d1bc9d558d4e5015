//! What a running node is made of, shared by everything that answers questions.

use crate::config::NodeConfig;
use crate::party::PartyThread;
use crate::roll::Roll;
use chancery::Event;
use std::sync::Arc;
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
}
