//! REVISED lists are equal at equal cuts, and so are the roots of the folds (line.md section 6).

use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::CutDigest;
use standing::revised::Revised;
use std::collections::BTreeMap;

/// The promise's name.
pub const NAME: &str = "revised-equal-at-equal-cuts";

/// Compares the folds of all nodes with equal digests.
pub struct RevisedAlike;

impl Checker for RevisedAlike {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, _: &Scene<'_>, _: usize, _: &Fact<'_>, _: &mut Findings) {}

    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings) {
        type Sight = (Vec<Revised>, [u8; 32]);
        let as_of_ms = crate::clock::far_after(scene.now_ms);
        let mut seen: BTreeMap<(usize, CutDigest), Sight> = BTreeMap::new();
        for node in scene.nodes {
            let Some(core) = node.core() else { continue };
            let sight = (core.revised(as_of_ms), core.state_root(as_of_ms));
            let first = seen.entry((node.compartment, core.digest())).or_insert_with(|| sight.clone());
            if *first != sight {
                let says = format!("{} folds the same cut to another state", node.whose);
                findings.add(NAME, scene.now_ms, says);
            }
        }
    }
}
