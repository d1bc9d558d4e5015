//! What was told and what was seen of the changes that late entries made: this node's own, a row each.

use line::machine::{Rows, Table, Write};
use sha2::{Digest, Sha256};
use standing::revised::Revised;
use std::collections::BTreeSet;

/// What was told and what was seen of REVISED, by the hash of each change.
#[derive(Debug, Default)]
pub(crate) struct Revisions {
    told: BTreeSet<[u8; 32]>,
    seen: BTreeSet<[u8; 32]>,
}

impl Revisions {
    /// What officers had seen, from the rows of the store; a row of another length is none.
    pub(crate) fn restore(rows: &Rows) -> Self {
        let ours = rows.range((Table::Desk, SEEN.to_vec())..).map(|((table, key), _)| (table, key));
        let ours = ours.take_while(|(table, key)| **table == Table::Desk && key.starts_with(SEEN));
        let seen: BTreeSet<[u8; 32]> =
            ours.filter_map(|(_, key)| key.get(SEEN.len()..)?.try_into().ok()).collect();
        Revisions { told: seen.clone(), seen }
    }

    /// Notes a change as told; true if it is new.
    pub(crate) fn tell(&mut self, revised: &Revised) -> bool {
        self.told.insert(hash(revised))
    }

    /// Whether an officer has seen a change.
    pub(crate) fn is_seen(&self, revised: &Revised) -> bool {
        self.seen.contains(&hash(revised))
    }

    /// Notes a change as seen; the row that keeps it so.
    pub(crate) fn see(&mut self, revised: &Revised) -> Write {
        let hash = hash(revised);
        self.seen.insert(hash);
        Write { table: Table::Desk, key: [SEEN, &hash].concat(), value: Some(Vec::new()) }
    }
}

/// A change by its words: the same on every node.
fn hash(revised: &Revised) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(revised.because.0);
    let addressee = revised.addressee.as_ref().map_or("", |party| party.as_str());
    for word in [revised.subject.to_string().as_str(), addressee, revised.was, revised.is] {
        hash.update(word.as_bytes());
        hash.update([0]);
    }
    hash.finalize().into()
}

const SEEN: &[u8] = b"revised-seen/";
