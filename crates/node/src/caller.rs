//! Calls to relays on behalf of one core: spawned on the runtime, answered into its queue, cancelled on demand.

use line::ids::PathId;
use line::machine::{CallFailed, CallId};
use line::relay_api::{Request, Response};
use relay::Client;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

/// One core's clients, one a relay: two cores share none (line.md section 2).
pub(crate) struct Caller {
    runtime: Handle,
    clients: BTreeMap<PathId, Client>,
    under_way: BTreeMap<CallId, AbortHandle>,
    reached: Reached,
}

/// Whether each relay answered the last call, for the node's status.
pub(crate) type Reached = Arc<Mutex<BTreeMap<PathId, bool>>>;

impl Caller {
    pub(crate) fn new(runtime: Handle, clients: BTreeMap<PathId, Client>, reached: Reached) -> Self {
        Caller { runtime, clients, under_way: BTreeMap::new(), reached }
    }

    /// Makes a call; `done` gets the answer, unless the call is cancelled first.
    pub(crate) fn call(
        &mut self,
        (relay, call): (PathId, CallId),
        request: Request,
        done: impl FnOnce(Result<Response, CallFailed>) + Send + 'static,
    ) {
        self.under_way.retain(|_, task| !task.is_finished());
        let Some(client) = self.clients.get(&relay).cloned() else {
            return done(Err(CallFailed::Unreachable));
        };
        let reached = self.reached.clone();
        let task = self.runtime.spawn(async move {
            let result = client.call(&request).await;
            if let Ok(mut reached) = reached.lock() {
                reached.insert(relay, result.is_ok());
            }
            done(result);
        });
        self.under_way.insert(call, task.abort_handle());
    }

    /// Gives up waiting for a call.
    pub(crate) fn cancel(&mut self, call: CallId) {
        if let Some(task) = self.under_way.remove(&call) {
            task.abort();
        }
    }

    /// Gives up waiting for all calls: the core that made them is gone.
    pub(crate) fn cancel_all(&mut self) {
        for (_, task) in std::mem::take(&mut self.under_way) {
            task.abort();
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.cancel_all();
    }
}

/// Roughly how many bytes an answer holds in a queue.
pub(crate) fn weight(result: &Result<Response, CallFailed>) -> usize {
    match result {
        Ok(Response::Taken(taken)) => taken.iter().map(|t| t.envelope.len()).sum::<usize>() + SMALL,
        _ => SMALL,
    }
}

const SMALL: usize = 256;
