//! What an author has left is closed: once a member has admitted an author's entry of a later epoch, nothing further
//! of an earlier one is taken in, however well it is signed (line.md section 7, "Closing").

use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::{Epoch, PartyCode};
use line::machine::Event;
use std::collections::BTreeMap;

/// The promise's name.
pub const NAME: &str = "closed-epochs-stay-closed";

/// The highest epoch of each author that each node has admitted.
#[derive(Default)]
pub struct Closed {
    at: BTreeMap<(usize, PartyCode), Epoch>,
}

impl Checker for Closed {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        match fact {
            Fact::PutBack { .. } => self.at.retain(|(whose, _), _| *whose != node),
            Fact::Told(Event::Held(entry)) => {
                let h = &entry.header;
                let left = self.at.get(&(node, h.author.clone())).is_some_and(|at| h.epoch < *at);
                let twin = scene.nodes.iter().any(|n| n.code == h.author && scene.twins.contains(&n.party));
                if left && !twin && !scene.put_back.contains(&scene.nodes[node].party) {
                    let says = format!(
                        "{} takes {}{} in, of epoch {} which its author had left",
                        scene.nodes[node].whose, h.author, h.seq, h.epoch
                    );
                    findings.add(NAME, scene.now_ms, says);
                }
            }
            Fact::Told(Event::Admitted(entry)) => {
                let at = self.at.entry((node, entry.header.author.clone())).or_default();
                *at = entry.header.epoch.max(*at);
            }
            _ => {}
        }
    }

    fn judge(&mut self, _: &Scene<'_>, _: &mut Findings) {}
}
