//! No relay is named that did not lie about time, and what is proved of a notice is the same wherever the same
//! entries are.

use crate::core::Core;
use crate::promise::{Checker, Fact, Findings, Scene};
use line::entry::Kind;
use line::ids::{CutDigest, EntryHash};
use line::prove::ProveReport;
use std::collections::BTreeMap;

/// The promise's name.
pub const NAME: &str = "no-honest-relay-is-named";

/// Asks every node for its proofs once the world has come to rest.
pub struct LiarsOnly;

impl Checker for LiarsOnly {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, _: &Scene<'_>, _: usize, _: &Fact<'_>, _: &mut Findings) {}

    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings) {
        if !scene.at_rest {
            return;
        }
        // Who is named is right if at most one of relays and parties has a false clock (line.md section 12): where a
        // relay lied beside a party whose clock was set, two may agree against the honest.
        let one_lies = scene.liars.is_empty() || scene.off_clocks.is_empty();
        let mut seen: BTreeMap<(usize, CutDigest, EntryHash), (&str, ProveReport)> = BTreeMap::new();
        for node in scene.nodes {
            let Some(core) = node.core() else { continue };
            let digest = core.digest();
            for report in proofs(core) {
                for liar in report.named.iter().filter(|path| one_lies && !scene.liars.contains(*path)) {
                    let says =
                        format!("{} names {liar}, which did not lie: {:?}", node.whose, report.grounds);
                    findings.add(NAME, scene.now_ms, says);
                }
                let place = (node.compartment, digest, report.entry);
                let (whose, other) = seen.entry(place).or_insert_with(|| (&node.whose, report.clone()));
                if *other != report {
                    let says = format!("{whose} and {} prove {other:?} and {report:?}", node.whose);
                    findings.add(NAME, scene.now_ms, says);
                }
            }
        }
    }
}

fn proofs(core: &dyn Core) -> Vec<ProveReport> {
    let notices = core.order().into_iter().filter(|placed| placed.kind == Kind::Notice);
    core.prove(&notices.map(|placed| placed.hash).collect::<Vec<_>>())
}
