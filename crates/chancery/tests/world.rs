//! Two capitals, two relays, their officers and one virtual clock.

use crate::recorded::{Heard, Recorded};
use chancery::challenge::Purpose;
use chancery::officers::{Authenticator, PersonId, Role, Roster};
use chancery::paper::{DraftId, Reasons};
use chancery::{Command, Compartment, Effect, Event, Input, Reply, Setup};
use ed25519_dalek::SigningKey;
use line::config::{Attestation, Config, Planted, RelayConfig, Tempo};
use line::group::{CertificateAuthority, Changes, Entropy, Group};
use line::ids::{CompartmentId, PartyCode, Status};
use line::keys::{Secret, leaf_mac};
use line::line::Stop;
use line::machine::{CallId, Rows, Table};
use line::mailbox::{AccountQuota, At, Limits, Mailboxes, Origin, RelayRows, apply};
use line::relay_api::{RelayTime, Request, Token};
use line::time::Now;
use notice::vocabulary::NoticeType;
use notice::{Charter, Code8, Draft, Number, Station};
use refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub const US: usize = 0;
pub const IR: usize = 1;
/// 2027-08-16T02:00:00Z.
pub const START_UTC: i64 = 1_818_381_600_000;
pub const MINUTE: u64 = 60_000;
pub const CODES: [&str; 2] = ["US", "IR"];

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
        self.pairs.get(peer).map(|root| leaf_mac(root, Status::Exercise, former))
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

pub struct Node {
    pub it: Compartment<Recorded>,
    /// Plaintexts handed to `Group::seal`.
    pub heard: Heard,
    pub rows: Rows,
    pub events: Vec<Event>,
    pub replies: BTreeMap<u64, Result<Reply, Refusal>>,
    waiting: VecDeque<(usize, CallId, Request, Now)>,
}

pub struct World {
    pub nodes: Vec<Node>,
    relays: Vec<(Mailboxes, RelayRows)>,
    pub clock: u64,
    /// Nodes whose machine stands still.
    pub off: BTreeSet<usize>,
    /// No relay is reached.
    pub cut: bool,
    /// Relays that are gone for ever.
    pub lost: BTreeSet<usize>,
    ticket: u64,
    seed: u64,
}

pub fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a party code")
}

pub fn person(code: &str) -> PersonId {
    PersonId::parse(code).expect("a person's code")
}

/// The key file of an officer, made of the name.
pub fn key_of(name: &str) -> SigningKey {
    let mut seed = [0u8; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    SigningKey::from_bytes(&seed)
}

pub fn authenticator(name: &str) -> Authenticator {
    Authenticator::KeyFile(key_of(name).verifying_key().to_bytes())
}

/// anne and boris on watch, clara SENIOR, dora at the desk.
pub fn roster() -> Roster {
    let mut roster = Roster::default();
    for (name, role) in
        [("anne", Role::Watch), ("boris", Role::Watch), ("clara", Role::Senior), ("dora", Role::Desk)]
    {
        roster.add(&person(name), authenticator(name), 0).expect("a new person");
        roster.assign(&person(name), "LEV", BTreeSet::from([role])).expect("known");
    }
    roster
}

pub fn template(kind: NoticeType) -> String {
    notice::template::template(kind).expect("a template")
}

/// The filled template of a type, changed by whoever asks.
pub fn draft_of(kind: NoticeType, changes: &[(&str, &str)]) -> Draft {
    let text = changes.iter().fold(template(kind), |text, (from, to)| {
        assert!(text.contains(from), "the template has {from}");
        text.replace(from, to)
    });
    notice::file::draft_from_toml(&text).expect("a draft")
}

pub fn charter() -> Charter {
    notice::file::charter_from_toml(&template(NoticeType::Ch)).expect("a charter")
}

fn config(own: usize) -> Config {
    let relay = |name: &str| RelayConfig {
        path: name.to_owned(),
        account: Token([own as u8 + 1; 32]),
        host: name.to_owned(),
    };
    Config {
        status: Status::Exercise,
        compartment: CompartmentId([7; 32]),
        own: party(CODES[own]),
        creator: party("US"),
        members: CODES.iter().map(|c| (party(c), Tempo::Voting)).collect(),
        pairs: [(party(CODES[1 - own]), Secret::new([5; 32]))].into(),
        relays: vec![relay("CH-1"), relay("OM-1")],
        attestation: Attestation::MutualOnly,
        test_interval_ms: Config::TEST_INTERVAL_MS,
        epoch_age_ms: Config::EPOCH_AGE_MS,
        tell_hand_over: true,
        past: None,
        planted: Planted::default(),
    }
}

pub fn setup(own: usize) -> Setup {
    Setup {
        node: [own as u8; 32],
        code: Code8::parse("LEV").expect("a code"),
        station: Station::parse(&format!("{}/WATCH", CODES[own])).expect("a station"),
        line: config(own),
        roster: roster(),
        charter: charter(),
        relays: Vec::new(),
        record_key: None,
        planted: standing::Planted::default(),
    }
}

fn groups(heard: &[Heard; 2]) -> Vec<Recorded> {
    let authority = |own: usize| Pairs { own: party(CODES[own]), pairs: config(own).pairs };
    let mut first = Recorded::create(heard[US].clone(), &authority(US), &[7; 32], 0, 1).expect("founds");
    let mut own = heard[IR].clone();
    let (package, rows) = Recorded::key_package(&mut own, &authority(IR), &[7; 32], 1).expect("a package");
    let changes = Changes { adds: [(party("IR"), package)].into(), ..Changes::default() };
    let commit = first.commit(&authority(US), &[], 2, &changes).expect("commits");
    first.merge().expect("merges");
    let welcome = &commit.welcomes[&party("IR")];
    let second = Recorded::join(own, &authority(IR), &[7; 32], 0, welcome, &rows).expect("joins");
    vec![first, second]
}

impl World {
    pub fn new() -> World {
        World::with([setup(US), setup(IR)])
    }

    pub fn with(setups: [Setup; 2]) -> World {
        let quota = AccountQuota { bytes: 1 << 30, boxes: 10_000 };
        let relay = |name: &str| {
            let (mut boxes, mut rows) =
                (Mailboxes::new(name.to_owned(), Limits::default()), RelayRows::new());
            for own in [US, IR] {
                apply(&mut rows, boxes.admit_account(config(own).relays[0].account.hash(), quota));
            }
            (boxes, rows)
        };
        let relays = vec![relay("CH-1"), relay("OM-1")];
        let mut world = World {
            nodes: Vec::new(),
            relays,
            clock: 1,
            off: BTreeSet::new(),
            cut: false,
            lost: BTreeSet::new(),
            ticket: 0,
            seed: 1,
        };
        let heard = [Heard::default(), Heard::default()];
        for ((setup, group), heard) in setups.into_iter().zip(groups(&heard)).zip(heard) {
            world.seed += 1;
            let entropy = Box::new(Fixed(world.seed));
            let (it, effects) = Compartment::open(setup, group, world.now(), entropy).expect("opens");
            world.nodes.push(Node {
                it,
                heard,
                rows: Rows::new(),
                events: Vec::new(),
                replies: BTreeMap::new(),
                waiting: VecDeque::new(),
            });
            let at = world.nodes.len() - 1;
            world.carry_out(at, effects);
        }
        for node in [US, IR] {
            let mut watch = [0; 16];
            watch[0] = 1;
            world.input(node, Input::Line(line::machine::Input::Watch(watch)));
        }
        world.run(1_000);
        world
    }

    pub fn now(&self) -> Now {
        Now { mono_ms: self.clock, utc_ms: START_UTC + self.clock as i64, error_ms: 50 }
    }

    pub fn input(&mut self, node: usize, input: Input) {
        let now = self.now();
        let effects = self.nodes[node].it.handle(now, vec![input]);
        self.carry_out(node, effects);
    }

    fn carry_out(&mut self, node: usize, effects: Vec<Effect>) {
        let now = self.now();
        let n = &mut self.nodes[node];
        let persists = effects.iter().filter(|e| matches!(e, Effect::Persist(_))).count();
        assert!(persists <= 1, "one Persist a batch");
        assert!(persists == 0 || matches!(effects[0], Effect::Persist(_)), "it comes first");
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
                    let relays = &n.it.setup().line.relays;
                    let at = relays.iter().position(|r| r.path == relay).expect("a relay of the charter");
                    n.waiting.push_back((at, call, request, now));
                }
                Effect::Cancel { call } => n.waiting.retain(|(_, c, ..)| *c != call),
                Effect::Reply { ticket, result } => drop(n.replies.insert(ticket, result)),
                Effect::Tell(event) => n.events.push(event),
            }
        }
    }

    fn running(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|node| !self.off.contains(node)).collect()
    }

    fn serve(&mut self) -> bool {
        let mut moved = false;
        for node in self.running() {
            for _ in 0..self.nodes[node].waiting.len() {
                let Some((relay, call, request, asked)) = self.nodes[node].waiting.pop_front() else { break };
                if self.cut || self.lost.contains(&relay) {
                    moved = true;
                    let result = Err(line::machine::CallFailed::Unreachable);
                    self.input(node, Input::Line(line::machine::Input::Answer { call, asked, result }));
                    continue;
                }
                let (boxes, rows) = &mut self.relays[relay];
                if matches!(&request, Request::Take(take) if boxes.is_quiet(take)) {
                    self.nodes[node].waiting.push_back((relay, call, request, asked));
                    continue;
                }
                let told = RelayTime { utc_ms: START_UTC + self.clock as i64, error_ms: 10 };
                let at = At { time: told, mono_ms: self.clock };
                let (response, writes) = boxes.handle(at, Origin::default(), &request, rows);
                apply(rows, writes);
                moved = true;
                let input = line::machine::Input::Answer { call, asked, result: Ok(response) };
                self.input(node, Input::Line(input));
            }
        }
        moved
    }

    /// Runs until the time given, ms from now.
    pub fn run(&mut self, ms: u64) {
        let end = self.clock + ms;
        loop {
            let mut rounds = 0;
            while self.serve() {
                rounds += 1;
                self.clock += 1;
                assert!(rounds < 20_000, "the world does not come to rest");
            }
            let running = self.running();
            let next = running.iter().filter_map(|n| self.nodes[*n].it.next_deadline()).min();
            let Some(next) = next.filter(|at| *at <= end) else { break };
            self.clock = self.clock.max(next);
            for node in running {
                if self.nodes[node].it.next_deadline().is_some_and(|at| at <= self.clock) {
                    self.input(node, Input::Line(line::machine::Input::Tick));
                }
            }
        }
        self.clock = self.clock.max(end);
    }

    pub fn command(&mut self, node: usize, command: Command) -> Result<Reply, Refusal> {
        self.ticket += 1;
        let ticket = self.ticket;
        self.input(node, Input::Command { ticket, command });
        self.nodes[node].replies.remove(&ticket).expect("a command is answered in its batch")
    }

    pub fn keep(&mut self, node: usize, draft: Draft) -> DraftId {
        let command = Command::Draft { draft: Box::new(draft), remark: Some("between us".into()) };
        match self.command(node, command).expect("a draft is kept") {
            Reply::Drafted { draft, .. } => draft,
            other => panic!("{other:?}"),
        }
    }

    /// One officer's seal on a draft.
    pub fn seal(
        &mut self,
        node: usize,
        who: &str,
        purpose: Purpose,
        draft: DraftId,
    ) -> Result<Reply, Refusal> {
        let reasons = Reasons { lint: Some("seen".into()), flash: None };
        self.seal_with(node, who, purpose, draft, reasons)
    }

    pub fn seal_with(
        &mut self,
        node: usize,
        who: &str,
        purpose: Purpose,
        draft: DraftId,
        reasons: Reasons,
    ) -> Result<Reply, Refusal> {
        let now = self.now();
        let challenge = self.nodes[node].it.challenge(now, purpose, draft).expect("a challenge");
        let answer = challenge.answer(&key_of(who));
        self.command(node, Command::Seal { draft, purpose, answer, reasons })
    }

    /// Drafts and has these officers seal in turn; the last seal releases.
    pub fn release(&mut self, node: usize, who: &[&str], draft: Draft) -> Number {
        let id = self.keep(node, draft);
        let mut last = None;
        for name in who {
            last = Some(self.seal(node, name, Purpose::Release, id));
        }
        match last.expect("somebody seals") {
            Ok(Reply::Released { number, .. }) => number,
            other => panic!("not released: {other:?}"),
        }
    }

    /// Stops a node without notice and starts it again from its rows.
    pub fn restart(&mut self, node: usize) {
        self.seed += 1;
        let (setup, now) = (self.nodes[node].it.setup().clone(), self.now());
        let n = &self.nodes[node];
        let (heard, entropy) = (n.heard.clone(), Box::new(Fixed(self.seed)));
        let restored = Compartment::restore(setup, heard, &n.rows, Stop::Clean, now, entropy);
        let (it, effects) = restored.expect("the store holds the compartment");
        self.nodes[node].it = it;
        self.nodes[node].waiting.clear();
        self.carry_out(node, effects);
    }

    /// Rows of one table.
    pub fn rows(&self, node: usize, table: Table) -> Vec<(&Vec<u8>, &Vec<u8>)> {
        let of = |((t, key), value)| (t == &table).then_some((key, value));
        self.nodes[node].rows.iter().map(|((t, k), v)| ((t, k), v)).filter_map(of).collect()
    }
}

/// The stable code of a refusal.
pub fn code(result: Result<Reply, Refusal>) -> &'static str {
    match result {
        Err(refusal) => refusal.code.0,
        Ok(Reply::Pending { .. }) => "PENDING",
        Ok(Reply::Released { .. }) => "RELEASED",
        Ok(Reply::Drafted { .. }) => "DRAFTED",
        Ok(_) => "OTHER",
    }
}
