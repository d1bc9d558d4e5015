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
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// A part of the state.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A state machine's matters, by its place in the root.
    Machine(u8),
    /// A notice with its deliveries, and what late entries changed because of it.
    Notice(Number),
    /// What a party declared by L6.
    Windows(PartyCode),
}

type Value = Arc<dyn Any + Send + Sync>;

struct Kept {
    unit: Unit,
    value: Value,
    from_ms: i64,
    until_ms: i64,
}

/// Stands for a slot or a unit. Two that share a mark cost a fold more, no more than that: a unit is kept whole beside its
/// mark, and what rests on either slot is let go when one changes.
type Mark = u64;

fn mark(of: &impl Hash) -> Mark {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

#[derive(Default)]
struct Parts {
    kept: BTreeMap<Mark, Kept>,
    /// What rests on what: slots, each with a unit. There are many a notice, so marks stand for them.
    resting: BTreeSet<(Mark, Mark)>,
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
        let kept = parts.kept.get(&mark(unit)).filter(|kept| kept.unit == *unit)?;
        let holds = kept.from_ms <= at_ms && at_ms < kept.until_ms;
        holds.then_some(())?;
        kept.value.clone().downcast().ok()
    }

    /// Keeps a part that was folded for a time.
    pub fn keep<T: Send + Sync + 'static>(&self, unit: Unit, at_ms: i64, rests: Rests, value: Arc<T>) {
        let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of = mark(&unit);
        parts.resting.extend(rests.slots.iter().map(|slot| (mark(slot), of)));
        parts.kept.insert(of, Kept { unit, value, from_ms: at_ms, until_ms: rests.until_ms });
    }

    /// Lets go of what rests on these.
    pub fn changed(&mut self, slots: &[Slot]) {
        let parts = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for slot in slots.iter().map(mark) {
            let on_it = parts.resting.range((slot, Mark::MIN)..=(slot, Mark::MAX));
            for pair in on_it.copied().collect::<Vec<_>>() {
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
