//! Which mailbox of which epoch: those this node empties, those it fills (line.md section 8).

use super::Line;
use super::rows::{CURSOR, INBOX, Inbox, box_key};
use crate::config::Config;
use crate::era::{self, Era};
use crate::group::{CertificateAuthority, Group};
use crate::ids::{MailboxId, PartyCode};
use crate::keys::{
    MailboxKeys, MailboxPlace, Secret, envelope_key, leaf_mac, leaf_mac_of_another_status, mailbox_keys,
    mailbox_of_another_status,
};
use crate::machine::Table;
use crate::relay_api::{NewBox, ReceiptKey, Token};
use std::collections::{BTreeMap, BTreeSet};

/// A mailbox that this node empties, with its cursor.
#[derive(Debug)]
pub(super) struct Box {
    pub inbox: Inbox,
    /// Highest seq fetched and persisted.
    pub after: u64,
}

/// Derived keys, kept because they are needed for every envelope.
#[derive(Debug, Default)]
pub(super) struct KeyCache {
    fills: BTreeMap<(usize, PartyCode, Era), MailboxKeys>,
    wraps: BTreeMap<(usize, PartyCode, bool), Secret>,
}

/// Pairwise secrets and serials for certificates.
pub(super) struct Authority {
    own: PartyCode,
    status: crate::ids::Status,
    pairs: BTreeMap<PartyCode, Secret>,
    pub members: Vec<PartyCode>,
    /// Serials of spare KeyPackages that lie here, by party.
    pub spares: BTreeMap<PartyCode, BTreeSet<u64>>,
    /// Highest serial seen, by party.
    pub serials: BTreeMap<PartyCode, u64>,
}

impl Authority {
    /// From the configuration; serials come from rows and epochs.
    pub(super) fn new(config: &Config) -> Self {
        Authority {
            own: config.own.clone(),
            status: config.status,
            pairs: config.pairs.clone(),
            members: config.members.keys().cloned().collect(),
            serials: BTreeMap::new(),
            spares: BTreeMap::new(),
        }
    }

    /// One more pair.
    pub(super) fn pair(&mut self, party: PartyCode, root: Secret) {
        self.pairs.insert(party, root);
    }
}

impl CertificateAuthority for Authority {
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        self.pairs.get(peer).map(|root| leaf_mac(root, self.status, former))
    }

    fn of_another_status(&self, peer: &PartyCode, former: &[u8], claimed: &[u8; 32]) -> bool {
        let root = self.pairs.get(peer);
        root.is_some_and(|root| leaf_mac_of_another_status(root, self.status, former, claimed))
    }

    fn own(&self) -> &PartyCode {
        &self.own
    }

    fn members(&self) -> Vec<PartyCode> {
        self.members.clone()
    }

    fn highest_serial(&self, party: &PartyCode) -> u64 {
        self.serials.get(party).copied().unwrap_or(0)
    }

    fn is_spare(&self, party: &PartyCode, serial: u64) -> bool {
        self.spares.get(party).is_some_and(|serials| serials.contains(&serial))
    }
}

impl<G: Group> Line<G> {
    fn place(&self, relay: usize, era: Era, sender: &PartyCode, recipient: &PartyCode) -> MailboxPlace {
        MailboxPlace {
            relay: self.relays[relay].config.path.clone(),
            compartment: self.config.compartment,
            term: era::term(era),
            epoch: era::epoch(era),
            sender: sender.clone(),
            recipient: recipient.clone(),
        }
    }

    /// Whether a mailbox id is that of a place that we empty, under another status.
    pub(super) fn of_another_status(&self, place: &MailboxPlace, id: &MailboxId) -> bool {
        let root = self.config.pairs.get(&place.sender);
        root.is_some_and(|root| mailbox_of_another_status(root, self.config.status, place, id))
    }

    /// The name in a pouch of what one party sends another: a place at no relay.
    pub(super) fn pouch_place(&self, sender: &PartyCode, recipient: &PartyCode) -> MailboxPlace {
        MailboxPlace {
            relay: POUCH.to_owned(),
            compartment: self.config.compartment,
            term: POUCH_TERM,
            epoch: 0,
            sender: sender.clone(),
            recipient: recipient.clone(),
        }
    }

    /// Prepares the mailboxes of an era from every peer at every relay; [`Line::pump`] opens them there.
    pub(super) fn open_boxes(&mut self, era: Era) {
        let own = self.config.own.clone();
        for peer in self.peers() {
            for relay in 0..self.relays.len() {
                let place = self.place(relay, era, &peer, &own);
                let Some(root) = self.config.pairs.get(&peer) else { continue };
                let id = mailbox_keys(root, self.config.status, &place).id;
                if self.inboxes.contains_key(&(relay, id)) {
                    continue;
                }
                let (empty, empty_key) = (Token(self.stream.bytes()), ReceiptKey(self.stream.bytes()));
                let inbox = Inbox { place, empty, empty_key, open: false, replaced_ms: None };
                self.inboxes.insert((relay, id), Box { inbox, after: 0 });
                self.persist_box(relay, &id);
            }
        }
    }

    /// Writes a mailbox's row.
    pub(super) fn persist_box(&mut self, relay: usize, id: &MailboxId) {
        let Some(b) = self.inboxes.get(&(relay, *id)) else { return };
        let key = box_key(INBOX, &b.inbox.place.relay, id);
        self.out.put(Table::Core, key, crate::cbor::encode(&b.inbox));
    }

    /// Writes how far a mailbox was fetched.
    pub(super) fn persist_cursor(&mut self, relay: usize, id: &MailboxId) {
        let Some(b) = self.inboxes.get(&(relay, *id)) else { return };
        let key = box_key(CURSOR, &b.inbox.place.relay, id);
        self.out.put(Table::Core, key, crate::cbor::encode(&b.after));
    }

    /// What the relay is told of a mailbox to be opened.
    pub(super) fn new_box(&self, b: &Box) -> Option<NewBox> {
        let root = self.config.pairs.get(&b.inbox.place.sender)?;
        let keys = mailbox_keys(root, self.config.status, &b.inbox.place);
        Some(NewBox {
            mailbox: keys.id,
            fill_hash: keys.fill.hash(),
            empty_hash: b.inbox.empty.hash(),
            fill_receipt_key: keys.fill_receipt,
            empty_receipt_key: b.inbox.empty_key,
            tell_hand_over: self.config.tell_hand_over,
        })
    }

    /// Marks mailboxes of former epochs as replaced, once all heads that count cover the own OPENING, and leaves
    /// those replaced for longer than they must be drained.
    pub(super) fn retire_boxes(&mut self) {
        let (now_at, utc) = (self.era(), self.now.utc_ms);
        let covered = self.opening_covered_by_all();
        let mut changed = Vec::new();
        let mut gone = Vec::new();
        for ((relay, id), b) in &mut self.inboxes {
            if era::of(b.inbox.place.term, b.inbox.place.epoch) >= now_at || !covered {
                continue;
            }
            match b.inbox.replaced_ms {
                None => {
                    b.inbox.replaced_ms = Some(utc);
                    changed.push((*relay, *id));
                }
                Some(since) if utc.saturating_sub(since) > DRAIN_MS => gone.push((*relay, *id)),
                Some(_) => {}
            }
        }
        changed.into_iter().for_each(|(relay, id)| self.persist_box(relay, &id));
        for (relay, id) in gone {
            let name = self.relays[relay].config.path.clone();
            self.inboxes.remove(&(relay, id));
            self.relays[relay].boxes += 1;
            self.out.delete(Table::Core, box_key(INBOX, &name, &id));
            self.out.delete(Table::Core, box_key(CURSOR, &name, &id));
        }
    }

    /// The era whose mailbox a recipient reads: that of its last OPENING held here, or in which it or this party was
    /// added.
    pub(super) fn fill_era(&self, recipient: &PartyCode) -> Era {
        let added = self.roll.entered(recipient).max(self.roll.entered(&self.config.own));
        self.openings.get(recipient).copied().unwrap_or(0).max(self.identity.joined).max(added)
    }

    /// The era in whose mailbox a recipient finds direct messages: that of its last OPENING, whatever it was added to
    /// since, unless it said that it reads those of an earlier one only.
    pub(super) fn direct_era(&self, recipient: &PartyCode) -> Era {
        let opened = self.openings.get(recipient).map(|era| (*era).max(self.identity.joined));
        let last = opened.unwrap_or_else(|| self.fill_era(recipient));
        self.reads.get(recipient).map_or(last, |reads| last.min(*reads))
    }

    /// Id, fill token and receipt key of the mailbox that we fill for a recipient.
    pub(super) fn fill_keys(&mut self, relay: usize, recipient: &PartyCode, era: Era) -> Option<MailboxKeys> {
        let at = (relay, recipient.clone(), era);
        if let Some(keys) = self.keys.fills.get(&at) {
            return Some(keys.clone());
        }
        let place = self.place(relay, era, &self.config.own, recipient);
        let keys = mailbox_keys(self.config.pairs.get(recipient)?, self.config.status, &place);
        self.keys.fills.insert(at, keys.clone());
        Some(keys)
    }

    /// The wrapping key of a path, outward (own party sends) or inward.
    pub(super) fn wrap_key(&mut self, relay: usize, peer: &PartyCode, outward: bool) -> Option<Secret> {
        let at = (relay, peer.clone(), outward);
        if let Some(key) = self.keys.wraps.get(&at) {
            return Some(key.clone());
        }
        let sender = if outward { &self.config.own } else { peer };
        let path = self.relays.get(relay).map_or(POUCH, |r| r.config.path.as_str());
        let root = self.config.pairs.get(peer)?;
        let key = envelope_key(root, self.config.status, &self.config.compartment, sender, path);
        self.keys.wraps.insert(at, key.clone());
        Some(key)
    }
}

/// What a pouch's place says in every term.
const POUCH_TERM: crate::ids::Term = 0;
/// Path id of pouches.
pub(super) const POUCH: &str = crate::pouch::PATH;
/// How long a replaced mailbox is drained.
const DRAIN_MS: i64 = 30 * 86_400_000;
