//! The rules of a relay, without its disk, clock and sockets (line.md section 10).
//!
//! In: a [`Request`] with the relay's time and where it came from. Out: a [`Response`] and the rows that must be
//! durable before the response leaves. Bodies stay on the disk: the state is an index, and [`Bodies`] reads them.
//!
//! The shell's loop: `handle` one or more requests, commit all writes in one transaction, only then answer. If
//! the commit fails, throw the value away, `restore` it from the rows and answer `NotDurable`. A `take` that
//! [`Mailboxes::is_quiet`] waits in the shell.
//!
//! I1 an answer that says Kept has its envelope among the writes of the same call, or in the store already.
//! I2 nothing is evicted: only `drop` and expiry delete. I3 one envelope is kept once. I4 the carrier log names
//! boxes and times, never who. I5 no request makes it panic or allocate more than it brought.

mod carrier_log;
mod limits;
mod receipt;
mod state;
mod survey;

pub use carrier_log::{CarrierEvent, CarrierSlice, LoggedEvent};
pub use limits::{Limits, Origin};
pub use receipt::{hand_over_is, receipt_is};
pub use survey::AccountUse;

use crate::cbor;
use crate::envelope::{self, Bucket};
use crate::ids::{MailboxId, PathId};
use crate::relay_api::{
    DropUpTo, HandOver, HandOverAsk, Mark, NewBox, Open, Put, PutItem, PutOutcome, RelayReceipt,
    RelayRefusal, RelayTime, Request, Response, Take, TakeFrom, Taken, Token,
};
use limits::Rates;
use state::{Account, Deposit, Mailbox};
use std::collections::BTreeMap;

/// Where a row of a relay's store belongs; a store keeps one table a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum RelayTable {
    /// Accounts by token hash.
    Accounts = 0,
    /// Mailboxes by id.
    Boxes = 1,
    /// What is known of a deposit, by mailbox and seq.
    Deposits = 2,
    /// Envelope bytes, by mailbox and seq.
    Envelopes = 3,
    /// The carrier log, by mailbox and place.
    Log = 4,
    /// The newest mark, by slot.
    Marks = 5,
}

impl RelayTable {
    /// Every table, in order.
    pub const ALL: [RelayTable; 6] = [
        RelayTable::Accounts,
        RelayTable::Boxes,
        RelayTable::Deposits,
        RelayTable::Envelopes,
        RelayTable::Log,
        RelayTable::Marks,
    ];

    /// Whether [`Mailboxes::restore`] wants the table's rows; the others are read one by one through [`Bodies`].
    pub fn is_state(self) -> bool {
        matches!(self, RelayTable::Accounts | RelayTable::Boxes | RelayTable::Deposits)
    }
}

/// One row to be written (`Some`) or deleted (`None`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayWrite {
    /// Where.
    pub table: RelayTable,
    /// Its key, unique in the table.
    pub key: Vec<u8>,
    /// The new value, or `None` to delete.
    pub value: Option<Vec<u8>>,
}

/// All rows of a relay's store; the store of the simulator.
pub type RelayRows = BTreeMap<(RelayTable, Vec<u8>), Vec<u8>>;

/// Reads one durable row of envelopes, log or marks.
pub trait Bodies {
    /// The row's value; `None` if it is not (yet) durable.
    fn read(&self, table: RelayTable, key: &[u8]) -> Option<Vec<u8>>;
}

impl Bodies for RelayRows {
    fn read(&self, table: RelayTable, key: &[u8]) -> Option<Vec<u8>> {
        self.get(&(table, key.to_vec())).cloned()
    }
}

/// The relay's clocks when a request is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// What it stamps with.
    pub time: RelayTime,
    /// Milliseconds of a clock that never goes back; rates run on it.
    pub mono_ms: u64,
}

/// What an account may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountQuota {
    /// Bytes of undropped envelopes in all its mailboxes.
    pub bytes: u64,
    /// Mailboxes.
    pub boxes: u32,
}

/// All mailboxes of one relay.
#[derive(Debug)]
pub struct Mailboxes {
    relay: PathId,
    limits: Limits,
    accounts: BTreeMap<[u8; 32], Account>,
    boxes: BTreeMap<MailboxId, Mailbox>,
    rates: Rates,
}

impl Mailboxes {
    /// An empty relay. `relay` is its id as charters name it; it is part of every receipt.
    pub fn new(relay: PathId, limits: Limits) -> Self {
        Mailboxes {
            relay,
            limits,
            accounts: BTreeMap::new(),
            boxes: BTreeMap::new(),
            rates: Rates::default(),
        }
    }

    /// Rebuilds the state from the rows of the state tables ([`RelayTable::is_state`]), in any order.
    ///
    /// # Errors
    /// [`cbor::Malformed`] if a row is not one that this version writes.
    pub fn restore(
        relay: PathId,
        limits: Limits,
        rows: impl IntoIterator<Item = (RelayTable, Vec<u8>, Vec<u8>)>,
    ) -> Result<Self, cbor::Malformed> {
        let mut all = Mailboxes::new(relay, limits);
        let mut deposits = Vec::new();
        for (table, key, value) in rows {
            match table {
                RelayTable::Accounts => {
                    all.accounts.insert(state::key32(&key)?, Account::decode(&value)?);
                }
                RelayTable::Boxes => {
                    all.boxes.insert(MailboxId(state::key32(&key)?), Mailbox::decode(&value)?);
                }
                RelayTable::Deposits => deposits.push((key, value)),
                RelayTable::Envelopes | RelayTable::Log | RelayTable::Marks => {}
            }
        }
        for (key, value) in deposits {
            let (mailbox, seq) = state::split_key(&key)?;
            let deposit = cbor::decode::<Deposit>(&value)?;
            let of = all.boxes.get_mut(&mailbox).ok_or(cbor::Malformed::Rule("a deposit in no mailbox"))?;
            of.remember(seq, deposit);
        }
        all.recount();
        Ok(all)
    }

    /// Lets an account in, or changes its quota; the token itself is never stored.
    pub fn admit_account(&mut self, token_hash: [u8; 32], quota: AccountQuota) -> Vec<RelayWrite> {
        let account = self.accounts.entry(token_hash).or_default();
        account.quota_bytes = quota.bytes;
        account.quota_boxes = quota.boxes;
        vec![write(RelayTable::Accounts, token_hash.to_vec(), cbor::encode(account))]
    }

    /// One request. The response may leave only after the writes are durable.
    pub fn handle(
        &mut self,
        at: At,
        from: Origin,
        request: &Request,
        bodies: &dyn Bodies,
    ) -> (Response, Vec<RelayWrite>) {
        if let Err(wait_ms) = self.rates.request(&self.limits, from, at.mono_ms) {
            return (Response::Refused(RelayRefusal::TooFast(wait_ms)), Vec::new());
        }
        let mut writes = Vec::new();
        let answer = match request {
            Request::Open(open) => self.open(open, &mut writes),
            Request::Put(put) => self.put(at, put, &mut writes),
            Request::Take(take) => self.take(at, take, bodies, &mut writes),
            Request::Drop(drop) => self.drop_up_to(drop, &mut writes),
            Request::Mark(mark) => self.mark(at, mark, bodies, &mut writes),
            Request::Time(_) => Ok(Response::Time(at.time)),
        };
        match answer {
            Ok(response) => (response, writes),
            Err(refusal) => (Response::Refused(refusal), Vec::new()),
        }
    }

    /// Whether a take would be answered with nothing, so that the shell may wait. A take that would be refused
    /// is not quiet.
    pub fn is_quiet(&self, take: &Take) -> bool {
        take.from.len() <= MOST_BOXES
            && take.from.iter().all(|f| {
                self.emptied_by(&f.mailbox, &f.empty).is_ok_and(|mailbox| !mailbox.has_after(f.after))
            })
    }

    /// Deletes envelopes and log events older than the limits keep them. Call it about hourly.
    pub fn expire(&mut self, at: At, bodies: &dyn Bodies) -> Vec<RelayWrite> {
        let mut writes = Vec::new();
        let envelopes_before = at.time.utc_ms.saturating_sub(self.limits.keep_envelopes_ms);
        let log_before = at.time.utc_ms.saturating_sub(self.limits.keep_log_ms);
        for (id, mailbox) in &mut self.boxes {
            let old = mailbox.last_deposited_before(envelopes_before);
            let dropped = old.map_or(0, |seq| mailbox.drop_up_to(id, seq, &mut writes));
            let purged = carrier_log::purge(id, mailbox, log_before, bodies, &mut writes);
            if dropped > 0 || purged {
                writes.push(mailbox.row(id));
            }
        }
        self.recount();
        writes
    }

    /// The mailbox's carrier log from place `from`, at most `most` events: what `relay prove` prints. `None` if
    /// there is no such mailbox.
    pub fn prove(
        &self,
        mailbox: &MailboxId,
        from: u64,
        most: u64,
        bodies: &dyn Bodies,
    ) -> Option<CarrierSlice> {
        let state = self.boxes.get(mailbox)?;
        Some(carrier_log::slice(&self.relay, mailbox, state, from, most, bodies))
    }

    /// Ids of all mailboxes, with the undropped envelopes and bytes in each: for the host's own listing.
    pub fn listing(&self) -> impl Iterator<Item = (&MailboxId, u64, u64)> {
        self.boxes.iter().map(|(id, mailbox)| (id, mailbox.count(), mailbox.bytes()))
    }

    fn open(&mut self, open: &Open, writes: &mut Vec<RelayWrite>) -> Result<Response, RelayRefusal> {
        if open.boxes.len() > MOST_BOXES {
            return Err(RelayRefusal::Malformed);
        }
        let owner = open.account.hash();
        let account = self.accounts.get(&owner).ok_or(RelayRefusal::NoSuchAccount)?;
        let mut fresh: BTreeMap<MailboxId, &NewBox> = BTreeMap::new();
        for new in &open.boxes {
            let same = |old: &NewBox| state::same_box(old, new);
            match (self.boxes.get(&new.mailbox), fresh.get(&new.mailbox)) {
                (Some(old), _) if old.owner == owner && same(&old.new) => {}
                (None, Some(old)) if same(old) => {}
                (None, None) => drop(fresh.insert(new.mailbox, new)),
                _ => return Err(RelayRefusal::AlreadyOpen),
            }
        }
        let after = usize::try_from(account.boxes).unwrap_or(usize::MAX).saturating_add(fresh.len());
        if after > usize::try_from(account.quota_boxes).unwrap_or(usize::MAX) {
            return Err(RelayRefusal::TooManyBoxes);
        }
        for (id, new) in fresh {
            let mailbox = Mailbox::open(owner, new.clone());
            writes.push(mailbox.row(&id));
            self.boxes.insert(id, mailbox);
            self.accounts.entry(owner).or_default().boxes += 1;
        }
        Ok(Response::Opened)
    }

    fn put(&mut self, at: At, put: &Put, writes: &mut Vec<RelayWrite>) -> Result<Response, RelayRefusal> {
        let bytes: usize = put.items.iter().map(|item| item.envelope.len()).sum();
        if put.items.len() > MOST_ITEMS || bytes > MOST_BYTES || put.ask_hand_over.len() > MOST_BOXES {
            return Err(RelayRefusal::Malformed);
        }
        let mut outcomes = Vec::with_capacity(put.items.len());
        for item in &put.items {
            outcomes.push(match self.deposit(at, item, writes) {
                Ok(receipt) => PutOutcome::Kept(receipt),
                Err(refusal) => PutOutcome::Refused(refusal),
            });
        }
        Ok(Response::Put(outcomes, self.hand_overs(&put.ask_hand_over)))
    }

    fn deposit(
        &mut self,
        at: At,
        item: &PutItem,
        writes: &mut Vec<RelayWrite>,
    ) -> Result<RelayReceipt, RelayRefusal> {
        let bucket = Bucket::of_size(item.envelope.len()).ok_or(RelayRefusal::NotABucket)?;
        let id = envelope::mailbox_of(&item.envelope).ok_or(RelayRefusal::NotABucket)?;
        let hash = envelope::hash_of(&item.envelope);
        let mailbox = self.filled_by(&id, &item.fill)?;
        if let Some((seq, known)) = mailbox.known(&hash) {
            return Ok(receipt::for_depositor(&self.relay, &id, &mailbox.new, seq, known));
        }
        let bytes = item.envelope.len() as u64;
        let owner = mailbox.owner;
        let account = self.accounts.get(&owner).copied().unwrap_or_default();
        let full = mailbox.count() >= self.limits.box_count
            || mailbox.bytes() + bytes > self.limits.box_bytes
            || account.bytes + bytes > account.quota_bytes;
        if full {
            return Err(RelayRefusal::OverQuota(at.time));
        }
        self.rates.deposit(&self.limits, id, owner, at.mono_ms).map_err(RelayRefusal::TooFast)?;
        let mailbox = self.boxes.get_mut(&id).ok_or(RelayRefusal::NoSuchBox)?;
        let seq = mailbox.next_seq;
        let event = CarrierEvent::Deposit { seq, envelope: hash, bucket: bucket.number(), at: at.time };
        let log_head = carrier_log::append(&id, mailbox, event, writes);
        let deposit = Deposit { envelope: hash, bucket: bucket.number(), deposited: at.time, log_head };
        let kept = receipt::for_depositor(&self.relay, &id, &mailbox.new, seq, &deposit);
        writes.push(write(RelayTable::Envelopes, state::join_key(&id, seq), item.envelope.clone()));
        writes.push(write(RelayTable::Deposits, state::join_key(&id, seq), cbor::encode(&deposit)));
        mailbox.remember(seq, deposit);
        writes.push(mailbox.row(&id));
        if let Some(account) = self.accounts.get_mut(&owner) {
            account.bytes += bytes;
        }
        Ok(kept)
    }

    fn take(
        &mut self,
        at: At,
        take: &Take,
        bodies: &dyn Bodies,
        writes: &mut Vec<RelayWrite>,
    ) -> Result<Response, RelayRefusal> {
        if take.from.len() > MOST_BOXES {
            return Err(RelayRefusal::Malformed);
        }
        for from in &take.from {
            self.emptied_by(&from.mailbox, &from.empty)?;
        }
        let room = usize::try_from(take.max_bytes).unwrap_or(MOST_BYTES).min(MOST_BYTES);
        let (mut taken, mut used) = (Vec::new(), 0usize);
        for from in &take.from {
            self.take_from(at, from, bodies, (&mut used, room), &mut taken, writes);
        }
        Ok(Response::Taken(taken))
    }

    fn take_from(
        &mut self,
        at: At,
        from: &TakeFrom,
        bodies: &dyn Bodies,
        (used, room): (&mut usize, usize),
        taken: &mut Vec<Taken>,
        writes: &mut Vec<RelayWrite>,
    ) {
        let Some(mailbox) = self.boxes.get_mut(&from.mailbox) else { return };
        let mut last = None;
        // a cursor ahead of everything ever given out shows that this relay went back to a former state
        let after = if from.after < mailbox.next_seq { from.after } else { 0 };
        for (seq, deposit) in mailbox.after(after) {
            let Some(envelope) = bodies.read(RelayTable::Envelopes, &state::join_key(&from.mailbox, seq))
            else {
                break;
            };
            if *used > 0 && *used + envelope.len() > room {
                break;
            }
            *used += envelope.len();
            last = Some(seq);
            let receipt =
                receipt::for_fetcher(&self.relay, &from.mailbox, &mailbox.new, seq, deposit, at.time);
            taken.push(Taken { receipt, envelope, handed_over: at.time });
        }
        let minute = at.time.utc_ms.div_euclid(60_000);
        let new_minute = mailbox.last_take_minute != Some(minute);
        mailbox.last_take_minute = Some(minute);
        if let Some(upto) = last {
            let event = CarrierEvent::HandOver { after, upto, at: at.time };
            carrier_log::append(&from.mailbox, mailbox, event, writes);
            mailbox.handed_to = mailbox.handed_to.max(upto);
        }
        if new_minute || last.is_some() {
            writes.push(mailbox.row(&from.mailbox));
        }
    }

    fn drop_up_to(
        &mut self,
        drop: &DropUpTo,
        writes: &mut Vec<RelayWrite>,
    ) -> Result<Response, RelayRefusal> {
        if drop.upto.len() > MOST_BOXES {
            return Err(RelayRefusal::Malformed);
        }
        for from in &drop.upto {
            self.emptied_by(&from.mailbox, &from.empty)?;
        }
        for from in &drop.upto {
            let Some(mailbox) = self.boxes.get_mut(&from.mailbox) else { continue };
            let freed = mailbox.drop_up_to(&from.mailbox, from.after.min(mailbox.handed_to), writes);
            if freed > 0 {
                writes.push(mailbox.row(&from.mailbox));
                if let Some(account) = self.accounts.get_mut(&mailbox.owner) {
                    account.bytes = account.bytes.saturating_sub(freed);
                }
            }
        }
        Ok(Response::Dropped)
    }

    fn mark(
        &mut self,
        at: At,
        mark: &Mark,
        bodies: &dyn Bodies,
        writes: &mut Vec<RelayWrite>,
    ) -> Result<Response, RelayRefusal> {
        if mark.ask_hand_over.len() > MOST_BOXES {
            return Err(RelayRefusal::Malformed);
        }
        let owner = self.filled_by(&mark.slot, &mark.fill)?.owner;
        let before = bodies.read(RelayTable::Marks, &mark.slot.0).map(Into::into);
        if let Some(envelope) = &mark.envelope {
            Bucket::of_size(envelope.len()).ok_or(RelayRefusal::NotABucket)?;
            if envelope::mailbox_of(envelope) != Some(mark.slot) {
                return Err(RelayRefusal::NoSuchBox);
            }
            self.rates.deposit(&self.limits, mark.slot, owner, at.mono_ms).map_err(RelayRefusal::TooFast)?;
            writes.push(write(RelayTable::Marks, mark.slot.0.to_vec(), envelope.to_vec()));
        }
        Ok(Response::Marked(before, self.hand_overs(&mark.ask_hand_over), at.time))
    }

    /// Hand-overs of those asked for whose fill token is right and whose charter lets depositors know.
    fn hand_overs(&self, asked: &[HandOverAsk]) -> Vec<HandOver> {
        let known = asked.iter().filter_map(|ask| {
            let mailbox = self.filled_by(&ask.mailbox, &ask.fill).ok()?;
            mailbox.new.tell_hand_over.then(|| receipt::hand_over(&self.relay, &ask.mailbox, mailbox))
        });
        known.collect()
    }

    fn filled_by(&self, id: &MailboxId, fill: &Token) -> Result<&Mailbox, RelayRefusal> {
        self.shown(id, fill, |mailbox| &mailbox.new.fill_hash)
    }

    fn emptied_by(&self, id: &MailboxId, empty: &Token) -> Result<&Mailbox, RelayRefusal> {
        self.shown(id, empty, |mailbox| &mailbox.new.empty_hash)
    }

    /// One answer and one comparison whether the mailbox or the token is wrong.
    fn shown(
        &self,
        id: &MailboxId,
        token: &Token,
        hash: impl Fn(&Mailbox) -> &[u8; 32],
    ) -> Result<&Mailbox, RelayRefusal> {
        use subtle::ConstantTimeEq;
        let found = self.boxes.get(id);
        let expected = found.map_or(&[0u8; 32], |mailbox| hash(mailbox));
        let fits = bool::from(token.hash().ct_eq(expected));
        found.filter(|_| fits).ok_or(RelayRefusal::NoSuchBox)
    }

    /// Recomputes what accounts use from their mailboxes.
    fn recount(&mut self) {
        for account in self.accounts.values_mut() {
            (account.bytes, account.boxes) = (0, 0);
        }
        for mailbox in self.boxes.values() {
            if let Some(account) = self.accounts.get_mut(&mailbox.owner) {
                account.bytes += mailbox.bytes();
                account.boxes += 1;
            }
        }
    }
}

fn write(table: RelayTable, key: Vec<u8>, value: Vec<u8>) -> RelayWrite {
    RelayWrite { table, key, value: Some(value) }
}

fn erase(table: RelayTable, key: Vec<u8>) -> RelayWrite {
    RelayWrite { table, key, value: None }
}

/// Applies writes to rows held in memory: the store of the simulator and of tests.
pub fn apply(rows: &mut RelayRows, writes: Vec<RelayWrite>) {
    for write in writes {
        let key = (write.table, write.key);
        match write.value {
            Some(value) => drop(rows.insert(key, value)),
            None => drop(rows.remove(&key)),
        }
    }
}

/// Mailboxes in one request, at most.
pub const MOST_BOXES: usize = 256;
/// Envelopes in one put, at most.
pub const MOST_ITEMS: usize = 128;
/// Envelope bytes in one put or take, at most.
pub const MOST_BYTES: usize = 4 << 20;
