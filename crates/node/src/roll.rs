//! The compartments that run here, by code, and what their threads share with the node.

use crate::caller::{Caller, Reached};
use crate::clock::Clock;
use crate::config::NodeConfig;
use crate::error::NodeError;
use crate::hooks::{Hooks, Listener};
use crate::worker::{Start, Worker};
use chancery::{Compartment, Effect, Input, Setup};
use line::ids::PathId;
use line::line::Stop;
use line::machine;
use line::mls_group::{MlsGroup, MlsProvider};
use refusal::Refusal;
use relay::Client;
use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};
use store::CompartmentStore;
use tokio::runtime::Handle;

/// A running compartment of the real group.
pub(crate) type Running = Worker<MlsGroup>;

/// Shared by all threads of a node; cheap to clone.
#[derive(Clone)]
pub(crate) struct Roll {
    inner: Arc<Inner>,
}

struct Inner {
    config: Arc<NodeConfig>,
    clock: Clock,
    runtime: Handle,
    hooks: Hooks,
    ear: Listener,
    reached: Reached,
    running: RwLock<BTreeMap<String, Arc<Running>>>,
    /// What the watch says of itself; all zeros is unmanned.
    watch: RwLock<[u8; 16]>,
}

impl Roll {
    pub(crate) fn new(
        config: Arc<NodeConfig>,
        clock: Clock,
        runtime: Handle,
        hooks: Hooks,
        ear: Listener,
    ) -> Self {
        let (reached, running, watch) = (Reached::default(), RwLock::default(), RwLock::default());
        Roll { inner: Arc::new(Inner { config, clock, runtime, hooks, ear, reached, running, watch }) }
    }

    /// Tells the node's ears an event of a compartment that no core made.
    pub(crate) fn tell(&self, code: &str, event: &chancery::Event) {
        (self.inner.ear)(code, event);
    }

    /// A running compartment by code.
    pub(crate) fn find(&self, code: &str) -> Option<Arc<Running>> {
        self.inner.running.read().expect("no holder of the roll panics").get(code).cloned()
    }

    /// All running compartments.
    pub(crate) fn all(&self) -> Vec<(String, Arc<Running>)> {
        let running = self.inner.running.read().expect("no holder of the roll panics");
        running.iter().map(|(code, worker)| (code.clone(), worker.clone())).collect()
    }

    /// Starts a compartment's thread with clients of its own.
    pub(crate) fn start(
        &self,
        setup: Setup,
        provider: MlsProvider,
        mut store: CompartmentStore,
        core: Option<(Compartment<MlsGroup>, Vec<Effect>)>,
        stop: Stop,
        boot: &str,
    ) -> Result<(), NodeError> {
        if let Some(bytes) = self.inner.config.store_bytes {
            store.rows().limit_bytes(bytes)?;
        }
        let code = setup.code.to_string();
        let start = Start {
            setup,
            provider,
            store,
            boot: boot.to_owned(),
            clock: self.inner.clock.clone(),
            caller: self.caller(),
            ear: self.inner.ear.clone(),
            core,
            stop,
            watch: *self.inner.watch.read().expect("no holder of the watch panics"),
            failing_commits: self.inner.hooks.failing_commits.clone(),
            snapshot: self.inner.config.standing_folder.as_ref().map(|f| f.join(format!("{code}.cbor"))),
        };
        let worker = Worker::start(start)?;
        self.inner.running.write().expect("no holder of the roll panics").insert(code, Arc::new(worker));
        Ok(())
    }

    /// Tells every compartment, those to come too, what the watch says of itself.
    pub(crate) fn man(&self, watch: [u8; 16]) {
        *self.inner.watch.write().expect("no holder of the watch panics") = watch;
        for (_, worker) in self.all() {
            worker.input(Input::Line(machine::Input::Watch(watch)));
        }
    }

    /// Clients of its own for one core, to every relay of the configuration.
    pub(crate) fn caller(&self) -> Caller {
        let client = |relay: &crate::config::NodeRelay| {
            let faults = self.inner.hooks.faults(&relay.id);
            Some((relay.id.clone(), Client::new(&relay.address, relay.pin()?, faults)))
        };
        let clients: BTreeMap<PathId, Client> = self.inner.config.relays.iter().filter_map(client).collect();
        Caller::new(self.inner.runtime.clone(), clients, self.inner.reached.clone())
    }

    /// Whether each relay answered its last call.
    pub(crate) fn reached(&self) -> BTreeMap<PathId, bool> {
        self.inner.reached.lock().map(|reached| reached.clone()).unwrap_or_default()
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The status under which KeyPackages are lent, where a library caller wants another than the own one.
    pub(crate) fn lends_as(&self) -> Option<line::ids::Status> {
        self.inner.hooks.lends_as
    }

    /// Rules that a library caller breaks on purpose.
    pub(crate) fn planted(&self) -> line::config::Planted {
        self.inner.hooks.planted
    }

    /// What the caller of this node hooked into it.
    pub(crate) fn hooks(&self) -> Hooks {
        self.inner.hooks.clone()
    }

    /// Tells the operator of a refusal.
    pub(crate) fn say(&self, refusal: &Refusal) {
        self.inner.hooks.say(refusal);
    }

    /// Stops all threads in good order.
    pub(crate) fn stop(&self) {
        let running = std::mem::take(&mut *self.inner.running.write().expect("no holder of the roll panics"));
        for worker in running.into_values() {
            worker.stop();
        }
    }
}
