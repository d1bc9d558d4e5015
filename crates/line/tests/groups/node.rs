//! A member with its pairings and its store, as the conformance suite drives it.

use line::group::{CertificateAuthority, Changes, Commit, Dirty, Group, GroupError, Opened};
use line::ids::PartyCode;
use line::label_group::LabelGroup;
use line::mls_group::{MlsGroup, MlsProvider};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub const COMPARTMENT: [u8; 32] = [7; 32];

/// Where a group of this kind gets its provider from.
pub trait Provided: Group {
    fn provider() -> Self::Provider;

    /// What whoever has a leaf key's private half makes of a message.
    fn sign_with(seed: &[u8; 32], message: &[u8]) -> [u8; 64];
}

impl Provided for LabelGroup {
    fn provider() {}

    fn sign_with(seed: &[u8; 32], message: &[u8]) -> [u8; 64] {
        line::label_group::signature(seed, message)
    }
}

impl Provided for MlsGroup {
    fn provider() -> MlsProvider {
        MlsProvider::from_system().expect("this machine has randomness")
    }

    fn sign_with(seed: &[u8; 32], message: &[u8]) -> [u8; 64] {
        line::mls_group::signature(seed, message)
    }
}

/// Pairings of one party, and how it lies when it makes certificates.
#[derive(Debug, Clone)]
pub struct Pairings {
    pub own: PartyCode,
    pub members: Vec<PartyCode>,
    pub seen: BTreeMap<PartyCode, u64>,
    /// MACs that it makes for this peer are wrong.
    pub wrong_for: Option<PartyCode>,
}

impl CertificateAuthority for Pairings {
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        let (low, high) = if *peer < self.own { (peer, &self.own) } else { (&self.own, peer) };
        let lies = self.wrong_for.as_ref() == Some(peer) && is_by(former, &self.own);
        let secret = if lies { "not theirs" } else { "theirs" };
        let text = format!("{secret}/{low}/{high}/");
        Some(Sha256::new().chain_update(text).chain_update(former).finalize().into())
    }

    fn own(&self) -> &PartyCode {
        &self.own
    }

    fn members(&self) -> Vec<PartyCode> {
        self.members.clone()
    }

    fn highest_serial(&self, party: &PartyCode) -> u64 {
        self.seen.get(party).copied().unwrap_or(0)
    }
}

/// Whether these former fields (a map that begins with 0: party) are those of a certificate by `party`.
fn is_by(former: &[u8], party: &PartyCode) -> bool {
    let code = party.as_str().as_bytes();
    former.get(1..3) == Some(&[0, 0x60 + code.len() as u8]) && former[3..].starts_with(code)
}

/// A member: group, pairings, the rows that its store holds.
pub struct Node<G> {
    pub group: G,
    pub pairings: Pairings,
    pub store: BTreeMap<Vec<u8>, Vec<u8>>,
    pub serial: u64,
}

impl<G: Provided> Node<G> {
    /// Commits what changed to the store.
    pub fn persist(&mut self) {
        let changed = self.group.export();
        apply(&mut self.store, changed);
    }

    /// The process dies and comes back with its store only.
    pub fn restart(&mut self) {
        self.group = G::restore(G::provider(), &self.store).expect("the store holds the group");
    }

    pub fn propose(&mut self) -> Vec<u8> {
        self.serial += 1;
        self.group.propose(&self.pairings, self.serial).expect("a member may propose")
    }

    pub fn commit(&mut self, updates: &[Vec<u8>], changes: &Changes) -> Commit {
        self.serial += 1;
        self.group.commit(&self.pairings, updates, self.serial, changes).expect("the UPDATEs are good")
    }

    pub fn try_propose(&mut self, serial: u64) -> Result<Vec<u8>, GroupError> {
        self.group.propose(&self.pairings, serial)
    }

    pub fn try_commit(
        &mut self,
        updates: &[Vec<u8>],
        serial: u64,
        changes: &Changes,
    ) -> Result<Commit, GroupError> {
        self.group.commit(&self.pairings, updates, serial, changes)
    }

    pub fn try_stage(
        &mut self,
        updates: &[Vec<u8>],
        commit: &[u8],
        changes: &Changes,
    ) -> Result<Vec<u8>, GroupError> {
        self.group.stage(&self.pairings, updates, commit, changes)
    }

    pub fn merge(&mut self) {
        self.group.merge().expect("a commit is held");
        for member in self.group.members() {
            self.pairings.seen.insert(member.party, member.serial);
        }
    }

    pub fn opens(&mut self, sealed: &[u8]) -> Opened {
        self.group.open(sealed).expect("good sealing")
    }
}

pub fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a code")
}

pub fn pairings(own: &str, members: &[&str]) -> Pairings {
    let members = members.iter().map(|m| party(m)).collect();
    Pairings { own: party(own), members, seen: BTreeMap::new(), wrong_for: None }
}

/// A compartment of these members, founded by the first.
pub fn found<G: Provided>(codes: &[&str]) -> Vec<Node<G>> {
    let mut nodes = vec![founder::<G>(codes)];
    if codes.len() > 1 {
        add(&mut nodes, &codes[1..], codes);
    }
    nodes.iter_mut().for_each(Node::persist);
    nodes
}

pub fn founder<G: Provided>(codes: &[&str]) -> Node<G> {
    let pairings = pairings(codes[0], codes);
    let group = G::create(G::provider(), &pairings, &COMPARTMENT, 0, 1).expect("founding");
    Node { group, pairings, store: BTreeMap::new(), serial: 1 }
}

pub fn offer<G: Provided>(pairings: &Pairings, serial: u64) -> (Vec<u8>, Dirty) {
    G::key_package(&mut G::provider(), pairings, &COMPARTMENT, serial).expect("all are paired")
}

/// The first adds newcomers in a full rotation of those who are there.
pub fn add<G: Provided>(nodes: &mut Vec<Node<G>>, newcomers: &[&str], all: &[&str]) -> Commit {
    let offers: Vec<_> =
        newcomers.iter().map(|n| (pairings(n, all), offer::<G>(&pairings(n, all), 1))).collect();
    for node in nodes.iter_mut() {
        node.pairings.members = all.iter().map(|m| party(m)).collect();
    }
    let adds = offers.iter().map(|(p, (kp, _))| (p.own.clone(), kp.clone())).collect();
    let changes = Changes { adds, ..Changes::default() };
    let commit = round(nodes, 0, &changes);
    for (pairings, (_, rows)) in offers {
        let welcome = &commit.welcomes[&pairings.own];
        let group =
            G::join(G::provider(), &pairings, &COMPARTMENT, 0, welcome, &rows).expect("the Welcome is good");
        let mut node = Node { group, pairings, store: BTreeMap::new(), serial: 1 };
        for member in node.group.members() {
            node.pairings.seen.insert(member.party, member.serial);
        }
        nodes.push(node);
    }
    commit
}

/// One full rotation: UPDATEs of all others, commit by `proposer`, staged and merged by all.
pub fn round<G: Provided>(nodes: &mut [Node<G>], proposer: usize, changes: &Changes) -> Commit {
    let updates = updates(nodes, proposer);
    let commit = nodes[proposer].commit(&updates, changes);
    for (i, node) in nodes.iter_mut().enumerate() {
        if i != proposer {
            let staged =
                node.group.stage(&node.pairings, &updates, &commit.bytes, changes).expect("a good commit");
            assert_eq!(staged, commit.authenticator, "an ACK proves that both derived the same epoch");
        }
        node.merge();
    }
    commit
}

pub fn updates<G: Provided>(nodes: &mut [Node<G>], proposer: usize) -> Vec<Vec<u8>> {
    nodes.iter_mut().enumerate().filter(|(i, _)| *i != proposer).map(|(_, n)| n.propose()).collect()
}

pub fn apply(store: &mut BTreeMap<Vec<u8>, Vec<u8>>, changed: Dirty) {
    for (key, value) in changed {
        match value {
            Some(value) => store.insert(key, value),
            None => store.remove(&key),
        };
    }
}
