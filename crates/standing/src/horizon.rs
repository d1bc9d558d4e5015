//! How far one looks into each author's chain: a cut without its hashes, less what an equivocation struck
//! and what a RE-FORM made void.
//!
//! I1 the horizon of a cut is closed beneath: what lies under an entry in it lies in it.

use crate::trace::{Slot, Trace};
use line::cut::Cut;
use line::ids::{PartyCode, Seq};
use std::collections::{BTreeMap, BTreeSet};

/// Highest seq by author, less single entries that are looked past.
#[derive(Debug, Default)]
pub struct Horizon {
    upto: BTreeMap<PartyCode, Seq>,
    past: BTreeSet<(PartyCode, Seq)>,
    trace: Option<Trace>,
}

/// A copy notes nothing.
impl Clone for Horizon {
    fn clone(&self) -> Self {
        Horizon { upto: self.upto.clone(), past: self.past.clone(), trace: None }
    }
}

impl Horizon {
    /// The horizon of a cut; entries at or beyond a struck place of an author, and void ones, are left out.
    pub fn of(cut: &Cut, struck: &BTreeMap<PartyCode, Seq>, voids: &BTreeSet<(PartyCode, Seq)>) -> Self {
        let clamp = |(author, (seq, _)): (&PartyCode, &(Seq, line::ids::EntryHash))| {
            let most = struck.get(author).map_or(Seq::MAX, |from| from.saturating_sub(1));
            (author.clone(), (*seq).min(most))
        };
        Horizon { upto: cut.0.iter().map(clamp).collect(), past: voids.clone(), trace: None }
    }

    /// A horizon from seqs by author.
    pub fn from_seqs(seqs: BTreeMap<PartyCode, Seq>) -> Self {
        Horizon { upto: seqs, ..Horizon::default() }
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

    /// The same, noting what is looked up within it.
    #[must_use]
    pub fn traced(&self) -> Self {
        Horizon { trace: Some(Trace::default()), ..self.clone() }
    }

    /// What is noted, where it is.
    pub fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }

    /// Ends the noting and gives what was noted.
    pub fn into_trace(self) -> Option<Trace> {
        self.trace
    }

    /// Something is looked up.
    pub fn looked_up(&self, slot: impl FnOnce() -> Slot) {
        if let Some(trace) = &self.trace {
            trace.looked_up(slot());
        }
    }

    /// Whether nothing is left out of the chains up to these places.
    pub fn holds_all<'a>(&self, mut ends: impl Iterator<Item = (&'a PartyCode, Seq)>) -> bool {
        self.past.is_empty() && ends.all(|(author, end)| self.seq(author) >= end)
    }

    /// Authors with at least one entry within.
    pub fn authors(&self) -> impl Iterator<Item = &PartyCode> {
        self.looked_up(|| Slot::Authors);
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
