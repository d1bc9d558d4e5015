//! No leaf key is given away early: before a DISCLOSE is durable anywhere, every voting and following member has
//! written an entry of a later epoch whose heads cover its author's OPENING (line.md section 7, "Closing").
//!
//! It looks at what each member has made durable in its own store, not at what the author was told of it.

use crate::promise::{Checker, Fact, Findings, Scene};
use line::body::Control;
use line::entry::{Entry, Kind};
use line::ids::{Epoch, PartyCode, Seq};
use std::collections::BTreeMap;

/// The promise's name.
pub const NAME: &str = "no-key-given-away-early";

/// What each member has written, by compartment.
#[derive(Default)]
pub struct GivenAway {
    written: BTreeMap<(usize, PartyCode), Written>,
}

/// One member's own entries.
#[derive(Default)]
struct Written {
    openings: BTreeMap<Epoch, Seq>,
    covers: BTreeMap<PartyCode, Vec<(Seq, Epoch)>>,
}

impl Checker for GivenAway {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let Fact::Committed { entries, .. } = fact else { return };
        let at = &scene.nodes[node];
        let mut own: Vec<&Entry> = entries.iter().filter(|e| e.header.author == at.code).collect();
        own.sort_by_key(|e| e.header.seq);
        for entry in own {
            self.wrote(at.compartment, entry);
            let given = match (entry.header.kind, Control::decode(&entry.body)) {
                (Kind::Control, Ok(Control::Disclose(given))) => given,
                _ => continue,
            };
            let others = at.config.peers().filter(|p| at.config.sends(p));
            let late: Vec<&PartyCode> =
                others.filter(|p| !self.covered(at.compartment, &at.code, given.epoch, p)).collect();
            for member in late {
                let says = format!(
                    "{} gives its key of epoch {} away, and {member} has not followed",
                    at.whose, given.epoch
                );
                findings.add(NAME, scene.now_ms, says);
            }
        }
    }

    fn judge(&mut self, _: &Scene<'_>, _: &mut Findings) {}
}

impl GivenAway {
    fn wrote(&mut self, compartment: usize, entry: &Entry) {
        let h = &entry.header;
        let written = self.written.entry((compartment, h.author.clone())).or_default();
        let opening = written.openings.entry(h.epoch).or_insert(h.seq);
        *opening = h.seq.min(*opening);
        for head in &h.heads {
            written.covers.entry(head.author.clone()).or_default().push((head.seq, h.epoch));
        }
    }

    /// Whether a member has named the author's OPENING or something above it, and has written in a later epoch since.
    fn covered(&self, compartment: usize, author: &PartyCode, epoch: Epoch, member: &PartyCode) -> bool {
        let of = |party: &PartyCode| self.written.get(&(compartment, party.clone()));
        let opening = of(author).and_then(|w| w.openings.range(epoch + 1..).next()).map(|(_, seq)| *seq);
        opening.zip(of(member)).is_some_and(|(opening, w)| {
            w.covers.get(author).into_iter().flatten().any(|(seq, at)| *seq >= opening && *at > epoch)
        })
    }
}
