//! The test bench: some lines with label groups, some relays run by the mailbox rules, one virtual clock.

use crate::groups::node::Provided;
use line::config::{Attestation, Config, Planted, RelayConfig, Tempo};
use line::group::{CertificateAuthority, Changes, Entropy, Group};
use line::ids::{CompartmentId, EntryHash, PartyCode, Status};
use line::keys::{Secret, leaf_mac};
use line::label_group::LabelGroup;
use line::line::{Line, Stop};
use line::machine::{CallFailed, CallId, Effect, Event, Input, Release, Rows};
use line::mailbox::{AccountQuota, At, Limits, Mailboxes, Origin, RelayRows, apply};
use line::relay_api::{Put, RelayTime, Request, Response, Token};
use line::time::Now;
use std::collections::{BTreeMap, VecDeque};

pub struct Fixed(pub u64);

impl Entropy for Fixed {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 33) as u8;
        }
    }
}

struct Pairs {
    own: PartyCode,
    pairs: BTreeMap<PartyCode, Secret>,
}

impl CertificateAuthority for Pairs {
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        self.pairs.get(peer).map(|root| leaf_mac(root, Status::Test, former))
    }
    fn own(&self) -> &PartyCode {
        &self.own
    }
    fn members(&self) -> Vec<PartyCode> {
        self.pairs.keys().cloned().chain([self.own.clone()]).collect()
    }
    fn highest_serial(&self, _: &PartyCode) -> u64 {
        0
    }
}

pub fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a party code")
}

/// What becomes of a request of one node at one relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Serve,
    /// The relay is gone for this node.
    Unreachable,
    /// Served, but the answer is lost.
    LoseAnswer,
    /// The first envelope of a fetch is left out.
    Withhold,
    /// A byte of the answer's envelopes or receipts is changed.
    Corrupt(u32),
    /// A mark is answered with one of another node, far ahead.
    ForeignMark,
}

/// Decides the fate of a call, given its node, its relay and its request.
pub type Fates = Box<dyn FnMut(usize, usize, &Request) -> Fate>;

pub struct Node<G: Group> {
    pub line: Line<G>,
    pub rows: Rows,
    pub events: Vec<Event>,
    pub config: Config,
    /// What the watch flags of its tests say.
    pub manned: bool,
    /// Switched off: nothing moves.
    pub off: bool,
    waiting: VecDeque<(usize, CallId, Request, Now)>,
}

/// The bench with label groups.
pub type Bench = BenchOf<LabelGroup>;

/// A party that is paired with all and no member yet.
pub struct Stranger {
    pub config: Config,
    pub package: Vec<u8>,
    rows: line::group::Dirty,
}

pub struct BenchOf<G: Group> {
    pub nodes: Vec<Node<G>>,
    pub strangers: Vec<Stranger>,
    pub relays: Vec<(Mailboxes, RelayRows)>,
    pub clock: u64,
    pub fate: Fates,
    seed: u64,
}

const START_UTC: i64 = 1_800_000_000_000;

pub fn configs(codes: &[&str], relays: usize, planted: Planted) -> Vec<Config> {
    let relay = |at: usize, own: usize| RelayConfig {
        path: format!("R-{at}"),
        account: Token([own as u8 + 1; 32]),
        host: format!("host {at}"),
    };
    let root = |a: usize, b: usize| Secret::new([(a.min(b) * 16 + a.max(b) + 1) as u8; 32]);
    (0..codes.len())
        .map(|own| Config {
            status: Status::Test,
            compartment: CompartmentId([7; 32]),
            own: party(codes[own]),
            creator: party(codes[0]),
            members: codes.iter().map(|c| (party(c), Tempo::Voting)).collect(),
            pairs: (0..codes.len()).filter(|p| *p != own).map(|p| (party(codes[p]), root(own, p))).collect(),
            relays: (0..relays).map(|r| relay(r, own)).collect(),
            attestation: Attestation::MutualOnly,
            test_interval_ms: Config::TEST_INTERVAL_MS,
            epoch_age_ms: Config::EPOCH_AGE_MS,
            tell_hand_over: true,
            past: None,
            planted,
        })
        .collect()
}

fn groups<G: Provided>(configs: &[Config]) -> Vec<G> {
    let authority = |c: &Config| Pairs { own: c.own.clone(), pairs: c.pairs.clone() };
    let compartment = [7; 32];
    let founder = authority(&configs[0]);
    let mut first = G::create(G::provider(), &founder, &compartment, 0, 1).expect("founds");
    let mut changes = Changes::default();
    let mut kept = Vec::new();
    for config in &configs[1..] {
        let (package, rows) =
            G::key_package(&mut G::provider(), &authority(config), &compartment, 1).expect("a package");
        changes.adds.insert(config.own.clone(), package);
        kept.push(rows);
    }
    let commit = first.commit(&founder, &[], 2, &changes).expect("commits");
    first.merge().expect("merges");
    let mut all = vec![first];
    for (config, rows) in configs[1..].iter().zip(&kept) {
        let welcome = &commit.welcomes[&config.own];
        let group =
            G::join(G::provider(), &authority(config), &compartment, 0, welcome, rows).expect("joins");
        all.push(group);
    }
    all
}

impl<G: Provided> BenchOf<G> {
    pub fn new(codes: &[&str], relays: usize) -> Self {
        Self::planted(codes, relays, Planted::default())
    }

    pub fn planted(codes: &[&str], relays: usize, planted: Planted) -> Self {
        Self::of(configs(codes, relays, planted))
    }

    /// Members with these tempos from the founding.
    pub fn with_tempos(codes: &[(&str, Tempo)], relays: usize) -> Self {
        let names: Vec<&str> = codes.iter().map(|(code, _)| *code).collect();
        let mut configs = configs(&names, relays, Planted::default());
        let members: BTreeMap<PartyCode, Tempo> =
            codes.iter().map(|(code, tempo)| (party(code), *tempo)).collect();
        configs.iter_mut().for_each(|config| {
            config.members.clone_from(&members);
            config.epoch_age_ms = 10_000 * 86_400_000;
        });
        Self::of(configs)
    }

    /// A pouch of one node for another, packed now.
    pub fn packed(&mut self, from: usize, to: usize) -> Vec<u8> {
        let to = self.nodes[to].config.own.clone();
        let before = self.nodes[from].events.len();
        self.input(from, Input::PackPouch { to });
        let new = self.nodes[from].events[before..].iter();
        let mut packed = new.filter_map(|e| match e {
            Event::PouchPacked { bytes, .. } => Some(bytes.clone()),
            _ => None,
        });
        packed.next_back().unwrap_or_else(|| panic!("no pouch: {:?}", &self.nodes[from].events[before..]))
    }

    /// Time passes in which nobody does anything.
    pub fn leap(&mut self, ms: u64) {
        let on: Vec<bool> = self.nodes.iter().map(|n| n.off).collect();
        self.nodes.iter_mut().for_each(|n| n.off = true);
        self.run(ms);
        self.nodes.iter_mut().zip(on).for_each(|(n, off)| n.off = off);
        self.run(600_000);
    }

    /// The same parties, secrets and compartment under another status.
    pub fn under(status: Status, codes: &[&str]) -> Self {
        let mut configs = configs(codes, 0, Planted::default());
        configs.iter_mut().for_each(|config| config.status = status);
        Self::of(configs)
    }

    /// The first so many are members, the others are paired with all and wait.
    pub fn with_strangers(codes: &[&str], relays: usize, members: usize) -> Self {
        let mut configs = configs(codes, relays, Planted::default());
        let strangers = configs.split_off(members);
        let of = |config: &Config| config.own.clone();
        let within: Vec<PartyCode> = configs.iter().map(of).collect();
        configs.iter_mut().for_each(|c| c.members.retain(|p, _| within.contains(p)));
        let accounts: Vec<_> =
            strangers.iter().flat_map(|c| c.relays.clone().into_iter().enumerate()).collect();
        let mut bench = Self::of(configs);
        let quota = AccountQuota { bytes: 1 << 30, boxes: 10_000 };
        for (relay, config) in accounts {
            let (boxes, rows) = &mut bench.relays[relay];
            apply(rows, boxes.admit_account(config.account.hash(), quota));
        }
        bench.strangers = strangers.into_iter().map(Self::stranger).collect();
        bench
    }

    fn stranger(config: Config) -> Stranger {
        let authority = Pairs { own: config.own.clone(), pairs: config.pairs.clone() };
        let made = G::key_package(&mut G::provider(), &authority, &[7; 32], 1).expect("a package");
        Stranger { config, package: made.0, rows: made.1 }
    }

    /// A member releases a charter version with these members; all of the first so many nodes agree to it.
    pub fn charter(&mut self, by: usize, version: u32, members: &[(&str, Tempo)]) -> EntryHash {
        let listed =
            |(code, tempo): &(&str, Tempo)| line::body::MemberTempo { party: party(code), tempo: *tempo };
        let mut members: Vec<_> = members.iter().map(listed).collect();
        members.sort_by(|a, b| a.party.cmp(&b.party));
        let mut parameters = line::body::Parameters::usual(members, Vec::new(), Attestation::MutualOnly);
        parameters.version = version;
        let bytes = format!("charter {version}").into_bytes().into();
        let charter = line::body::Charter { bytes, parameters, record_keys: Vec::new() };
        let bytes = line::cbor::encode(&charter);
        self.release_as(by, line::entry::Kind::Charter, bytes)
    }

    /// Whoever was invited joins, as its own shell would.
    pub fn take_up_invitations(&mut self) -> usize {
        let invited: Vec<(PartyCode, line::direct::Welcome)> = self
            .nodes
            .iter()
            .flat_map(|n| &n.events)
            .filter_map(|e| match e {
                Event::Invited { party, welcome } => Some((party.clone(), welcome.clone())),
                _ => None,
            })
            .collect();
        let mut joined = 0;
        for (who, welcome) in invited {
            let Some(at) = self.strangers.iter().position(|s| s.config.own == who) else { continue };
            let Stranger { config, rows, .. } = self.strangers.remove(at);
            let authority = Pairs { own: config.own.clone(), pairs: config.pairs.clone() };
            let group = G::join(G::provider(), &authority, &[7; 32], welcome.term, &welcome.welcome, &rows);
            self.seed += 1;
            let now = self.now();
            let (line, effects) =
                Line::join(config.clone(), group.expect("joins"), &welcome, now, &mut Fixed(self.seed));
            self.nodes.push(Node {
                line,
                rows: Rows::new(),
                events: Vec::new(),
                config,
                manned: true,
                off: false,
                waiting: VecDeque::new(),
            });
            let at = self.nodes.len() - 1;
            self.carry_out(at, effects);
            joined += 1;
        }
        joined
    }

    fn of(configs: Vec<Config>) -> Self {
        let relays = configs[0].relays.len();
        let quota = AccountQuota { bytes: 1 << 30, boxes: 10_000 };
        let new_relay = |at: usize| {
            let mut boxes = Mailboxes::new(format!("R-{at}"), Limits::default());
            let mut rows = RelayRows::new();
            for config in &configs {
                apply(&mut rows, boxes.admit_account(config.relays[at].account.hash(), quota));
            }
            (boxes, rows)
        };
        let relays = (0..relays).map(new_relay).collect();
        let mut bench = BenchOf {
            nodes: Vec::new(),
            strangers: Vec::new(),
            relays,
            clock: 1,
            fate: Box::new(|_, _, _| Fate::Serve),
            seed: 1,
        };
        for (config, group) in configs.iter().zip(groups::<G>(&configs)) {
            bench.seed += 1;
            let (line, effects) = Line::open(config.clone(), group, bench.now(), &mut Fixed(bench.seed));
            let node = Node {
                line,
                rows: Rows::new(),
                events: Vec::new(),
                config: config.clone(),
                manned: true,
                off: false,
                waiting: VecDeque::new(),
            };
            bench.nodes.push(node);
            let at = bench.nodes.len() - 1;
            bench.carry_out(at, effects);
        }
        bench
    }

    pub fn now(&self) -> Now {
        Now { mono_ms: self.clock, utc_ms: START_UTC + self.clock as i64, error_ms: 50 }
    }

    pub fn input(&mut self, node: usize, input: Input) {
        let now = self.now();
        let effects = self.nodes[node].line.handle(now, vec![input]);
        self.carry_out(node, effects);
    }

    fn carry_out(&mut self, node: usize, effects: Vec<Effect>) {
        let now = self.now();
        let mut later = Vec::new();
        let n = &mut self.nodes[node];
        for effect in effects {
            match effect {
                Effect::Persist(writes) => {
                    for w in writes {
                        match w.value {
                            Some(value) => drop(n.rows.insert((w.table, w.key), value)),
                            None => drop(n.rows.remove(&(w.table, w.key))),
                        }
                    }
                }
                Effect::Call { relay, call, request } => {
                    let at =
                        n.config.relays.iter().position(|r| r.path == relay).expect("a relay of the charter");
                    n.waiting.push_back((at, call, request, now));
                }
                Effect::Cancel { call } => n.waiting.retain(|(_, c, ..)| *c != call),
                Effect::Tell(Event::TestDue { slot_ms }) => {
                    n.events.push(Event::TestDue { slot_ms });
                    let mut watch = [0; 16];
                    watch[0] = u8::from(n.manned);
                    later.push(Input::Test { slot_ms, state_root: n.line.digest().0, watch });
                }
                Effect::Tell(event) => n.events.push(event),
            }
        }
        for input in later {
            self.input(node, input);
        }
    }

    /// Serves every waiting request that would not rest; true if any was.
    pub fn serve(&mut self) -> bool {
        let mut moved = false;
        for node in 0..self.nodes.len() {
            if self.nodes[node].off {
                continue;
            }
            for _ in 0..self.nodes[node].waiting.len() {
                let Some((relay, call, request, asked)) = self.nodes[node].waiting.pop_front() else { break };
                let fate = (self.fate)(node, relay, &request);
                if fate == Fate::Unreachable {
                    moved = true;
                    self.answer(node, call, asked, Err(CallFailed::Unreachable));
                    continue;
                }
                let (boxes, rows) = &mut self.relays[relay];
                if matches!(&request, Request::Take(take) if boxes.is_quiet(take)) {
                    self.nodes[node].waiting.push_back((relay, call, request, asked));
                    continue;
                }
                let told =
                    RelayTime { utc_ms: START_UTC + self.clock as i64 + 1_000 * relay as i64, error_ms: 10 };
                let at = At { time: told, mono_ms: self.clock };
                let (response, writes) = boxes.handle(at, Origin::default(), &request, rows);
                apply(rows, writes);
                moved = true;
                let result = match fate {
                    Fate::LoseAnswer => Err(CallFailed::TimedOut),
                    Fate::Withhold => Ok(withheld(response)),
                    Fate::Corrupt(at) => Ok(corrupted(response, at)),
                    Fate::ForeignMark => Ok(with_foreign_mark(response)),
                    _ => Ok(response),
                };
                self.answer(node, call, asked, result);
            }
        }
        moved
    }

    fn answer(&mut self, node: usize, call: CallId, asked: Now, result: Result<Response, CallFailed>) {
        self.input(node, Input::Answer { call, asked, result });
    }

    /// Runs the world until the time given, ms from now.
    pub fn run(&mut self, ms: u64) {
        let end = self.clock + ms;
        loop {
            let mut rounds = 0;
            while self.serve() {
                rounds += 1;
                self.clock += 1;
                assert!(rounds < 20_000, "the world does not come to rest");
            }
            let on = self.nodes.iter().filter(|n| !n.off);
            let next = on.filter_map(|n| n.line.next_deadline()).min();
            let next = next.filter(|at| *at <= end);
            let Some(next) = next else { break };
            self.clock = self.clock.max(next);
            for node in 0..self.nodes.len() {
                let n = &self.nodes[node];
                if !n.off && n.line.next_deadline().is_some_and(|at| at <= self.clock) {
                    self.input(node, Input::Tick);
                }
            }
        }
        self.clock = self.clock.max(end);
    }

    pub fn release(&mut self, node: usize, text: &str) -> EntryHash {
        self.release_as(node, line::entry::Kind::Notice, text.as_bytes().to_vec())
    }

    fn release_as(&mut self, node: usize, kind: line::entry::Kind, bytes: Vec<u8>) -> EntryHash {
        let before = self.nodes[node].events.len();
        let release = Release {
            ticket: 1,
            bytes,
            kind,
            lane: line::entry::Lane::Routine,
            record_sig: None,
            with: Vec::new(),
        };
        self.input(node, Input::Release(release));
        let mut new = self.nodes[node].events[before..].iter();
        new.find_map(|e| match e {
            Event::Released { entry, .. } => Some(*entry),
            _ => None,
        })
        .unwrap_or_else(|| panic!("the release was refused: {:?}", &self.nodes[node].events[before..]))
    }

    pub fn crash(&mut self, node: usize, stop: Stop) {
        self.seed += 1;
        let now = self.now();
        let n = &self.nodes[node];
        let restored =
            Line::restore(n.config.clone(), G::provider(), &n.rows, stop, now, &mut Fixed(self.seed));
        let (line, effects) = restored.expect("the store holds the compartment");
        self.nodes[node].line = line;
        self.nodes[node].waiting.clear();
        self.carry_out(node, effects);
    }

    pub fn met(&self) -> bool {
        let first = self.nodes[0].line.cut();
        self.nodes.iter().all(|n| n.line.cut() == first)
    }

    pub fn notices(&self, node: usize) -> Vec<EntryHash> {
        let of = self.nodes[node].line.order().filter(|e| e.header.kind == line::entry::Kind::Notice);
        of.map(|e| e.hash).collect()
    }

    /// Deposits in a request.
    pub fn puts(request: &Request) -> usize {
        match request {
            Request::Put(Put { items, .. }) => items.len(),
            _ => 0,
        }
    }
}

fn with_foreign_mark(response: Response) -> Response {
    let Response::Marked(_, hand_overs, told) = response else { return response };
    let ahead = line::direct::MarkState { seq: 99, generation: 99, epoch: 99 };
    let (key, slot) = (Secret::new([1; 32]), line::ids::MailboxId([2; 32]));
    let payload = line::direct::Direct::Mark(ahead).encode();
    let mark = line::envelope::wrap(&key, &slot, &[3; 24], line::envelope::Kind::Direct, &payload);
    Response::Marked(Some(mark.expect("it fits").into()), hand_overs, told)
}

fn withheld(response: Response) -> Response {
    match response {
        Response::Taken(mut items) if !items.is_empty() => {
            items.remove(0);
            Response::Taken(items)
        }
        other => other,
    }
}

fn corrupted(response: Response, at: u32) -> Response {
    let place = at as usize;
    match response {
        Response::Taken(mut items) if !items.is_empty() => {
            let n = items.len();
            let item = &mut items[place % n];
            match place % 5 {
                0 => item.receipt.mac[place % 32] ^= 1,
                1 => item.receipt.seq += 1 + u64::from(at),
                2 => item.receipt.mailbox.0[3] ^= 1,
                3 => item.envelope.truncate(place % 2_000),
                _ => {
                    let len = item.envelope.len();
                    item.envelope[place % len] ^= 1;
                }
            }
            Response::Taken(items)
        }
        Response::Put(mut outcomes, hand_overs) => {
            outcomes.pop();
            Response::Put(outcomes, hand_overs)
        }
        Response::Marked(..) => Response::Opened,
        other => other,
    }
}
