//! Same set, same order, same digest: nodes with equal digests hold the same entries in the same order, and
//! only they have equal digests.

use crate::core::Placed;
use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::CutDigest;
use std::collections::BTreeMap;

/// The promise's name.
pub const NAME: &str = "same-set-same-order-same-digest";

/// Compares all nodes of a compartment whenever the world is looked at.
pub struct SameEverywhere;

impl Checker for SameEverywhere {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, _: &Scene<'_>, _: usize, _: &Fact<'_>, _: &mut Findings) {}

    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings) {
        let mut seen: BTreeMap<(usize, CutDigest), (usize, Vec<Placed>)> = BTreeMap::new();
        for (index, node) in scene.nodes.iter().enumerate() {
            let Some(core) = node.core() else { continue };
            let (digest, order) = (core.digest(), core.order());
            if let Some((other, theirs)) = seen.get(&(node.compartment, digest)) {
                if *theirs != order {
                    let at = theirs.iter().zip(&order).position(|(a, b)| a != b);
                    let other = &scene.nodes[*other].whose;
                    let says = format!("{other} and {} differ at {at:?} with one digest", node.whose);
                    findings.add(NAME, scene.now_ms, says);
                }
            } else {
                seen.insert((node.compartment, digest), (index, order));
            }
        }
    }
}
