//! How far one looks into each author's chain: a cut without its hashes, less what an equivocation struck
//! and what a RE-FORM made void.
//!
//! I1 the horizon of a cut is closed beneath: what lies under an entry in it lies in it.

use line::cut::Cut;
use line::ids::{PartyCode, Seq};
use std::collections::{BTreeMap, BTreeSet};

/// Highest seq by author, less single entries that are looked past.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Horizon {
    upto: BTreeMap<PartyCode, Seq>,
    past: BTreeSet<(PartyCode, Seq)>,
}

impl Horizon {
    /// The horizon of a cut; entries at or beyond a struck place of an author, and void ones, are left out.
    pub fn of(cut: &Cut, struck: &BTreeMap<PartyCode, Seq>, voids: &BTreeSet<(PartyCode, Seq)>) -> Self {
        let clamp = |(author, (seq, _)): (&PartyCode, &(Seq, line::ids::EntryHash))| {
            let most = struck.get(author).map_or(Seq::MAX, |from| from.saturating_sub(1));
            (author.clone(), (*seq).min(most))
        };
        Horizon { upto: cut.0.iter().map(clamp).collect(), past: voids.clone() }
    }

    /// A horizon from seqs by author.
    pub fn from_seqs(seqs: BTreeMap<PartyCode, Seq>) -> Self {
        Horizon { upto: seqs, past: BTreeSet::new() }
    }

    /// The same without one entry: what if it had not been said?
    #[must_use]
    pub fn without(&self, author: &PartyCode, seq: Seq) -> Self {
        let mut other = self.clone();
        other.past.insert((author.clone(), seq));
        other
    }

    /// Whether an author's entry at a place lies within.
    pub fn sees(&self, author: &PartyCode, seq: Seq) -> bool {
        seq <= self.seq(author) && (self.past.is_empty() || !self.past.contains(&(author.clone(), seq)))
    }

    /// Highest seq of an author, 0 if none.
    pub fn seq(&self, author: &PartyCode) -> Seq {
        self.upto.get(author).copied().unwrap_or(0)
    }

    /// Authors with at least one entry within.
    pub fn authors(&self) -> impl Iterator<Item = &PartyCode> {
        self.upto.keys()
    }

    /// Narrows it to an author's chain up to a place.
    pub fn narrow(&mut self, author: &PartyCode, seq: Seq) {
        if let Some(held) = self.upto.get_mut(author) {
            *held = (*held).min(seq);
        }
    }

    /// Widens it to hold an author's chain up to a place.
    pub fn widen(&mut self, author: &PartyCode, seq: Seq) {
        let held = self.upto.entry(author.clone()).or_default();
        *held = (*held).max(seq);
    }
}
