//! A resend is a new sealing: no sealing goes twice to one recipient by one path (line.md section 9).

use crate::promise::{Checker, Fact, Findings, Scene};
use line::envelope::{self, Kind};
use line::ids::MailboxId;
use line::keys::{Secret, envelope_key};
use line::relay_api::Request;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The promise's name.
pub const NAME: &str = "a-resend-is-sealed-anew";

/// Every sealing put, by mailbox; and the wrapping keys, for a checker knows them all.
#[derive(Default)]
pub struct SealedAnew {
    keys: BTreeMap<(usize, String), Vec<Secret>>,
    /// Which of a node's keys opens a mailbox.
    whose: BTreeMap<MailboxId, usize>,
    put: BTreeSet<(MailboxId, [u8; 32])>,
}

impl Checker for SealedAnew {
    fn name(&self) -> &'static str {
        NAME
    }

    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings) {
        let Fact::Asked { path, request: Request::Put(put) } = fact else { return };
        let at = &scene.nodes[node];
        if scene.put_back.contains(&at.party) || scene.twins.contains(&at.party) {
            return;
        }
        let config = &at.config;
        let keys = self.keys.entry((node, (*path).to_owned())).or_insert_with(|| {
            let key = |root| envelope_key(root, config.status, &config.compartment, &config.own, path);
            config.pairs.values().map(key).collect()
        });
        for item in &put.items {
            let Some(mailbox) = envelope::mailbox_of(&item.envelope) else { continue };
            let opens =
                |at: usize| envelope::unwrap(&keys[at], &mailbox, &item.envelope).ok().map(|o| (at, o));
            let known = self.whose.get(&mailbox).copied();
            let opened = known.and_then(opens).or_else(|| (0..keys.len()).find_map(opens));
            let Some((at_key, (kind, sealing))) = opened else { continue };
            self.whose.insert(mailbox, at_key);
            if kind != Kind::Mls {
                continue;
            }
            if !self.put.insert((mailbox, Sha256::digest(&sealing).into())) {
                findings.add(
                    NAME,
                    scene.now_ms,
                    format!("{} sends a former sealing again by {path}", at.whose),
                );
            }
        }
    }

    fn judge(&mut self, _: &Scene<'_>, _: &mut Findings) {}
}
