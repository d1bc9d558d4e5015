//! No generation of a ratchet is used twice: the checker that catches a rollback (line.md section 16).

use crate::group::Deed;
use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::Epoch;
use std::collections::BTreeSet;

/// The promise's name.
pub const NAME: &str = "no-generation-used-twice";

/// Every generation that a commit carried.
#[derive(Default)]
pub struct GenerationOnce {
    used: BTreeSet<(usize, Epoch, u64)>,
}

impl Checker for GenerationOnce {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let Fact::Committed { deeds, .. } = fact else { return };
        let at = &scene.nodes[node];
        for deed in *deeds {
            let Deed::Sealed { epoch, generation: Some(generation), .. } = deed else { continue };
            if !self.used.insert((node, *epoch, *generation)) && !scene.twins.contains(&at.party) {
                let says = format!("{} sealed twice with generation {generation} of epoch {epoch}", at.whose);
                findings.add(NAME, scene.now_ms, says);
            }
        }
    }

    fn judge(&mut self, _: &Scene<'_>, _: &mut Findings) {}
}
