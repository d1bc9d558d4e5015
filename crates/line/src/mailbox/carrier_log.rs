//! The carrier log of a mailbox: hash-chained deposits and hand-overs, never who (line.md section 10).
//!
//! I1 head n = SHA-256("demarche/carrier-log/1" || head n-1 || event n), the first on 32 zero bytes. I2 purging
//! takes from the old end only, so what is left still chains.

use super::state::{Mailbox, join_key};
use super::{Bodies, RelayTable, RelayWrite, erase, write};
use crate::cbor::{self, Malformed};
use crate::ids::{EnvelopeHash, MailboxId, PathId};
use crate::relay_api::RelayTime;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

/// What happened to a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum CarrierEvent {
    /// An envelope was deposited.
    #[n(0)]
    Deposit {
        /// Its place.
        #[n(0)]
        seq: u64,
        /// Its hash.
        #[n(1)]
        envelope: EnvelopeHash,
        /// Size class 0 to 3.
        #[n(2)]
        bucket: u8,
        /// When, by the relay's clock.
        #[n(3)]
        at: RelayTime,
    },
    /// Envelopes with a seq above `after` and up to `upto` were handed over.
    #[n(1)]
    HandOver {
        /// Only above this.
        #[n(0)]
        after: u64,
        /// Up to and including this.
        #[n(1)]
        upto: u64,
        /// When, by the relay's clock.
        #[n(2)]
        at: RelayTime,
    },
}

impl CarrierEvent {
    fn at(&self) -> RelayTime {
        match self {
            CarrierEvent::Deposit { at, .. } | CarrierEvent::HandOver { at, .. } => *at,
        }
    }
}

/// An event with the head that it made.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct LoggedEvent {
    /// What happened.
    #[n(0)]
    pub event: CarrierEvent,
    /// The log's head with it.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub head: [u8; 32],
}

/// A stretch of a carrier log: convinces the two who hold its heads from their receipts.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CarrierSlice {
    /// The relay.
    #[n(0)]
    pub relay: PathId,
    /// The mailbox.
    #[n(1)]
    pub mailbox: MailboxId,
    /// Place of the first event.
    #[n(2)]
    pub from: u64,
    /// The head before it.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub head_before: [u8; 32],
    /// The events.
    #[n(4)]
    pub events: Vec<LoggedEvent>,
}

impl CarrierSlice {
    /// Whether every head follows from the one before.
    pub fn chains(&self) -> bool {
        let mut head = self.head_before;
        self.events.iter().all(|logged| {
            head = next_head(&head, &logged.event);
            head == logged.head
        })
    }

    /// Reads a slice from a file.
    ///
    /// # Errors
    /// [`Malformed`]; also when it does not chain.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let slice: CarrierSlice = cbor::decode(bytes)?;
        if slice.chains() { Ok(slice) } else { Err(Malformed::Rule("the carrier log does not chain")) }
    }

    /// Canonical bytes for a file.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }
}

/// Appends an event and gives the new head. The caller writes the mailbox's row.
pub(super) fn append(
    id: &MailboxId,
    mailbox: &mut Mailbox,
    event: CarrierEvent,
    writes: &mut Vec<RelayWrite>,
) -> [u8; 32] {
    mailbox.log_head = next_head(&mailbox.log_head, &event);
    let logged = LoggedEvent { event, head: mailbox.log_head };
    writes.push(write(RelayTable::Log, join_key(id, mailbox.log_next), cbor::encode(&logged)));
    mailbox.log_next += 1;
    mailbox.log_head
}

/// Deletes events older than an instant from the old end; whether there were any.
pub(super) fn purge(
    id: &MailboxId,
    mailbox: &mut Mailbox,
    before_ms: i64,
    bodies: &dyn Bodies,
    writes: &mut Vec<RelayWrite>,
) -> bool {
    let first = mailbox.log_from;
    while mailbox.log_from < mailbox.log_next {
        match read(id, mailbox.log_from, bodies) {
            Some(logged) if logged.event.at().utc_ms >= before_ms => break,
            Some(_) => {
                writes.push(erase(RelayTable::Log, join_key(id, mailbox.log_from)));
                mailbox.log_from += 1;
            }
            None => break,
        }
    }
    mailbox.log_from > first
}

/// At most `most` events from place `from` on (or from the oldest that is kept).
pub(super) fn slice(
    relay: &str,
    id: &MailboxId,
    mailbox: &Mailbox,
    from: u64,
    most: u64,
    bodies: &dyn Bodies,
) -> CarrierSlice {
    let oldest = if mailbox.log_from == 0 { 0 } else { mailbox.log_from + 1 };
    let from = from.max(oldest);
    let head_before = match from.checked_sub(1) {
        None => [0; 32],
        Some(n) => read(id, n, bodies).map_or([0; 32], |logged| logged.head),
    };
    let to = from.saturating_add(most).min(mailbox.log_next);
    let events = (from..to).map_while(|n| read(id, n, bodies)).collect();
    CarrierSlice { relay: relay.to_owned(), mailbox: *id, from, head_before, events }
}

fn read(id: &MailboxId, n: u64, bodies: &dyn Bodies) -> Option<LoggedEvent> {
    cbor::decode(&bodies.read(RelayTable::Log, &join_key(id, n))?).ok()
}

fn next_head(head: &[u8; 32], event: &CarrierEvent) -> [u8; 32] {
    let event = cbor::encode(event);
    Sha256::new()
        .chain_update(b"demarche/carrier-log/1")
        .chain_update(head)
        .chain_update(event)
        .finalize()
        .into()
}
