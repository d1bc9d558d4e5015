//! Parts of the state as they were last folded, for as long as they hold: a root is asked for at every line test, and
//! between two of them next to nothing moves.
//!
//! I1 a part is used again only while all it rests on ([`crate::trace`]) is what it was and no clock has moved it: what is
//! kept equals what would be folded anew. I2 only of all that is filed, never of a cut that leaves something out.

use crate::trace::{Rests, Slot};
use line::ids::PartyCode;
use notice::Number;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// A part of the state.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A state machine's matters, by its place in the root.
    Machine(u8),
    /// A notice with its deliveries.
    Notice(Number),
    /// What late entries changed because of a notice, or in its answer.
    Revised(Number),
    /// What a party declared by L6.
    Windows(PartyCode),
}

impl Unit {
    /// Before every other.
    const LEAST: Unit = Unit::Machine(0);
}

type Value = Arc<dyn Any + Send + Sync>;

struct Kept {
    value: Value,
    from_ms: i64,
    until_ms: i64,
}

#[derive(Default)]
struct Parts {
    kept: BTreeMap<Unit, Kept>,
    /// What rests on what. Most slots bear one unit: a set for each would take five times the room.
    resting: BTreeSet<(Slot, Unit)>,
}

/// What was folded before.
#[derive(Default)]
pub struct Memo(Mutex<Parts>);

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memo")
    }
}

/// A copy begins with nothing: it is folded anew.
impl Clone for Memo {
    fn clone(&self) -> Self {
        Memo::default()
    }
}

impl Memo {
    /// A part as it was folded, if it holds at a time.
    pub fn get<T: Send + Sync + 'static>(&self, unit: &Unit, at_ms: i64) -> Option<Arc<T>> {
        let parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = parts.kept.get(unit).filter(|kept| kept.from_ms <= at_ms && at_ms < kept.until_ms)?;
        kept.value.clone().downcast().ok()
    }

    /// Keeps a part that was folded for a time.
    pub fn keep<T: Send + Sync + 'static>(&self, unit: Unit, at_ms: i64, rests: Rests, value: Arc<T>) {
        let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        parts.resting.extend(rests.slots.into_iter().map(|slot| (slot, unit.clone())));
        parts.kept.insert(unit, Kept { value, from_ms: at_ms, until_ms: rests.until_ms });
    }

    /// Lets go of what rests on these.
    pub fn changed(&mut self, slots: &[Slot]) {
        let parts = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for slot in slots {
            let on_it = parts.resting.range((slot.clone(), Unit::LEAST)..).take_while(|(of, _)| of == slot);
            for pair in on_it.cloned().collect::<Vec<_>>() {
                parts.resting.remove(&pair);
                parts.kept.remove(&pair.1);
            }
        }
    }

    /// Whether nothing is kept.
    pub fn is_empty(&mut self) -> bool {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).kept.is_empty()
    }

    /// Lets go of everything.
    pub fn clear(&mut self) {
        *self = Memo::default();
    }
}
