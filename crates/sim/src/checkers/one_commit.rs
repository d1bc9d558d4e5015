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
    merged: BTreeMap<(usize, Epoch), Vec<u8>>,
    words: BTreeMap<(Ballot, PartyCode), BTreeSet<(bool, EntryHash)>>,
    nacked: BTreeSet<(usize, Ballot)>,
}

impl Checker for OneCommit {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let compartment = scene.nodes[node].compartment;
        if let Fact::Committed { deeds, entries, .. } = fact {
            let controls = entries.iter().filter(|entry| entry.header.kind == Kind::Control);
            let read = controls.filter_map(|entry| Some((entry, Control::decode(&entry.body).ok()?)));
            let (commits, words): (Vec<_>, Vec<_>) =
                read.partition(|(_, control)| matches!(control, Control::Commit(_)));
            for (entry, control) in words.into_iter().chain(commits) {
                self.committed(scene, node, entry, control, findings);
            }
            for deed in *deeds {
                let Deed::Merged { epoch, authenticator } = deed else { continue };
                let first = self.merged.entry((compartment, *epoch)).or_insert_with(|| authenticator.clone());
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
            Control::Ack(ack) => self.word(scene, ballot(ack.ballot), entry, true, findings),
            Control::Nack(nack) => {
                self.nacked.insert((node, ballot(nack.ballot)));
                self.word(scene, ballot(nack.ballot), entry, false, findings);
            }
            Control::Commit(commit) => {
                // the NACKs that let its author commit are in the author's own store
                let own = at.code == *author;
                let lacks = |b: &u32| !self.nacked.contains(&(node, ballot(*b)));
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
