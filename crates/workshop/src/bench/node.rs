//! The process of a node: MLS group, line, SQLCipher store and relay client as in a real node, one thread for the
//! compartment. Payloads are opaque, so the line stands here without the chancery, whose desk releases notices
//! only.

use crate::bench::open;
use crate::bench::orders::{Order, Plan, RowShape, Word, order, say};
use line::body::Tempo;
use line::config::{Attestation, Config, Planted, RelayConfig};
use line::entry::{Entry, Kind, Lane, NoticeBody};
use line::group::{CertificateAuthority, Changes, Dirty, Entropy, Group};
use line::ids::{CompartmentId, EntryHash, PartyCode, Status};
use line::keys::{Secret, leaf_mac};
use line::line::Line;
use line::machine::{CallId, Effect, Event, Input, Release, Table, Write};
use line::mls_group::{MlsGroup, MlsProvider};
use line::relay_api::Token;
use line::time::Now;
use relay::{Client, Faults, Pin};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use store::{CompartmentStore, NodeFolder, Protection};
use tokio::runtime::Runtime;
use tokio::task::AbortHandle;

/// Bytes that a notice of the bench has.
pub(super) const PAYLOAD_BYTES: usize = 1_024;

/// Does what it is ordered until standard input closes.
pub(super) fn run() -> Result<(), String> {
    match order()? {
        Some(Order::Node(plan)) => serve(&plan),
        Some(Order::Open { plan, dossier }) => open::open(&plan, dossier),
        _ => Err("no order for a node".into()),
    }
}

fn serve(plan: &Plan) -> Result<(), String> {
    let config = config(plan)?;
    let group = group(plan, &config)?;
    let runtime = relay::runtime().map_err(|e| e.to_string())?;
    let pin = Pin::parse(&plan.pin).ok_or("no pin")?;
    let founded = NodeFolder::create(&plan.folder, &Protection::KeyFile);
    let (folder, _node_db) = founded.map_err(|e| e.to_string())?;
    let store = folder.create_compartment(&config.compartment).map_err(|e| e.to_string())?;
    let (feed, queue) = channel();
    let ledger = Arc::new(Ledger::default());
    let started = Instant::now();
    let (mut line, effects) = Line::open(config, group, now(started), &mut System);
    line.read_back_from(store.past());
    let mut keeper = Keeper {
        line,
        store,
        client: Client::new(&plan.relay, pin, Faults::default()),
        runtime,
        feed: feed.clone(),
        queue,
        calls: BTreeMap::new(),
        ledger: ledger.clone(),
        started,
        batches: 0,
    };
    keeper.carry_out(effects)?;
    let thread = std::thread::spawn(move || keeper.run());
    let mut driver = Driver { feed, ledger, next: 0 };
    while let Some(order) = order()? {
        driver.obey(&order)?;
    }
    driver.feed.send(Job::Stop).map_err(|e| e.to_string())?;
    thread.join().map_err(|_| "the thread of the line panicked".to_owned())?
}

enum Job {
    Input(Input),
    Stop,
}

/// What the thread of the line tells the thread of the orders.
#[derive(Default)]
struct Ledger {
    state: Mutex<Counts>,
    moved: Condvar,
}

#[derive(Default)]
struct Counts {
    /// Own notices not covered yet, by entry.
    open: BTreeMap<EntryHash, u64>,
    refused: Option<String>,
    covered: Vec<(u64, u64)>,
    arrived: Vec<(u64, u64)>,
    receipts: u64,
    /// Of the last Persist with one notice, own or not.
    rows: Vec<RowShape>,
    stopped: bool,
}

impl Ledger {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.state.lock().expect("no holder of the counts panics")
    }
}

/// Releases notices and counts them.
struct Driver {
    feed: Sender<Job>,
    ledger: Arc<Ledger>,
    next: u64,
}

impl Driver {
    fn obey(&mut self, order: &Order) -> Result<(), String> {
        match order {
            Order::One => self.send(Duration::ZERO, 1),
            Order::Stream { seconds, window } => self.send(Duration::from_secs(*seconds), *window),
            Order::Rows => say(&Word::Rows(self.ledger.lock().rows.clone())),
            Order::Tell => {
                let mut counts = self.ledger.lock();
                let arrived = std::mem::take(&mut counts.arrived);
                let receipts = std::mem::take(&mut counts.receipts);
                say(&Word::Came { arrived, receipts })
            }
            _ => Err("an order out of turn".into()),
        }
    }

    /// Releases for so long, but one at least, with so many under way at most, then waits until all are covered.
    fn send(&mut self, time: Duration, window: usize) -> Result<(), String> {
        let (first, mut released) = (self.next, Vec::new());
        let until = Instant::now() + time;
        self.ledger.lock().covered.clear();
        while released.is_empty() || Instant::now() < until {
            self.wait(released.len(), window)?;
            released.push(nanos());
            let release = Release {
                ticket: self.next,
                bytes: payload(self.next),
                kind: Kind::Notice,
                lane: Lane::Routine,
                record_sig: None,
                with: Vec::new(),
            };
            self.next += 1;
            self.feed.send(Job::Input(Input::Release(release))).map_err(|e| e.to_string())?;
        }
        self.wait(released.len(), 1)?;
        let covered = std::mem::take(&mut self.ledger.lock().covered);
        say(&Word::Sent { first, released, covered })
    }

    /// Until fewer than so many of those released are not covered.
    fn wait(&self, released: usize, window: usize) -> Result<(), String> {
        let mut counts = self.ledger.lock();
        loop {
            if let Some(refused) = counts.refused.take() {
                return Err(refused);
            }
            if counts.stopped {
                return Err("the thread of the line has stopped".to_owned());
            }
            if released.saturating_sub(counts.covered.len()) < window {
                return Ok(());
            }
            let waited = self.ledger.moved.wait_timeout(counts, PATIENCE);
            let (found, late) = waited.expect("no holder of the counts panics");
            if late.timed_out() {
                return Err(format!("nothing was covered for {} s", PATIENCE.as_secs()));
            }
            counts = found;
        }
    }
}

/// The thread of the compartment: what is queued, up to [`BATCH`], is one Persist; effects follow their commit.
struct Keeper {
    line: Line<MlsGroup>,
    store: CompartmentStore,
    client: Client,
    runtime: Runtime,
    feed: Sender<Job>,
    queue: Receiver<Job>,
    calls: BTreeMap<CallId, AbortHandle>,
    ledger: Arc<Ledger>,
    started: Instant,
    batches: u64,
}

impl Keeper {
    fn run(mut self) -> Result<(), String> {
        let outcome = self.work();
        self.ledger.lock().stopped = true;
        self.ledger.moved.notify_all();
        for (_, call) in std::mem::take(&mut self.calls) {
            call.abort();
        }
        self.runtime.shutdown_background();
        outcome
    }

    fn work(&mut self) -> Result<(), String> {
        loop {
            let (mut inputs, stop) = self.take();
            if stop {
                return Ok(());
            }
            let mono = now(self.started).mono_ms;
            if self.line.next_deadline().is_some_and(|at| at <= mono) {
                inputs.push(Input::Tick);
            }
            self.batches += 1;
            let long = self.batches.is_multiple_of(LOOK_AT_LOG_EVERY)
                && self.store.rows().log_is_long().unwrap_or(false);
            if inputs.is_empty() || long {
                self.store.rows().checkpoint().map_err(|e| e.to_string())?;
            }
            if !inputs.is_empty() {
                self.line.all_is_committed();
                let effects = self.line.handle(now(self.started), inputs);
                self.carry_out(effects)?;
            }
        }
    }

    fn take(&mut self) -> (Vec<Input>, bool) {
        let mono = now(self.started).mono_ms;
        let due = self.line.next_deadline().map(|at| Duration::from_millis(at.saturating_sub(mono)));
        let mut inputs = Vec::new();
        let mut next = match self.queue.recv_timeout(due.unwrap_or(REST_AFTER).min(REST_AFTER)) {
            Ok(job) => Some(job),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return (inputs, true),
        };
        while let Some(job) = next {
            match job {
                Job::Input(input) => inputs.push(input),
                Job::Stop => return (inputs, true),
            }
            if inputs.len() == BATCH {
                break;
            }
            next = self.queue.try_recv().ok();
        }
        (inputs, false)
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), String> {
        let mut committed = nanos();
        let (mut told, mut rows) = (Vec::new(), Vec::new());
        for effect in effects {
            match effect {
                Effect::Persist(writes) => {
                    self.store.commit(&writes).map_err(|e| e.to_string())?;
                    committed = nanos();
                    if writes.len() <= FEW_ROWS {
                        rows = writes.iter().map(shape).collect();
                    }
                }
                Effect::Call { call, request, .. } => {
                    let (client, feed, asked) = (self.client.clone(), self.feed.clone(), now(self.started));
                    let task = self.runtime.spawn(async move {
                        let result = client.call(&request).await;
                        // After a stop nobody listens any more.
                        let _ = feed.send(Job::Input(Input::Answer { call, asked, result }));
                    });
                    self.calls.retain(|_, task| !task.is_finished());
                    self.calls.insert(call, task.abort_handle());
                }
                Effect::Cancel { call } => drop(self.calls.remove(&call).map(|task| task.abort())),
                Effect::Tell(event) => told.push(event),
            }
        }
        self.note(told, committed, rows);
        Ok(())
    }

    fn note(&mut self, told: Vec<Event>, at: u64, rows: Vec<RowShape>) {
        let mut counts = self.ledger.lock();
        let notice = |e: &Event| match e {
            Event::Released { .. } => true,
            Event::Held(entry) => entry.header.kind == Kind::Notice,
            _ => false,
        };
        if !rows.is_empty() && told.iter().filter(|e| notice(e)).count() == 1 {
            counts.rows = rows;
        }
        for event in told {
            match event {
                Event::Released { ticket, entry, .. } => drop(counts.open.insert(entry, ticket)),
                Event::ReleaseRefused { refusal, .. } => counts.refused = Some(format!("{refusal:?}")),
                Event::Covered { entry, .. } => {
                    if let Some(number) = counts.open.remove(&entry) {
                        counts.covered.push((number, at));
                    }
                }
                Event::Held(entry) => counts.arrived.extend(number_of(&entry).map(|n| (n, at))),
                Event::Admitted(entry) => {
                    let own = entry.header.author == self.line.config().own;
                    counts.receipts += u64::from(own && entry.header.kind == Kind::Receipt);
                }
                Event::TestDue { slot_ms } => {
                    let test = Input::Test { slot_ms, state_root: [0; 32], watch: [0; 16] };
                    // The receiver of the queue is this thread.
                    let _ = self.feed.send(Job::Input(test));
                }
                _ => {}
            }
        }
        self.ledger.moved.notify_all();
    }
}

/// Founds or joins; the other member's part comes by the orders.
fn group(plan: &Plan, config: &Config) -> Result<MlsGroup, String> {
    let text = |e: line::group::GroupError| e.to_string();
    let pairs = Pairs(config.clone());
    let mut provider = MlsProvider::from_system().map_err(text)?;
    let compartment = &config.compartment.0;
    if plan.founder {
        let Some(Order::Found(package)) = order()? else { return Err("no KeyPackage".into()) };
        let package = hex::decode(package).map_err(|e| e.to_string())?;
        let mut group = MlsGroup::create(provider, &pairs, compartment, 0, 1).map_err(text)?;
        let adds = [(party(&plan.peer)?, package)].into();
        let commit = group.commit(&pairs, &[], 2, &Changes { adds, ..Changes::default() }).map_err(text)?;
        group.merge().map_err(text)?;
        let welcome = commit.welcomes.values().next().ok_or("no Welcome")?;
        say(&Word::Welcome(hex::encode(welcome)))?;
        return Ok(group);
    }
    let (package, rows): (Vec<u8>, Dirty) =
        MlsGroup::key_package(&mut provider, &pairs, compartment, 1).map_err(text)?;
    say(&Word::Package(hex::encode(package)))?;
    let Some(Order::Join(welcome)) = order()? else { return Err("no Welcome".into()) };
    let welcome = hex::decode(welcome).map_err(|e| e.to_string())?;
    MlsGroup::join(provider, &pairs, compartment, 0, &welcome, &rows).map_err(text)
}

/// The compartment of two members over one relay.
pub(super) fn config(plan: &Plan) -> Result<Config, String> {
    let (own, peer) = (party(&plan.own)?, party(&plan.peer)?);
    Ok(Config {
        status: Status::Test,
        compartment: CompartmentId(bytes(&plan.compartment)?),
        creator: if plan.founder { own.clone() } else { peer.clone() },
        members: [(own.clone(), Tempo::Voting), (peer.clone(), Tempo::Voting)].into(),
        pairs: [(peer, Secret::new(bytes(&plan.root)?))].into(),
        own,
        relays: vec![RelayConfig {
            path: "CH-1".to_owned(),
            account: Token(bytes(&plan.account)?),
            host: "bench".to_owned(),
        }],
        attestation: Attestation::MutualOnly,
        test_interval_ms: Config::TEST_INTERVAL_MS,
        epoch_age_ms: Config::EPOCH_AGE_MS,
        tell_hand_over: true,
        past: None,
        planted: Planted::default(),
    })
}

/// Leaf certificates of two members who know each other's root.
struct Pairs(Config);

impl CertificateAuthority for Pairs {
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        self.0.pairs.get(peer).map(|root| leaf_mac(root, self.0.status, former))
    }
    fn own(&self) -> &PartyCode {
        &self.0.own
    }
    fn members(&self) -> Vec<PartyCode> {
        self.0.members.keys().cloned().collect()
    }
    fn highest_serial(&self, _: &PartyCode) -> u64 {
        0
    }
}

/// Randomness of the system.
pub(super) struct System;

impl Entropy for System {
    fn fill(&mut self, out: &mut [u8]) {
        getrandom::fill(out).expect("a system that runs TLS gives randomness");
    }
}

/// The number of a notice, then bytes that differ from notice to notice.
fn payload(number: u64) -> Vec<u8> {
    number.to_be_bytes().into_iter().cycle().take(PAYLOAD_BYTES).collect()
}

fn number_of(entry: &Entry) -> Option<u64> {
    if entry.header.kind != Kind::Notice {
        return None;
    }
    let body: NoticeBody = line::cbor::decode(&entry.body).ok()?;
    body.bytes.first_chunk().map(|first| u64::from_be_bytes(*first))
}

fn shape(write: &Write) -> RowShape {
    let table = Table::ALL.iter().position(|t| *t == write.table).unwrap_or_default();
    RowShape { table, key: write.key.clone(), bytes: write.value.as_ref().map(Vec::len) }
}

fn party(code: &str) -> Result<PartyCode, String> {
    PartyCode::parse(code).ok_or_else(|| format!("{code} is no party"))
}

fn bytes(text: &str) -> Result<[u8; 32], String> {
    let found = hex::decode(text).map_err(|e| e.to_string())?;
    found.try_into().map_err(|_| "not 32 bytes".to_owned())
}

/// The clocks of the process.
pub(super) fn now(started: Instant) -> Now {
    let mono_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1);
    let utc_ms = i64::try_from(nanos() / 1_000_000).unwrap_or(i64::MAX);
    Now { mono_ms, utc_ms, error_ms: 50 }
}

/// Nanoseconds of the clock that all processes of the machine share.
fn nanos() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// Inputs of one Persist (line.md section 11).
const BATCH: usize = 64;
/// Batches between two looks at the length of the store's log.
const LOOK_AT_LOG_EVERY: u64 = 64;
/// A Persist of one notice has fewer rows.
const FEW_ROWS: usize = 16;
const REST_AFTER: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_secs(60);
