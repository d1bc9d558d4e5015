//! One commit an epoch: whoever opens an epoch opens the same one, and the rules of a ballot that guarantee it
//! hold in the transcript (line.md section 7, rules 1, 3 and 4).

use crate::group::Deed;
use crate::promise::{Checker, Fact, Findings, Scene};
use line::body::Control;
use line::entry::{Entry, Kind};
use line::ids::{EntryHash, Epoch, PartyCode};
use std::collections::{BTreeMap, BTreeSet};

/// The promise's name.
pub const NAME: &str = "one-commit-an-epoch";

/// A ballot of an epoch of a compartment.
type Ballot = (usize, Epoch, u32);

/// What was merged, and every word for or against a ballot.
#[derive(Default)]
pub struct OneCommit {
    merged: BTreeMap<([u8; 32], Epoch), Vec<u8>>,
    words: BTreeMap<(Ballot, PartyCode), BTreeSet<(bool, EntryHash)>>,
    nacked: BTreeSet<(usize, Ballot, EntryHash)>,
    /// COMMITs with their author and how many members they take in anew: nobody waits for those.
    proposed: BTreeMap<EntryHash, (PartyCode, usize)>,
    acked: BTreeMap<EntryHash, (Ballot, PartyCode)>,
}

impl Checker for OneCommit {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        if let Fact::PutBack { reached } = fact {
            self.put_back(scene, node, *reached);
        }
        if let Fact::Committed { deeds, entries, .. } = fact {
            let controls = entries.iter().filter(|entry| entry.header.kind == Kind::Control);
            let read = controls.filter_map(|entry| Some((entry, Control::decode(&entry.body).ok()?)));
            let (commits, words): (Vec<_>, Vec<_>) =
                read.partition(|(_, control)| matches!(control, Control::Commit(_)));
            // Once put back, a node gets its own COMMITs from others again: the rule was its author's when it wrote.
            let known: BTreeSet<EntryHash> = self.proposed.keys().copied().collect();
            for (entry, control) in &commits {
                let again = match control {
                    Control::Commit(c) => c.adds.iter().filter(|n| c.removes.contains(&n.party)).count(),
                    _ => 0,
                };
                self.proposed.insert(entry.hash, (entry.header.author.clone(), again));
            }
            let anew = |entry: &Entry| !known.contains(&entry.hash);
            for (entry, control) in words.into_iter().chain(commits.into_iter().filter(|(e, _)| anew(e))) {
                self.committed(scene, node, entry, control, findings);
            }
            for deed in *deeds {
                let Deed::Merged { group, epoch, authenticator } = deed else { continue };
                let first = self.merged.entry((*group, *epoch)).or_insert_with(|| authenticator.clone());
                if first != authenticator {
                    let says =
                        format!("{} opens another epoch {epoch} than others did", scene.nodes[node].whose);
                    findings.add(NAME, scene.now_ms, says);
                }
            }
        }
    }

    fn judge(&mut self, _: &Scene<'_>, _: &mut Findings) {}
}

impl OneCommit {
    /// The store of a node holds again what it held: NACKs that came later are not in it. Own words of the time
    /// undone count as said only if they may have come to somebody.
    fn put_back(&mut self, scene: &Scene<'_>, node: usize, reached: bool) {
        let at = &scene.nodes[node];
        self.nacked.retain(|(whose, _, entry)| *whose != node || at.durable.contains(entry));
        let own =
            self.words.iter_mut().filter(|((b, author), _)| b.0 == at.compartment && *author == at.code);
        for (_, words) in own.filter(|_| !reached) {
            words.retain(|(_, entry)| at.durable.contains(entry));
        }
    }

    fn committed(
        &mut self,
        scene: &Scene<'_>,
        node: usize,
        entry: &Entry,
        control: Control,
        findings: &mut Findings,
    ) {
        let at = &scene.nodes[node];
        let (author, epoch) = (&entry.header.author, entry.header.epoch);
        let ballot = |number: u32| (at.compartment, epoch, number);
        match control {
            Control::Ack(ack) => {
                self.acked.insert(entry.hash, (ballot(ack.ballot), author.clone()));
                if let Some((_, again)) = self.proposed.get(&ack.commit).filter(|(by, _)| by == author) {
                    self.decided(scene, node, (ballot(ack.ballot), *again), &ack.decides, findings);
                }
                self.word(scene, ballot(ack.ballot), entry, true, findings);
            }
            Control::Nack(nack) => {
                self.nacked.insert((node, ballot(nack.ballot), entry.hash));
                self.word(scene, ballot(nack.ballot), entry, false, findings);
            }
            Control::Commit(commit) => {
                // the NACKs that let its author commit are in the author's own store
                let own = at.code == *author;
                let (first, last) = (EntryHash([0; 32]), EntryHash([0xFF; 32]));
                let nacks = |b: u32| (node, ballot(b), first)..=(node, ballot(b), last);
                let lacks = |b: &u32| self.nacked.range(nacks(*b)).next().is_none();
                let without = (0..commit.ballot).filter(|_| own).find(lacks);
                if let Some(former) = without {
                    let says =
                        format!("{author} commits in ballot {} without a NACK of {former}", commit.ballot);
                    findings.add(NAME, scene.now_ms, says);
                }
            }
            _ => {}
        }
    }

    /// A proposer's ACK is the decision: it names an ACK of this ballot by every other voter.
    fn decided(
        &self,
        scene: &Scene<'_>,
        node: usize,
        (ballot, again): (Ballot, usize),
        names: &[EntryHash],
        findings: &mut Findings,
    ) {
        let config = &scene.nodes[node].config;
        let of = |hash: &EntryHash| self.acked.get(hash).filter(|(b, _)| *b == ballot).map(|(_, by)| by);
        let named: BTreeSet<&PartyCode> = names.iter().filter_map(of).collect();
        let voters = config.members.keys().filter(|p| config.votes(p)).count() - again;
        if named.len() + 1 < voters {
            let says = format!(
                "ballot {} of epoch {} is decided with {} of {voters} ACKs",
                ballot.2,
                ballot.1,
                named.len() + 1
            );
            findings.add(NAME, scene.now_ms, says);
        }
    }

    fn word(&mut self, scene: &Scene<'_>, ballot: Ballot, entry: &Entry, ack: bool, findings: &mut Findings) {
        let author = &entry.header.author;
        let words = self.words.entry((ballot, author.clone())).or_default();
        words.insert((ack, entry.hash));
        if words.len() > 1 && !scene.nodes.iter().any(|n| n.code == *author && scene.twins.contains(&n.party))
        {
            let says = format!("{author} has two words on ballot {} of epoch {}", ballot.2, ballot.1);
            findings.add(NAME, scene.now_ms, says);
        }
    }
}
