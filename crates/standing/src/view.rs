//! What a fold may look at: the book up to a horizon, the charter's clocks, and a time.

use crate::book::{Book, Filed};
use crate::horizon::Horizon;
use line::ids::PartyCode;
use notice::{Clocks, Code8, Number, Parameters};

/// Deliberate deviations, so that the simulator can show that its checkers catch them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Planted {
    /// A read-back counts as K3 whatever it restates (issue 3, "count a mismatched read-back").
    pub count_mismatched_read_back: bool,
}

/// The sight of one evaluation.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Everything filed.
    pub book: &'a Book,
    /// How far it is looked into.
    pub horizon: &'a Horizon,
    /// Clocks of the charter.
    pub clocks: &'a Clocks,
    /// The charter, for the critical fields it adds.
    pub charter: Option<&'a Parameters>,
    /// The time, ms UTC.
    pub as_of_ms: i64,
    /// Off everywhere but in planted worlds.
    pub planted: Planted,
}

impl<'a> View<'a> {
    /// The same sight at another time.
    #[must_use]
    pub fn at(self, as_of_ms: i64) -> Self {
        View { as_of_ms, ..self }
    }

    /// What was said about a number, in order.
    pub fn about(self, number: &Number) -> impl Iterator<Item = &'a Filed> + use<'a> {
        self.book.about(number, self.horizon).map(AsRef::as_ref)
    }
}

/// A party's code as the carrier writes it. Both crates have the one shape, so a code of a notice is always one.
pub fn party_of(code: &Code8) -> PartyCode {
    PartyCode::parse(code.as_str()).expect("both crates demand 2 to 8 capitals or digits, a letter first")
}

/// Parties that a notice is addressed to (true) or informed by (false), without its author.
pub fn addressees(filed: &Filed) -> Vec<(PartyCode, bool)> {
    let envelope = filed.notice.envelope();
    let to = envelope.to.iter().map(|station| (party_of(&station.party), true));
    let info = envelope.info.iter().map(|station| (party_of(&station.party), false));
    let mut all: Vec<(PartyCode, bool)> = to.chain(info).collect();
    all.sort_by(|a, b| (&a.0, !a.1).cmp(&(&b.0, !b.1)));
    all.dedup_by(|later, first| later.0 == first.0);
    all.retain(|(party, _)| *party != filed.place.author);
    all
}
