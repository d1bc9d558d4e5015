//! A hostile member in one world of three: as soon as it has read a leaf key that another has given away it writes in
//! that member's name, signs well, and hands it to everybody by pouch.
//!
//! I1 it uses only what it has: its own transcript, its pairings, the disclosed key. I2 nothing else that it does is
//! dishonest. I3 it spares a party put back to an older store, which may have lost what tells a forgery (the book's
//! limits, 8).

use crate::chance::Chance;
use crate::world::{Happening, World};
use line::body::{Control, NoticeBody};
use line::cbor;
use line::direct::{Direct, Entries};
use line::entry::{Entry, Header, Kind, Lane, lamport_after};
use line::envelope;
use line::group::Group;
use line::ids::{Epoch, PartyCode};
use line::keys::{MailboxPlace, envelope_key, mailbox_keys};
use line::line::Line;
use line::pouch;
use std::borrow::Cow;

/// An entry in an author's name, in the place of the OPENING with which it left an epoch whose key it has given away.
pub(crate) fn forge<G: Group>(
    line: &Line<G>,
    author: &PartyCode,
    epoch: Epoch,
    sign: impl Fn(&[u8; 32], &[u8]) -> [u8; 64],
) -> Option<Vec<u8>> {
    let given = |e: Cow<'_, Entry>| match Control::decode(&e.body) {
        Ok(Control::Disclose(d)) if e.header.author == *author && d.epoch == epoch => Some(d.leaf_seed),
        _ => None,
    };
    let seed = line.record_of(Kind::Control).rev().find_map(given)?;
    let chain = (1..).map_while(|seq| line.docket_at(author, seq));
    let before = chain.take_while(|d| d.header.epoch <= epoch).last()?;
    let before = line.entry(&before.hash)?;
    let header = Header {
        seq: before.header.seq + 1,
        prev: Some(before.hash),
        lamport: lamport_after([before.header.lamport])?,
        heads: Vec::new(),
        epoch,
        kind: Kind::Notice,
        lane: Lane::Routine,
        ..before.header.clone()
    };
    let body =
        cbor::encode(&NoticeBody { bytes: b"never written".to_vec().into(), record_sig: None, flare: None });
    Some(Entry::compose(header, body, |message| sign(&seed, message)).encode())
}

impl World {
    /// Whether a world of this seed has such a member.
    pub(crate) fn has_forger(seed: u64) -> bool {
        Chance::of(seed, "forger").one_in(3)
    }

    /// A node has read a disclosed key: if it is the hostile one, everybody else gets a forgery.
    pub(crate) fn forge_at(&mut self, node: usize, author: &PartyCode, epoch: Epoch) {
        let at = &self.nodes[node];
        if !self.forges || at.code == *author || at.party != 0 {
            return;
        }
        let Some(forged) = at.core().and_then(|core| core.forge(author, epoch)) else { return };
        let to: Vec<usize> = (0..self.nodes.len())
            .filter(|n| self.nodes[*n].compartment == at.compartment && self.nodes[*n].party != at.party)
            .filter(|n| !self.put_back.contains(&self.nodes[*n].party))
            .collect();
        for to in to {
            let bytes = self.smuggled(node, to, &forged);
            self.queue.plan_in(
                FORGED_AFTER_MS,
                Happening::PouchArrives { from: node, packed_ms: self.queue.now_ms(), node: to, bytes },
            );
        }
    }

    fn smuggled(&self, from: usize, to: usize, forged: &[u8]) -> Vec<u8> {
        let (sender, recipient) = (&self.nodes[from].config, &self.nodes[to].code);
        let root = &sender.pairs[recipient];
        let place = MailboxPlace {
            relay: pouch::PATH.to_owned(),
            compartment: sender.compartment,
            term: 0,
            epoch: 0,
            sender: sender.own.clone(),
            recipient: recipient.clone(),
        };
        let entries = Entries { compartment: sender.compartment, entries: vec![forged.to_vec().into()] };
        let key = envelope_key(root, sender.status, &sender.compartment, &sender.own, pouch::PATH);
        let mailbox = mailbox_keys(root, sender.status, &place).id;
        let direct = Direct::Entries(entries).encode();
        let wrapped = envelope::wrap(&key, &mailbox, &[0; 24], envelope::Kind::Direct, &direct);
        pouch::pack(sender.status, vec![wrapped.expect("a short entry fits")])
    }
}

const FORGED_AFTER_MS: u64 = 3_000;
