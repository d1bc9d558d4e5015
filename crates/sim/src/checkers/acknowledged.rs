//! Nothing acknowledged is lost: what a member is known to hold is in its store, and at rest in everybody's.
//!
//! I1 what was lost with the stores of all who held it, because each of them was put back to an older copy, is owed by
//! nobody: no line can bring back what no store has.

use crate::node::Node;
use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::EntryHash;
use line::machine::Event;
use std::collections::{BTreeMap, BTreeSet};

/// The promise's name.
pub const NAME: &str = "nothing-acknowledged-is-lost";

/// Entries that someone acknowledged, and entries that an officer was told were released.
#[derive(Default)]
pub struct Acknowledged {
    covered: BTreeSet<(usize, EntryHash)>,
    released: BTreeSet<(usize, usize, EntryHash)>,
    /// Parties that held an entry at some time.
    held_by: BTreeMap<(usize, EntryHash), BTreeSet<usize>>,
}

impl Checker for Acknowledged {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let at = &scene.nodes[node];
        match fact {
            Fact::Told(Event::Covered { entry, by }) => {
                self.covered.insert((at.compartment, *entry));
                let holder = scene.nodes.iter().find(|n| n.compartment == at.compartment && n.code == *by);
                let lost =
                    holder.filter(|n| !n.durable.contains(entry) && !scene.put_back.contains(&n.party));
                if let Some(holder) = lost {
                    let says = format!(
                        "{} was told that {} holds {entry}, which it does not",
                        at.whose, holder.whose
                    );
                    findings.add(NAME, scene.now_ms, says);
                }
            }
            Fact::Told(Event::Released { entry, .. }) => {
                self.released.insert((at.compartment, at.party, *entry));
            }
            Fact::Told(Event::Held(entry) | Event::Admitted(entry)) => {
                self.held_by.entry((at.compartment, entry.hash)).or_default().insert(at.party);
            }
            _ => {}
        }
    }

    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings) {
        if !scene.at_rest {
            return;
        }
        // What a member that lives on pouches has released is owed once somebody near has it.
        let kept = |party: &usize| {
            !scene.put_back.contains(party)
                && !scene.twins.contains(party)
                && scene.shape.by_pouch != Some(*party)
        };
        let released = self.released.iter().filter(|(_, party, _)| kept(party)).map(|(c, _, e)| (*c, *e));
        let somebody = |owed: &(usize, EntryHash)| {
            self.held_by.get(owed).is_none_or(|held| held.iter().any(|party| !scene.put_back.contains(party)))
        };
        let owed: BTreeSet<_> = self.covered.iter().copied().chain(released).filter(somebody).collect();
        // a member that lives on pouches is days behind; what it must hold is checked with the heads
        let far = |node: &Node| scene.shape.by_pouch == Some(node.party);
        for node in scene.nodes.iter().filter(|node| !scene.twins.contains(&node.party) && !far(node)) {
            let admitted: BTreeSet<_> = node
                .core()
                .map(|core| core.order())
                .unwrap_or_default()
                .into_iter()
                .map(|placed| placed.hash)
                .collect();
            for (_, entry) in owed.iter().filter(|(compartment, _)| *compartment == node.compartment) {
                if !admitted.contains(entry) {
                    findings.add(NAME, scene.now_ms, format!("{} lacks {entry} at rest", node.whose));
                }
            }
        }
    }
}
