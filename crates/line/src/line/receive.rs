//! From a carrier to the transcript: unwrap, open, check, keep (line.md sections 5, 6, 8, 9). Copies merge by entry
//! hash; what cannot be opened yet is kept and tried again.

use super::Line;
use super::boxes::POUCH;
use super::rows::{AWAITING, Awaiting, numbered};
use crate::body::{Control, Receipt, Test};
use crate::direct::Direct;
use crate::entry::{Entry, Head, Kind};
use crate::envelope::{self, Kind as EnvelopeKind};
use crate::group::{Group, GroupError};
use crate::ids::{EntryHash, MailboxId, PartyCode};
use crate::machine::{Event, Table};
use crate::mailbox::receipt_is;
use crate::relay_api::{RelayTime, Taken};
use crate::time::{Bracket, Now};
use crate::witness::SealingTag;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

/// Which sealing held which entry, so that its copies count as arrivals without being opened.
#[derive(Debug, Default)]
pub(super) struct Opened {
    entries: BTreeMap<[u8; 32], EntryHash>,
    order: VecDeque<[u8; 32]>,
}

impl Opened {
    fn insert(&mut self, sealing: [u8; 32], entry: EntryHash) {
        if self.entries.insert(sealing, entry).is_none() {
            self.order.push_back(sealing);
        }
        if self.order.len() > REMEMBERED {
            self.order.pop_front().map(|oldest| self.entries.remove(&oldest));
        }
    }
}

/// What waits for a later epoch, in the order of its coming.
#[derive(Debug, Default)]
pub(super) struct AwaitingRoom {
    pub rows: BTreeMap<u64, Awaiting>,
    bytes: BTreeMap<PartyCode, usize>,
}

/// How something came: for statements and arrivals.
#[derive(Debug, Clone)]
pub(super) struct Carriage {
    pub peer: PartyCode,
    pub path: String,
    pub told: Option<RelayTime>,
    pub handed_over: Option<RelayTime>,
    pub fetch: Option<Bracket>,
    pub sealing: Option<SealingTag>,
}

impl<G: Group> Line<G> {
    /// What a long poll brought.
    pub(super) fn taken(&mut self, relay: usize, asked: Now, items: Vec<Taken>) {
        let now = self.now.mono_ms;
        let r = &mut self.relays[relay];
        r.taking = None;
        let (empty, quick) = (items.is_empty(), now.saturating_sub(asked.mono_ms) < EMPTY_POLL_MS);
        r.take_at = now + if empty && quick { EMPTY_POLL_MS } else { 0 };
        let path = r.config.path.clone();
        let fetch = self.statements.bracket(asked, self.now);
        let mut moved: BTreeMap<MailboxId, (u64, u64)> = BTreeMap::new();
        for item in items {
            let id = item.receipt.mailbox;
            let before = self.inboxes.get(&(relay, id)).map_or(0, |b| b.after);
            if let Some((peer, fresh)) = self.check_taken(relay, &path, &item) {
                let reach = moved.entry(id).or_insert((before, 0));
                reach.1 = reach.1.max(item.receipt.seq);
                if !fresh {
                    continue;
                }
                let carriage = Carriage {
                    peer,
                    path: path.clone(),
                    told: Some(item.receipt.deposited),
                    handed_over: Some(item.handed_over),
                    fetch: Some(fetch),
                    sealing: None,
                };
                self.unwrap_envelope(relay, carriage, &item);
            }
        }
        if moved.is_empty() && !empty {
            self.take_failed(relay);
        } else {
            self.relays[relay].take_fails = 0;
        }
        for (id, (before, top)) in moved {
            if let Some(b) = self.inboxes.get_mut(&(relay, id)) {
                // below the cursor in all: the relay went back to a former state, and the cursor with it
                b.after = if top < before { top } else { b.after.max(top) };
                self.relays[relay].to_drop.insert(id, b.after);
            }
            self.persist_cursor(relay, &id);
        }
        let r = &mut self.relays[relay];
        if !r.to_drop.is_empty() && r.drop_at.is_none() {
            r.drop_at = Some(now + DROP_AFTER_MS);
        }
    }

    /// Whether a fetched item is of a mailbox of ours and what its receipt says it is: its sender, and whether it was
    /// not fetched before.
    fn check_taken(&mut self, relay: usize, path: &str, item: &Taken) -> Option<(PartyCode, bool)> {
        let Some(b) = self.inboxes.get_mut(&(relay, item.receipt.mailbox)) else {
            self.junk(path, "MAILBOX");
            return None;
        };
        let key = b.inbox.empty_key;
        if !receipt_is(path, &key, &item.receipt, Some(item.handed_over))
            || item.receipt.envelope != envelope::hash_of(&item.envelope)
        {
            self.junk(path, "RECEIPT-MAC");
            return None;
        }
        let hole = item.receipt.seq > b.after.saturating_add(1) && !self.quarantine.holds();
        b.after = b.after.max(item.receipt.seq);
        let peer = b.inbox.place.sender.clone();
        let now = self.now.mono_ms;
        let r = &mut self.relays[relay];
        let fresh = r.fetched.note(item.receipt.envelope);
        r.fetched_since_drop += 1;
        if hole {
            r.probe.holes += 1;
            r.probe.hole_at = now;
        }
        Some((peer, fresh))
    }

    fn unwrap_envelope(&mut self, relay: usize, carriage: Carriage, item: &Taken) {
        let Some(key) = self.wrap_key(relay, &carriage.peer, false) else { return };
        let planted = self.config.planted;
        match envelope::unwrap_in_world(planted, &key, &item.receipt.mailbox, &item.envelope) {
            Ok((kind, payload)) => self.payload(carriage, kind, payload),
            Err(_) => self.junk(&carriage.path, "ENVELOPE"),
        }
    }

    /// What was inside a wrapping of a peer.
    pub(super) fn payload(&mut self, mut carriage: Carriage, kind: EnvelopeKind, payload: Vec<u8>) {
        match kind {
            EnvelopeKind::Mls => self.sealed(&mut carriage, payload, true),
            EnvelopeKind::Direct => match Direct::decode(&payload) {
                Ok(direct) => self.direct(&carriage, direct),
                Err(_) => self.junk(carriage.peer.clone().as_str(), "DIRECT"),
            },
            EnvelopeKind::Annex => self.chunk_came(&carriage.peer, &payload),
            EnvelopeKind::Filler => {}
        }
    }

    /// A sealing of the group. `wait` keeps it if it is of a later epoch.
    fn sealed(&mut self, carriage: &mut Carriage, payload: Vec<u8>, wait: bool) {
        let sealing: [u8; 32] = Sha256::digest(&payload).into();
        carriage.sealing = sealing.first_chunk().copied();
        if let Some(entry) = self.opened.entries.get(&sealing).copied() {
            self.arrived(&entry, carriage);
            return;
        }
        let peer = carriage.peer.clone();
        match self.group.open(&payload) {
            Ok(opened) if opened.sender != peer => self.junk(peer.as_str(), "SENDER"),
            Ok(opened) => {
                if let Some(entry) = self.entry_bytes(carriage, &opened.plaintext) {
                    self.opened.insert(sealing, entry);
                }
            }
            Err(GroupError::WrongEpoch { of, at }) if of > at && self.quarantine.is_rolled_back() => {}
            Err(GroupError::WrongEpoch { of, at }) if of > at && wait => {
                self.keep_waiting(carriage, true, payload)
            }
            Err(GroupError::GenerationUsed | GroupError::WrongEpoch { .. } | GroupError::OutsideWindow) => {}
            Err(GroupError::NotOurs) => self.junk(peer.as_str(), "SEALING"),
            Err(_) => self.junk(peer.as_str(), "MESSAGE"),
        }
    }

    /// Entry bytes that opened, or came by `direct`. Gives the entry's hash if it is, or was, good.
    pub(super) fn entry_bytes(&mut self, carriage: &Carriage, bytes: &[u8]) -> Option<EntryHash> {
        let peer = carriage.peer.clone();
        let entry = match Entry::decode(bytes, self.config.attestation) {
            Ok(entry) => entry,
            Err(_) => {
                self.junk(peer.as_str(), "ENTRY");
                return None;
            }
        };
        let hash = entry.hash;
        if self.docket_of(&hash).is_some() && !self.config.planted.skip_dedupe {
            self.copy_came(&entry, carriage);
            return Some(hash);
        }
        let h = &entry.header;
        let ours = h.status == self.config.status && h.compartment == self.config.compartment;
        if !ours || (h.era() <= self.known_era() && !self.roll.ever(&h.author)) {
            self.junk(peer.as_str(), "COMPARTMENT");
            return None;
        }
        if self.left {
            return None;
        }
        if h.era() > self.known_era() {
            if self.quarantine.is_rolled_back() {
                return None;
            }
            self.keep_waiting(carriage, false, bytes.to_vec());
            return None;
        }
        self.take_entry(carriage, entry).then_some(hash)
    }

    /// Keeps what is its author's word.
    pub(super) fn good_entry(&mut self, carriage: &Carriage, entry: Entry) {
        let (hash, kind, author) = (entry.hash, entry.header.kind, entry.header.author.clone());
        if author == self.config.own {
            self.shown_by_member(&carriage.peer, &entry.head());
        }
        self.quarantine.came(self.now.mono_ms);
        if self.config.planted.skip_dedupe && self.docket_of(&hash).is_some() {
            self.out.tell(Event::Held(entry.clone()));
            self.out.tell(Event::Admitted(entry));
            return;
        }
        self.keep(entry);
        self.heard_from(&author);
        self.arrived(&hash, carriage);
        if kind != Kind::Receipt {
            self.owe_receipt();
        }
    }

    /// A further sealing of an entry that is here: its sender has not seen our acknowledgement.
    fn copy_came(&mut self, entry: &Entry, carriage: &Carriage) {
        let (hash, kind) = (entry.hash, entry.header.kind);
        self.arrived(&hash, carriage);
        if kind != Kind::Receipt {
            self.owe_repeat();
        }
    }

    fn keep_waiting(&mut self, carriage: &Carriage, sealed: bool, bytes: Vec<u8>) {
        let used = self.awaiting.bytes.entry(carriage.peer.clone()).or_default();
        if *used + bytes.len() > AWAITING_BYTES {
            self.junk(carriage.peer.clone().as_str(), "TOO-MUCH-AHEAD");
            return;
        }
        *used += bytes.len();
        let number = self.awaiting.rows.last_key_value().map_or(0, |(n, _)| n + 1);
        let (peer, path) = (carriage.peer.clone(), carriage.path.clone());
        let row = Awaiting { sealed, peer, path, bytes: bytes.into() };
        self.out.put(Table::Core, numbered(AWAITING, number), crate::cbor::encode(&row));
        self.awaiting.rows.insert(number, row);
    }

    /// Tries again what waited for this epoch.
    pub(super) fn try_awaiting(&mut self) {
        let rows = std::mem::take(&mut self.awaiting.rows);
        self.awaiting.bytes.clear();
        for (number, row) in rows {
            self.out.delete(Table::Core, numbered(AWAITING, number));
            let (peer, path) = (row.peer, row.path);
            let mut carriage =
                Carriage { peer, path, told: None, handed_over: None, fetch: None, sealing: None };
            match row.sealed {
                true => self.sealed(&mut carriage, row.bytes.into(), true),
                false => drop(self.entry_bytes(&carriage, &row.bytes)),
            }
        }
    }

    /// A message under the wrapping alone.
    fn direct(&mut self, carriage: &Carriage, direct: Direct) {
        let peer = carriage.peer.clone();
        match direct {
            Direct::Entries(entries) if entries.compartment == self.config.compartment => {
                for bytes in entries.entries {
                    self.entry_bytes(carriage, &bytes);
                }
            }
            Direct::StartChallenge(c) if c.compartment == self.config.compartment => {
                self.challenged(&peer, &c)
            }
            Direct::StartAnswer(a) if a.compartment == self.config.compartment => {
                self.challenge_answered(&peer, &a)
            }
            Direct::Want(want) if want.compartment == self.config.compartment => {
                self.reads_only(&peer, want.reads);
                self.wanted(&peer, &want.missing, true);
            }
            Direct::Reform(bytes) => self.reform_came(carriage, &bytes),
            Direct::KeyPackages(lent) if lent.compartment == self.config.compartment => {
                self.lent(&peer, lent);
            }
            Direct::Welcome(welcome) if welcome.compartment == self.config.compartment => {
                self.welcomed(&peer, welcome);
            }
            Direct::Flare(flare) if flare.compartment == self.config.compartment => {
                self.flare_came(&peer, flare);
            }
            Direct::AnnexWant(want) if want.compartment == self.config.compartment => {
                self.annex_wanted(&peer, &want);
            }
            Direct::Rejoin(rejoin) if rejoin.compartment == self.config.compartment => {
                self.asked_to_rejoin(&peer, &rejoin);
            }
            Direct::PouchManifest(m)
                if m.compartment == self.config.compartment && carriage.path == POUCH =>
            {
                for head in m.heads {
                    self.transcript.heard_of(&head.author, head.seq);
                }
            }
            _ => self.junk(peer.as_str(), "DIRECT"),
        }
    }

    /// What every node learns from an entry as soon as it is held.
    pub(super) fn learn_held(&mut self, hash: &EntryHash) {
        let Some(docket) = self.docket_of(hash).cloned() else { return };
        let author = &docket.header.author;
        let away = self.transcript.is_away(hash);
        for head in docket.header.heads.iter().chain([&docket.head()]) {
            if !away {
                self.check_named(author, head);
            }
            self.learn_cover(author, &head.author, head.seq);
        }
        // what lies in the store only was heard in its segment
        if away {
            return;
        }
        let Some(entry) = self.entry_of(hash) else { return };
        let (kind, body, era) = (entry.header.kind, entry.body.clone(), entry.header.era());
        match kind {
            Kind::Receipt => {
                if let Ok(receipt) = Receipt::decode(&body) {
                    self.learn_receipt(author, *hash, receipt);
                }
            }
            Kind::Control => {
                if let Ok(control) = Control::decode(&body) {
                    self.learn_control(author, *hash, era, &control);
                }
            }
            Kind::Annex => self.learn_annex(hash),
            Kind::Notice => self.learn_flare_entered(author, hash, &body),
            Kind::Test | Kind::Charter => {}
        }
    }

    /// What every node learns from an entry when it is admitted.
    pub(super) fn learn_admitted(&mut self, hash: &EntryHash, live: bool) {
        let Some(docket) = self.transcript.docket(hash) else { return };
        let h = &docket.header;
        let told = self.told.entry(h.author.clone()).or_default();
        for head in &h.heads {
            told.0.insert(head.author.clone(), (head.seq, head.hash));
        }
        let test = h.kind == Kind::Test;
        let beneath = test.then(|| told.clone());
        told.0.insert(h.author.clone(), (h.seq, docket.hash));
        self.disclosure.admitted(h);
        if test {
            self.statements.tested(&h.author, h.seq);
        }
        if self.transcript.is_away(hash) {
            if test {
                let (author, seq) = (h.author.clone(), h.seq);
                self.test_of_the_past(author, seq);
            }
            return;
        }
        let Some(entry) = self.entry_of(hash).map(Cow::into_owned) else { return };
        self.learn_disclose(&entry, live);
        if let Some((beneath, test)) = beneath.zip(Test::decode(&entry.body).ok()) {
            self.learn_test(&entry, &test, &beneath, live);
        }
        if live {
            self.out.tell(Event::Admitted(entry));
        }
    }

    /// An entry names an author's place with another hash than is here: a fork, found before its entries come.
    fn check_named(&mut self, by: &PartyCode, head: &Head) {
        let here = self.transcript.at(&head.author, head.seq).map(|e| e.hash);
        let own = head.author == self.config.own;
        if here.is_none()
            && own
            && *by != self.config.own
            && head.seq > self.transcript.linked_to(&head.author)
        {
            self.shown_by_member(by, head);
        }
        if here.is_some_and(|hash| hash != head.hash) && self.docket_of(&head.hash).is_none() {
            self.named_otherwise(by, head);
        }
    }

    /// A member is now known to hold an author's entries up to a place.
    fn learn_cover(&mut self, holder: &PartyCode, author: &PartyCode, seq: u64) {
        let known = self.coverage.entry(holder.clone()).or_default().entry(author.clone()).or_default();
        if seq <= *known {
            return;
        }
        *known = seq;
        if *holder == self.config.own {
            return;
        }
        for item in self.outbox.cover(holder, author, seq) {
            self.covered(&item.hash, &item.author, holder);
        }
    }

    /// A recipient acknowledges one entry that it holds.
    pub(super) fn learn_one_covered(&mut self, holder: &PartyCode, head: &Head) {
        if let Some(item) = self.outbox.cover_one(holder, head) {
            self.covered(&item.hash, &item.author, holder);
        }
    }

    fn covered(&mut self, entry: &EntryHash, author: &PartyCode, by: &PartyCode) {
        self.forget_sealing(entry);
        if *author == self.config.own {
            self.out.tell(Event::Covered { entry: *entry, by: by.clone() });
        }
    }
}

/// Sealings remembered for their copies.
const REMEMBERED: usize = 16_384;
/// What is kept of one peer's sealings from a later epoch.
const AWAITING_BYTES: usize = 64 << 20;
/// A relay that answers a long poll at once with nothing is asked again after this.
const EMPTY_POLL_MS: u64 = 1_000;
/// What was fetched is dropped there after this at the latest.
const DROP_AFTER_MS: u64 = 2_000;
