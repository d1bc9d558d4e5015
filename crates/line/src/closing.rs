//! The rules of closing an epoch without keys: when an author may give its old leaf key away, and from when on a
//! signature with that key proves nothing (line.md section 7, "Closing"; sections 3 and 5).
//!
//! In: what is admitted (author, epoch, place, heads) and what was disclosed. Out: what this member may do and must
//! refuse. A [`Closing`] depends on the admitted entries alone, so it is rebuilt from them after a restart. The same
//! functions drive `Line` and the exhaustive model of `sim`.
//!
//! I1 while a key may still be unknown to others nothing signed with it is refused as late; from the entry on by
//! which this member itself let the key go out, everything new is. I2 a member that has not covered the OPENING
//! holds every disclosure back, unless it is silent.

use crate::ids::{Epoch, Seq};
use std::collections::{BTreeMap, BTreeSet};

/// The life of a leaf key (line.md section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeafState {
    /// Made, in no tree yet: a KeyPackage's, or one of an UPDATE not yet written.
    Made,
    /// In an UPDATE or COMMIT that is not merged.
    Proposed,
    /// Signs the entries of this epoch.
    Live,
    /// Another has taken its place; its author's OPENING of the next epoch is written.
    Replaced,
    /// Every voting and following member has covered that OPENING in a later epoch.
    Covered,
    /// Given away in a DISCLOSE; signatures with it are erased.
    Disclosed,
}

/// Who has entered which epoch where, and covers whom, as one member has admitted it. `P` names a party.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Closing<P> {
    me: P,
    counted: BTreeSet<P>,
    chains: BTreeMap<P, Chain<P>>,
}

/// One author's chain as admitted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Chain<P> {
    epoch: Epoch,
    openings: BTreeMap<Epoch, Seq>,
    covers: BTreeMap<P, Seq>,
    disclosed: Option<Epoch>,
}

impl<P: Ord + Clone> Closing<P> {
    /// For the member `me`; `counted` are the voting and following members of the charter version in force.
    pub fn new(me: P, counted: impl IntoIterator<Item = P>) -> Self {
        Closing { me, counted: counted.into_iter().collect(), chains: BTreeMap::new() }
    }

    /// Others count from now on.
    pub fn count(&mut self, counted: impl IntoIterator<Item = P>) {
        self.counted = counted.into_iter().collect();
    }

    /// Takes in an admitted entry: its author's first one in an epoch opens it.
    pub fn admitted(&mut self, author: &P, epoch: Epoch, seq: Seq, heads: impl Iterator<Item = (P, Seq)>) {
        let fresh = || Chain { epoch, openings: BTreeMap::new(), covers: BTreeMap::new(), disclosed: None };
        let chain = self.chains.entry(author.clone()).or_insert_with(fresh);
        chain.epoch = chain.epoch.max(epoch);
        chain.openings.entry(epoch).or_insert(seq);
        for (of, seq) in heads {
            let covered = chain.covers.entry(of).or_default();
            *covered = seq.max(*covered);
        }
    }

    /// Takes in that an author has given away its leaf key of this epoch, and with it whatever it signed up to then.
    pub fn disclosed(&mut self, author: &P, epoch: Epoch) {
        if let Some(chain) = self.chains.get_mut(author) {
            chain.disclosed = chain.disclosed.max(Some(epoch));
        }
    }

    /// The last epoch whose leaf key an author has given away.
    pub fn disclosed_by(&self, author: &P) -> Option<Epoch> {
        self.chains.get(author)?.disclosed
    }

    /// The epochs in which an author has written, from an epoch on.
    pub fn epochs_of(&self, author: &P, from: Epoch) -> Vec<Epoch> {
        let chain = self.chains.get(author);
        chain.map(|c| c.openings.range(from..).map(|(epoch, _)| *epoch).collect()).unwrap_or_default()
    }

    /// Where an author's chain left an epoch: its OPENING of the next one in which it wrote. What it wrote up to
    /// `epoch` lies below, all of it.
    pub fn left_at(&self, author: &P, epoch: Epoch) -> Option<Seq> {
        let later = epoch.checked_add(1)?;
        self.chains.get(author)?.openings.range(later..).next().map(|(_, seq)| *seq)
    }

    /// Whether the author's leaf key of this epoch may be given away: entries of later epochs by every voting and
    /// following member have heads that cover the OPENING with which the author left it.
    pub fn may_disclose(&self, author: &P, epoch: Epoch) -> bool {
        let Some(opening) = self.left_at(author, epoch) else { return false };
        self.counted.iter().filter(|m| *m != author).all(|m| self.covers_later(m, author, epoch, opening))
    }

    /// Whether a signature with the author's leaf key of this epoch proves nothing to this member any more: the key
    /// is given away, or this member's own heads have covered the OPENING, without which it could not have been.
    /// All that the author wrote in that epoch is here by then, so whatever else turns up is a forgery.
    pub fn is_spent(&self, author: &P, epoch: Epoch) -> bool {
        let Some(opening) = self.left_at(author, epoch) else { return false };
        if self.disclosed_by(author).is_some_and(|to| to >= epoch) {
            return true;
        }
        let silent = !self.counted.contains(&self.me);
        *author != self.me && (silent || self.covers_later(&self.me, author, epoch, opening))
    }

    /// Where the author's leaf key of this epoch stands, once it was live.
    pub fn state_of(&self, author: &P, epoch: Epoch) -> LeafState {
        if self.left_at(author, epoch).is_none() {
            return LeafState::Live;
        }
        match self.disclosed_by(author).is_some_and(|to| to >= epoch) {
            true => LeafState::Disclosed,
            false if self.may_disclose(author, epoch) => LeafState::Covered,
            false => LeafState::Replaced,
        }
    }

    fn covers_later(&self, holder: &P, author: &P, epoch: Epoch, opening: Seq) -> bool {
        let covers = |c: &Chain<P>| c.covers.get(author).is_some_and(|seq| *seq >= opening);
        self.chains.get(holder).is_some_and(|c| c.epoch > epoch && covers(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(me: char) -> Closing<char> {
        let mut c = Closing::new(me, ['A', 'B', 'C']);
        for author in ['A', 'B', 'C', 'S'] {
            c.admitted(&author, 1, 1, [].into_iter());
        }
        c.admitted(&'A', 1, 2, [].into_iter());
        c
    }

    fn covers(c: &mut Closing<char>, who: char, epoch: Epoch, seq: Seq) {
        c.admitted(&who, epoch, seq, [('A', 3)].into_iter());
    }

    #[test]
    fn a_key_is_given_away_when_all_that_count_cover_the_opening_in_a_later_epoch() {
        let mut c = closing('A');
        assert!(!c.may_disclose(&'A', 1), "nobody has left the epoch");
        c.admitted(&'A', 2, 3, [].into_iter());
        covers(&mut c, 'B', 2, 2);
        assert!(!c.may_disclose(&'A', 1), "C has not spoken");
        c.admitted(&'C', 2, 2, [('A', 2)].into_iter());
        assert!(!c.may_disclose(&'A', 1), "C covers what lies below the OPENING only");
        covers(&mut c, 'C', 2, 3);
        assert!(c.may_disclose(&'A', 1), "the silent member does not count");
        assert_eq!(c.state_of(&'A', 1), LeafState::Covered);
        c.disclosed(&'A', 1);
        assert_eq!((c.state_of(&'A', 1), c.state_of(&'A', 2)), (LeafState::Disclosed, LeafState::Live));
    }

    #[test]
    fn heads_of_the_old_epoch_are_no_cover() {
        let mut c = closing('A');
        c.admitted(&'A', 2, 3, [].into_iter());
        covers(&mut c, 'B', 2, 2);
        covers(&mut c, 'C', 1, 2);
        assert!(!c.may_disclose(&'A', 1));
    }

    #[test]
    fn a_signature_proves_until_the_own_heads_let_the_key_go() {
        let mut c = closing('B');
        c.admitted(&'A', 2, 3, [].into_iter());
        assert!(!c.is_spent(&'A', 1), "B has not covered the OPENING, so nobody but A has the key");
        covers(&mut c, 'B', 2, 2);
        assert!(c.is_spent(&'A', 1));
        assert!(!c.is_spent(&'A', 2), "the live key proves");
        assert!(!c.is_spent(&'C', 1), "C is still there");
    }

    #[test]
    fn to_a_silent_member_it_proves_until_the_opening_comes_only() {
        let mut c = closing('S');
        assert!(!c.is_spent(&'A', 1));
        c.admitted(&'A', 2, 3, [].into_iter());
        assert!(c.is_spent(&'A', 1));
    }

    #[test]
    fn an_own_key_is_spent_by_the_own_disclosure_alone() {
        let mut c = closing('A');
        c.admitted(&'A', 2, 3, [].into_iter());
        assert!(!c.is_spent(&'A', 1), "a second store of ours may have written it");
        c.disclosed(&'A', 1);
        assert!(c.is_spent(&'A', 1));
    }
}
