//! What a part of the state rests on, noted while it is folded: what was looked up, and until when no clock moves it.
//!
//! I1 whatever a fold can look up in the book is one of the slots. I2 what is filed later says which slots it changes
//! ([`crate::book::Book::changes`]); a part that rests on none of them is what it was.

use line::ids::{EntryHash, PartyCode, Seq};
use notice::Number;
use notice::vocabulary::NoticeType;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Something that can be looked up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// Any notice, charter or unreadable entry.
    Any,
    /// Who has spoken.
    Authors,
    /// What a number is, and what is said about it.
    Number(Number),
    /// Notices of a type.
    Kind(NoticeType),
    /// L6 of a party.
    Station(PartyCode),
    /// Entries of a party: its tests, its epochs, what it first had beneath it.
    Party(PartyCode),
    /// What receipts state about an entry.
    Entry(EntryHash),
    /// Who holds the entry at a place.
    Held(PartyCode, Seq),
}

/// What was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rests {
    /// What was looked up.
    pub slots: BTreeSet<Slot>,
    /// The next instant at which a clock may move it, ms UTC.
    pub until_ms: i64,
}

/// Notes while one part is folded.
#[derive(Debug)]
pub struct Trace(RefCell<Rests>);

impl Default for Trace {
    fn default() -> Self {
        Trace(RefCell::new(Rests { slots: BTreeSet::new(), until_ms: i64::MAX }))
    }
}

impl Trace {
    /// Something was looked up.
    pub fn looked_up(&self, slot: Slot) {
        self.0.borrow_mut().slots.insert(slot);
    }

    /// An instant has not come.
    pub fn waits(&self, at_ms: i64) {
        let mut rests = self.0.borrow_mut();
        rests.until_ms = rests.until_ms.min(at_ms);
    }

    /// All that was noted.
    pub fn rests(self) -> Rests {
        self.0.into_inner()
    }
}
