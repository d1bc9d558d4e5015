//! A hostile member with the keys that it really has: its pairings, its own group, and leaf keys that others have
//! given away.

use super::bench::{BenchOf, party};
use crate::groups::node::Provided;
use line::body::{Control, NoticeBody};
use line::cbor;
use line::direct::{Direct, Entries};
use line::entry::{Entry, Header, Kind, Lane, lamport_after};
use line::envelope;
use line::ids::{Epoch, PartyCode};
use line::keys::{MailboxPlace, envelope_key, mailbox_keys};
use line::machine::{Input, Table};

/// Where in an author's chain a forgery pretends to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the place of the OPENING with which the author left the epoch.
    OfTheOpening,
    /// In the place of the author's last entry in the epoch.
    OfTheLast,
    /// Right after that OPENING.
    AfterTheOpening,
}

impl<G: Provided> BenchOf<G> {
    /// The private leaf key that an author has given away for an epoch, as a node has read it.
    pub fn disclosed_key(&self, at: usize, author: &str, epoch: Epoch) -> Option<[u8; 32]> {
        self.nodes[at].line.record().filter(|e| e.header.author == party(author)).find_map(|e| {
            match (e.header.kind, Control::decode(&e.body)) {
                (Kind::Control, Ok(Control::Disclose(d))) if d.epoch == epoch => Some(d.leaf_seed),
                _ => None,
            }
        })
    }

    /// A notice that its author never wrote, in an epoch that it has left, signed with its key.
    pub fn forge(&self, at: usize, author: &str, epoch: Epoch, place: Place, seed: &[u8; 32]) -> Entry {
        let author = party(author);
        let line = &self.nodes[at].line;
        let chain = |seq| {
            let docket = line.docket_at(&author, seq).expect("the author's chain is here");
            line.entry(&docket.hash).expect("whole")
        };
        let opening = (1..).find(|seq| chain(*seq).header.epoch > epoch).expect("it has left the epoch");
        let seq = match place {
            Place::OfTheLast => opening - 1,
            Place::OfTheOpening => opening,
            Place::AfterTheOpening => opening + 1,
        };
        let before = chain(seq - 1);
        let header = Header {
            seq,
            prev: Some(before.hash),
            lamport: lamport_after([before.header.lamport]).expect("small"),
            heads: Vec::new(),
            epoch,
            kind: Kind::Notice,
            lane: Lane::Floor,
            ..before.header.clone()
        };
        let body = cbor::encode(&NoticeBody {
            bytes: b"never written".to_vec().into(),
            record_sig: None,
            flare: None,
        });
        Entry::compose(header, body, |message| G::sign_with(seed, message))
    }

    /// A member hands a node these entries by `direct`, in a pouch.
    pub fn hand_over(&mut self, from: usize, to: usize, entries: &[Vec<u8>]) {
        let compartment = self.nodes[from].config.compartment;
        let direct = |bytes: &Vec<u8>| {
            let entries = Entries { compartment, entries: vec![bytes.clone().into()] };
            (envelope::Kind::Direct, Direct::Entries(entries).encode())
        };
        let payloads = entries.iter().map(direct).collect();
        self.smuggle(from, to, payloads);
    }

    /// A member hands a node this chunk of an annex, in a pouch.
    pub fn hand_over_chunk(&mut self, from: usize, to: usize, chunk: &[u8]) {
        self.smuggle(from, to, vec![(envelope::Kind::Annex, chunk.to_vec())]);
    }

    /// A member hands a node these direct messages, in a pouch.
    pub fn hand_over_direct(&mut self, from: usize, to: usize, directs: &[Vec<u8>]) {
        let payloads = directs.iter().map(|bytes| (envelope::Kind::Direct, bytes.clone())).collect();
        self.smuggle(from, to, payloads);
    }

    /// A member hands a node this entry sealed in the group, by a copy of its own group.
    pub fn hand_over_sealed(&mut self, from: usize, to: usize, entry: &[u8]) {
        let rows = self.nodes[from].rows.iter().filter(|((table, _), _)| *table == Table::Group);
        let rows = rows.map(|((_, key), value)| (key.clone(), value.clone())).collect();
        let mut group = G::restore(G::provider(), &rows).expect("its own rows");
        let sealed = group.seal(entry).expect("a member seals");
        self.smuggle(from, to, vec![(envelope::Kind::Mls, sealed)]);
    }

    fn smuggle(&mut self, from: usize, to: usize, payloads: Vec<(envelope::Kind, Vec<u8>)>) {
        let (sender, recipient) = (self.nodes[from].config.clone(), self.nodes[to].config.own.clone());
        let root = &sender.pairs[&recipient];
        let place = MailboxPlace {
            relay: line::pouch::PATH.into(),
            compartment: sender.compartment,
            term: 0,
            epoch: 0,
            sender: sender.own.clone(),
            recipient,
        };
        let mailbox = mailbox_keys(root, sender.status, &place).id;
        let key = envelope_key(root, sender.status, &sender.compartment, &sender.own, line::pouch::PATH);
        let wrap = |(n, (kind, payload)): (usize, (envelope::Kind, Vec<u8>))| {
            envelope::wrap(&key, &mailbox, &[n as u8; 24], kind, &payload).expect("it fits")
        };
        let envelopes = payloads.into_iter().enumerate().map(wrap).collect();
        self.input(to, Input::Pouch(line::pouch::pack(sender.status, envelopes)));
    }

    /// Authors that a node has named for writing twice.
    pub fn named(&self, at: usize) -> Vec<PartyCode> {
        self.nodes[at].line.equivocators().map(|(author, _)| author.clone()).collect()
    }
}
