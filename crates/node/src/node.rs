//! A node: the party's thread, a thread a compartment, the socket, health; started and stopped as one.

use crate::answer::respond;
use crate::api::{Ask, Outcome};
use crate::clock::Clock;
use crate::config::NodeConfig;
use crate::direct;
use crate::entropy::random;
use crate::error::NodeError;
use crate::hooks::Hooks;
use crate::inner::Inner;
use crate::party::{Opening, PartyThread, first_rows};
use crate::roll::Roll;
use crate::socket;
use chancery::Event;
use line::founding::FoundingInput;
use line::pairing::Identity;
use line::secret::Secret;
use relay::Relay;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Instant;
use store::{NodeFolder, Protection};
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

/// A running node. Dropping it does not stop it in good order; [`Node::stop`] does.
pub struct Node {
    pub(crate) inner: Arc<Inner>,
    serving: Vec<JoinHandle<()>>,
    health: Option<SocketAddr>,
    direct: Option<Relay>,
    hooks: Hooks,
}

impl Node {
    /// Founds a node in the configuration's folder: keys, identity of generation 1, empty stores. The identity is
    /// random ("no custody").
    ///
    /// # Errors
    /// A refusal of the store, `E-STORE-009` if a node lives there.
    pub fn init(config: &NodeConfig, protection: &Protection) -> Result<(), NodeError> {
        let field = |what: &str| NodeError::Config { path: String::new(), detail: what.to_owned() };
        let identity = Identity {
            party: config.party_code().ok_or_else(|| field("party"))?,
            status: config.line_status().ok_or_else(|| field("status"))?,
            generation: 1,
            kem_seed: Secret::new(random()),
        };
        let (folder, mut store) = NodeFolder::create(&config.folder, protection)?;
        store.commit(&first_rows(&identity))?;
        store.stop_cleanly(folder.boot())?;
        Ok(())
    }

    /// Starts the node of the configuration's folder. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`NodeError`]; nothing is left running then.
    pub async fn start(
        config: NodeConfig,
        passphrase: Option<String>,
        hooks: Hooks,
    ) -> Result<Node, NodeError> {
        let relay = direct::serve(&config, &hooks).await?;
        match Self::begin(config, passphrase, hooks.clone()).await {
            Ok((inner, serving, health)) => Ok(Node { inner, serving, health, direct: relay, hooks }),
            Err(error) => {
                direct::stop(relay, &hooks).await;
                Err(error)
            }
        }
    }

    async fn begin(
        config: NodeConfig,
        passphrase: Option<String>,
        hooks: Hooks,
    ) -> Result<(Arc<Inner>, Vec<JoinHandle<()>>, Option<SocketAddr>), NodeError> {
        let config = Arc::new(config);
        let clock = Clock::new(config.clock_error_ms, hooks.skew.clone());
        let events = broadcast::Sender::new(EVENTS);
        let runtime = tokio::runtime::Handle::current();
        let ear = crate::alarm::ear(&config, &hooks, events.clone(), runtime.clone());
        let roll = Roll::new(config.clone(), clock.clone(), runtime, hooks, ear);
        let party = {
            let (config, roll) = (config.clone(), roll.clone());
            let opening = move || {
                let (folder, store, _) = NodeFolder::open(&config.folder, passphrase.as_deref())?;
                let caller = roll.caller();
                PartyThread::start(Opening { config, folder, store, caller, clock, roll })
            };
            tokio::task::spawn_blocking(opening).await.map_err(|_| NodeError::Stopping)??
        };
        // The party's thread starts the compartments before it answers anything.
        party.ask(|_| ()).await?;
        let stopping = watch::Sender::new(false);
        let started = Instant::now();
        let (links, console, certified) = (Mutex::default(), OnceLock::new(), OnceLock::new());
        let inner =
            Arc::new(Inner { config, party, roll, events, started, stopping, links, console, certified });
        tokio::spawn(hand_on_welcomes(Arc::downgrade(&inner), inner.events.subscribe()));
        match socket::open(&inner).await {
            Ok((serving, health)) => Ok((inner, serving, health)),
            Err(error) => {
                halt(&inner).await;
                Err(error)
            }
        }
    }

    /// Asks the node, as the socket does.
    pub async fn ask(&self, question: Ask) -> Outcome {
        respond(&self.inner, question).await
    }

    /// Where the direct path is served, if it is, and the pin of its key.
    pub fn direct(&self) -> Option<(SocketAddr, relay::Pin)> {
        self.direct.as_ref().map(|relay| (relay.address(), relay.pin()))
    }

    /// Where health and metrics are, if anywhere.
    pub fn health(&self) -> Option<SocketAddr> {
        self.health
    }

    /// Where the officers' console is, if anywhere.
    pub fn console(&self) -> Option<SocketAddr> {
        self.inner.console.get().copied()
    }

    /// Where the console is for officers' certificates, if anywhere.
    pub fn certified_console(&self) -> Option<SocketAddr> {
        self.inner.certified.get().copied()
    }

    /// The node's socket.
    pub fn socket(&self) -> std::path::PathBuf {
        self.inner.config.socket()
    }

    /// Events of all compartments, with the compartment's code. A listener that lags loses the oldest.
    pub fn events(&self) -> broadcast::Receiver<(String, Event)> {
        self.inner.events.subscribe()
    }

    /// Returns when someone asked the node to stop over its socket.
    pub async fn asked_to_stop(&self) {
        let mut seen = self.inner.stopping.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = seen.wait_for(|stop| *stop).await;
    }

    /// Stops in good order: socket, compartments with their clean-stop markers, party, and the direct path at the end, so
    /// that what was acknowledged last still goes by it.
    pub async fn stop(self) {
        self.inner.stopping.send_replace(true);
        for task in self.serving {
            let _ = task.await;
        }
        halt(&self.inner).await;
        direct::stop(self.direct, &self.hooks).await;
    }

    /// Brings a backup back into the configuration's folder; the node starts quarantined.
    ///
    /// # Errors
    /// A refusal of the store: another status, a wrong passphrase, a folder in use.
    pub fn restore(
        config: &NodeConfig,
        backup: &Path,
        passphrase: &str,
        protection: &Protection,
    ) -> Result<store::BackupHeader, NodeError> {
        Self::restore_opened(config, backup, store::Opening::Passphrase(passphrase), protection)
    }

    /// The same from a backup that was sealed to the party's backup key, in a ceremony.
    ///
    /// # Errors
    /// As [`Node::restore`]; another key opens nothing.
    pub fn restore_sealed(
        config: &NodeConfig,
        backup: &Path,
        secret: &store::BackupSecret,
        protection: &Protection,
    ) -> Result<store::BackupHeader, NodeError> {
        Self::restore_opened(config, backup, store::Opening::Sealed(secret), protection)
    }

    fn restore_opened(
        config: &NodeConfig,
        backup: &Path,
        opening: store::Opening<'_>,
        protection: &Protection,
    ) -> Result<store::BackupHeader, NodeError> {
        let status = config
            .line_status()
            .ok_or_else(|| NodeError::Config { path: String::new(), detail: "status".to_owned() })?;
        Ok(store::restore(backup, opening, status, &config.folder, protection)?)
    }
}

/// Welcomes for parties that have no line here yet go by the pairs' own mailboxes.
async fn hand_on_welcomes(inner: Weak<Inner>, mut events: broadcast::Receiver<(String, Event)>) {
    loop {
        match events.recv().await {
            Ok((_, Event::Carrier(line::machine::Event::Invited { party, welcome }))) => {
                let Some(inner) = inner.upgrade() else { return };
                let input = FoundingInput::Welcome { newcomer: party, welcome };
                // It is told again until the newcomer has opened its first epoch.
                let _ = inner.party.ask(move |desk| desk.founding(input)).await;
            }
            Err(broadcast::error::RecvError::Closed) => return,
            _ => {}
        }
    }
}

async fn halt(inner: &Arc<Inner>) {
    let inner = inner.clone();
    let halting = tokio::task::spawn_blocking(move || {
        inner.roll.stop();
        inner.party.stop();
    });
    // A panic there has been told already; there is nothing more to stop.
    let _ = halting.await;
}

const EVENTS: usize = 4_096;
