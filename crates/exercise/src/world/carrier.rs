//! The way between nodes and relays: latency, links that are cut, relays that are down or keep envelopes back, long
//! polls that wait.

use super::{Caller, Happening, World};
use crate::world::node::Open;
use chancery::input::Input;
use line::machine::{CallFailed, CallId, Input as Carry};
use line::relay_api::{Request, Response};
use sim::relay::fills;
use std::rc::Rc;

impl World {
    pub(crate) fn ask(&mut self, node: usize, relay: &str, call: CallId, request: Request) {
        let asked = self.now();
        let Some(relay) = self.posts.iter().position(|post| post.relay.path == relay) else { return };
        if let Request::Put(put) = &request {
            self.flood.note(&self.nodes[node].code, relay, put);
        }
        self.nodes[node].calls.insert(call, Open { relay, asked, parked: None });
        let from = self.caller(node, call);
        self.queue.plan_in(PASSAGE_MS, Happening::AtRelay { from, relay, request: Rc::new(request) });
    }

    fn reaches(&self, from: Caller, relay: usize) -> bool {
        !self.cut.contains(&self.nodes[from.node].party) && self.posts[relay].relay.hears()
    }

    pub(crate) fn at_relay(&mut self, from: Caller, relay: usize, request: &Rc<Request>) {
        if self.nodes[from.node].life != from.life || !self.nodes[from.node].calls.contains_key(&from.call) {
            return;
        }
        if !self.reaches(from, relay) {
            return self.answer_in(FAILS_AFTER_MS, from, Err(CallFailed::Unreachable));
        }
        let response = self.relay_answers(from, relay, request);
        if matches!(&response, Response::Taken(taken) if taken.is_empty()) {
            if let Some(open) = self.nodes[from.node].calls.get_mut(&from.call) {
                open.parked = Some(request.clone());
            }
            return;
        }
        self.answer_in(PASSAGE_MS, from, Ok(response));
        let filled = fills(request);
        if !filled.is_empty() {
            self.serve_parked(relay, &filled);
        }
    }

    fn relay_answers(&mut self, from: Caller, relay: usize, request: &Request) -> Response {
        let (now_ms, party) = (self.now_ms(), self.nodes[from.node].party);
        let post = &mut self.posts[relay];
        let response = post.relay.answer(now_ms, party, request, &mut self.chance);
        let (Response::Taken(mut taken), Some(withheld)) = (response.clone(), post.withheld.as_mut()) else {
            return response;
        };
        taken.retain(|one| {
            let decided = withheld.entry(one.receipt.mailbox).or_default();
            let first = decided.len() % 2 == 0;
            !*decided.entry(one.receipt.seq).or_insert(first)
        });
        Response::Taken(taken)
    }

    /// Long polls that wait for one of these mailboxes are answered.
    pub(crate) fn serve_parked(&mut self, relay: usize, filled: &[line::ids::MailboxId]) {
        let mut waiting = Vec::new();
        for (node, at) in self.nodes.iter().enumerate() {
            for (call, open) in at.calls.iter().filter(|(_, open)| open.relay == relay) {
                let Some(request) = &open.parked else { continue };
                let Request::Take(take) = request.as_ref() else { continue };
                if take.from.iter().any(|from| filled.contains(&from.mailbox)) {
                    waiting.push((self.caller(node, *call), request.clone()));
                }
            }
        }
        for (from, request) in waiting {
            let response = self.relay_answers(from, relay, &request);
            if matches!(&response, Response::Taken(taken) if taken.is_empty()) {
                continue;
            }
            if let Some(open) = self.nodes[from.node].calls.get_mut(&from.call) {
                open.parked = None;
            }
            self.answer_in(PASSAGE_MS, from, Ok(response));
        }
    }

    fn answer_in(&mut self, ms: u64, to: Caller, result: Result<Response, CallFailed>) {
        self.queue.plan_in(ms, Happening::AtNode { to, result: Box::new(result) });
    }

    pub(crate) fn at_node(&mut self, to: Caller, result: Result<Response, CallFailed>) {
        let at = &mut self.nodes[to.node];
        if at.life != to.life {
            return;
        }
        let Some(open) = at.calls.remove(&to.call) else { return };
        let answer = Carry::Answer { call: to.call, asked: open.asked, result };
        // As in the shell: what comes while the writer is busy is one batch.
        at.inbox.push(Input::Line(answer));
        if at.inbox.len() == 1 {
            self.queue.plan_in(COMMIT_MS, Happening::Turn { node: to.node, life: to.life });
        }
    }

    /// Long polls that can no longer be served fail: a relay is gone, or a link is cut.
    pub(crate) fn break_parked(&mut self) {
        let mut broken = Vec::new();
        for (node, at) in self.nodes.iter().enumerate() {
            for (call, open) in at.calls.iter().filter(|(_, open)| open.parked.is_some()) {
                let from = self.caller(node, *call);
                if !self.reaches(from, open.relay) {
                    broken.push(from);
                }
            }
        }
        for from in broken {
            if let Some(open) = self.nodes[from.node].calls.get_mut(&from.call) {
                open.parked = None;
            }
            self.answer_in(FAILS_AFTER_MS, from, Err(CallFailed::Unreachable));
        }
    }
}

/// One passage between a node and a relay, ms.
const PASSAGE_MS: u64 = 20;
/// After how long a call that reaches nobody fails, ms.
const FAILS_AFTER_MS: u64 = 1_000;
/// How long a commit keeps a node's writer busy, ms.
const COMMIT_MS: u64 = 4;
