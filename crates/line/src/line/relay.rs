//! One relay as this node uses it: what is under way there, what failed, what its clock says.

use super::marks::Written;
use super::outbox::Parcel;
use crate::config::RelayConfig;
use crate::ids::{EnvelopeHash, MailboxId, PartyCode};
use crate::keys::MarkSlot;
use crate::machine::CallId;
use crate::offsets::Offsets;
use crate::time::Now;
use crate::witness::SealingTag;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// State of one relay.
#[derive(Debug)]
pub(super) struct Relay {
    pub config: RelayConfig,
    /// The call that opens mailboxes, if one is under way.
    pub opening: Option<CallId>,
    pub open_at: u64,
    pub open_fails: u32,
    /// Whether the own mark slot is open.
    pub slot_open: bool,
    /// The long poll, if one is under way, with the number of the mailbox set that it asks for.
    pub taking: Option<(CallId, u64)>,
    pub take_at: u64,
    pub take_fails: u32,
    /// Deposits under way.
    pub puts: usize,
    /// No deposit before this.
    pub put_at: u64,
    pub put_fails: u32,
    /// Direct messages waiting for this path.
    pub directs: Vec<(PartyCode, Vec<u8>)>,
    /// Chunks of annexes that wait until nothing else does: for whom, of which, which.
    pub chunks: VecDeque<(PartyCode, [u8; 32], u32)>,
    /// Number of the mailbox set; rises when a mailbox opens or is left.
    pub boxes: u64,
    pub probe: Probe,
    pub offsets: Offsets,
    /// Fetched and persisted, not yet dropped there.
    pub to_drop: BTreeMap<MailboxId, u64>,
    pub fetched_since_drop: u32,
    pub drop_at: Option<u64>,
    pub fetched: Fetched,
    /// The own mark slot there, derived once.
    pub slot: std::cell::OnceCell<MarkSlot>,
    /// Recipients that have no mailbox there: until when nothing is tried, and the wait, monotonic ms.
    pub no_box: BTreeMap<PartyCode, (u64, u64)>,
}

/// Envelopes fetched lately: a relay that went back hands them over again.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    known: BTreeSet<EnvelopeHash>,
    order: VecDeque<EnvelopeHash>,
}

impl Fetched {
    /// Notes one; `false` if it was fetched before.
    pub(super) fn note(&mut self, hash: EnvelopeHash) -> bool {
        let fresh = self.known.insert(hash);
        if fresh {
            self.order.push_back(hash);
        }
        if self.order.len() > FETCHED {
            self.order.pop_front().map(|oldest| self.known.remove(&oldest));
        }
        fresh
    }
}

/// The path probe: a mark written and read back.
#[derive(Debug, Default)]
pub(super) struct Probe {
    pub under_way: Option<CallId>,
    pub due: u64,
    pub fails: u32,
    /// A mark is owed and waits for this, monotonic ms.
    pub mark_at: Option<u64>,
    /// When the last one was asked for.
    pub asked_at: u64,
    /// How many sealings the last mark that the relay confirmed counts.
    pub marked: Option<u64>,
    /// Marks written without an answer: the relay may show one of them.
    pub unanswered: VecDeque<EnvelopeHash>,
    /// When a good answer last ended a time of failures, monotonic ms.
    pub mended_at: Option<u64>,
    /// When the last good answer came, monotonic ms.
    pub good_at: Option<u64>,
    /// The mark last written, by hash: the next answer must show it.
    pub written: Option<EnvelopeHash>,
    /// The relay showed another mark than the one last written, or a mailbox with a hole.
    pub holes: u32,
    /// When the last hole was seen, monotonic ms.
    pub hole_at: u64,
}

/// What a call under way was for.
#[derive(Debug)]
pub(super) enum What {
    /// Opens these mailboxes and perhaps the own slot.
    Open { boxes: Vec<MailboxId>, slot: bool },
    /// Fetches.
    Take,
    /// Deposits.
    Put(Vec<Deposit>),
    /// Deletes.
    Drop,
    /// Reads the own mark, and writes this one if any.
    Probe(Option<Written>),
}

/// One deposited envelope.
#[derive(Debug)]
pub(super) struct Deposit {
    pub mailbox: MailboxId,
    pub recipient: PartyCode,
    pub era: crate::era::Era,
    pub envelope: EnvelopeHash,
    /// Which sealing is in it; `None` for a direct message.
    pub sealing: Option<SealingTag>,
    /// The outbox item; `None` for a direct message.
    pub parcel: Option<Parcel>,
}

/// A call under way.
#[derive(Debug)]
pub(super) struct Call {
    pub relay: usize,
    pub what: What,
    pub asked: Now,
    /// When it is given up, monotonic ms.
    pub deadline: u64,
}

impl Relay {
    /// A relay not yet spoken to.
    pub(super) fn new(config: RelayConfig) -> Self {
        Relay {
            config,
            opening: None,
            open_at: 0,
            open_fails: 0,
            slot_open: false,
            taking: None,
            take_at: 0,
            take_fails: 0,
            puts: 0,
            put_at: 0,
            put_fails: 0,
            directs: Vec::new(),
            chunks: VecDeque::new(),
            boxes: 0,
            probe: Probe::default(),
            offsets: Offsets::default(),
            to_drop: BTreeMap::new(),
            fetched_since_drop: 0,
            drop_at: None,
            fetched: Fetched::default(),
            slot: std::cell::OnceCell::new(),
            no_box: BTreeMap::new(),
        }
    }

    /// The own slot is another from now on.
    pub(super) fn forget_slot(&mut self) {
        self.slot_open = false;
        self.slot = std::cell::OnceCell::new();
        self.probe = Probe::default();
    }

    /// When this relay wants attention, monotonic ms; those in the past have been seen to.
    pub(super) fn deadlines(&self) -> impl Iterator<Item = u64> {
        let probe = self.probe.under_way.is_none().then_some(self.probe.due);
        self.matters().chain(probe)
    }

    /// The same but for a probe that only repeats a good one.
    pub(super) fn matters(&self) -> impl Iterator<Item = u64> + use<> {
        let open = self.opening.is_none().then_some(self.open_at);
        let take = self.taking.is_none().then_some(self.take_at);
        let mark = self.probe.under_way.is_none().then_some(self.probe.mark_at).flatten();
        let failing = self.probe.under_way.is_none() && self.probe.fails > 0;
        let probe = failing.then_some(self.probe.due);
        [open, take, mark, probe, self.drop_at, Some(self.put_at)].into_iter().flatten()
    }
}

/// Wait after so many failures, doubling from `first_ms` to `longest_ms`.
pub(super) fn backoff(fails: u32, first_ms: u64, longest_ms: u64) -> u64 {
    first_ms.saturating_mul(1 << fails.min(16)).min(longest_ms)
}

/// Envelopes remembered for a relay that goes back.
const FETCHED: usize = 4_096;
