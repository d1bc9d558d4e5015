//! No generation of a ratchet is used twice: the checker that catches a rollback (line.md section 16).

use crate::group::Deed;
use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::Epoch;
use std::collections::{BTreeMap, BTreeSet};

/// The promise's name.
pub const NAME: &str = "no-generation-used-twice";

/// A place in the own ratchets: term (its group), epoch, generation.
type Place = ([u8; 32], Epoch, u64);

/// Every generation that a commit carried, by node, and the same when a copy of its store was kept.
#[derive(Default)]
pub struct GenerationOnce {
    used: BTreeMap<usize, BTreeSet<Place>>,
    in_copy: BTreeMap<usize, BTreeSet<Place>>,
}

impl Checker for GenerationOnce {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let deeds = match fact {
            Fact::Committed { deeds, .. } => *deeds,
            Fact::Copied => {
                self.in_copy.insert(node, self.used.get(&node).cloned().unwrap_or_default());
                return;
            }
            Fact::PutBack { reached: false } => {
                self.used.insert(node, self.in_copy.get(&node).cloned().unwrap_or_default());
                return;
            }
            _ => return,
        };
        let at = &scene.nodes[node];
        let used = self.used.entry(node).or_default();
        for deed in deeds {
            let Deed::Sealed { group, epoch, generation: Some(generation), .. } = deed else { continue };
            if !used.insert((*group, *epoch, *generation)) && !scene.twins.contains(&at.party) {
                let says = format!("{} sealed twice with generation {generation} of epoch {epoch}", at.whose);
                findings.add(NAME, scene.now_ms, says);
            }
        }
    }

    fn judge(&mut self, _: &Scene<'_>, _: &mut Findings) {}
}
