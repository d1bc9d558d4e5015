//! When faults stop, all heads meet: every node runs, holds the same set, owes nothing and stands in the same
//! epoch.

use crate::promise::{Checker, Fact, Findings, Scene};

/// The promise's name.
pub const NAME: &str = "all-heads-meet";

/// Looks at every node once the world is at rest, and at stores that do not open.
pub struct HeadsMeet;

impl Checker for HeadsMeet {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        if let Fact::Unreadable(why) = fact {
            let says = format!("{} cannot open its own store: {why}", scene.nodes[node].whose);
            findings.add(NAME, scene.now_ms, says);
        }
    }

    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings) {
        if !scene.at_rest || crate::rest::heads_meet(scene) {
            return;
        }
        for node in scene.nodes {
            let says = node.core().map_or_else(
                || format!("{} does not run", node.whose),
                |core| {
                    let heads: Vec<_> =
                        core.cut().0.iter().map(|(a, (seq, _))| format!("{a}{seq}")).collect();
                    let (epoch, owes, held) = (core.epoch(), core.outbox_len(), core.held());
                    let waits = if core.quarantined() { ", quarantined" } else { "" };
                    format!(
                        "{}: {} epoch {epoch}, owes {owes}, holds {held}{waits}",
                        node.whose,
                        heads.join(" ")
                    )
                },
            );
            findings.add(NAME, scene.now_ms, says);
        }
    }
}
