//! No read-back without a matching restatement: K3 stands only where an officer restated the subject rightly.

use crate::promise::{Checker, Fact, Findings, Scene};
use notice::vocabulary::Mark;

/// The promise's name.
pub const NAME: &str = "no-read-back-without-a-match";

/// Compares K3 on every node with what the officers of the world have really written.
pub struct ReadBacks;

impl Checker for ReadBacks {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, _: &Scene<'_>, _: usize, _: &Fact<'_>, _: &mut Findings) {}

    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings) {
        if scene.read_backs.is_empty() {
            return;
        }
        let as_of_ms = crate::clock::far_after(scene.now_ms);
        for node in scene.nodes {
            let deliveries = node.core().map(|core| core.deliveries(as_of_ms)).unwrap_or_default();
            for delivery in deliveries.into_iter().filter(|delivery| delivery.has(Mark::K3)) {
                let key = (node.compartment, delivery.number, delivery.addressee);
                if scene.read_backs.get(&key) != Some(&true) {
                    let says =
                        format!("{} counts a read-back of {} by {} that was wrong", node.whose, key.1, key.2);
                    findings.add(NAME, scene.now_ms, says);
                }
            }
        }
    }
}
