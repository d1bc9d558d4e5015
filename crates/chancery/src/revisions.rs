//! What late entries changed (REVISED): told once, listed until an officer has seen it (line.md section 6).
//!
//! In: what the folds list. Out: what is new in it, and what nobody has seen. The list itself is the folds', equal at
//! equal cuts; what was seen is this node's own, a row each.

use crate::compartment::{Compartment, Gathered};
use crate::error::ChanceryError;
use crate::input::{Event, Reply};
use line::group::Group;
use line::machine::{Rows, Table, Write};
use line::time::Now;
use notice::Number;
use sha2::{Digest, Sha256};
use standing::delivery::Delivery;
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
    fn tell(&mut self, revised: &Revised) -> bool {
        self.told.insert(hash(revised))
    }
}

impl<G: Group> Compartment<G> {
    /// What late entries changed and no officer has seen yet, in order of subject.
    pub fn revised(&self, now: Now) -> Vec<Revised> {
        let mut all = self.stand(now).revised();
        all.retain(|revised| !self.revisions.seen.contains(&hash(revised)));
        all
    }

    /// Tells what a notice newly changed, by coming late or by being answered late.
    pub(crate) fn tell_revised(
        &mut self,
        now: Now,
        number: &Number,
        deliveries: &[Delivery],
        gathered: &mut Gathered,
    ) {
        for revised in self.stand(now).revised_of(number, deliveries) {
            if self.revisions.tell(&revised) {
                gathered.tell(Event::Revised(revised));
            }
        }
    }

    /// An officer has seen what a late notice changed.
    pub(crate) fn revised_seen(
        &mut self,
        now: Now,
        because: &Number,
        gathered: &mut Gathered,
    ) -> Result<Reply, ChanceryError> {
        let entry = self.stand(now).notice(because).map(|filed| filed.entry);
        let entry = entry.ok_or_else(|| ChanceryError::NoSuchNotice { number: because.to_string() })?;
        let unseen: Vec<Revised> =
            self.revised(now).into_iter().filter(|revised| revised.because == entry).collect();
        for revised in &unseen {
            let hash = hash(revised);
            self.revisions.seen.insert(hash);
            let key = [SEEN, &hash].concat();
            gathered.writes.push(Write { table: Table::Desk, key, value: Some(Vec::new()) });
        }
        Ok(Reply::Seen { changes: unseen.len() })
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
