//! What one batch will write, ask and tell, gathered so that one Persist precedes everything else.

use crate::machine::{Effect, Event, Table, Write};
use std::collections::BTreeMap;

/// Gathered effects of the batch in hand.
#[derive(Debug, Default)]
pub(super) struct Out {
    writes: BTreeMap<(Table, Vec<u8>), Option<Vec<u8>>>,
    calls: Vec<Effect>,
    tells: Vec<Effect>,
}

impl Out {
    /// Writes a row with this batch.
    pub(super) fn put(&mut self, table: Table, key: Vec<u8>, value: Vec<u8>) {
        self.writes.insert((table, key), Some(value));
    }

    /// Deletes a row with this batch.
    pub(super) fn delete(&mut self, table: Table, key: Vec<u8>) {
        self.writes.insert((table, key), None);
    }

    /// Takes rows of the layer above into the same transaction.
    pub(super) fn with(&mut self, writes: Vec<Write>) {
        self.writes.extend(writes.into_iter().map(|w| ((w.table, w.key), w.value)));
    }

    /// Asks a relay after the Persist, or gives up asking.
    pub(super) fn call(&mut self, effect: Effect) {
        self.calls.push(effect);
    }

    /// Tells the layer above after the Persist.
    pub(super) fn tell(&mut self, event: Event) {
        self.tells.push(Effect::Tell(event));
    }

    /// The batch's effects: Persist, then what is told, then what is asked. `planted` lets calls go first.
    pub(super) fn take(&mut self, planted: bool) -> Vec<Effect> {
        let writes = std::mem::take(&mut self.writes);
        let mut effects = Vec::with_capacity(1 + self.calls.len() + self.tells.len());
        let rows: Vec<Write> =
            writes.into_iter().map(|((table, key), value)| Write { table, key, value }).collect();
        if planted {
            effects.append(&mut self.calls);
        }
        if !rows.is_empty() {
            effects.push(Effect::Persist(rows));
        }
        effects.append(&mut self.tells);
        effects.append(&mut self.calls);
        effects
    }
}
