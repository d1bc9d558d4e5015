//! The world of a play: parties with their nodes, relays and links in virtual time, on the real cores with labels for
//! groups. Quiet time is leapt: a node wakes only for what matters (`chancery::Compartment::next_matter`).
//!
//! I1 nothing happens but through the queue. I2 effects are carried out in their order. I3 equal scenarios give equal
//! worlds.

mod carrier;
mod custodians;
mod flood;
mod founding;
mod node;
mod officers;

pub use founding::Seat;
pub use node::Node;
pub use officers::Team;

use crate::error::ExerciseError;
use crate::report::Transcript;
use chancery::input::Input;
use line::ids::MailboxId;
use line::machine::{CallId, Input as Carry};
use line::relay_api::Request;
use line::time::Now;
use sim::chance::Chance;
use sim::queue::Queue;
use sim::relay::Relay;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What will happen.
#[derive(Debug, Clone)]
pub(crate) enum Happening {
    /// A node's deadline comes.
    Wake { node: usize, life: u64, at_ms: u64 },
    /// A node handles what waits in its inbox.
    Turn { node: usize, life: u64 },
    /// A request reaches a relay.
    AtRelay { from: Caller, relay: usize, request: Rc<Request> },
    /// An answer reaches a node.
    AtNode { to: Caller, result: Box<Result<line::relay_api::Response, line::machine::CallFailed>> },
    /// A pouch is opened.
    Pouch { node: usize, bytes: Rc<Vec<u8>> },
    /// The player's next act.
    Act(usize),
}

/// Who waits for the answer to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) node: usize,
    pub(crate) life: u64,
    pub(crate) call: CallId,
}

/// A relay and what is done to it.
pub(crate) struct Post {
    pub(crate) relay: Relay,
    /// Every second envelope is kept back: by mailbox, what was decided of each that came by.
    pub(crate) withheld: Option<BTreeMap<MailboxId, BTreeMap<u64, bool>>>,
}

/// Everything there is.
pub struct World {
    pub(crate) day_one_ms: i64,
    pub(crate) seats: Vec<Seat>,
    pub(crate) compartments: Vec<String>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) posts: Vec<Post>,
    /// Parties that reach no relay.
    pub(crate) cut: BTreeSet<usize>,
    pub(crate) flood: flood::Flood,
    pub(crate) queue: Queue<Happening>,
    pub(crate) chance: Chance,
    ticket: u64,
}

impl World {
    /// Virtual time, ms since 00:00 UTC of D1.
    pub fn now_ms(&self) -> u64 {
        self.queue.now_ms()
    }

    /// Both clocks of every node: they are right.
    pub fn now(&self) -> Now {
        let ms = self.now_ms();
        Now {
            mono_ms: ms + MONO_BEGINS_MS,
            utc_ms: self.day_one_ms.saturating_add_unsigned(ms),
            error_ms: CLOCK_ERROR_MS,
        }
    }

    /// The nodes, by party within compartment.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The parties.
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// The node of a party in a compartment.
    pub fn node_of(&self, party: &str, compartment: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.code == compartment && self.seats[node.party].code == party)
    }

    /// Nodes of a compartment.
    pub fn members(&self, compartment: &str) -> Vec<usize> {
        (0..self.nodes.len()).filter(|at| self.nodes[*at].code == compartment).collect()
    }

    /// Plans an act of the player.
    pub(crate) fn plan(&mut self, at_ms: u64, act: usize) {
        self.queue.plan(at_ms, Happening::Act(act));
    }

    /// Lets the world go on up to an instant; gives the player's next act on the way, if there is one.
    pub(crate) fn pass(&mut self, until_ms: u64) -> Option<usize> {
        while let Some(happening) = self.queue.next_until(until_ms) {
            match happening {
                Happening::Act(act) => return Some(act),
                Happening::Wake { node, life, at_ms } => self.wake(node, life, at_ms),
                Happening::Turn { node, life } => self.turn(node, life),
                Happening::AtRelay { from, relay, request } => self.at_relay(from, relay, &request),
                Happening::AtNode { to, result } => self.at_node(to, *result),
                Happening::Pouch { node, bytes } => {
                    self.hand_in(node, vec![Input::Line(Carry::Pouch(bytes.to_vec()))]);
                }
            }
        }
        self.queue.pass_to(until_ms);
        None
    }

    fn wake(&mut self, node: usize, life: u64, at_ms: u64) {
        let at = &mut self.nodes[node];
        if at.life != life || at.wakes_at != Some(at_ms) {
            return;
        }
        at.wakes_at = None;
        self.hand_in(node, vec![Input::Line(Carry::Tick)]);
    }

    fn turn(&mut self, node: usize, life: u64) {
        let at = &mut self.nodes[node];
        if at.life == life {
            let inbox = std::mem::take(&mut at.inbox);
            self.hand_in(node, inbox);
        }
    }

    /// A ticket for a command.
    pub(crate) fn ticket(&mut self) -> u64 {
        self.ticket += 1;
        self.ticket
    }

    /// The transcript of every compartment, as its first running member has it.
    pub(crate) fn transcripts(&self) -> Vec<Transcript> {
        let now_ms = self.now().utc_ms;
        let first = |code: &String| {
            let members = self.members(code);
            let core = members.into_iter().find_map(|node| self.nodes[node].core())?;
            let line = core.line();
            Some(Transcript {
                compartment: code.clone(),
                id: line.config().compartment,
                charter: core.charter().clone(),
                entries: line.record().map(Cow::into_owned).collect(),
                as_of_ms: now_ms,
                root: core.standing().at(&line.cut(), now_ms).root(),
                digest: line.digest().0,
            })
        };
        self.compartments.iter().filter_map(first).collect()
    }

    pub(crate) fn wrong(at: &str, expected: &str) -> ExerciseError {
        ExerciseError::Wrong { at: at.to_owned(), expected: expected.to_owned() }
    }
}

/// What a fresh process reads first on its monotonic clock.
const MONO_BEGINS_MS: u64 = 1_000;
/// Declared error of every node's clock, ms.
const CLOCK_ERROR_MS: u32 = 200;
