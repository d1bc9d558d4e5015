//! Nothing is shown or admitted twice: copies merge by entry hash (line.md section 9).

use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::EntryHash;
use line::machine::Event;
use std::collections::BTreeSet;

/// The promise's name.
pub const NAME: &str = "nothing-twice";

/// What each node has shown and admitted in its present life.
#[derive(Default)]
pub struct NothingTwice {
    held: BTreeSet<(usize, u64, EntryHash)>,
    admitted: BTreeSet<(usize, u64, EntryHash)>,
}

impl Checker for NothingTwice {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let at = &scene.nodes[node];
        let (first, entry, how) = match fact {
            Fact::Told(Event::Held(entry)) => (self.held.insert((node, at.life, entry.hash)), entry, "rings"),
            Fact::Told(Event::Admitted(entry)) => {
                (self.admitted.insert((node, at.life, entry.hash)), entry, "admits")
            }
            _ => return,
        };
        if !first {
            let header = &entry.header;
            let says = format!("{} {how} {} {} twice", at.whose, header.author, header.seq);
            findings.add(NAME, scene.now_ms, says);
        }
    }

    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings) {
        for node in scene.nodes {
            let order = node.core().map(|core| core.order()).unwrap_or_default();
            let distinct: BTreeSet<_> = order.iter().map(|placed| placed.hash).collect();
            if distinct.len() < order.len() {
                findings.add(NAME, scene.now_ms, format!("{} has an entry twice in its order", node.whose));
            }
        }
    }
}
