//! Towards the relays: opening mailboxes, deposits sealed on the spot, long polls, deletions, probes; and what
//! their answers mean (line.md sections 9 to 11).

use super::Line;
use super::outbox::Parcel;
use super::relay::{Call, Deposit, What, backoff};
use crate::direct::Direct;
use crate::envelope::{self, Kind, hash_of};
use crate::error::LineError;
use crate::group::Group;
use crate::ids::{EntryHash, MailboxId, PartyCode};
use crate::machine::{CallFailed, CallId, Effect, Event};
use crate::mailbox::{hand_over_is, receipt_is};
use crate::relay_api::{
    DropUpTo, HandOver, NewBox, Open, Put, PutItem, PutOutcome, RelayRefusal, Request, Response, Take,
    TakeFrom,
};
use crate::time::Now;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The first sealing of an entry, while not every first copy of it has left.
#[derive(Debug)]
pub(super) struct Sealing {
    bytes: Vec<u8>,
    left: usize,
}

impl<G: Group> Line<G> {
    /// Asks every relay what is due, in the order of the charter.
    pub(super) fn pump(&mut self) {
        for relay in 0..self.relays.len() {
            self.pump_open(relay);
            self.pump_take(relay);
            self.pump_put(relay);
            self.pump_drop(relay);
        }
        self.keep_mark();
        for relay in 0..self.relays.len() {
            self.pump_probe(relay);
        }
    }

    pub(super) fn ask(&mut self, relay: usize, request: Request, what: What, wait_ms: u64) -> CallId {
        let call = self.next_call;
        self.next_call += 1;
        let deadline = self.now.mono_ms.saturating_add(wait_ms);
        self.calls.insert(call, Call { relay, what, asked: self.now, deadline });
        let path = self.relays[relay].config.path.clone();
        self.out.call(Effect::Call { relay: path, call, request });
        call
    }

    fn pump_open(&mut self, relay: usize) {
        let r = &self.relays[relay];
        if r.opening.is_some() || self.now.mono_ms < r.open_at {
            return;
        }
        let account = r.config.account;
        let closed = self.inboxes.range((relay, MailboxId([0; 32]))..=(relay, MailboxId([0xFF; 32])));
        let closed: Vec<_> = closed.filter(|(_, b)| !b.inbox.open).take(MOST_BOXES - 1).collect();
        let mut boxes: Vec<NewBox> = closed.iter().filter_map(|(_, b)| self.new_box(b)).collect();
        let ids: Vec<MailboxId> = closed.iter().map(|((_, id), _)| *id).collect();
        let slot = !r.slot_open;
        if slot {
            boxes.push(self.slot_box(relay));
        }
        if boxes.is_empty() {
            return;
        }
        let what = What::Open { boxes: ids, slot };
        let call = self.ask(relay, Request::Open(Open { account, boxes }), what, CALL_MS);
        self.relays[relay].opening = Some(call);
    }

    fn pump_take(&mut self, relay: usize) {
        let r = &self.relays[relay];
        if let Some((call, boxes)) = r.taking {
            if boxes == r.boxes {
                return;
            }
            self.calls.remove(&call);
            self.out.call(Effect::Cancel { call });
            self.relays[relay].taking = None;
        }
        let r = &self.relays[relay];
        if self.now.mono_ms < r.take_at {
            return;
        }
        let mine = self.inboxes.range((relay, MailboxId([0; 32]))..=(relay, MailboxId([0xFF; 32])));
        let open = mine.filter(|(_, b)| b.inbox.open);
        let mut newest: Vec<_> = open.map(|((_, id), b)| (b.inbox.place.epoch, *id, b)).collect();
        newest.sort_by_key(|(epoch, id, _)| (std::cmp::Reverse(*epoch), *id));
        let from: Vec<TakeFrom> = newest
            .into_iter()
            .take(MOST_BOXES)
            .map(|(_, mailbox, b)| TakeFrom { mailbox, empty: b.inbox.empty, after: b.after })
            .collect();
        if from.is_empty() {
            return;
        }
        let take = Take { from, wait_ms: POLL_MS, max_bytes: TAKE_BYTES };
        let call = self.ask(relay, Request::Take(take), What::Take, u64::from(POLL_MS) + CALL_MS);
        let r = &mut self.relays[relay];
        r.taking = Some((call, r.boxes));
    }

    fn pump_put(&mut self, relay: usize) {
        let quarantined = self.quarantined();
        let mut round = BTreeMap::new();
        while self.relays[relay].puts < PUTS_AT_ONCE && self.now.mono_ms >= self.relays[relay].put_at {
            let (mut items, mut deposits, mut bytes) = (Vec::new(), Vec::new(), 0);
            while items.len() < MOST_ITEMS && bytes < PUT_BYTES && !self.relays[relay].directs.is_empty() {
                let (recipient, payload) = self.relays[relay].directs.remove(0);
                if let Some(deposit) =
                    self.wrap_for(relay, &recipient, Kind::Direct, &payload, None, &mut items)
                {
                    bytes += items.last().map_or(0, |i: &PutItem| i.envelope.len());
                    deposits.push(deposit);
                }
            }
            while !quarantined && items.len() < MOST_ITEMS && bytes < PUT_BYTES {
                let Some(parcel) = self.outbox.take(relay) else { break };
                let held = self.relays[relay].no_box.get(&parcel.recipient);
                if let Some((until, _)) = held.copied().filter(|(until, _)| *until > self.now.mono_ms) {
                    self.outbox.put_off(relay, parcel.id, until, false);
                    continue;
                }
                let Some(deposit) = self.seal_parcel(relay, parcel, &mut round, &mut items) else { break };
                bytes += items.last().map_or(0, |i: &PutItem| i.envelope.len());
                deposits.push(deposit);
            }
            while deposits.iter().all(|d| d.parcel.is_none()) && bytes < PUT_BYTES {
                let Some((reader, annex, index)) = self.relays[relay].chunks.pop_front() else { break };
                let Some(payload) = self.chunk_payload(&annex, index) else { continue };
                let deposit = self.wrap_for(relay, &reader, Kind::Annex, &payload, None, &mut items);
                bytes += items.last().map_or(0, |i: &PutItem| i.envelope.len());
                deposits.extend(deposit);
            }
            if items.is_empty() {
                return;
            }
            self.relays[relay].puts += 1;
            self.ask(
                relay,
                Request::Put(Put { items, ask_hand_over: Vec::new() }),
                What::Put(deposits),
                CALL_MS,
            );
        }
    }

    /// Seals an entry for one recipient and path. First copies share one MLS sealing; a repetition is sealed
    /// anew, once a round.
    fn seal_parcel(
        &mut self,
        relay: usize,
        parcel: Parcel,
        round: &mut BTreeMap<EntryHash, Vec<u8>>,
        items: &mut Vec<PutItem>,
    ) -> Option<Deposit> {
        let sealed = match self.sealing(&parcel, round) {
            Ok(sealed) => sealed,
            Err(error) => {
                self.outbox.failed(relay, parcel.id, self.now.mono_ms, RETRY_MS);
                self.refuse(&error);
                return None;
            }
        };
        let recipient = parcel.recipient.clone();
        self.wrap_for(relay, &recipient, Kind::Mls, &sealed, Some(parcel), items)
    }

    fn sealing(
        &mut self,
        parcel: &Parcel,
        round: &mut BTreeMap<EntryHash, Vec<u8>>,
    ) -> Result<Vec<u8>, LineError> {
        if parcel.tries == 0 || self.config.planted.resend_old_envelope {
            if let Some(first) = self.sealings.get_mut(&parcel.hash) {
                let bytes = first.bytes.clone();
                first.left = first.left.saturating_sub(1);
                if first.left == 0 && !self.config.planted.resend_old_envelope {
                    self.sealings.remove(&parcel.hash);
                }
                return Ok(bytes);
            }
        } else if let Some(bytes) = round.get(&parcel.hash) {
            return Ok(bytes.clone());
        }
        let entry = self.transcript.entry(&parcel.hash);
        let bytes = entry.map(|entry| entry.encode()).unwrap_or_default();
        let sealed = self.group.seal(&bytes).map_err(|e| LineError::Group(e.to_string()))?;
        self.mark.sealed_one();
        let copies = self.relays.len() * self.config.members.len().saturating_sub(1);
        if parcel.tries == 0 {
            if copies > 1 || self.config.planted.resend_old_envelope {
                self.sealings.insert(parcel.hash, Sealing { bytes: sealed.clone(), left: copies - 1 });
            }
        } else {
            round.insert(parcel.hash, sealed.clone());
        }
        Ok(sealed)
    }

    fn wrap_for(
        &mut self,
        relay: usize,
        recipient: &PartyCode,
        kind: Kind,
        payload: &[u8],
        parcel: Option<Parcel>,
        items: &mut Vec<PutItem>,
    ) -> Option<Deposit> {
        let era = match kind {
            Kind::Direct => self.direct_era(recipient),
            _ => self.fill_era(recipient),
        };
        let keys = self.fill_keys(relay, recipient, era)?;
        let wrapping = self.wrap_key(relay, recipient, true)?;
        let nonce = self.stream.bytes();
        let planted = self.config.planted;
        let envelope = match envelope::wrap_in_world(planted, &wrapping, &keys.id, &nonce, kind, payload) {
            Ok(envelope) => envelope,
            Err(long) => {
                self.refuse(&LineError::TooLarge(long.bytes));
                return None;
            }
        };
        let envelope_hash = hash_of(&envelope);
        items.push(PutItem { fill: keys.fill, envelope });
        let recipient = recipient.clone();
        let sealing = parcel.as_ref().and_then(|_| Sha256::digest(payload).first_chunk().copied());
        Some(Deposit { mailbox: keys.id, recipient, era, envelope: envelope_hash, sealing, parcel })
    }

    fn pump_drop(&mut self, relay: usize) {
        let now = self.now.mono_ms;
        let r = &mut self.relays[relay];
        if r.to_drop.is_empty() || (r.fetched_since_drop < DROP_EVERY && r.drop_at.is_some_and(|at| now < at))
        {
            return;
        }
        let some: Vec<(MailboxId, u64)> =
            std::mem::take(&mut r.to_drop).into_iter().take(MOST_BOXES).collect();
        r.fetched_since_drop = 0;
        r.drop_at = None;
        let from = some.into_iter().filter_map(|(mailbox, after)| {
            let b = self.inboxes.get(&(relay, mailbox))?;
            Some(TakeFrom { mailbox, empty: b.inbox.empty, after })
        });
        let upto = from.collect();
        self.ask(relay, Request::Drop(DropUpTo { upto }), What::Drop, CALL_MS);
    }

    /// Gives up calls that brought no answer in time.
    pub(super) fn expire_calls(&mut self) {
        let now = self.now.mono_ms;
        let late: Vec<CallId> =
            self.calls.iter().filter(|(_, c)| c.deadline <= now).map(|(id, _)| *id).collect();
        for call in late {
            self.out.call(Effect::Cancel { call });
            self.answered(call, self.now, Err(CallFailed::TimedOut));
        }
    }

    /// What a relay answered, or that it did not. An answer to no call is ignored.
    pub(super) fn answered(&mut self, call: CallId, _asked: Now, result: Result<Response, CallFailed>) {
        let Some(call) = self.calls.remove(&call) else { return };
        let relay = call.relay;
        let path = self.relays[relay].config.path.clone();
        match (&result, &call.what) {
            (Err(CallFailed::WrongPin), _) => self.junk(&path, "PIN"),
            (Err(CallFailed::Garbled), _) => self.junk(&path, "ANSWER"),
            _ => {}
        }
        match (call.what, result) {
            (What::Open { boxes, slot }, result) => self.opened_boxes(relay, &boxes, slot, result.ok()),
            (What::Take, Ok(Response::Taken(items))) => self.taken(relay, call.asked, items),
            (What::Take, Ok(Response::Refused(RelayRefusal::NoSuchBox))) => self.boxes_lost(relay),
            (What::Take, _) => self.take_failed(relay),
            (What::Put(deposits), Ok(Response::Put(outcomes, hand_overs))) => {
                self.hand_overs(relay, &hand_overs);
                self.deposited(relay, call.asked, deposits, outcomes);
            }
            (What::Put(deposits), result) => {
                let wait = match result {
                    Ok(Response::Refused(RelayRefusal::TooFast(ms))) => Some(u64::from(ms)),
                    _ => None,
                };
                self.put_failed(relay, deposits, wait);
            }
            (What::Drop, _) => {}
            (What::Probe(written), Ok(Response::Marked(before, hand_overs, told))) => {
                self.relays[relay].offsets.sample(call.asked, self.now, told);
                self.hand_overs(relay, &hand_overs);
                self.probed(relay, written, before.as_ref().map(|b| b.as_slice()));
            }
            (What::Probe(_), result) => {
                let lost = matches!(result, Ok(Response::Refused(RelayRefusal::NoSuchBox)));
                self.relays[relay].slot_open &= !lost;
                self.probe_failed(relay);
            }
        }
    }

    fn opened_boxes(&mut self, relay: usize, boxes: &[MailboxId], slot: bool, answer: Option<Response>) {
        let now = self.now.mono_ms;
        let r = &mut self.relays[relay];
        r.opening = None;
        if answer != Some(Response::Opened) {
            r.open_at = now + backoff(r.open_fails, OPEN_RETRY_MS, LONGEST_POLL_RETRY_MS);
            r.open_fails += 1;
            if slot {
                self.probe_failed(relay);
            }
            return;
        }
        r.open_fails = 0;
        r.slot_open |= slot;
        if slot {
            r.probe.due = now;
        }
        r.boxes += u64::from(!boxes.is_empty());
        for id in boxes {
            if let Some(b) = self.inboxes.get_mut(&(relay, *id)) {
                b.inbox.open = true;
            }
            self.persist_box(relay, id);
        }
    }

    pub(super) fn take_failed(&mut self, relay: usize) {
        let now = self.now.mono_ms;
        let r = &mut self.relays[relay];
        r.taking = None;
        r.take_at = now + backoff(r.take_fails, POLL_RETRY_MS, LONGEST_POLL_RETRY_MS);
        r.take_fails += 1;
        r.probe.due = r.probe.due.min(now + PROBE_RETRY_MS);
    }

    /// The relay knows a mailbox of ours no longer: it went back to a former state. All are opened anew, under the
    /// same tokens; those that are there stay as they are.
    fn boxes_lost(&mut self, relay: usize) {
        for (_, b) in self.inboxes.range_mut((relay, MailboxId([0; 32]))..=(relay, MailboxId([0xFF; 32]))) {
            b.inbox.open = false;
        }
        self.take_failed(relay);
    }

    fn put_failed(&mut self, relay: usize, deposits: Vec<Deposit>, wait: Option<u64>) {
        let now = self.now.mono_ms;
        let r = &mut self.relays[relay];
        r.puts = r.puts.saturating_sub(1);
        r.put_at = now + wait.unwrap_or_else(|| backoff(r.put_fails, RETRY_MS, LONGEST_RETRY_MS));
        r.put_fails += 1;
        r.probe.due = r.probe.due.min(now + PROBE_RETRY_MS);
        for parcel in deposits.into_iter().filter_map(|d| d.parcel) {
            self.outbox.failed(relay, parcel.id, now, wait.unwrap_or(RETRY_MS));
        }
    }

    fn deposited(&mut self, relay: usize, asked: Now, deposits: Vec<Deposit>, outcomes: Vec<PutOutcome>) {
        let now = self.now.mono_ms;
        let path = self.relays[relay].config.path.clone();
        self.relays[relay].puts = self.relays[relay].puts.saturating_sub(1);
        self.relays[relay].put_fails = 0;
        if outcomes.len() != deposits.len() {
            self.junk(&path, "OUTCOMES");
        }
        let mut outcomes = outcomes.into_iter();
        for deposit in deposits {
            let outcome = outcomes.next();
            let kept = match &outcome {
                Some(PutOutcome::Kept(receipt)) => {
                    let keys = self.fill_keys(relay, &deposit.recipient, deposit.era);
                    let right = keys.is_some_and(|k| receipt_is(&path, &k.fill_receipt, receipt, None))
                        && receipt.mailbox == deposit.mailbox
                        && receipt.envelope == deposit.envelope;
                    if !right {
                        self.junk(&path, "RECEIPT-MAC");
                    }
                    right.then_some(receipt.deposited)
                }
                _ => None,
            };
            let Some(parcel) = deposit.parcel else { continue };
            if let Some(told) = kept {
                self.relays[relay].no_box.remove(&deposit.recipient);
                self.outbox.kept(relay, parcel.id, now);
                self.state_deposit(
                    &parcel.hash,
                    &path,
                    &deposit.recipient,
                    asked,
                    Some(told),
                    deposit.sealing,
                );
                let (entry, recipient, path) = (parcel.hash, deposit.recipient, path.clone());
                self.out.tell(Event::RelayHolds { entry, recipient, path });
                continue;
            }
            let wait = match outcome {
                Some(PutOutcome::Refused(RelayRefusal::NoSuchBox)) => {
                    // whoever lives by pouch has none for weeks: one entry tries, and no generation is spent on the rest
                    let held = self.relays[relay].no_box.entry(deposit.recipient.clone()).or_insert((0, 0));
                    if held.0 <= now {
                        held.1 = (held.1 * 2).clamp(NO_BOX_MS, LONGEST_NO_BOX_MS);
                        held.0 = now + held.1;
                    }
                    let until = held.0;
                    self.outbox.put_off(relay, parcel.id, until, true);
                    continue;
                }
                Some(PutOutcome::Refused(RelayRefusal::TooFast(ms))) => u64::from(ms),
                Some(PutOutcome::Refused(_)) => {
                    self.out.tell(Event::Undeliverable { entry: parcel.hash, path: path.clone() });
                    RETRY_MS
                }
                _ => RETRY_MS,
            };
            self.outbox.failed(relay, parcel.id, now, wait);
        }
    }

    /// Hand-overs told by a relay, each under the receipt key of the mailbox that we fill.
    fn hand_overs(&mut self, relay: usize, told: &[HandOver]) {
        let path = self.relays[relay].config.path.clone();
        for peer in self.peers() {
            let era = self.fill_era(&peer);
            let Some(keys) = self.fill_keys(relay, &peer, era) else { continue };
            let Some(hand_over) = told.iter().find(|h| h.mailbox == keys.id) else { continue };
            if !hand_over_is(&path, &keys.fill_receipt, hand_over) {
                self.junk(&path, "HAND-OVER-MAC");
                continue;
            }
            if let Some(minute) = hand_over.minute {
                self.hand_over_seen(relay, &peer, minute);
            }
        }
    }

    /// Queues a direct message for a peer over every relay.
    pub(super) fn send_direct(&mut self, peer: &PartyCode, direct: &Direct) {
        let payload = direct.encode();
        if !matches!(direct, Direct::StartChallenge(_)) {
            self.keep_for_pouch(peer, &payload);
        }
        self.send_by_relays(peer, direct);
    }

    /// Queues a direct message for a peer over every relay, and for no pouch.
    pub(super) fn send_by_relays(&mut self, peer: &PartyCode, direct: &Direct) {
        let payload = direct.encode();
        for relay in &mut self.relays {
            if relay.directs.len() < MOST_DIRECTS {
                relay.directs.push((peer.clone(), payload.clone()));
            }
        }
    }

    /// Nothing sealed before is sent again as it was; called when the epoch changes.
    pub(super) fn forget_sealings(&mut self) {
        self.sealings.clear();
        self.outbox.seal_all_anew();
    }

    /// An entry nobody waits for any more needs no first sealing kept.
    pub(super) fn forget_sealing(&mut self, entry: &EntryHash) {
        self.sealings.remove(entry);
    }
}

const MOST_BOXES: usize = 256;
const MOST_ITEMS: usize = 128;
const MOST_DIRECTS: usize = 512;
const PUT_BYTES: usize = (4 << 20) - (64 << 10);
const TAKE_BYTES: u32 = 512 << 10;
const PUTS_AT_ONCE: usize = 4;
const DROP_EVERY: u32 = 512;
/// How long an answer is awaited.
const CALL_MS: u64 = 30_000;
/// How long a relay holds an empty poll.
const POLL_MS: u32 = 25_000;
const POLL_RETRY_MS: u64 = 1_000;
const OPEN_RETRY_MS: u64 = 1_000;
const LONGEST_POLL_RETRY_MS: u64 = 60_000;
/// First wait without a relay receipt, doubling.
const RETRY_MS: u64 = 10_000;
const LONGEST_RETRY_MS: u64 = 600_000;
/// First wait where the recipient has not opened its mailbox yet, doubling.
const NO_BOX_MS: u64 = 1_000;
const LONGEST_NO_BOX_MS: u64 = 6 * 3_600_000;
pub(super) const PROBE_RETRY_MS: u64 = 2_000;
