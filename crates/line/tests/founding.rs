//! Founding between paired parties over one relay, with KeyPackages and Welcomes as plain words.

use line::body::{MemberTempo, Parameters, Tempo};
use line::direct::{FoundingRequest, FoundingWhy, KeyPackages};
use line::entry::Attestation;
use line::founding::{FoundingEffect, FoundingEvent, FoundingInput, Foundings, OwnRelay, Peer};
use line::group::Entropy;
use line::ids::{CompartmentId, PartyCode, Status};
use line::keys::Secret;
use line::machine::CallFailed;
use line::mailbox::{AccountQuota, At, Limits, Mailboxes, Origin, RelayRows, apply};
use line::refused::Refused;
use line::relay_api::{RelayTime, Request, Response, Token};
use std::collections::{BTreeMap, VecDeque};

const ID: CompartmentId = CompartmentId([7; 32]);

struct Count(u64);

impl Entropy for Count {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = self.0.to_be_bytes()[0];
        }
    }
}

/// One node: its foundings, its rows, what it was told.
struct Node {
    party: PartyCode,
    foundings: Foundings,
    rows: BTreeMap<Vec<u8>, Vec<u8>>,
    told: Vec<FoundingEvent>,
}

/// Parties, one relay, a queue of inputs. `lose` drops the answer of every n-th call.
struct World {
    nodes: Vec<Node>,
    relay: Mailboxes,
    rows: RelayRows,
    queue: VecDeque<(usize, FoundingInput)>,
    entropy: Count,
    now_ms: u64,
    calls: u64,
    lose: u64,
    later: Vec<(usize, FoundingInput)>,
    declines: Option<usize>,
}

fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a code")
}

fn root(a: &PartyCode, b: &PartyCode) -> Secret {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    let mut bytes = [1; 32];
    bytes[..2].copy_from_slice(&low.as_str().as_bytes()[..2]);
    bytes[2..4].copy_from_slice(&high.as_str().as_bytes()[..2]);
    Secret::new(bytes)
}

fn account(code: &PartyCode) -> Token {
    let mut bytes = [2; 32];
    bytes[..2].copy_from_slice(&code.as_str().as_bytes()[..2]);
    Token(bytes)
}

fn fresh(code: &PartyCode) -> Foundings {
    let relays = vec![OwnRelay { path: "CH-1".into(), account: account(code) }];
    Foundings::new(code.clone(), Status::Test, Secret::new([9; 32]), relays)
}

fn request(codes: &[&str], status: Status) -> FoundingRequest {
    let members = codes.iter().map(|c| MemberTempo { party: party(c), tempo: Tempo::Voting }).collect();
    FoundingRequest {
        compartment: ID,
        status,
        creator: party(codes[0]),
        charter: b"charter".to_vec().into(),
        parameters: Parameters::usual(members, Vec::new(), Attestation::MutualOnly),
    }
}

impl World {
    fn new(codes: &[&str], lose: u64) -> World {
        let mut relay = Mailboxes::new("CH-1".into(), Limits::default());
        let mut rows = RelayRows::new();
        let mut nodes = Vec::new();
        for code in codes {
            let party = party(code);
            let quota = AccountQuota { bytes: 1 << 24, boxes: 100 };
            apply(&mut rows, relay.admit_account(account(&party).hash(), quota));
            let foundings = fresh(&party);
            nodes.push(Node { party, foundings, rows: BTreeMap::new(), told: Vec::new() });
        }
        let entropy = Count(1);
        let queue = VecDeque::new();
        let (later, declines) = (Vec::new(), None);
        let mut world =
            World { nodes, relay, rows, queue, entropy, now_ms: 0, calls: 0, lose, later, declines };
        (0..codes.len()).for_each(|n| world.introduce(n));
        world
    }

    fn introduce(&mut self, n: usize) {
        let own = self.nodes[n].party.clone();
        for other in self.nodes.iter().map(|o| o.party.clone()).filter(|o| *o != own) {
            let peer = Peer { root: root(&own, &other), party: other, relays: vec!["CH-1".into()] };
            self.queue.push_back((n, FoundingInput::Paired(peer)));
        }
    }

    fn restart(&mut self, n: usize) {
        let party = self.nodes[n].party.clone();
        let rows = self.nodes[n].rows.clone();
        let rows = rows.iter().map(|(k, v)| (k.as_slice(), v.as_slice()));
        let (foundings, effects) = fresh(&party).restore(rows).expect("its own rows");
        self.nodes[n].foundings = foundings;
        let answer = |(node, input): &(usize, FoundingInput)| {
            *node == n && matches!(input, FoundingInput::Answer { .. })
        };
        self.queue.retain(|entry| !answer(entry));
        self.later.retain(|entry| !answer(entry));
        self.introduce(n);
        self.carry_out(n, effects);
    }

    fn run(&mut self, ms: u64) {
        let end = self.now_ms + ms;
        while self.now_ms < end {
            for _ in 0..1_000 {
                let Some((n, input)) = self.queue.pop_front() else { break };
                let effects = self.nodes[n].foundings.handle(self.now_ms, input, &mut self.entropy);
                self.carry_out(n, effects);
            }
            self.now_ms += 1_000;
            self.queue.extend(self.later.drain(..));
            (0..self.nodes.len()).for_each(|n| self.queue.push_back((n, FoundingInput::Tick)));
        }
    }

    fn carry_out(&mut self, n: usize, effects: Vec<FoundingEffect>) {
        for effect in effects {
            match effect {
                FoundingEffect::Persist(writes) => {
                    for write in writes {
                        match write.value {
                            Some(value) => drop(self.nodes[n].rows.insert(write.key, value)),
                            None => drop(self.nodes[n].rows.remove(&write.key)),
                        }
                    }
                }
                FoundingEffect::Call { call, request, .. } => self.call(n, call, &request),
                FoundingEffect::Tell(event) => self.tell(n, event),
            }
        }
    }

    fn call(&mut self, n: usize, call: u64, request: &Request) {
        self.calls += 1;
        let utc_ms = i64::try_from(self.now_ms).expect("small");
        let at = At { time: RelayTime { utc_ms, error_ms: 0 }, mono_ms: self.now_ms };
        let (answer, writes) = self.relay.handle(at, Origin::default(), request, &self.rows);
        apply(&mut self.rows, writes);
        let lost = self.lose > 0 && self.calls.is_multiple_of(self.lose);
        let result = if lost { Err(CallFailed::TimedOut) } else { Ok(answer) };
        // A take that finds nothing waits, as a shell's long poll does.
        let quiet = matches!(&result, Ok(Response::Taken(taken)) if taken.is_empty());
        let input = (n, FoundingInput::Answer { call, result });
        if quiet { self.later.push(input) } else { self.queue.push_back(input) }
    }

    /// The layer above: lends, founds and joins at once.
    fn tell(&mut self, n: usize, event: FoundingEvent) {
        let own = self.nodes[n].party.clone();
        match &event {
            FoundingEvent::Asked(_) if self.declines == Some(n) => {
                let decline = FoundingInput::Decline { compartment: ID, why: FoundingWhy::Declined };
                self.queue.push_back((n, decline));
            }
            FoundingEvent::Asked(_) => {
                let packages = vec![format!("package of {own}").into_bytes().into()];
                let lend = KeyPackages { compartment: ID, packages, record_key: None };
                self.queue.push_back((n, FoundingInput::Lend(lend)));
            }
            FoundingEvent::Ready { packages, .. } => {
                let welcome =
                    |(p, k): (&PartyCode, &Vec<u8>)| (p.clone(), [b"welcome ", k.as_slice()].concat());
                let welcomes = packages.iter().map(welcome).collect();
                let input = FoundingInput::Welcomes { compartment: ID, term: 0, epoch: 1, welcomes };
                self.queue.push_back((n, input));
            }
            FoundingEvent::Lent { newcomer, package, .. } => {
                let welcome = line::direct::Welcome {
                    compartment: ID,
                    term: 0,
                    epoch: 4,
                    welcome: [b"welcome ", package.as_slice()].concat().into(),
                    decision: None,
                    heads: Vec::new(),
                };
                let newcomer = newcomer.clone();
                self.queue.push_back((n, FoundingInput::Welcome { newcomer, welcome }));
            }
            FoundingEvent::Welcomed { .. } => self.queue.push_back((n, FoundingInput::Joined(ID))),
            FoundingEvent::Founded(_) | FoundingEvent::Refused { .. } => {}
        }
        self.nodes[n].told.push(event);
    }

    fn founded(&self) -> bool {
        self.nodes[0].told.contains(&FoundingEvent::Founded(ID))
    }
}

#[test]
fn five_parties_found_a_compartment_over_one_relay() {
    let codes = ["US", "CH", "IR", "OM", "VER"];
    let mut world = World::new(&codes, 0);
    world.queue.push_back((0, FoundingInput::Start(request(&["US", "CH", "IR"], Status::Test))));
    world.run(30_000);
    assert!(!world.founded(), "members out of order are refused");
    let mut sorted = request(&["CH", "IR", "OM", "US", "VER"], Status::Test);
    sorted.creator = party("US");
    world.queue.push_back((0, FoundingInput::Start(sorted)));
    world.run(60_000);
    assert!(world.founded());
    for node in &world.nodes[1..] {
        let own = format!("welcome package of {}", node.party);
        let welcomed = |e: &FoundingEvent| matches!(e, FoundingEvent::Welcomed { welcome, .. } if *welcome.welcome == *own.as_bytes());
        assert_eq!(node.told.iter().filter(|e| welcomed(e)).count(), 1, "{}", node.party);
    }
}

#[test]
fn a_founding_survives_lost_answers_and_restarts_of_everybody() {
    for lose in [2, 3, 5] {
        let mut world = World::new(&["CH", "IR", "US"], lose);
        world.queue.push_back((0, FoundingInput::Start(request(&["CH", "IR", "US"], Status::Test))));
        for step in 0..200 {
            world.run(60_000);
            if step < 6 {
                world.restart(step % 3);
            }
        }
        assert!(world.founded(), "every {lose}th answer lost");
        let joined =
            |n: usize| world.nodes[n].told.iter().any(|e| matches!(e, FoundingEvent::Welcomed { .. }));
        assert!(joined(1) && joined(2));
    }
}

#[test]
fn a_member_of_another_status_or_unpaired_declines_and_the_creator_is_told_why() {
    let mut world = World::new(&["CH", "IR"], 0);
    world.queue.push_back((0, FoundingInput::Start(request(&["CH", "IR"], Status::Actual))));
    world.queue.push_back((0, FoundingInput::Start(request(&["CH", "IR", "US"], Status::Test))));
    world.run(10_000);
    let why = |e: &FoundingEvent| match e {
        FoundingEvent::Refused { why, .. } => Some(why.clone()),
        _ => None,
    };
    let told: Vec<Refused> = world.nodes[0].told.iter().filter_map(why).collect();
    let (ours, theirs) = (Status::Test, Status::Actual);
    assert_eq!(told, [Refused::OtherStatus { ours, theirs }, Refused::NotPaired(party("US"))]);
}

#[test]
fn a_member_that_declines_ends_the_founding_for_all() {
    let mut world = World::new(&["CH", "IR", "US"], 0);
    world.queue.push_back((0, FoundingInput::Start(request(&["CH", "IR", "US"], Status::Test))));
    world.declines = Some(1);
    world.run(60_000);
    let declined = |n: usize, by: &str, word: &'static str| {
        let why = Refused::Declined { party: party(by), why: word };
        world.nodes[n].told.contains(&FoundingEvent::Refused { compartment: ID, why })
    };
    assert!(declined(0, "IR", "DECLINED"));
    assert!(declined(2, "CH", "WITHDRAWN"));
    assert!(!world.founded());
}

#[test]
fn a_newcomer_of_a_compartment_that_runs_lends_and_is_welcomed_whatever_is_lost() {
    for lose in [0, 2, 3] {
        let mut world = World::new(&["CH", "IR", "US"], lose);
        let invite = FoundingInput::Invite {
            request: request(&["CH", "IR", "US"], Status::Test),
            newcomer: party("US"),
        };
        world.queue.push_back((0, invite));
        for step in 0..120 {
            world.run(60_000);
            if step < 6 {
                world.restart(if step % 2 == 0 { 0 } else { 2 });
            }
        }
        let welcomed = |n: usize| {
            world.nodes[n].told.iter().any(|e| {
                matches!(e, FoundingEvent::Welcomed { welcome, .. }
                if *welcome.welcome == *b"welcome package of US")
            })
        };
        assert!(welcomed(2) && !welcomed(1), "every {lose}th answer lost");
        assert!(world.nodes[1].told.is_empty(), "nobody else is asked");
        let inviting = world.nodes[0].rows.keys().any(|k| k.starts_with(b"founding/inviting/"));
        assert!(!inviting, "it is done");
    }
}
