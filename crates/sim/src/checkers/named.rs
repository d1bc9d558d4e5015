//! Forks are named, and nobody else: a member of which two copies run is named by every other node, an honest
//! one by none.

use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::PartyCode;
use line::machine::Event;
use std::collections::BTreeSet;

/// The promise's name.
pub const NAME: &str = "forks-are-named";

/// An entry at a place of its author's chain, in a compartment.
type Place = (usize, PartyCode, u64, line::ids::EntryHash);

/// Who was named where, and which places in an author's chain have two entries.
#[derive(Default)]
pub struct Named {
    named: BTreeSet<(usize, PartyCode)>,
    places: BTreeSet<Place>,
}

impl Checker for Named {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let at = &scene.nodes[node];
        match fact {
            Fact::Told(Event::Held(entry) | Event::Admitted(entry)) => {
                let header = &entry.header;
                self.places.insert((at.compartment, header.author.clone(), header.seq, entry.hash));
            }
            Fact::PutBack { reached: false } => {
                let undone = |(compartment, author, _, hash): &Place| {
                    *compartment == at.compartment && *author == at.code && !at.durable.contains(hash)
                };
                self.places.retain(|place| !undone(place));
            }
            Fact::Told(Event::Equivocation { author, .. }) => {
                self.named.insert((node, author.clone()));
                if !is_twin(scene, author) {
                    let says = format!("{} names {author}, who wrote nothing twice", at.whose);
                    findings.add(NAME, scene.now_ms, says);
                }
            }
            Fact::Told(Event::Forked { party, .. }) if scene.twins.is_empty() => {
                let says = format!("{} says it has forked from {party}, and nobody lies", at.whose);
                findings.add(NAME, scene.now_ms, says);
            }
            _ => {}
        }
    }

    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings) {
        if !scene.at_rest {
            return;
        }
        for (compartment, author) in self.forked() {
            for (index, node) in scene.nodes.iter().enumerate() {
                let concerned = node.compartment == compartment && node.code != author;
                if concerned && !self.named.contains(&(index, author.clone())) {
                    let says =
                        format!("{} has not named {author}, who wrote two entries at one place", node.whose);
                    findings.add(NAME, scene.now_ms, says);
                }
            }
        }
    }
}

impl Named {
    fn forked(&self) -> BTreeSet<(usize, PartyCode)> {
        let places: Vec<_> = self.places.iter().collect();
        let same = |a: &Place, b: &Place| (a.0, &a.1, a.2) == (b.0, &b.1, b.2);
        places.windows(2).filter(|w| same(w[0], w[1])).map(|w| (w[0].0, w[0].1.clone())).collect()
    }
}

fn is_twin(scene: &Scene<'_>, author: &PartyCode) -> bool {
    scene.nodes.iter().any(|node| node.code == *author && scene.twins.contains(&node.party))
}
