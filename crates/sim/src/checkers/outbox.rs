//! The outbox survives a crash: what a recipient has not acknowledged is still to be sent (line.md section 9).

use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::{EntryHash, PartyCode};
use line::machine::Event;
use std::collections::{BTreeMap, BTreeSet};

/// The promise's name.
pub const NAME: &str = "outbox-survives-a-crash";

/// Own entries of each node that some recipient has not acknowledged, as its officers were told.
#[derive(Default)]
pub struct OutboxKept {
    waiting: BTreeMap<(usize, EntryHash), BTreeSet<PartyCode>>,
}

impl Checker for OutboxKept {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let at = &scene.nodes[node];
        match fact {
            Fact::Told(Event::Released { entry, .. }) => {
                self.waiting.insert((node, *entry), at.config.peers().cloned().collect());
            }
            Fact::Told(Event::Covered { entry, by }) => {
                if let Some(waiting) = self.waiting.get_mut(&(node, *entry)) {
                    waiting.remove(by);
                }
            }
            Fact::PutBack { .. } => self.waiting.retain(|(whose, _), _| *whose != node),
            Fact::Began(_) if !scene.put_back.contains(&at.party) => {
                let has = at.core().map_or(0, |core| core.outbox_len());
                let mine = self.waiting.iter().filter(|((whose, _), _)| *whose == node);
                let owed = mine.filter(|((_, entry), to)| lacks(scene, at.compartment, to, entry)).count();
                if has < owed {
                    let says = format!("{} begins with {has} in its outbox and owes {owed}", at.whose);
                    findings.add(NAME, scene.now_ms, says);
                }
            }
            _ => {}
        }
    }

    fn judge(&mut self, _: &Scene<'_>, _: &mut Findings) {}
}

/// Whether one of these members has not made the entry durable: a word of its doing so may be lost in a crash.
fn lacks(scene: &Scene<'_>, compartment: usize, to: &BTreeSet<PartyCode>, entry: &EntryHash) -> bool {
    let mut nodes = scene.nodes.iter().filter(|n| n.compartment == compartment && to.contains(&n.code));
    nodes.any(|n| !n.durable.contains(entry))
}
