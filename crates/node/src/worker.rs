//! One compartment: one OS thread, one store file, one core.
//!
//! I1 effects are carried out in their order and only after their Persist has committed. I2 group commit never
//! waits: what is queued, up to [`BATCH`], is one transaction. I3 when a commit fails the core is thrown away and
//! rebuilt from the last commit; commands of that batch are refused to their callers, calls to relays are made
//! again by the rebuilt core, and what nobody is told about (a pairing, the roster) waits for it. I4 a panic does
//! the same once, then stops this compartment by name; others run on.

use crate::caller::{Caller, weight};
use crate::clock::Clock;
use crate::entropy::SystemEntropy;
use crate::error::NodeError;
use crate::hooks::Listener;
use crate::queue::Queue;
use chancery::error::ChanceryError;
use chancery::{Command, Compartment, Effect, Event, Input, Reply, Setup};
use line::group::Group;
use line::line::Stop;
use line::machine::{self, Rows, Write};
use line::time::Now;
use refusal::Refusal;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::{CompartmentStore, StoreError};
use tokio::sync::{oneshot, watch};

/// What may be asked of a core.
pub(crate) type Question<G> = Box<dyn FnOnce(&mut Compartment<G>, Now) + Send>;

/// Something for a compartment's thread to do.
pub(crate) enum Job<G: Group> {
    /// For the core.
    Input(Input),
    /// An officer's command, with whom to answer; the node's own has nobody.
    Command(Command, Option<oneshot::Sender<Result<Reply, Refusal>>>),
    /// For the line, by a person who is told whether it is kept.
    Handed(machine::Input, oneshot::Sender<Result<(), Refusal>>),
    /// A look at the core between two batches.
    Question(Question<G>),
    /// All rows, for a backup.
    Rows(oneshot::Sender<Result<Rows, Refusal>>),
    /// Stop in good order.
    Stop,
}

/// How a compartment's thread is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// All well.
    Running,
    /// The store does not take commits; it is tried again.
    Ailing(Refusal),
    /// Stopped after a second panic, or because its rows cannot be restored.
    Stopped(Refusal),
}

/// What a thread shares with the rest of the node.
pub(crate) struct Shared<G: Group> {
    pub(crate) queue: Queue<Job<G>>,
    pub(crate) condition: Mutex<Condition>,
    /// Rises with every batch that changed something.
    pub(crate) changed: watch::Sender<u64>,
}

/// What a thread is started with.
pub(crate) struct Start<G: Group> {
    pub(crate) setup: Setup,
    pub(crate) provider: G::Provider,
    pub(crate) store: CompartmentStore,
    pub(crate) boot: String,
    pub(crate) clock: Clock,
    pub(crate) caller: Caller,
    pub(crate) ear: Listener,
    /// A core that was just founded or joined, with the effects after its first Persist; absent to restore.
    pub(crate) core: Option<(Compartment<G>, Vec<Effect>)>,
    /// How the last run ended, where the core is restored.
    pub(crate) stop: Stop,
    /// What the watch says of itself at the start.
    pub(crate) watch: [u8; 16],
    /// Commits that a library caller lets fail.
    pub(crate) failing_commits: Arc<AtomicU32>,
    /// Where analysts read the standing snapshot, if anywhere.
    pub(crate) snapshot: Option<PathBuf>,
}

/// A running compartment.
pub(crate) struct Worker<G: Group> {
    pub(crate) shared: Arc<Shared<G>>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
}

impl<G> Worker<G>
where
    G: Group + Send + 'static,
    G::Provider: Clone + Send + 'static,
{
    /// Starts the thread.
    pub(crate) fn start(mut start: Start<G>) -> Result<Self, NodeError> {
        start.setup.line.past = Some(start.store.past());
        if let Some((core, _)) = &mut start.core {
            core.read_back_from(start.store.past());
        }
        let shared = Arc::new(Shared {
            queue: Queue::new(BUDGET),
            condition: Mutex::new(Condition::Running),
            changed: watch::Sender::new(0),
        });
        let name = start.setup.code.to_string();
        let mut keeper = Keeper {
            shared: shared.clone(),
            setup: start.setup,
            provider: start.provider,
            store: start.store,
            clock: start.clock,
            caller: start.caller,
            ear: start.ear,
            replies: BTreeMap::new(),
            handed: Vec::new(),
            next_ticket: 1,
            core: None,
            panics: 0,
            retry_at: 0,
            told: None,
            watch: start.watch,
            stop: start.stop,
            failing_commits: start.failing_commits,
            waiting: Vec::new(),
            snapshot: start.snapshot,
            stale: true,
            calm: 0,
            rested: true,
        };
        let (boot, core) = (start.boot, start.core);
        let thread = std::thread::Builder::new()
            .name(name)
            .spawn(move || {
                keeper.begin(core);
                keeper.run();
                keeper.end(&boot);
            })
            .map_err(|e| NodeError::Listen { address: "thread".to_owned(), detail: e.to_string() })?;
        Ok(Worker { shared, thread: Mutex::new(Some(thread)) })
    }

    /// Asks the core something between two batches.
    ///
    /// # Errors
    /// [`NodeError::Stopped`] or a refusal of the store, if there is no core to ask.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Compartment<G>, Now) -> T + Send + 'static,
    ) -> Result<T, NodeError> {
        let (reply, answer) = oneshot::channel();
        let ask = move |core: &mut Compartment<G>, now| {
            let told = question(core, now);
            drop(reply.send(core.line().trouble().map_or(Ok(told), Err)));
        };
        self.shared.queue.push(Job::Question(Box::new(ask)), 0);
        answer.await.map_err(|_| self.why_not())?.map_err(NodeError::Below)
    }

    /// Gives a command and waits for its reply.
    ///
    /// # Errors
    /// What refused it.
    pub(crate) async fn command(&self, command: Command) -> Result<Reply, NodeError> {
        let (reply, answer) = oneshot::channel();
        let offered = self.shared.queue.offer(Job::Command(command, Some(reply)), COMMAND_WEIGHT);
        offered.map_err(|_| NodeError::Busy { compartment: String::new() })?;
        answer.await.map_err(|_| self.why_not())?.map_err(NodeError::Below)
    }

    /// Gives a command of the node's own, whose reply nobody awaits.
    pub(crate) fn order(&self, command: Command) {
        self.shared.queue.push(Job::Command(command, None), COMMAND_WEIGHT);
    }

    /// Hands in what a person has for the line, and waits until what follows from it is committed.
    ///
    /// # Errors
    /// What the store says if it is not: then nothing of it is kept.
    pub(crate) async fn hand_in(&self, input: machine::Input) -> Result<(), NodeError> {
        let (reply, answer) = oneshot::channel();
        self.shared.queue.push(Job::Handed(input, reply), COMMAND_WEIGHT);
        answer.await.map_err(|_| self.why_not())?.map_err(NodeError::Below)
    }

    /// Hands an input in.
    pub(crate) fn input(&self, input: Input) {
        self.shared.queue.push(Job::Input(input), COMMAND_WEIGHT);
    }

    /// All rows as they are committed.
    ///
    /// # Errors
    /// A refusal of the store.
    pub(crate) async fn rows(&self) -> Result<Rows, NodeError> {
        let (reply, answer) = oneshot::channel();
        self.shared.queue.push(Job::Rows(reply), 0);
        answer.await.map_err(|_| self.why_not())?.map_err(NodeError::Below)
    }

    /// How the thread is.
    pub(crate) fn condition(&self) -> Condition {
        self.shared.condition.lock().expect("no holder of the condition panics").clone()
    }

    /// Stops in good order and waits for the thread.
    pub(crate) fn stop(&self) {
        self.shared.queue.push(Job::Stop, 0);
        let thread = self.thread.lock().expect("no holder of the thread panics").take();
        if let Some(thread) = thread {
            // The thread catches its panics; a failed join has nothing more to say.
            let _ = thread.join();
        }
    }

    fn why_not(&self) -> NodeError {
        match self.condition() {
            Condition::Running => NodeError::Stopping,
            Condition::Ailing(refusal) | Condition::Stopped(refusal) => NodeError::Below(refusal),
        }
    }
}

struct Keeper<G: Group> {
    shared: Arc<Shared<G>>,
    setup: Setup,
    provider: G::Provider,
    store: CompartmentStore,
    clock: Clock,
    caller: Caller,
    ear: Listener,
    replies: BTreeMap<u64, oneshot::Sender<Result<Reply, Refusal>>>,
    /// Whom to tell when this batch is committed.
    handed: Vec<oneshot::Sender<Result<(), Refusal>>>,
    next_ticket: u64,
    core: Option<Compartment<G>>,
    panics: u32,
    calm: u32,
    retry_at: u64,
    /// What the store has refused and the ear was told of; forgotten with the next commit.
    told: Option<Refusal>,
    /// Told to every new core: it does not stand in its rows.
    watch: [u8; 16],
    /// How the last run ended, until a commit of this one holds what follows from it: a core that is rebuilt before that
    /// is as quarantined as the first.
    stop: Stop,
    failing_commits: Arc<AtomicU32>,
    /// What the next core is given first.
    waiting: Vec<Input>,
    snapshot: Option<PathBuf>,
    stale: bool,
    rested: bool,
}

impl<G> Keeper<G>
where
    G: Group + Send + 'static,
    G::Provider: Clone + Send + 'static,
{
    fn begin(&mut self, core: Option<(Compartment<G>, Vec<Effect>)>) {
        match core {
            Some((core, effects)) => {
                self.stop = Stop::Clean;
                self.core = Some(core);
                self.carry_out(effects);
                self.man();
            }
            None => self.rebuild(),
        }
    }

    fn run(&mut self) {
        loop {
            let jobs = self.shared.queue.take(BATCH, self.patience());
            self.mend();
            if jobs.is_empty() || self.store.rows().log_is_long().unwrap_or(false) {
                self.idle();
            }
            let (inputs, looks, stop) = self.sort(jobs);
            self.batch(inputs);
            for look in looks {
                self.look(look);
            }
            if stop {
                return;
            }
        }
    }

    fn end(self, boot: &str) {
        let Keeper { core, mut caller, store, ear, setup, .. } = self;
        let (ran, code) = (core.is_some(), setup.code.to_string());
        drop((core, setup));
        caller.cancel_all();
        if !ran {
            return;
        }
        if let Err(error) = store.stop_cleanly(boot) {
            ear(&code, &Event::Refused(Refusal::of(&error)));
        }
    }

    /// Inputs for the core in order, with a tick if one is due; everything else apart.
    fn sort(&mut self, jobs: Vec<Job<G>>) -> (Vec<Input>, Vec<Job<G>>, bool) {
        let (mut inputs, mut looks, mut stop) = (Vec::new(), Vec::new(), false);
        for job in jobs {
            match job {
                Job::Input(input) => {
                    match &input {
                        Input::Roster(roster) => self.setup.roster = roster.clone(),
                        Input::Line(machine::Input::Watch(watch)) => self.watch = *watch,
                        _ => {}
                    }
                    inputs.push(input);
                }
                Job::Command(command, reply) => {
                    let ticket = self.next_ticket;
                    self.next_ticket += 1;
                    self.replies.extend(reply.map(|reply| (ticket, reply)));
                    inputs.push(Input::Command { ticket, command });
                }
                Job::Handed(input, reply) => {
                    self.handed.push(reply);
                    inputs.push(Input::Line(input));
                }
                Job::Stop => stop = true,
                look => looks.push(look),
            }
        }
        let due = self.core.as_ref().and_then(Compartment::next_deadline);
        if due.is_some_and(|at| at <= self.clock.mono_ms()) {
            inputs.push(Input::Line(machine::Input::Tick));
        }
        (inputs, looks, stop)
    }

    fn batch(&mut self, mut inputs: Vec<Input>) {
        inputs.splice(..0, std::mem::take(&mut self.waiting));
        if inputs.is_empty() {
            return;
        }
        let waiting: Vec<Input> = inputs.iter().filter(|input| self.waits(input)).cloned().collect();
        let Some(mut core) = self.core.take() else {
            let comes_back = matches!(self.condition(), Condition::Ailing(_));
            self.waiting = if comes_back { waiting } else { Vec::new() };
            return self.refuse();
        };
        let now = self.clock.now();
        if let Some(by_ms) = self.clock.jumped(now) {
            let was_ms = now.utc_ms.saturating_sub(by_ms);
            let jumped = NodeError::ClockJumped { was_ms, is_ms: now.utc_ms };
            (self.ear)(self.setup.code.as_str(), &Event::Refused(Refusal::of(&jumped)));
        }
        match catch_unwind(AssertUnwindSafe(|| (core.handle(now, inputs), core))) {
            Ok((effects, core)) => {
                if self.keep(core) && self.commit_first(&effects) {
                    self.calm = self.calm.saturating_add(1);
                    self.stale = true;
                    self.carry_out(effects);
                    // A caller may have gone; what was done stays done.
                    self.handed.drain(..).for_each(|told| drop(told.send(Ok(()))));
                    self.shared.changed.send_modify(|n| *n += 1);
                } else {
                    self.waiting = waiting;
                }
            }
            Err(panic) => self.after_panic(&*panic),
        }
    }

    /// Whether an input is for the next core if this one cannot commit it: nobody was told that it is not kept.
    fn waits(&self, input: &Input) -> bool {
        match input {
            Input::Line(machine::Input::Paired { .. } | machine::Input::Watch(_)) | Input::Roster(_) => true,
            Input::Line(_) => false,
            Input::Command { ticket, .. } => !self.replies.contains_key(ticket),
        }
    }

    /// Commits the Persist that stands first, if there is one.
    fn commit_first(&mut self, effects: &[Effect]) -> bool {
        let writes: Vec<&Vec<Write>> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Persist(writes) => Some(writes),
                _ => None,
            })
            .collect();
        for writes in writes {
            self.rested = false;
            if let Err(error) = self.commit(writes) {
                self.after_failed_commit(Refusal::of(&error));
                return false;
            }
        }
        true
    }

    fn commit(&mut self, writes: &[Write]) -> Result<(), StoreError> {
        let left = self.failing_commits.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1));
        if left.is_ok() {
            let path = PathBuf::from(self.setup.code.as_str());
            return Err(StoreError::DiskFailing { path, detail: "on purpose".to_owned() });
        }
        self.store.commit(writes)?;
        self.told = None;
        Ok(())
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let code = self.setup.code.to_string();
        for effect in effects {
            match effect {
                Effect::Persist(_) => {}
                Effect::Call { relay, call, request } => {
                    let (shared, asked) = (self.shared.clone(), self.clock.now());
                    self.caller.call((relay, call), request, move |result| {
                        let bytes = weight(&result);
                        let answer = machine::Input::Answer { call, asked, result };
                        shared.queue.push(Job::Input(Input::Line(answer)), bytes);
                    });
                }
                Effect::Cancel { call } => self.caller.cancel(call),
                Effect::Reply { ticket, result } => {
                    if let Some(reply) = self.replies.remove(&ticket) {
                        // The caller may have gone; what was done stays done.
                        let _ = reply.send(result);
                    }
                }
                Effect::Tell(event) => (self.ear)(&code, &event),
            }
        }
    }

    fn look(&mut self, look: Job<G>) {
        match look {
            Job::Question(question) => {
                let Some(mut core) = self.core.take() else { return };
                let now = self.clock.now();
                match catch_unwind(AssertUnwindSafe(move || {
                    question(&mut core, now);
                    core
                })) {
                    Ok(core) => drop(self.keep(core)),
                    Err(panic) => self.after_panic(&*panic),
                }
            }
            Job::Rows(reply) => drop(reply.send(self.store.load().map_err(|e| Refusal::of(&e)))),
            Job::Input(_) | Job::Command(..) | Job::Handed(..) | Job::Stop => {}
        }
    }

    /// Goes on with a core, unless it could not read something back: then nothing that it has made leaves.
    fn keep(&mut self, core: Compartment<G>) -> bool {
        match core.line().trouble() {
            Some(refusal) => self.after_failed_commit(refusal),
            None => self.core = Some(core),
        }
        self.core.is_some()
    }

    /// Tried again every second, but said once: an officer reads what the ear is told.
    fn after_failed_commit(&mut self, refusal: Refusal) {
        if self.told.as_ref() != Some(&refusal) {
            (self.ear)(self.setup.code.as_str(), &Event::Refused(refusal.clone()));
            self.told = Some(refusal.clone());
        }
        self.put(Condition::Ailing(refusal));
        self.core = None;
        self.retry_at = self.clock.mono_ms().saturating_add(RETRY_MS);
        self.refuse();
        self.caller.cancel_all();
    }

    fn after_panic(&mut self, panic: &(dyn std::any::Any + Send)) {
        let detail = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
            .unwrap_or_default();
        let stopped = NodeError::Stopped { compartment: self.setup.code.to_string(), detail };
        let refusal = Refusal::of(&stopped);
        (self.ear)(self.setup.code.as_str(), &Event::Refused(refusal.clone()));
        self.panics = if self.calm > CALM { 1 } else { self.panics + 1 };
        self.calm = 0;
        self.core = None;
        self.caller.cancel_all();
        let again = self.panics > 1;
        self.put(if again { Condition::Stopped(refusal) } else { Condition::Ailing(refusal) });
        self.refuse();
        if !again {
            self.rebuild();
        }
    }

    /// Restores the core from what is committed. The store is this process's own, so once a commit of this run has
    /// succeeded nothing can be lost within it.
    fn rebuild(&mut self) {
        let rows = match self.store.load_to_open() {
            Ok(rows) => rows,
            Err(refusal) => return self.after_failed_commit(refusal),
        };
        let (setup, provider, now) = (self.setup.clone(), self.provider.clone(), self.clock.now());
        let stop = self.stop;
        let restored = catch_unwind(AssertUnwindSafe(|| {
            Compartment::restore(setup, provider, &rows, stop, now, Box::new(SystemEntropy))
        }));
        match restored {
            Ok(Ok((core, effects))) => {
                if !self.keep(core) {
                    return;
                }
                self.put(Condition::Running);
                self.man();
                if self.commit_first(&effects) {
                    self.stop = Stop::Clean;
                    self.carry_out(effects);
                    self.shared.changed.send_modify(|n| *n += 1);
                }
            }
            Ok(Err(ChanceryError::Store(refusal))) => self.after_failed_commit(refusal),
            Ok(Err(error)) => {
                let refusal = Refusal::of(&error);
                (self.ear)(self.setup.code.as_str(), &Event::Refused(refusal.clone()));
                self.put(Condition::Stopped(refusal));
            }
            Err(panic) => {
                let detail = panic.downcast_ref::<String>().cloned().unwrap_or_default();
                let stopped = NodeError::Stopped { compartment: self.setup.code.to_string(), detail };
                self.put(Condition::Stopped(Refusal::of(&stopped)));
            }
        }
    }

    /// A new core learns what the watch says of itself.
    fn man(&self) {
        self.shared.queue.push(Job::Input(Input::Line(machine::Input::Watch(self.watch))), COMMAND_WEIGHT);
    }

    /// Tries again to have a core, once a second, while the store ails.
    fn mend(&mut self) {
        let now = self.clock.mono_ms();
        let ailing = self.core.is_none() && matches!(self.condition(), Condition::Ailing(_));
        if ailing && now >= self.retry_at {
            self.retry_at = now.saturating_add(RETRY_MS);
            self.rebuild();
        }
    }

    fn idle(&mut self) {
        self.write_snapshot();
        let tired = self.store.rows().log_is_long().unwrap_or(false);
        if !self.rested || tired {
            self.rested = true;
            if let Err(error) = self.store.rows().checkpoint() {
                (self.ear)(self.setup.code.as_str(), &Event::Refused(Refusal::of(&error)));
            }
        }
    }

    /// Writes what the line adds up to for analysts, in idle moments after a change.
    fn write_snapshot(&mut self) {
        let (Some(path), Some(core), true) = (&self.snapshot, &self.core, self.stale) else { return };
        self.stale = false;
        let bytes = core.snapshot(self.clock.now());
        if let Err(error) = store::write_atomically(path, &bytes, SNAPSHOT_MODE) {
            (self.ear)(self.setup.code.as_str(), &Event::Refused(Refusal::of(&error)));
        }
    }

    fn refuse(&mut self) {
        let refusal = match self.condition() {
            Condition::Ailing(refusal) | Condition::Stopped(refusal) => refusal,
            Condition::Running => Refusal::of(&NodeError::Stopping),
        };
        for (_, reply) in std::mem::take(&mut self.replies) {
            let _ = reply.send(Err(refusal.clone()));
        }
        self.handed.drain(..).for_each(|told| drop(told.send(Err(refusal.clone()))));
    }

    /// How long to wait for the next job.
    fn patience(&self) -> Duration {
        let Some(core) = &self.core else { return Duration::from_millis(RETRY_MS) };
        let quiet = self.rested && !(self.stale && self.snapshot.is_some());
        let rest = if quiet { LONG } else { REST_AFTER };
        match core.next_deadline() {
            Some(at) => rest.min(Duration::from_millis(at.saturating_sub(self.clock.mono_ms()))),
            None => rest,
        }
    }

    fn condition(&self) -> Condition {
        self.shared.condition.lock().expect("no holder of the condition panics").clone()
    }

    fn put(&self, condition: Condition) {
        *self.shared.condition.lock().expect("no holder of the condition panics") = condition;
    }
}

/// Inputs of one Persist (line.md section 11).
const BATCH: usize = 64;
/// Bytes that may wait for one compartment besides what it asked for itself.
const BUDGET: usize = 64 << 20;
const COMMAND_WEIGHT: usize = 64 * 1024;
/// Batches after which an earlier panic is forgiven.
const CALM: u32 = 1_000;
const RETRY_MS: u64 = 1_000;
/// Analysts read it through their group (house.md, "A question's way").
const SNAPSHOT_MODE: u32 = 0o640;
const REST_AFTER: Duration = Duration::from_millis(200);
const LONG: Duration = Duration::from_secs(3_600);
