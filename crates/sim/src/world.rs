//! A world: parties with their nodes, relays, links and faults in virtual time, written so that a test reads
//! like prose.
//!
//! In: a layout or a plan. Out: what every node shows, and what the checkers found.
//! I1 nothing happens but through the queue. I2 effects are carried out in their order, and nothing after a
//! Persist before it has committed. I3 every fact is shown to every checker.

use crate::chance::Chance;
use crate::clock::Clock;
use crate::core::{Core, Placed};
use crate::journal::Journal;
use crate::link::Link;
use crate::node::Node;
use crate::plan::{Act, Shape};
use crate::promise::{Checker, Fact, Findings, Scene, Violation};
use crate::queue::Queue;
use crate::relay::Relay;
use line::cut::Cut;
use line::diagnosis::LineState;
use line::entry::{Kind, Lane};
use line::ids::{EntryHash, PartyCode, PathId};
use line::line::{Marks, Stop};
use line::machine::{CallFailed, CallId, Event, Input, Release};
use line::prove::ProveReport;
use line::relay_api::{Request, Response};
use notice::Number;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A party of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party(pub usize);

/// A notice released in a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice(pub u64);

/// What will happen.
#[derive(Debug, Clone)]
pub(crate) enum Happening {
    /// A node handles what waits in its inbox.
    Turn { node: usize, life: u64 },
    /// A node's deadline comes.
    Wake { node: usize, life: u64, at_ms: u64 },
    /// A node's core is rebuilt from its rows.
    Revive { node: usize, life: u64, stop: Stop },
    /// A request reaches a relay.
    AtRelay { from: Caller, relay: usize, request: Rc<Request> },
    /// A long poll has waited long enough.
    PollEnds { relay: usize, from: Caller },
    /// An answer reaches a node.
    AtNode { to: Caller, result: Box<Result<Response, CallFailed>> },
    /// A pouch is opened.
    PouchArrives { from: usize, packed_ms: u64, node: usize, bytes: Vec<u8> },
    /// A party does something.
    Acts(Act),
    /// A fault of the plan begins.
    Begins(usize),
    /// A fault of the plan ends.
    Ends(usize),
    /// A process that crashed starts again.
    Restarts { party: usize },
}

/// Who waits for the answer to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Caller {
    pub(crate) node: usize,
    pub(crate) life: u64,
    pub(crate) call: CallId,
}

/// A long poll that waits at a relay.
#[derive(Debug, Clone)]
pub(crate) struct Parked {
    pub(crate) relay: usize,
    pub(crate) from: Caller,
    pub(crate) request: Rc<Request>,
}

/// What one party is besides its nodes.
pub(crate) struct Machine {
    pub(crate) clock: Clock,
    /// How many faults keep it down.
    pub(crate) down: u32,
    /// How its last process ended.
    pub(crate) stop: Stop,
}

/// Everything there is.
pub struct World {
    pub(crate) shape: Shape,
    pub(crate) queue: Queue<Happening>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) machines: Vec<Machine>,
    pub(crate) relays: Vec<Relay>,
    pub(crate) links: Vec<Vec<Link>>,
    pub(crate) parked: Vec<Parked>,
    pub(crate) faults: Vec<crate::fault::Timed>,
    pub(crate) chance: Chance,
    pub(crate) journal: Journal,
    pub(crate) put_back: BTreeSet<usize>,
    pub(crate) liars: BTreeSet<PathId>,
    pub(crate) off_clocks: BTreeSet<usize>,
    pub(crate) twins: BTreeSet<usize>,
    pub(crate) released: BTreeMap<u64, Option<EntryHash>>,
    pub(crate) serials: BTreeMap<(usize, usize), u32>,
    pub(crate) read_backs: BTreeMap<(usize, Number, PartyCode), bool>,
    pub(crate) at_healing: Vec<Cut>,
    pub(crate) pouch_travels_ms: u64,
    pub(crate) told: Vec<(usize, u64, Event)>,
    pub(crate) healed: bool,
    /// Whether the first party forges with leaf keys that others have given away.
    pub(crate) forges: bool,
    checkers: Vec<Box<dyn Checker>>,
    findings: Findings,
}

impl World {
    /// A world of these nodes and relays, all links quiet, watched by these checkers.
    pub(crate) fn of(
        shape: Shape,
        seed: u64,
        nodes: Vec<Node>,
        relays: Vec<Relay>,
        journal: Journal,
    ) -> Self {
        let machines = (0..shape.parties)
            .map(|_| Machine { clock: Clock::right(NODE_CLOCK_ERROR_MS), down: 0, stop: Stop::Unknown })
            .collect();
        let links = (0..shape.parties).map(|party| shape_links(&shape, party)).collect();
        World {
            queue: Queue::new(),
            nodes,
            machines,
            relays,
            links,
            parked: Vec::new(),
            faults: Vec::new(),
            chance: Chance::of(seed, "world"),
            journal,
            put_back: BTreeSet::new(),
            liars: BTreeSet::new(),
            off_clocks: BTreeSet::new(),
            twins: BTreeSet::new(),
            released: BTreeMap::new(),
            serials: BTreeMap::new(),
            read_backs: BTreeMap::new(),
            at_healing: Vec::new(),
            pouch_travels_ms: 600_000,
            told: Vec::new(),
            healed: false,
            forges: false,
            checkers: crate::checkers::all(),
            findings: Findings::default(),
            shape,
        }
    }

    /// The parties, in their order.
    pub fn parties(&self) -> Vec<Party> {
        (0..self.shape.parties).map(Party).collect()
    }

    /// Virtual time, ms since the world began.
    pub fn now_ms(&self) -> u64 {
        self.queue.now_ms()
    }

    /// Lets a party release a text as a ROUTINE notice in the first compartment.
    pub fn release(&mut self, party: Party, text: &str) -> Notice {
        self.release_bytes(party.0, 0, Lane::Routine, text.as_bytes().to_vec())
    }

    pub(crate) fn release_bytes(
        &mut self,
        party: usize,
        compartment: usize,
        lane: Lane,
        bytes: Vec<u8>,
    ) -> Notice {
        self.release_at(self.node_of(party, compartment), lane, bytes)
    }

    /// A party's clock is ahead of the truth by so much and gains so many parts of a million from now on.
    pub fn set_clock(&mut self, party: Party, ahead_ms: i64, ppm: i64) {
        let now_ms = self.now_ms();
        let clock = &mut self.machines[party.0].clock;
        clock.jump(ahead_ms);
        clock.drift(now_ms, ppm);
    }

    /// The same of a relay's clock.
    pub fn set_relay_clock(&mut self, relay: usize, ahead_ms: i64, ppm: i64) {
        let now_ms = self.now_ms();
        self.relays[relay].clock.jump(ahead_ms);
        self.relays[relay].clock.drift(now_ms, ppm);
    }

    /// What a party's node can prove of a notice.
    pub fn prove(&self, party: Party, notice: Notice) -> Option<ProveReport> {
        self.core_of(party)?.prove(&[self.entry(notice)?]).pop()
    }

    /// Lets a party ask for a rotation of all leaves.
    pub fn rotate(&mut self, party: Party) {
        let node = self.node_of(party.0, 0);
        self.hand_in(node, Input::Rotate(line::group::Changes::default()));
    }

    /// Lets the people of a party order something of its line in the first compartment.
    pub fn bid(&mut self, party: Party, input: Input) {
        let node = self.node_of(party.0, 0);
        self.hand_in(node, input);
    }

    /// The code of a party.
    pub fn code(&self, party: Party) -> PartyCode {
        self.nodes[self.node_of(party.0, 0)].code.clone()
    }

    /// Lets a party release a text on the floor lane in the first compartment.
    pub fn release_floor(&mut self, party: Party, text: &str) -> Notice {
        self.release_bytes(party.0, 0, Lane::Floor, text.as_bytes().to_vec())
    }

    /// Lets a party send a line test at once.
    pub fn test_now(&mut self, party: Party) {
        let node = self.node_of(party.0, 0);
        self.hand_in(node, Input::TestNow);
    }

    /// Lets a party pack a pouch for another that arrives after `travels_ms`.
    pub fn pouch(&mut self, from: Party, to: Party, travels_ms: u64) {
        self.pouch_in(from.0, to.0, 0, travels_ms);
    }

    pub(crate) fn pouch_in(&mut self, from: usize, to: usize, compartment: usize, travels_ms: u64) {
        self.pouch_travels_ms = travels_ms;
        let node = self.node_of(from, compartment);
        let to = self.nodes[self.node_of(to, compartment)].code.clone();
        self.hand_in(node, Input::PackPouch { to });
    }

    /// Lets virtual time pass.
    pub fn run_for(&mut self, ms: u64) -> &mut Self {
        self.pass(ms);
        self.judge();
        self
    }

    fn pass(&mut self, ms: u64) {
        let until_ms = self.now_ms() + ms;
        while let Some(happening) = self.queue.next_until(until_ms) {
            self.happen(happening);
        }
        self.queue.pass_to(until_ms);
    }

    /// Whether every node runs, holds the same set, has nothing to send and stands in the same epoch.
    pub fn all_heads_meet(&self) -> bool {
        crate::rest::heads_meet(&self.scene())
    }

    /// Runs a healed world until all heads meet, or as long as the longest pause of the outbox allows.
    pub fn run_until_quiet(&mut self) -> &mut Self {
        let gives_up_at = self.now_ms() + LONGEST_REST_MS;
        while self.now_ms() < gives_up_at {
            self.pass(REST_STEP_MS);
            if self.all_heads_meet() {
                break;
            }
            if self.now_ms() % POUCH_EVERY_MS < REST_STEP_MS {
                self.carry_pouches();
            }
        }
        self.healed = true;
        self.judge();
        self
    }

    /// Highest place of every author anywhere, by compartment.
    pub(crate) fn all_heads(&self) -> Vec<Cut> {
        let mut heads = vec![Cut::default(); self.shape.compartments];
        for node in &self.nodes {
            for (author, head) in node.core().map(Core::cut).unwrap_or_default().0 {
                let highest = heads[node.compartment].0.entry(author).or_insert(head);
                *highest = (*highest).max(head);
            }
        }
        heads
    }

    /// The couriers of a member that reaches no relay.
    fn carry_pouches(&mut self) {
        let Some(far) = self.shape.by_pouch else { return };
        for compartment in 0..self.shape.compartments {
            for near in 0..far {
                self.pouch_in(near, far, compartment, 60_000);
                self.pouch_in(far, near, compartment, 60_000);
            }
        }
    }

    /// What a party's node admitted, in total order.
    pub fn order(&self, party: Party) -> Vec<Placed> {
        self.core_of(party).map_or_else(Vec::new, |core| core.order())
    }

    /// Texts of the notices that a party's node admitted, in total order.
    pub fn notices(&self, party: Party) -> Vec<String> {
        let notices = self.core_of(party).map_or_else(Vec::new, |core| core.notices());
        notices.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    /// The entry that a notice became, once its release is durable.
    pub fn entry(&self, notice: Notice) -> Option<EntryHash> {
        self.released.get(&notice.0).copied().flatten()
    }

    /// The author's marks of a notice for a recipient.
    pub fn marks(&self, author: Party, notice: Notice, recipient: Party) -> Marks {
        let code = &self.nodes[self.node_of(recipient.0, 0)].code;
        let marks = self.entry(notice).zip(self.core_of(author)).map(|(entry, core)| core.marks(&entry));
        marks.and_then(|mut marks| marks.remove(code)).unwrap_or_default()
    }

    /// Whether a party's node has admitted a notice.
    pub fn has(&self, party: Party, notice: Notice) -> bool {
        self.entry(notice).is_some_and(|hash| self.order(party).iter().any(|placed| placed.hash == hash))
    }

    /// What a party's node says of the line to another.
    pub fn line_state(&self, at: Party, to: Party) -> Option<LineState> {
        let code = &self.nodes[self.node_of(to.0, 0)].code;
        self.core_of(at).and_then(|core| core.line_states().remove(code))
    }

    /// All that a party's first compartment was told, with the instant.
    pub fn told(&self, party: Party) -> impl Iterator<Item = (u64, &Event)> {
        let node = self.node_of(party.0, 0);
        self.told.iter().filter(move |(whose, _, _)| *whose == node).map(|(_, at, event)| (*at, event))
    }

    /// A party's machine in the first compartment, while its process lives.
    pub fn core_of(&self, party: Party) -> Option<&dyn Core> {
        self.nodes[self.node_of(party.0, 0)].core()
    }

    /// What the checkers found so far.
    pub fn violations(&self) -> &[Violation] {
        self.findings.list()
    }

    /// Fails with the journal's last lines if any promise was broken.
    ///
    /// # Panics
    /// When a promise was broken: that is what a story is for.
    pub fn check(&self) {
        let lines = self.journal.lines();
        let last = &lines[lines.len().saturating_sub(LAST_LINES)..];
        assert!(self.violations().is_empty(), "{:#?}\n{}", self.violations(), last.join("\n"));
    }

    /// Every node, by party within compartment.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The history so far.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Entries admitted at the first party, in all compartments.
    pub fn entries(&self) -> u64 {
        let firsts = self.nodes.iter().filter(|node| node.party == 0);
        firsts.filter_map(Node::core).map(|core| core.order().len() as u64).sum()
    }

    /// What a node's clocks say now.
    pub(crate) fn clock_of(&self, node: usize) -> line::time::Now {
        self.machines[self.nodes[node].party].clock.read(self.queue.now_ms())
    }

    pub(crate) fn node_of(&self, party: usize, compartment: usize) -> usize {
        compartment * self.shape.parties + party
    }

    /// Shows a fact to every checker.
    pub(crate) fn see(&mut self, node: usize, fact: &Fact<'_>) {
        let mut checkers = std::mem::take(&mut self.checkers);
        let mut findings = std::mem::take(&mut self.findings);
        for checker in &mut checkers {
            checker.see(&self.scene(), node, fact, &mut findings);
        }
        (self.checkers, self.findings) = (checkers, findings);
    }

    fn judge(&mut self) {
        let mut checkers = std::mem::take(&mut self.checkers);
        let mut findings = std::mem::take(&mut self.findings);
        for checker in &mut checkers {
            checker.judge(&self.scene(), &mut findings);
        }
        (self.checkers, self.findings) = (checkers, findings);
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            nodes: &self.nodes,
            shape: &self.shape,
            now_ms: self.queue.now_ms(),
            put_back: &self.put_back,
            liars: &self.liars,
            off_clocks: &self.off_clocks,
            twins: &self.twins,
            read_backs: &self.read_backs,
            at_healing: &self.at_healing,
            at_rest: self.healed,
        }
    }
}

/// A notice on its way, as the layer above hands it in.
pub(crate) fn release(ticket: u64, lane: Lane, bytes: Vec<u8>) -> Release {
    Release { ticket, bytes, kind: Kind::Notice, lane, record_sig: None, with: Vec::new() }
}

fn shape_links(shape: &Shape, party: usize) -> Vec<Link> {
    let far = shape.by_pouch == Some(party);
    (0..shape.relays).map(|_| Link { cut: far, ..Link::quiet() }).collect()
}

const NODE_CLOCK_ERROR_MS: u32 = 200;
const REST_STEP_MS: u64 = 2_000;
const LONGEST_REST_MS: u64 = 4 * 3_600_000;
const POUCH_EVERY_MS: u64 = 600_000;
const LAST_LINES: usize = 40;
