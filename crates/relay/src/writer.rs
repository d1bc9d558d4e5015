//! One thread owns all mailboxes and their store: it takes what is queued, commits once, answers (group commit
//! that never waits).
//!
//! I1 an answer to `open`, `put`, `drop` or `mark` leaves after its commit. I2 what a `take` notes (hand-over,
//! minute) is committed before or with whatever comes later, so nobody is told of it who could see it vanish.
//! I3 when a commit fails all of the batch are refused as NOT DURABLE and the state is rebuilt from the store.

use crate::config::RelayConfig;
use crate::error::RelayError;
use crate::metrics::Metrics;
use crate::progress::{Progress, Say};
use line::envelope;
use line::ids::MailboxId;
use line::mailbox::{AccountQuota, At, Bodies, Limits, Mailboxes, Origin, RelayTable, RelayWrite};
use line::relay_api::{RelayRefusal, RelayTime, Request, Response, Take};
use refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use store::{RelayStore, SqliteRelayStore};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// Where the shell hands requests in.
#[derive(Clone)]
pub(crate) struct Desk {
    queue: SyncSender<Asked>,
}

struct Asked {
    request: Request,
    origin: Origin,
    reply: oneshot::Sender<Response>,
}

impl Desk {
    /// Asks and waits for the answer; a quiet `take` is answered with nothing as soon as `stop` returns.
    pub(crate) async fn ask(
        &self,
        request: Request,
        from: IpAddr,
        stop: impl Future<Output = ()>,
    ) -> Response {
        let (reply, answer) = oneshot::channel();
        let waits = matches!(request, Request::Take(_));
        if self.queue.try_send(Asked { request, origin: origin(from), reply }).is_err() {
            return Response::Refused(RelayRefusal::TooFast(BUSY_MS));
        }
        tokio::select! {
            biased;
            answer = answer => answer.unwrap_or(Response::Refused(RelayRefusal::NotDurable)),
            () = stop, if waits => Response::Taken(Vec::new()),
        }
    }
}

/// The thread.
pub(crate) struct Writer {
    thread: std::thread::JoinHandle<()>,
}

impl Writer {
    /// Opens the store of the folder and starts the thread, which ends when every [`Desk`] is gone. Answers leave
    /// through the runtime that this is called in.
    pub(crate) fn start(
        config: &RelayConfig,
        metrics: Arc<Metrics>,
        lie_ms: Arc<AtomicI64>,
        say: Say,
    ) -> Result<(Self, Desk), RelayError> {
        let mut store = SqliteRelayStore::of_folder(&config.folder)?;
        if let Some(bytes) = config.limits.store_bytes {
            store.limit_bytes(bytes)?;
        }
        let rules = Rules::of(config)?;
        let boxes = rules.restore(&mut store)?;
        let (queue, asked) = sync_channel(QUEUE_LENGTH);
        let mut state = Keeper {
            store,
            rules,
            boxes,
            late: Vec::new(),
            waiting: Waiting::default(),
            answers: Vec::new(),
            runtime: Handle::current(),
            started: Instant::now(),
            lie_ms,
            metrics,
            say,
            rested: true,
        };
        let thread = std::thread::Builder::new()
            .name("mailboxes".to_owned())
            .spawn(move || state.run(&asked))
            .map_err(|e| RelayError::Listen { address: "thread".to_owned(), detail: e.to_string() })?;
        Ok((Writer { thread }, Desk { queue }))
    }

    /// Waits for the thread; every [`Desk`] must be gone.
    pub(crate) fn finish(self) -> Result<(), RelayError> {
        self.thread.join().map_err(|_| RelayError::WriterGone)
    }
}

/// What the configuration says about mailboxes.
struct Rules {
    relay: String,
    limits: Limits,
    clock_error_ms: u32,
    quota: AccountQuota,
    accounts: Vec<[u8; 32]>,
}

impl Rules {
    fn of(config: &RelayConfig) -> Result<Self, RelayError> {
        let keep_ms = i64::from(config.keep_days) * 86_400_000;
        let limits = Limits {
            box_bytes: config.limits.mailbox_bytes,
            box_count: config.limits.mailbox_envelopes,
            box_rate: config.limits.mailbox_deposits_per_s,
            account_rate: config.limits.account_deposits_per_s,
            address_rate: config.limits.address_requests_per_s,
            keep_envelopes_ms: keep_ms,
            keep_log_ms: keep_ms,
        };
        Ok(Rules {
            relay: config.id.clone(),
            limits,
            clock_error_ms: config.clock_error_ms,
            quota: AccountQuota {
                bytes: config.limits.account_bytes,
                boxes: config.limits.account_mailboxes,
            },
            accounts: config.account_hashes()?,
        })
    }

    /// The state as the store has it, with the accounts that the configuration names and no other.
    fn restore<S: RelayStore>(&self, store: &mut S) -> Result<Mailboxes, RelayError> {
        let rows = store.load_state()?;
        let known: Vec<[u8; 32]> = rows
            .iter()
            .filter(|(table, ..)| *table == RelayTable::Accounts)
            .filter_map(|(_, key, _)| key.as_slice().try_into().ok())
            .collect();
        let mut boxes = Mailboxes::restore(self.relay.clone(), self.limits, rows)
            .map_err(|e| RelayError::Rows { detail: e.to_string() })?;
        let mut writes = Vec::new();
        for gone in known.iter().filter(|hash| !self.accounts.contains(hash)) {
            writes.extend(boxes.admit_account(*gone, AccountQuota { bytes: 0, boxes: 0 }));
        }
        for account in &self.accounts {
            writes.extend(boxes.admit_account(*account, self.quota));
        }
        store.commit(&writes)?;
        Ok(boxes)
    }
}

struct Keeper<S> {
    store: S,
    rules: Rules,
    boxes: Mailboxes,
    /// Rows that takes left, to be committed with or before whatever comes next.
    late: Vec<RelayWrite>,
    waiting: Waiting,
    /// Answers of the batch in hand.
    answers: Vec<(oneshot::Sender<Response>, Response)>,
    runtime: Handle,
    started: Instant,
    /// What every time told is off by; 0 but in exercises.
    lie_ms: Arc<AtomicI64>,
    metrics: Arc<Metrics>,
    say: Say,
    rested: bool,
}

impl<S: RelayStore + Bodies> Keeper<S> {
    fn run(&mut self, asked: &Receiver<Asked>) {
        let mut expire_at = Instant::now();
        loop {
            match asked.recv_timeout(self.patience()) {
                Ok(first) => {
                    let batch = gather(first, asked);
                    self.serve(batch);
                }
                Err(RecvTimeoutError::Timeout) => self.idle(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.let_go();
            if Instant::now() >= expire_at {
                expire_at = Instant::now() + EXPIRE_EVERY;
                let old = self.boxes.expire(self.at(), &self.store);
                self.keep(old);
            }
        }
        let late = std::mem::take(&mut self.late);
        self.keep(late);
        self.rest();
    }

    /// Everything but takes first, one commit, answers; then takes, which may find what was just kept.
    fn serve(&mut self, batch: Vec<Asked>) {
        self.metrics.requests.fetch_add(batch.len() as u64, Relaxed);
        let (takes, others): (Vec<_>, Vec<_>) =
            batch.into_iter().partition(|asked| matches!(asked.request, Request::Take(_)));
        let mut filled = BTreeSet::new();
        let mut answers = Vec::with_capacity(others.len());
        if !others.is_empty() {
            let at = self.at();
            let mut writes = std::mem::take(&mut self.late);
            for asked in others {
                let (response, rows) = self.boxes.handle(at, asked.origin, &asked.request, &self.store);
                writes.extend(rows);
                filled.extend(boxes_filled(&asked.request));
                answers.push((asked.reply, response));
            }
            if !self.keep(writes) {
                answers.iter_mut().for_each(|(_, r)| *r = Response::Refused(RelayRefusal::NotDurable));
            }
        }
        for (reply, response) in answers {
            self.answer_with(reply, response);
        }
        self.serve_takes(takes, &filled);
        self.hand_out();
        self.metrics.waiting.store(self.waiting.len(), Relaxed);
        if self.store.is_tired() {
            self.rest();
        }
    }

    /// Answers takes that are new or whose mailboxes were filled, or lets them wait.
    fn serve_takes(&mut self, takes: Vec<Asked>, filled: &BTreeSet<MailboxId>) {
        for asked in takes {
            let Request::Take(take) = asked.request else { continue };
            let until = Instant::now() + Duration::from_millis(u64::from(take.wait_ms.min(LONGEST_WAIT_MS)));
            let waiter = Waiter { take, origin: asked.origin, until, reply: asked.reply };
            if waiter.take.wait_ms > 0 && self.boxes.is_quiet(&waiter.take) {
                self.waiting.add(waiter);
            } else {
                self.answer(waiter);
            }
        }
        for waiter in self.waiting.touched(filled) {
            if self.boxes.is_quiet(&waiter.take) { self.waiting.add(waiter) } else { self.answer(waiter) }
        }
    }

    fn answer(&mut self, waiter: Waiter) {
        if waiter.reply.is_closed() {
            return;
        }
        let request = Request::Take(waiter.take);
        let (response, rows) = self.boxes.handle(self.at(), waiter.origin, &request, &self.store);
        self.late.extend(rows);
        self.answer_with(waiter.reply, response);
    }

    fn answer_with(&mut self, reply: oneshot::Sender<Response>, response: Response) {
        self.count(&response);
        self.answers.push((reply, response));
    }

    /// Lets the answers go, all by one task of the runtime: this thread wakes one other and is done, where each
    /// answer of its own would have it wait behind what the one before set off. The last is served first there:
    /// an envelope on its way to who waits for it, before the word to its depositor that it is kept.
    fn hand_out(&mut self) {
        let answers = std::mem::take(&mut self.answers);
        if answers.is_empty() {
            return;
        }
        self.runtime.spawn(async move {
            for (reply, response) in answers {
                // A client that has gone asks again.
                let _ = reply.send(response);
            }
        });
    }

    /// Answers the takes whose time is over.
    fn let_go(&mut self) {
        for waiter in self.waiting.over(Instant::now()) {
            self.answer(waiter);
        }
        self.hand_out();
    }

    fn idle(&mut self) {
        let late = std::mem::take(&mut self.late);
        if !late.is_empty() {
            self.keep(late);
        } else if !self.rested {
            self.rest();
        }
    }

    /// Commits; on failure rebuilds the state from what is durable.
    fn keep(&mut self, writes: Vec<RelayWrite>) -> bool {
        if writes.is_empty() {
            return true;
        }
        self.rested = false;
        match self.store.commit(&writes) {
            Ok(()) => {
                self.metrics.commits.fetch_add(1, Relaxed);
                self.metrics.failing.store(false, Relaxed);
                true
            }
            Err(error) => {
                self.metrics.failed_commits.fetch_add(1, Relaxed);
                self.metrics.failing.store(true, Relaxed);
                (self.say)(Progress::Refused(Refusal::of(&error)));
                self.late.clear();
                match self.rules.restore(&mut self.store) {
                    Ok(boxes) => self.boxes = boxes,
                    // The rows on the disk stay; the index in memory is ahead of them until a commit succeeds.
                    Err(error) => (self.say)(Progress::Refused(Refusal::of(&error))),
                }
                false
            }
        }
    }

    fn rest(&mut self) {
        self.rested = true;
        if let Err(error) = self.store.rest() {
            (self.say)(Progress::Refused(Refusal::of(&error)));
        }
    }

    fn count(&self, response: &Response) {
        match response {
            Response::Put(outcomes, _) => {
                let kept =
                    outcomes.iter().filter(|o| matches!(o, line::relay_api::PutOutcome::Kept(_))).count();
                self.metrics.kept.fetch_add(kept as u64, Relaxed);
                self.metrics.refused.fetch_add((outcomes.len() - kept) as u64, Relaxed);
            }
            Response::Taken(taken) => drop(self.metrics.handed_over.fetch_add(taken.len() as u64, Relaxed)),
            Response::Refused(_) => drop(self.metrics.refused.fetch_add(1, Relaxed)),
            _ => {}
        }
    }

    /// How long the thread may sleep.
    fn patience(&self) -> Duration {
        let next = self.waiting.next();
        let until_next = next.map_or(EXPIRE_EVERY, |at| at.saturating_duration_since(Instant::now()));
        if self.late.is_empty() && self.rested { until_next } else { until_next.min(IDLE_AFTER) }
    }

    fn at(&self) -> At {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let utc_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        let utc_ms = utc_ms.saturating_add(self.lie_ms.load(Relaxed));
        let mono_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        At { time: RelayTime { utc_ms, error_ms: self.rules.clock_error_ms }, mono_ms }
    }
}

/// Takes that found nothing and wait, by the mailboxes they ask for.
#[derive(Default)]
struct Waiting {
    next_id: u64,
    waiters: BTreeMap<u64, Waiter>,
    by_box: BTreeMap<MailboxId, BTreeSet<u64>>,
    by_time: BTreeSet<(Instant, u64)>,
}

struct Waiter {
    take: Take,
    origin: Origin,
    until: Instant,
    reply: oneshot::Sender<Response>,
}

impl Waiting {
    fn add(&mut self, waiter: Waiter) {
        let id = self.next_id;
        self.next_id += 1;
        for from in &waiter.take.from {
            self.by_box.entry(from.mailbox).or_default().insert(id);
        }
        self.by_time.insert((waiter.until, id));
        self.waiters.insert(id, waiter);
    }

    fn remove(&mut self, id: u64) -> Option<Waiter> {
        let waiter = self.waiters.remove(&id)?;
        self.by_time.remove(&(waiter.until, id));
        for from in &waiter.take.from {
            if let Some(ids) = self.by_box.get_mut(&from.mailbox) {
                ids.remove(&id);
                if ids.is_empty() {
                    self.by_box.remove(&from.mailbox);
                }
            }
        }
        Some(waiter)
    }

    /// Takes out the waiters of these mailboxes, and those whose client has gone.
    fn touched(&mut self, boxes: &BTreeSet<MailboxId>) -> Vec<Waiter> {
        let ids: BTreeSet<u64> =
            boxes.iter().filter_map(|id| self.by_box.get(id)).flatten().copied().collect();
        ids.into_iter().filter_map(|id| self.remove(id)).filter(|w| !w.reply.is_closed()).collect()
    }

    /// Takes out the waiters whose time is over.
    fn over(&mut self, now: Instant) -> Vec<Waiter> {
        let ids: Vec<u64> = self.by_time.iter().take_while(|(at, _)| *at <= now).map(|(_, id)| *id).collect();
        ids.into_iter().filter_map(|id| self.remove(id)).collect()
    }

    fn next(&self) -> Option<Instant> {
        self.by_time.first().map(|(at, _)| *at)
    }

    fn len(&self) -> u64 {
        self.waiters.len() as u64
    }
}

/// The first request and what is queued behind it, up to a ceiling; never waits.
fn gather(first: Asked, asked: &Receiver<Asked>) -> Vec<Asked> {
    let mut batch = vec![first];
    while batch.len() < BATCH_AT_MOST {
        match asked.try_recv() {
            Ok(next) => batch.push(next),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
        }
    }
    batch
}

/// Mailboxes that a request deposits into.
fn boxes_filled(request: &Request) -> Vec<MailboxId> {
    match request {
        Request::Put(put) => {
            put.items.iter().filter_map(|item| envelope::mailbox_of(&item.envelope)).collect()
        }
        _ => Vec::new(),
    }
}

fn origin(address: IpAddr) -> Origin {
    Origin(match address {
        IpAddr::V4(four) => four.to_ipv6_mapped().octets(),
        IpAddr::V6(six) => six.octets(),
    })
}

const QUEUE_LENGTH: usize = 4_096;
const BATCH_AT_MOST: usize = 256;
const BUSY_MS: u32 = 250;
const LONGEST_WAIT_MS: u32 = 55_000;
const IDLE_AFTER: Duration = Duration::from_millis(50);
const EXPIRE_EVERY: Duration = Duration::from_secs(3_600);
