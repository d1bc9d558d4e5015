//! Nothing is shown before it is durable.

use crate::promise::{Checker, Fact, Findings, Scene};
use line::machine::Event;

/// The promise's name.
pub const NAME: &str = "nothing-shown-before-durable";

/// Looks into the store whenever an entry is shown.
pub struct DurableFirst;

impl Checker for DurableFirst {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let shown = match fact {
            Fact::Told(Event::Held(entry) | Event::Admitted(entry)) => entry.hash,
            Fact::Told(Event::Released { entry, .. }) => *entry,
            _ => return,
        };
        let at = &scene.nodes[node];
        if !at.durable.contains(&shown) {
            findings.add(NAME, scene.now_ms, format!("{} shows {shown}, which is in no commit", at.whose));
        }
    }

    fn judge(&mut self, _scene: &Scene<'_>, _findings: &mut Findings) {}
}
