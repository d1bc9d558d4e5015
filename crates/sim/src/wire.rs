//! Calls between nodes and relays: the link there, the answer or its waiting, the link back, the giving up.
//!
//! I1 every call is answered at most once, and at last by its own time limit. I2 a parked poll ends when
//! something comes, when it has waited as long as it asked, or with the life that asked.

use crate::promise::Fact;
use crate::relay::{Relay, fills};
use crate::world::{Caller, Happening, Parked, World};
use line::ids::MailboxId;
use line::machine::{CallFailed, CallId, Input};
use line::relay_api::{Request, Response, Take};
use std::rc::Rc;

impl World {
    /// A node asks a relay.
    pub(crate) fn ask(&mut self, node: usize, path: &str, call: CallId, mut request: Request) {
        self.note(node, format_args!("asks {path} {}", request.verb()));
        self.see(node, &Fact::Asked { path, request: &request });
        self.nodes[node].spoil(path, &mut request);
        let Some(relay) = self.relays.iter().position(|relay| relay.path == path) else { return };
        let party = self.nodes[node].party;
        let asked = self.machines[party].clock.read(self.now_ms());
        self.nodes[node].calls.insert(call, asked);
        let from = Caller { node, life: self.nodes[node].life, call };
        let gives_up_ms = poll_wait_ms(&request) + PATIENCE_MS;
        self.queue.plan_in(gives_up_ms, failed(from, CallFailed::TimedOut));
        if self.links[party][relay].cut {
            let after_ms = self.chance.between(500, 5_000);
            return self.queue.plan_in(after_ms, failed(from, CallFailed::Unreachable));
        }
        let request = Rc::new(request);
        for after_ms in self.links[party][relay].pass(&mut self.chance) {
            self.queue.plan_in(after_ms, Happening::AtRelay { from, relay, request: request.clone() });
        }
    }

    /// A node no longer waits for a call.
    pub(crate) fn cancel(&mut self, node: usize, call: CallId) {
        self.nodes[node].calls.remove(&call);
        self.parked.retain(|parked| parked.from.node != node || parked.from.call != call);
    }

    /// Takes all parked polls of a node away: the life that asked is over.
    pub(crate) fn unpark(&mut self, node: usize) {
        self.parked.retain(|parked| parked.from.node != node);
    }

    /// A request reaches a relay.
    pub(crate) fn at_relay(&mut self, from: Caller, relay: usize, request: Rc<Request>) {
        if let Some(why) = refuses_to_talk(&self.relays[relay]) {
            return self.send_back(from, relay, Err(why));
        }
        let now_ms = self.now_ms();
        let party = self.nodes[from.node].party;
        let response = self.relays[relay].answer(now_ms, party, &request, &mut self.chance);
        let sealed = self.nodes[from.node].sealed_since_copy.contains(&from.life);
        if sealed && matches!(response, Response::Put(..)) {
            self.nodes[from.node].taken_since_copy += 1;
        }
        let wait_ms = poll_wait_ms(&request);
        if is_empty(&response) && wait_ms > 0 {
            self.queue.plan_in(wait_ms, Happening::PollEnds { relay, from });
            return self.parked.push(Parked { relay, from, request });
        }
        self.send_back(from, relay, Ok(response));
        self.serve_parked(relay, &fills(&request));
    }

    /// Something came into these mailboxes: who waits for it is answered.
    fn serve_parked(&mut self, relay: usize, filled: &[MailboxId]) {
        if filled.is_empty() {
            return;
        }
        let waits = |parked: &Parked| parked.relay == relay && takes_from(&parked.request, filled);
        let (ready, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.parked).into_iter().partition(waits);
        self.parked = rest;
        for parked in ready {
            let party = self.nodes[parked.from.node].party;
            let now_ms = self.now_ms();
            let response = self.relays[relay].answer(now_ms, party, &parked.request, &mut self.chance);
            if is_empty(&response) {
                self.parked.push(parked);
            } else {
                self.send_back(parked.from, relay, Ok(response));
            }
        }
    }

    /// A long poll has waited as long as it asked.
    pub(crate) fn poll_ends(&mut self, relay: usize, from: Caller) {
        let before = self.parked.len();
        self.parked.retain(|parked| parked.from != from || parked.relay != relay);
        if self.parked.len() < before {
            self.send_back(from, relay, Ok(Response::Taken(Vec::new())));
        }
    }

    fn send_back(&mut self, to: Caller, relay: usize, result: Result<Response, CallFailed>) {
        let party = self.nodes[to.node].party;
        let slow_ms = self.chance.below(self.relays[relay].manners.delays_up_to_ms + 1);
        for after_ms in self.links[party][relay].pass(&mut self.chance) {
            self.queue
                .plan_in(slow_ms + after_ms, Happening::AtNode { to, result: Box::new(result.clone()) });
        }
    }

    /// An answer reaches a node, if the life that asked still waits for it.
    pub(crate) fn at_node(&mut self, to: Caller, result: Result<Response, CallFailed>) {
        if self.nodes[to.node].life != to.life {
            return;
        }
        if let Some(asked) = self.nodes[to.node].calls.remove(&to.call) {
            self.hand_in(to.node, Input::Answer { call: to.call, asked, result });
        }
    }
}

fn failed(to: Caller, why: CallFailed) -> Happening {
    Happening::AtNode { to, result: Box::new(Err(why)) }
}

fn refuses_to_talk(relay: &Relay) -> Option<CallFailed> {
    let manners = &relay.manners;
    [
        (manners.dead, CallFailed::Unreachable),
        (manners.impostor, CallFailed::WrongPin),
        (manners.garbles, CallFailed::Garbled),
    ]
    .into_iter()
    .find_map(|(does, why)| does.then_some(why))
}

fn poll_wait_ms(request: &Request) -> u64 {
    if let Request::Take(Take { wait_ms, .. }) = request { u64::from(*wait_ms) } else { 0 }
}

fn takes_from(request: &Request, filled: &[MailboxId]) -> bool {
    let Request::Take(take) = request else { return false };
    take.from.iter().any(|from| filled.contains(&from.mailbox))
}

fn is_empty(response: &Response) -> bool {
    matches!(response, Response::Taken(taken) if taken.is_empty())
}

/// How long a node waits for an answer beyond what it asked the relay to wait, ms.
const PATIENCE_MS: u64 = 15_000;
