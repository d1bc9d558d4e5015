//! The rules of RE-FORM without keys: who may write what, when an attempt is dead, when one stands, and who may no
//! longer acknowledge or merge (line.md section 7, rule 9).
//!
//! In: what RE-FORM entries written in one era say, and who has shown an OPENING of a later one. Out: what this
//! member may do. A [`Reforming`] is a set of facts: it depends on what was heard, not on the order, so it is rebuilt
//! from the entries after a restart. The same functions drive `Line` and the exhaustive model of `sim`.
//!
//! I1 a member has one word an attempt. I2 while a word of its own is not dead a member neither acknowledges nor
//! merges in the old term (the pledge). I3 two attempts never both stand: their writers have a voter in common.

use std::collections::{BTreeMap, BTreeSet};

/// Number of an attempt, from 0.
pub type AttemptNo = u32;

/// What a RE-FORM asks for: by whom it must be written, and everything else of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Proposal<P: Ord, C> {
    /// The voters who must all write the same.
    pub writers: BTreeSet<P>,
    /// Cut, members with tempo, reason.
    pub content: C,
}

/// RE-FORM in one era as one member knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reforming<P: Ord, C> {
    me: P,
    voters: BTreeSet<P>,
    said: BTreeMap<AttemptNo, BTreeMap<P, BTreeSet<Proposal<P, C>>>>,
    opened: BTreeSet<P>,
    /// The pledge is not kept: only in a planted world.
    breaks_pledge: bool,
}

impl<P: Ord + Clone, C: Ord + Clone> Reforming<P, C> {
    /// For the voters of the era that is stuck.
    pub fn new(me: P, voters: impl IntoIterator<Item = P>) -> Self {
        let (said, opened) = (BTreeMap::new(), BTreeSet::new());
        Reforming { me, voters: voters.into_iter().collect(), said, opened, breaks_pledge: false }
    }

    /// Breaks I2 for a planted world.
    #[must_use]
    pub fn without_pledge(self, planted: bool) -> Self {
        Reforming { breaks_pledge: planted, ..self }
    }

    /// Takes in a RE-FORM. Hearing it again changes nothing; `false` if its author may not write it.
    pub fn hear(&mut self, by: &P, attempt: AttemptNo, proposal: Proposal<P, C>) -> bool {
        let fits = self.fits(&proposal) && proposal.writers.contains(by);
        if fits {
            let said = self.said.entry(attempt).or_default().entry(by.clone()).or_default();
            said.insert(proposal);
        }
        fits
    }

    /// A member has shown its OPENING of a later epoch of the old term.
    pub fn opened(&mut self, by: &P) {
        self.opened.insert(by.clone());
    }

    /// Two or more voters, over half.
    fn fits(&self, proposal: &Proposal<P, C>) -> bool {
        let count = proposal.writers.len();
        count >= 2 && count * 2 > self.voters.len() && proposal.writers.is_subset(&self.voters)
    }

    fn words_of(&self, attempt: AttemptNo, party: &P) -> impl Iterator<Item = &Proposal<P, C>> {
        self.said.get(&attempt).and_then(|by| by.get(party)).into_iter().flatten()
    }

    /// An attempt is dead for a proposal when one of its writers wrote otherwise in it, went on to a later one without
    /// a word in it (nobody goes back), or has left the epoch.
    pub fn is_dead(&self, attempt: AttemptNo, proposal: &Proposal<P, C>) -> bool {
        let otherwise = |w: &P| self.words_of(attempt, w).any(|said| said != proposal);
        let later = |w: &P| self.said.range(attempt + 1..).any(|(_, by)| by.contains_key(w));
        let passed = |w: &P| self.words_of(attempt, w).next().is_none() && later(w);
        proposal.writers.iter().any(|w| self.opened.contains(w) || otherwise(w) || passed(w))
    }

    /// The proposal that stands: all its writers have written it.
    pub fn stands(&self) -> Option<(AttemptNo, &Proposal<P, C>)> {
        let all = self.said.iter().flat_map(|(at, by)| by.values().flatten().map(move |p| (*at, p)));
        let written = |at: AttemptNo, p: &Proposal<P, C>| {
            p.writers.iter().all(|w| self.words_of(at, w).next().is_some())
        };
        let mut standing = all.filter(|(at, p)| written(*at, p) && !self.is_dead(*at, p));
        standing.next()
    }

    /// Proposals that wait for writers and are not dead, by attempt.
    pub fn open(&self) -> Vec<(AttemptNo, &Proposal<P, C>)> {
        let all = self.said.iter().flat_map(|(at, by)| by.values().flatten().map(move |p| (*at, p)));
        let mut open: Vec<_> = all.filter(|(at, p)| !self.is_dead(*at, p)).collect();
        open.sort();
        open.dedup();
        open
    }

    fn own(&self) -> impl Iterator<Item = (AttemptNo, &Proposal<P, C>)> {
        self.said.keys().flat_map(|at| self.words_of(*at, &self.me).map(|p| (*at, p)))
    }

    /// Whether a word of this member's own is not dead: it neither acknowledges nor merges in the old term.
    pub fn is_pledged(&self) -> bool {
        !self.breaks_pledge && self.own().any(|(at, p)| !self.is_dead(at, p))
    }

    /// The attempt in which this member may write a proposal of its own: a voter that has not left the epoch, with no
    /// word that is not dead. The caller also knows that it holds no decision.
    pub fn may_propose(&self) -> Option<AttemptNo> {
        let free = self.voters.contains(&self.me) && !self.opened.contains(&self.me);
        if !free || self.own().any(|(at, p)| !self.is_dead(at, p)) {
            return None;
        }
        let next = self.own().map(|(at, _)| at + 1).max().unwrap_or(0);
        Some(self.said.keys().next_back().copied().unwrap_or(0).max(next))
    }

    /// Whether this member may write the same as this proposal of this attempt.
    pub fn may_agree(&self, attempt: AttemptNo, proposal: &Proposal<P, C>) -> bool {
        let next = self.own().map(|(at, _)| at + 1).max().unwrap_or(0);
        let free = self.own().all(|(at, p)| self.is_dead(at, p)) && !self.opened.contains(&self.me);
        free && next <= attempt
            && self.fits(proposal)
            && proposal.writers.contains(&self.me)
            && !self.is_dead(attempt, proposal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type R = Reforming<char, u8>;

    fn proposal(writers: &str, content: u8) -> Proposal<char, u8> {
        Proposal { writers: writers.chars().collect(), content }
    }

    #[test]
    fn it_stands_when_all_its_writers_have_written_the_same() {
        let mut r = R::new('A', "ABC".chars());
        assert!(r.hear(&'A', 0, proposal("AB", 1)));
        assert_eq!((r.stands(), r.is_pledged()), (None, true));
        assert!(r.hear(&'B', 0, proposal("AB", 1)));
        assert_eq!(r.stands(), Some((0, &proposal("AB", 1))));
    }

    #[test]
    fn another_word_kills_the_attempt_and_frees_its_writers() {
        let mut r = R::new('A', "ABC".chars());
        r.hear(&'A', 0, proposal("AB", 1));
        assert_eq!(r.may_propose(), None, "one word an attempt, while it lives");
        r.hear(&'B', 0, proposal("AB", 2));
        assert_eq!((r.stands(), r.is_pledged(), r.may_propose()), (None, false, Some(1)));
        assert!(!r.may_agree(0, &proposal("AB", 2)), "it has had its word in this attempt");
        assert!(r.may_agree(1, &proposal("ABC", 3)));
    }

    #[test]
    fn a_writer_that_went_on_without_a_word_kills_the_attempt_it_passed() {
        let mut r = R::new('A', "ABC".chars());
        r.hear(&'A', 0, proposal("AB", 1));
        r.hear(&'B', 1, proposal("AB", 1));
        assert!(!r.is_pledged(), "B does not go back");
        assert!(r.may_agree(1, &proposal("AB", 1)));
    }

    #[test]
    fn an_opening_of_the_next_epoch_kills_it_too() {
        let mut r = R::new('A', "ABC".chars());
        r.hear(&'A', 0, proposal("AB", 1));
        r.opened(&'C');
        assert!(r.is_pledged(), "C is no writer of it");
        r.opened(&'B');
        assert!(!r.is_pledged());
    }

    #[test]
    fn fewer_than_half_or_who_does_not_vote_or_is_not_named_is_refused() {
        let mut r = R::new('A', "ABCD".chars());
        assert!(!r.hear(&'A', 0, proposal("AB", 1)), "two of four");
        assert!(!r.hear(&'A', 0, proposal("ABX", 1)));
        assert!(!r.hear(&'D', 0, proposal("ABC", 1)));
        let mut two = R::new('A', "AB".chars());
        assert!(!two.hear(&'A', 0, proposal("A", 1)), "nobody is put out of a two-party compartment");
        assert!(two.hear(&'A', 0, proposal("AB", 1)));
    }
}
