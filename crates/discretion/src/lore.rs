//! What the guard knows before it reads a record: words, parties, groups, places, and how often things stand in public
//! text.
//!
//! I1 the shipped tables are read once and are of their form; a test reads them.

use crate::background::Background;
use crate::gazetteer::{Gazetteer, Nearby};
use crate::words::Words;
use std::sync::OnceLock;

/// All of it.
#[derive(Debug)]
pub struct Lore {
    pub(crate) words: Words,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) background: Background,
    everywhere: OnceLock<Nearby>,
}

impl Lore {
    /// The shipped tables, `data/discretion` of the source.
    pub fn shipped() -> Self {
        Lore::with(Background::read(BACKGROUND))
    }

    /// The shipped words and places with nothing known of public text: what the table of it is counted with.
    pub fn unread() -> Self {
        Lore::with(Background::default())
    }

    /// Every place by name, for counting public text.
    pub(crate) fn everywhere(&self) -> &Nearby {
        self.everywhere.get_or_init(|| self.gazetteer.everywhere())
    }

    fn with(background: Background) -> Self {
        let mut words = Words::default();
        // The tables are embedded and a test reads each: one that is not of its form never ships.
        let read = words
            .take(WORDS)
            .and_then(|()| words.take_of("party", PARTIES))
            .and_then(|()| words.take_of("group", GROUPS));
        debug_assert_eq!(read, Ok(()));
        Lore { words, gazetteer: Gazetteer::of(&[PLACES, MORE]), background, everywhere: OnceLock::new() }
    }
}

/// Words by kind and value.
pub const WORDS: &str = include_str!("../../../data/discretion/words.tsv");
/// Parties by code.
pub const PARTIES: &str = include_str!("../../../data/discretion/parties.tsv");
/// Groups by name.
pub const GROUPS: &str = include_str!("../../../data/discretion/groups.tsv");
const PLACES: &str = include_str!("../../../data/discretion/places.tsv");
const MORE: &str = include_str!("../../../data/discretion/places-more.tsv");
const BACKGROUND: &str = include_str!("../../../data/discretion/background.tsv");
