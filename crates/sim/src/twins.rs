//! A member that tells two stories: two copies of one store, each with its own ear.
//!
//! I1 both copies hold the member's good keys, so that every entry of either is signed well. I2 what a copy
//! sends to the other copy's listener comes as junk.

use crate::disk::Disk;
use crate::node::Node;
use crate::world::{Notice, Party, World};
use line::entry::Lane;
use line::envelope;
use line::keys::envelope_key;
use line::line::Stop;
use line::machine::Input;
use line::relay_api::Request;

impl World {
    /// Lets a member say one thing to `a` and another to `b` at the same place of its chain, and go on as two;
    /// that place. Healing ends both copies for good.
    pub fn equivocate(&mut self, who: Party, a: Party, to_a: &str, b: Party, to_b: &str) -> u64 {
        let first = self.node_of(who.0, 0);
        let code = self.nodes[first].code.clone();
        let place = self.nodes[first].core().map_or(0, |core| core.cut().seq(&code)) + 1;
        self.twins.insert(who.0);
        self.nodes[first].end_life();
        self.unpark(first);
        let twin = self.twin_of(first);
        let (code_a, code_b) =
            (self.nodes[self.node_of(a.0, 0)].code.clone(), self.nodes[self.node_of(b.0, 0)].code.clone());
        for (node, spoils_for, text) in [(first, code_b, to_a), (twin, code_a, to_b)] {
            self.nodes[node].spoils_for.insert(spoils_for);
            self.revive(node, Stop::Clean);
            self.release_at(node, Lane::Routine, text.as_bytes().to_vec());
        }
        place
    }

    fn twin_of(&mut self, first: usize) -> usize {
        let at = &mut self.nodes[first];
        let maker = at.maker.twin();
        let twin = Node {
            party: at.party,
            compartment: at.compartment,
            code: at.code.clone(),
            config: at.config.clone(),
            whose: format!("{}'", at.code),
            disk: at.disk.clone(),
            durable: at.durable.clone(),
            durable_in_snapshot: Default::default(),
            deeds: Default::default(),
            maker,
            core: None,
            life: 0,
            inbox: Vec::new(),
            turn_planned: false,
            wakes_at: None,
            calls: Default::default(),
            crash: None,
            failures: 0,
            delivered_since_copy: 0,
            copied_ms: 0,
            recalled: Vec::new(),
            sealed_since_copy: Default::default(),
            taken_since_copy: 0,
            spoils_for: Default::default(),
        };
        self.nodes.push(twin);
        self.nodes.len() - 1
    }

    /// Ends all copies of members that told two stories.
    pub(crate) fn end_twins(&mut self) {
        for node in 0..self.nodes.len() {
            if self.twins.contains(&self.nodes[node].party) {
                self.nodes[node].end_life();
                self.nodes[node].disk = Disk::new();
                self.unpark(node);
            }
        }
    }

    pub(crate) fn release_at(&mut self, node: usize, lane: Lane, bytes: Vec<u8>) -> Notice {
        let ticket = self.released.len() as u64 + 1;
        self.released.insert(ticket, None);
        let release = crate::world::release(ticket, lane, bytes);
        self.hand_in(node, Input::Release(release));
        Notice(ticket)
    }
}

impl Node {
    /// Spoils every envelope of a request that is for a member who shall not hear this copy.
    pub(crate) fn spoil(&self, path: &str, request: &mut Request) {
        let (Request::Put(put), false) = (request, self.spoils_for.is_empty()) else { return };
        let config = &self.config;
        let roots = self.spoils_for.iter().filter_map(|peer| config.pairs.get(peer));
        let key = |root| envelope_key(root, config.status, &config.compartment, &config.own, path);
        let keys: Vec<_> = roots.map(key).collect();
        for item in &mut put.items {
            let Some(mailbox) = envelope::mailbox_of(&item.envelope) else { continue };
            let theirs = |key| envelope::unwrap(key, &mailbox, &item.envelope).is_ok();
            if keys.iter().any(theirs) {
                let last = item.envelope.len() - 1;
                item.envelope[last] ^= 1;
            }
        }
    }
}
