//! Direct messages between paired parties over their pairing mailboxes, each sent until it is answered.
//!
//! I1 an item leaves the outbox only when answered (or kept by a relay, for answers themselves). I2 what was
//! taken is dropped at the relay only after the rows of the same step are durable: the drop is a later call.

use crate::cbor::{self, Malformed};
use crate::direct::Direct;
use crate::envelope::{self, Kind};
use crate::group::Entropy;
use crate::ids::{MailboxId, PartyCode, PathId, Status};
use crate::keys::{self, MailboxPlace, PAIRING, Secret};
use crate::machine::{CallId, Table, Write};
use crate::relay_api::{
    DropUpTo, NewBox, Open, Put, PutItem, PutOutcome, Request, Response, Take, TakeFrom, Taken, Token,
};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// A relay where this party has an account and empties its pairing mailboxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnRelay {
    /// Its id.
    pub path: PathId,
    /// The account token there.
    pub account: Token,
}

/// A paired party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Who.
    pub party: PartyCode,
    /// R_AB.
    pub root: Secret,
    /// Relays of its invitation: where it empties.
    pub relays: Vec<PathId>,
}

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Item {
    #[n(0)]
    to: PartyCode,
    #[n(1)]
    direct: ByteVec,
    /// Whether a relay's receipt is enough; otherwise the peer's answer ends it.
    #[n(2)]
    until_kept: bool,
    #[cbor(skip)]
    due_ms: u64,
    #[cbor(skip)]
    tries: u32,
}

/// What a call was for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Purpose {
    /// Mailboxes of the peers known at this count of pairings.
    Open(PathId, u64),
    /// From the mailboxes open at this count.
    Take(PathId, u64),
    Drop,
    Put(u64),
}

/// How far an own relay is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Reach {
    /// The count of pairings whose mailboxes are open; 0 for none.
    opened: u64,
    opening: bool,
    taking: bool,
    due_ms: u64,
    failures: u32,
}

/// The post of one node.
#[derive(Debug)]
pub(super) struct Post {
    own: PartyCode,
    status: Status,
    secret: Secret,
    relays: Vec<OwnRelay>,
    peers: BTreeMap<PartyCode, Peer>,
    outbox: BTreeMap<u64, Item>,
    reach: BTreeMap<PathId, Reach>,
    cursors: BTreeMap<MailboxId, u64>,
    calls: BTreeMap<CallId, Purpose>,
    next_call: CallId,
    next_item: u64,
    /// Rises with every pairing: what is opened or fetched for a lower count lacks mailboxes.
    pairings: u64,
}

/// Calls to be made and messages that came.
#[derive(Debug, Default)]
pub(super) struct Step {
    pub(super) writes: Vec<Write>,
    pub(super) calls: Vec<(PathId, CallId, Request)>,
    pub(super) received: Vec<(PartyCode, Direct)>,
}

impl Post {
    pub(super) fn new(own: PartyCode, status: Status, secret: Secret, relays: Vec<OwnRelay>) -> Self {
        let reach = relays.iter().map(|r| (r.path.clone(), Reach::default())).collect();
        Post {
            own,
            status,
            secret,
            relays,
            peers: BTreeMap::new(),
            outbox: BTreeMap::new(),
            reach,
            cursors: BTreeMap::new(),
            calls: BTreeMap::new(),
            next_call: 1,
            next_item: 1,
            pairings: 0,
        }
    }

    /// Takes a row back; `false` if it is not one of the post's.
    pub(super) fn restore(&mut self, key: &[u8], value: &[u8]) -> Result<bool, Malformed> {
        if let Some(id) = key.strip_prefix(ITEM) {
            let id = u64::from_be_bytes(id.try_into().map_err(|_| BAD_KEY)?);
            self.outbox.insert(id, cbor::decode(value)?);
            self.next_item = self.next_item.max(id.saturating_add(1));
            return Ok(true);
        }
        if let Some(mailbox) = key.strip_prefix(CURSOR) {
            let mailbox = MailboxId(mailbox.try_into().map_err(|_| BAD_KEY)?);
            self.cursors.insert(mailbox, cbor::decode(value)?);
            return Ok(true);
        }
        Ok(false)
    }

    /// A pair joins: its mailboxes are opened with the next step.
    pub(super) fn add_peer(&mut self, peer: Peer) {
        self.peers.insert(peer.party.clone(), peer);
        self.pairings += 1;
    }

    pub(super) fn is_peer(&self, party: &PartyCode) -> bool {
        self.peers.contains_key(party)
    }

    /// Queues a message; gives its id, by which [`Post::answered`] ends it.
    pub(super) fn send(&mut self, to: &PartyCode, direct: &Direct, until_kept: bool, step: &mut Step) -> u64 {
        let id = self.next_item;
        self.next_item += 1;
        let item = Item { to: to.clone(), direct: direct.encode().into(), until_kept, due_ms: 0, tries: 0 };
        step.writes.push(row(item_key(id), Some(cbor::encode(&item))));
        self.outbox.insert(id, item);
        id
    }

    /// Ends all messages to a party that a test picks.
    pub(super) fn answered(&mut self, by: &PartyCode, step: &mut Step, ends: impl Fn(&Direct) -> bool) {
        let done = self.outbox.iter().filter(|(_, item)| {
            item.to == *by && Direct::decode(&item.direct).is_ok_and(|direct| ends(&direct))
        });
        let done: Vec<u64> = done.map(|(id, _)| *id).collect();
        for id in done {
            self.outbox.remove(&id);
            step.writes.push(row(item_key(id), None));
        }
    }

    /// Everything that is due: opens, takes, puts.
    pub(super) fn due(&mut self, mono_ms: u64, entropy: &mut dyn Entropy, step: &mut Step) {
        for own in self.relays.clone() {
            let reach = self.reach.get(&own.path).copied().unwrap_or_default();
            if reach.due_ms > mono_ms || self.peers.is_empty() {
                continue;
            }
            let boxes = self.own_boxes(&own.path);
            if reach.opened < self.pairings && !reach.opening {
                self.reach.entry(own.path.clone()).or_default().opening = true;
                let boxes = boxes.iter().map(|(place, _)| self.new_box(place)).collect();
                let request = Request::Open(Open { account: own.account, boxes });
                let purpose = Purpose::Open(own.path.clone(), self.pairings);
                self.call(own.path, purpose, request, step);
            } else if reach.opened == self.pairings && !reach.taking {
                self.reach.entry(own.path.clone()).or_default().taking = true;
                let request = self.take(&boxes);
                let purpose = Purpose::Take(own.path.clone(), self.pairings);
                self.call(own.path, purpose, request, step);
            }
        }
        let due: Vec<u64> =
            self.outbox.iter().filter(|(_, item)| item.due_ms <= mono_ms).map(|(id, _)| *id).collect();
        for id in due {
            self.put(id, mono_ms, entropy, step);
        }
    }

    /// When something is due next, monotonic ms.
    pub(super) fn next_deadline(&self) -> Option<u64> {
        let idle = |r: &&Reach| if r.opened < self.pairings { !r.opening } else { !r.taking };
        let polls = self.reach.values().filter(idle).filter(|_| !self.peers.is_empty()).map(|r| r.due_ms);
        let items = self.outbox.values().map(|item| item.due_ms);
        polls.chain(items).min()
    }

    /// A relay answered, or did not.
    pub(super) fn answer(&mut self, mono_ms: u64, call: CallId, result: Option<Response>, step: &mut Step) {
        match self.calls.remove(&call) {
            Some(Purpose::Open(path, pairings)) => {
                let opened = result == Some(Response::Opened);
                let reach = self.reach.entry(path.clone()).or_default();
                reach.opening = false;
                if opened {
                    reach.opened = reach.opened.max(pairings);
                    // What is fetched now lacks the new mailboxes; the next one has them all.
                    reach.taking = false;
                }
                self.reached(&path, mono_ms, opened);
            }
            Some(Purpose::Take(path, pairings)) => {
                let good = matches!(result, Some(Response::Taken(_)));
                let reach = self.reach.entry(path.clone()).or_default();
                if reach.opened == pairings {
                    reach.taking = false;
                    // Only a relay that answers otherwise lacks the mailboxes; a lost answer says nothing of them.
                    if !good && result.is_some() {
                        reach.opened = 0;
                    }
                    self.reached(&path, mono_ms, good);
                }
                if let Some(Response::Taken(taken)) = result {
                    self.taken(&path, taken, step);
                }
            }
            Some(Purpose::Put(id)) => {
                let kept = matches!(&result, Some(Response::Put(outcomes, _))
                    if matches!(outcomes.first(), Some(PutOutcome::Kept(_))));
                if kept {
                    self.kept(id, mono_ms, step);
                }
            }
            Some(Purpose::Drop) | None => {}
        }
    }

    fn reached(&mut self, path: &PathId, mono_ms: u64, good: bool) {
        let reach = self.reach.entry(path.clone()).or_default();
        reach.failures = if good { 0 } else { reach.failures.saturating_add(1) };
        let wait_ms = if good { 0 } else { backoff(10_000, reach.failures - 1, 600_000) };
        reach.due_ms = mono_ms.saturating_add(wait_ms);
    }

    fn kept(&mut self, id: u64, mono_ms: u64, step: &mut Step) {
        let Some(item) = self.outbox.get_mut(&id) else { return };
        if item.until_kept {
            self.outbox.remove(&id);
            step.writes.push(row(item_key(id), None));
        } else {
            let wait_ms = backoff(600_000, item.tries.saturating_sub(1), 86_400_000);
            item.due_ms = mono_ms.saturating_add(wait_ms);
        }
    }

    fn put(&mut self, id: u64, mono_ms: u64, entropy: &mut dyn Entropy, step: &mut Step) {
        let Some(item) = self.outbox.get_mut(&id) else { return };
        item.due_ms = mono_ms.saturating_add(backoff(10_000, item.tries, 600_000));
        item.tries = item.tries.saturating_add(1);
        let item = item.clone();
        let Some(peer) = self.peers.get(&item.to).cloned() else { return };
        for path in &peer.relays {
            let place = MailboxPlace::pairing(path, &self.own, &peer.party);
            let keys = keys::mailbox_keys(&peer.root, self.status, &place);
            let wrapping = keys::envelope_key(&peer.root, self.status, &PAIRING, &self.own, path);
            let mut nonce = [0; 24];
            entropy.fill(&mut nonce);
            let Ok(envelope) = envelope::wrap(&wrapping, &keys.id, &nonce, Kind::Direct, &item.direct) else {
                continue;
            };
            let items = vec![PutItem { fill: keys.fill, envelope }];
            let put = Request::Put(Put { items, ask_hand_over: Vec::new() });
            self.call(path.clone(), Purpose::Put(id), put, step);
        }
    }

    fn taken(&mut self, path: &PathId, taken: Vec<Taken>, step: &mut Step) {
        let boxes = self.own_boxes(path);
        let mut upto: BTreeMap<MailboxId, u64> = BTreeMap::new();
        for one in taken {
            let id = one.receipt.mailbox;
            let Some((place, _)) = boxes.iter().find(|(_, mailbox)| *mailbox == id) else { continue };
            let Some(peer) = self.peers.get(&place.sender) else { continue };
            let wrapping = keys::envelope_key(&peer.root, self.status, &PAIRING, &place.sender, path);
            let cursor = upto.entry(id).or_insert(0);
            *cursor = (*cursor).max(one.receipt.seq);
            if let Ok((Kind::Direct, bytes)) = envelope::unwrap(&wrapping, &id, &one.envelope)
                && let Ok(direct) = Direct::decode(&bytes)
            {
                step.received.push((place.sender.clone(), direct));
            }
        }
        let mut drops = Vec::new();
        for (mailbox, seq) in upto {
            self.cursors.insert(mailbox, seq);
            step.writes.push(row([CURSOR, &mailbox.0].concat(), Some(cbor::encode(&seq))));
            drops.push(TakeFrom { mailbox, empty: self.empty(&mailbox), after: seq });
        }
        if !drops.is_empty() {
            self.call(path.clone(), Purpose::Drop, Request::Drop(DropUpTo { upto: drops }), step);
        }
    }

    fn own_boxes(&self, path: &PathId) -> Vec<(MailboxPlace, MailboxId)> {
        let place_of = |peer: &Peer| {
            let place = MailboxPlace::pairing(path, &peer.party, &self.own);
            let id = keys::mailbox_keys(&peer.root, self.status, &place).id;
            (place, id)
        };
        self.peers.values().map(place_of).collect()
    }

    fn new_box(&self, place: &MailboxPlace) -> NewBox {
        let root = self.peers.get(&place.sender).map(|peer| &peer.root).unwrap_or(&self.secret);
        let keys = keys::mailbox_keys(root, self.status, place);
        let (empty, empty_receipt_key) = keys::empty_keys(&self.secret, self.status, &keys.id);
        NewBox {
            mailbox: keys.id,
            fill_hash: keys.fill.hash(),
            empty_hash: empty.hash(),
            fill_receipt_key: keys.fill_receipt,
            empty_receipt_key,
            tell_hand_over: false,
        }
    }

    fn take(&self, boxes: &[(MailboxPlace, MailboxId)]) -> Request {
        let from = boxes.iter().map(|(_, mailbox)| TakeFrom {
            mailbox: *mailbox,
            empty: self.empty(mailbox),
            after: self.cursors.get(mailbox).copied().unwrap_or(0),
        });
        Request::Take(Take { from: from.collect(), wait_ms: 55_000, max_bytes: 1 << 20 })
    }

    fn empty(&self, mailbox: &MailboxId) -> Token {
        keys::empty_keys(&self.secret, self.status, mailbox).0
    }

    fn call(&mut self, path: PathId, purpose: Purpose, request: Request, step: &mut Step) {
        let call = self.next_call;
        self.next_call += 1;
        self.calls.insert(call, purpose);
        step.calls.push((path, call, request));
    }
}

/// `first` doubled `times` times, at most `most`.
fn backoff(first: u64, times: u32, most: u64) -> u64 {
    first.saturating_mul(1u64.checked_shl(times.min(32)).unwrap_or(u64::MAX)).min(most)
}

fn item_key(id: u64) -> Vec<u8> {
    [ITEM, &id.to_be_bytes()].concat()
}

fn row(key: Vec<u8>, value: Option<Vec<u8>>) -> Write {
    Write { table: Table::Core, key, value }
}

const ITEM: &[u8] = b"post/item/";
const CURSOR: &[u8] = b"post/cursor/";
const BAD_KEY: Malformed = Malformed::Rule("a row's key has another length");
