//! Compartments are apart: they share no mailbox, no entry and no answer.

use crate::promise::{Checker, Fact, Findings, Scene};
use line::ids::{EntryHash, MailboxId};
use line::machine::Event;
use line::relay_api::Request;
use std::collections::BTreeMap;

/// The promise's name.
pub const NAME: &str = "compartments-apart";

/// To which compartment each mailbox and entry was first seen to belong.
#[derive(Default)]
pub struct Apart {
    boxes: BTreeMap<MailboxId, usize>,
    entries: BTreeMap<EntryHash, usize>,
}

impl Checker for Apart {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let at = &scene.nodes[node];
        if scene.shape.compartments < 2 {
            return;
        }
        match fact {
            Fact::Asked { request, .. } => {
                for mailbox in mailboxes(request) {
                    if *self.boxes.entry(mailbox).or_insert(at.compartment) != at.compartment {
                        let says = format!("{} uses a mailbox of another compartment", at.whose);
                        findings.add(NAME, scene.now_ms, says);
                    }
                }
            }
            Fact::Told(Event::Held(entry) | Event::Admitted(entry)) => {
                let first = *self.entries.entry(entry.hash).or_insert(at.compartment);
                if first != at.compartment {
                    let says = format!("{} shows another compartment's entry", at.whose);
                    findings.add(NAME, scene.now_ms, says);
                }
            }
            _ => {}
        }
    }

    fn judge(&mut self, _: &Scene<'_>, _: &mut Findings) {}
}

fn mailboxes(request: &Request) -> Vec<MailboxId> {
    match request {
        Request::Open(open) => open.boxes.iter().map(|b| b.mailbox).collect(),
        Request::Put(_) => crate::relay::fills(request),
        Request::Take(take) => take.from.iter().map(|b| b.mailbox).collect(),
        Request::Drop(drop) => drop.upto.iter().map(|b| b.mailbox).collect(),
        Request::Mark(mark) => vec![mark.slot],
        Request::Time(_) => Vec::new(),
    }
}
