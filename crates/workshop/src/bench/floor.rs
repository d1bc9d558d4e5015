//! The floor: what the disk takes for one fdatasync, and the three stores of a notice for their three commits in a
//! row, with nothing else.
//!
//! The stores are those of the product and the rows those that one notice is in them: of sender and receiver as
//! their processes reported them in this run, of the relay as its own rules make them from one envelope.

use crate::bench::orders::RowShape;
use crate::bench::report::{Figures, Samples};
use line::ids::MailboxId;
use line::machine::{Table, Write as Row};
use line::mailbox::{AccountQuota, At, Limits, Mailboxes, Origin, RelayWrite};
use line::relay_api::{NewBox, Open, Put, PutItem, ReceiptKey, RelayTime, Request, Take, TakeFrom, Token};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;
use store::{CompartmentStore, RelayStore, SqliteRelayStore, StoreKey};

/// A file and the three stores.
pub(super) struct Floor {
    file: File,
    sender: Bed,
    relay: RelayBed,
    receiver: Bed,
}

/// Times of one fdatasync and of three commits, microseconds.
#[derive(Default)]
pub(super) struct Samples3 {
    syncs: Vec<u64>,
    threes: Vec<u64>,
}

impl Floor {
    /// In a folder, with the rows of one notice at sender and receiver.
    pub(super) fn new(folder: &Path, rows: &[Vec<RowShape>; 2]) -> Result<Self, String> {
        let [sender, receiver] = rows;
        Ok(Floor {
            file: File::create(folder.join("floor")).map_err(|e| e.to_string())?,
            sender: Bed::new(&folder.join("floor-sender.db"), sender)?,
            relay: RelayBed::new(&folder.join("floor-relay"))?,
            receiver: Bed::new(&folder.join("floor-receiver.db"), receiver)?,
        })
    }

    /// So many samples one straight after the other, while nothing else of the bench moves.
    pub(super) fn streak(&mut self, count: usize) -> Result<Samples3, String> {
        let mut samples = Samples3::default();
        for _ in 0..count {
            self.sample(&mut samples)?;
        }
        for bed in [&mut self.sender, &mut self.receiver] {
            bed.store.rows().checkpoint().map_err(|e| e.to_string())?;
        }
        self.relay.store.rest().map_err(|e| e.to_string())?;
        Ok(samples)
    }

    /// One sample of both.
    pub(super) fn sample(&mut self, samples: &mut Samples3) -> Result<(), String> {
        self.file.write_all(&[7; 4_096]).map_err(|e| e.to_string())?;
        let begun = Instant::now();
        self.file.sync_data().map_err(|e| e.to_string())?;
        samples.syncs.push(micros(begun));
        let (first, second, third) = (self.sender.rows(), self.relay.rows(), self.receiver.rows());
        let begun = Instant::now();
        self.sender.store.commit(&first).map_err(|e| e.to_string())?;
        self.relay.store.commit(&second).map_err(|e| e.to_string())?;
        self.receiver.store.commit(&third).map_err(|e| e.to_string())?;
        samples.threes.push(micros(begun));
        Ok(())
    }
}

impl Samples3 {
    /// One fdatasync.
    pub(super) fn fdatasync(&self) -> Samples {
        Samples::of(self.syncs.clone())
    }

    /// Three commits one after the other.
    pub(super) fn three_commits(&self) -> Samples {
        Samples::of(self.threes.clone())
    }

    /// What `bench floor` prints.
    pub(super) fn figures(&self) -> Figures {
        let (sync, three) = (self.fdatasync(), self.three_commits());
        vec![
            ("fdatasync_p50_us", sync.at(50).into()),
            ("fdatasync_p99_us", sync.at(99).into()),
            ("floor_streak_p50_us", three.at(50).into()),
            ("floor_streak_p99_us", three.at(99).into()),
            ("samples", self.syncs.len().into()),
        ]
    }
}

/// The store of a compartment, and what one notice writes there.
struct Bed {
    store: CompartmentStore,
    shapes: Vec<RowShape>,
    commits: u64,
}

impl Bed {
    fn new(path: &Path, shapes: &[RowShape]) -> Result<Self, String> {
        let key = StoreKey::random().map_err(|e| e.to_string())?;
        let store = CompartmentStore::create(path, &key).map_err(|e| e.to_string())?;
        Ok(Bed { store, shapes: shapes.to_vec(), commits: 0 })
    }

    fn rows(&mut self) -> Vec<Row> {
        self.commits += 1;
        self.shapes.iter().filter_map(|shape| row(shape, self.commits)).collect()
    }
}

/// The row of the next notice: entries come in the order of their places, arrivals by the hash of their entry,
/// every other row is written over.
fn row(shape: &RowShape, number: u64) -> Option<Row> {
    let table = *Table::ALL.get(shape.table)?;
    let mut key = shape.key.clone();
    let place = match table {
        Table::Entries => key.len().checked_sub(16),
        Table::Arrivals => Some(0),
        _ => None,
    };
    let digest = Sha256::digest(number.to_be_bytes());
    let name = if table == Table::Entries { number.to_be_bytes() } else { *digest.first_chunk()? };
    if let Some(part) = place.and_then(|at| key.get_mut(at..at + 8)) {
        part.copy_from_slice(&name);
    }
    Some(Row { table, key, value: shape.bytes.map(|n| vec![number as u8; n]) })
}

/// The store of a relay with one mailbox, and the rules that make its rows.
struct RelayBed {
    store: SqliteRelayStore,
    boxes: Mailboxes,
    token: Token,
    mailbox: MailboxId,
    puts: u64,
}

impl RelayBed {
    fn new(folder: &Path) -> Result<Self, String> {
        store::create_folder(folder).map_err(|e| e.to_string())?;
        let mut store = SqliteRelayStore::of_folder(folder).map_err(|e| e.to_string())?;
        let mut boxes = Mailboxes::new("CH-1".to_owned(), UNLIMITED);
        let (token, mailbox) = (Token([1; 32]), MailboxId([2; 32]));
        let quota = AccountQuota { bytes: u64::MAX / 2, boxes: 1 };
        let mut rows = boxes.admit_account(token.hash(), quota);
        let new = NewBox {
            mailbox,
            fill_hash: token.hash(),
            empty_hash: token.hash(),
            fill_receipt_key: ReceiptKey([3; 32]),
            empty_receipt_key: ReceiptKey([4; 32]),
            tell_hand_over: true,
        };
        let open = Request::Open(Open { account: token, boxes: vec![new] });
        rows.extend(boxes.handle(at(0), ORIGIN, &open, &store).1);
        store.commit(&rows).map_err(|e| e.to_string())?;
        Ok(RelayBed { store, boxes, token, mailbox, puts: 0 })
    }

    /// The hand-over of the last envelope and the deposit of the next.
    fn rows(&mut self) -> Vec<RelayWrite> {
        let (mailbox, after) = (self.mailbox, self.puts.saturating_sub(1));
        let from = vec![TakeFrom { mailbox, empty: self.token, after }];
        let take = Request::Take(Take { from, wait_ms: 0, max_bytes: u32::MAX });
        self.puts += 1;
        let digest = Sha256::digest(self.puts.to_be_bytes());
        let mut envelope = self.mailbox.0.to_vec();
        envelope.extend(digest.iter().cycle().take(2_048 - envelope.len()));
        let items = vec![PutItem { fill: self.token, envelope }];
        let put = Request::Put(Put { items, ask_hand_over: Vec::new() });
        let mut handle = |request| self.boxes.handle(at(self.puts), ORIGIN, &request, &self.store).1;
        let mut rows = handle(take);
        rows.extend(handle(put));
        rows
    }
}

/// Rows as `bench line` saw them, where there is no such run to ask: entry, message secrets, arrival, cursor.
pub(super) fn seen() -> [Vec<RowShape>; 2] {
    let row = |table, key: usize, bytes| {
        let table = Table::ALL.iter().position(|t| *t == table).unwrap_or_default();
        RowShape { table, key: vec![0x55; key], bytes: Some(bytes) }
    };
    [
        vec![row(Table::Entries, 19, 1_287), row(Table::Group, 79, 4_790)],
        vec![
            row(Table::Entries, 19, 1_287),
            row(Table::Group, 79, 1_593),
            row(Table::Arrivals, 39, 111),
            row(Table::Core, 44, 2),
        ],
    ]
}

fn at(number: u64) -> At {
    let utc_ms = 1_700_000_000_000 + i64::try_from(number).unwrap_or_default();
    At { time: RelayTime { utc_ms, error_ms: 50 }, mono_ms: number }
}

fn micros(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX)
}

const ORIGIN: Origin = Origin([0; 16]);
const UNLIMITED: Limits = Limits {
    box_bytes: u64::MAX / 2,
    box_count: u64::MAX / 2,
    box_rate: 1_000_000,
    account_rate: 1_000_000,
    address_rate: 1_000_000,
    keep_envelopes_ms: i64::MAX / 2,
    keep_log_ms: i64::MAX / 2,
};
