//! The rules of epoch change without keys: who may ask, commit, acknowledge, refuse, decide and merge now
//! (line.md section 7, rules 1 to 7; rule 8 is [`StepAhead`]).
//!
//! In: what CONTROL entries of one epoch say ([`Word`]). Out: what this member may do. A [`Round`] is a set of
//! facts: it depends on which words were heard, not on their order, so it is rebuilt from the admitted entries of
//! the epoch after a restart. The same functions drive `Line` and the exhaustive models of `sim`.
//!
//! I1 a ballot with a NACK that was heard is never acknowledged, decided or merged by this member's own act.
//! I2 this member never both acknowledges and refuses one ballot. I3 two votes of one voter in one ballot are
//! kept as evidence and end every further acknowledgement.

use crate::ids::Epoch;
use std::collections::{BTreeMap, BTreeSet};

/// Number of an attempt within one epoch, from 0.
pub type BallotNo = u32;

/// What an entry says about the change of its epoch. `P` names a party, `H` an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word<P, H> {
    /// The proposer asks for UPDATEs (rule 1).
    Ask {
        /// Attempt.
        ballot: BallotNo,
    },
    /// A member's new leaf, good for every ballot of the epoch (rule 2).
    Update,
    /// The proposer's commit (rule 2).
    Commit {
        /// Attempt.
        ballot: BallotNo,
        /// What it folds, and whom it takes out.
        folded: Folded<P, H>,
    },
    /// Staged and good; from the proposer, the decision (rules 3 and 5).
    Ack {
        /// Attempt.
        ballot: BallotNo,
        /// Entry of the COMMIT.
        commit: H,
        /// Authenticator of the epoch it would open.
        authenticator: Vec<u8>,
        /// The other voters' ACK entries; empty but from the proposer.
        names: Vec<H>,
    },
    /// This ballot shall not be (rule 4); from the proposer, the abandonment (rule 5).
    Nack {
        /// Attempt.
        ballot: BallotNo,
    },
}

/// What a COMMIT folds besides its author's own rotation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folded<P, H> {
    /// The UPDATE entry of each member that stays, but the proposer.
    pub updates: BTreeMap<P, H>,
    /// Members that it removes for good: their ACK has no authenticator, an UPDATE of theirs is not folded.
    pub leaves: BTreeSet<P>,
    /// Members that it removes and adds in one, because their store is an old copy: they say nothing in this leaf
    /// again, so neither an UPDATE nor an ACK of theirs is awaited (line.md section 11).
    pub rejoins: BTreeSet<P>,
}

impl<P: Ord, H> Folded<P, H> {
    /// A plain rotation.
    pub fn of(updates: BTreeMap<P, H>) -> Self {
        Folded { updates, leaves: BTreeSet::new(), rejoins: BTreeSet::new() }
    }

    fn is_apart(&self, party: &P) -> bool {
        self.leaves.contains(party) || self.rejoins.contains(party)
    }
}

/// Why a word does not count. The entry stays in the transcript, the round is unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Only voters acknowledge, refuse, ask and commit (rules 1, 3, 4).
    NotAVoter,
    /// Only the proposer of the ballot asks and commits (rule 1), only its ACK names others (rule 5).
    NotTheProposer,
}

/// Two votes by one voter in one ballot (rule 7).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DoubleVote<P, H> {
    /// Who voted twice.
    pub voter: P,
    /// In which ballot.
    pub ballot: BallotNo,
    /// Both entries, the lower first.
    pub entries: [H; 2],
}

/// A decided ballot, ready to be merged (rule 6).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decision<P, H> {
    /// Attempt.
    pub ballot: BallotNo,
    /// Entry of the COMMIT.
    pub commit: H,
    /// UPDATE entries it folds.
    pub updates: BTreeMap<P, H>,
    /// The proposer's ACK and all it names: with COMMIT and UPDATEs, what is forwarded to whoever lacks them.
    pub acks: Vec<H>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Ack<P, H> {
    by: P,
    commit: H,
    authenticator: Vec<u8>,
    names: Vec<H>,
}

impl<P: Ord, H> Ack<P, H> {
    /// It is for the epoch of this authenticator; who leaves cannot derive it and names none.
    fn agrees(&self, folded: &Folded<P, H>, authenticator: &[u8]) -> bool {
        match folded.leaves.contains(&self.by) {
            true => self.authenticator.is_empty(),
            false => self.authenticator == authenticator,
        }
    }
}

/// Everything heard of one ballot, by entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Ballot<P, H> {
    asks: BTreeSet<H>,
    commits: BTreeMap<H, Folded<P, H>>,
    acks: BTreeMap<H, Ack<P, H>>,
    nacks: BTreeMap<H, P>,
}

impl<P, H> Default for Ballot<P, H> {
    fn default() -> Self {
        Ballot {
            asks: BTreeSet::new(),
            commits: BTreeMap::new(),
            acks: BTreeMap::new(),
            nacks: BTreeMap::new(),
        }
    }
}

/// One epoch's change as one member knows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Round<P, H> {
    epoch: Epoch,
    voters: Vec<P>,
    me: P,
    updates: BTreeMap<H, P>,
    ballots: BTreeMap<BallotNo, Ballot<P, H>>,
    /// ACKs that a decision may lack: none but in a planted world.
    lacking: usize,
}

impl<P: Ord + Clone, H: Ord + Clone> Round<P, H> {
    /// The round that closes `epoch`; `voters` are those of the charter version that the epoch's commit named.
    /// `me` may be a following or silent member, which then only updates and merges.
    pub fn new(epoch: Epoch, voters: impl IntoIterator<Item = P>, me: P) -> Self {
        let voters: BTreeSet<P> = voters.into_iter().collect();
        Round {
            epoch,
            voters: voters.into_iter().collect(),
            me,
            updates: BTreeMap::new(),
            ballots: BTreeMap::new(),
            lacking: 0,
        }
    }

    /// Breaks rule 5 for a planted world: a decision may lack one ACK.
    #[must_use]
    pub(crate) fn one_ack_short(self, planted: bool) -> Self {
        Round { lacking: usize::from(planted), ..self }
    }

    /// The epoch this round closes.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Voters in order of code.
    pub fn voters(&self) -> &[P] {
        &self.voters
    }

    /// Takes in what an entry of this epoch says. Hearing a word again changes nothing.
    ///
    /// # Errors
    /// [`Refused`] when its author may not say it in any state of the round.
    pub fn hear(&mut self, by: &P, entry: H, word: Word<P, H>) -> Result<(), Refused> {
        if let Word::Update = word {
            self.updates.insert(entry, by.clone());
            return Ok(());
        }
        if !self.voters.contains(by) {
            return Err(Refused::NotAVoter);
        }
        let proposes = |round: &Self, b| round.proposer(b) == Some(by);
        match word {
            Word::Update => {}
            Word::Ask { ballot } if proposes(self, ballot) => {
                self.at(ballot).asks.insert(entry);
            }
            Word::Commit { ballot, folded } if proposes(self, ballot) => {
                self.at(ballot).commits.insert(entry, folded);
            }
            Word::Ack { ballot, commit, authenticator, names }
                if names.is_empty() || proposes(self, ballot) =>
            {
                let ack = Ack { by: by.clone(), commit, authenticator, names };
                self.at(ballot).acks.insert(entry, ack);
            }
            Word::Nack { ballot } => {
                self.at(ballot).nacks.insert(entry, by.clone());
            }
            Word::Ask { .. } | Word::Commit { .. } | Word::Ack { .. } => return Err(Refused::NotTheProposer),
        }
        Ok(())
    }

    /// Rule 1: voter (e + b) mod n proposes ballot b; `None` without voters.
    pub fn proposer(&self, ballot: BallotNo) -> Option<&P> {
        let n = self.voters.len() as u64;
        let turn = (self.epoch % n.max(1) + u64::from(ballot)) % n.max(1);
        self.voters.get(usize::try_from(turn).ok()?)
    }

    /// Rules 1, 3 and 4: the lowest ballot that holds no NACK here. Only in this one may anything be said.
    pub fn current(&self) -> BallotNo {
        (0..).find(|b| !self.is_dead(*b)).expect("finitely many words were heard, so some ballot has no NACK")
    }

    /// Rule 4: one NACK by any voter kills the ballot.
    pub fn is_dead(&self, ballot: BallotNo) -> bool {
        self.ballots.get(&ballot).is_some_and(|b| !b.nacks.is_empty())
    }

    /// Rule 1: this member may send ASK in the current ballot (given a reason; once a ballot).
    pub fn may_ask(&self) -> Option<BallotNo> {
        let b = self.current();
        let said = self.ballots.get(&b).is_some_and(|x| !x.asks.is_empty() || !x.commits.is_empty());
        (self.proposer(b) == Some(&self.me) && !said && !self.is_halted()).then_some(b)
    }

    /// Rule 2: this member owes an UPDATE: somebody asked in the current ballot and none of its own is heard.
    pub fn owes_update(&self) -> bool {
        let b = self.current();
        let asked = self.ballots.get(&b).is_some_and(|x| !x.asks.is_empty());
        asked && self.proposer(b) != Some(&self.me) && !self.updates.values().any(|p| *p == self.me)
    }

    /// Rules 1 and 2: this member may send COMMIT in the ballot given, folding these UPDATEs: those of all other
    /// voters, and of whoever else sent one. The caller also asks [`StepAhead`] (rule 8). Once a ballot.
    pub fn may_commit(&self) -> Option<(BallotNo, Folded<P, H>)> {
        self.may_commit_without(BTreeSet::new(), BTreeSet::new())
    }

    /// The same for a COMMIT that removes these for good and takes those in anew.
    pub fn may_commit_without(
        &self,
        leaves: BTreeSet<P>,
        rejoins: BTreeSet<P>,
    ) -> Option<(BallotNo, Folded<P, H>)> {
        let b = self.current();
        let committed = self.ballots.get(&b).is_some_and(|x| !x.commits.is_empty());
        if self.proposer(b) != Some(&self.me) || committed || self.is_halted() {
            return None;
        }
        let mut folded = Folded { updates: BTreeMap::new(), leaves, rejoins };
        for (entry, by) in &self.updates {
            if *by != self.me && !folded.is_apart(by) {
                folded.updates.insert(by.clone(), entry.clone());
            }
        }
        self.folds_every_voter(b, &folded).then_some((b, folded))
    }

    /// Rule 3: the COMMIT this voter may acknowledge once it is staged and every certificate is good, with the
    /// UPDATEs to stage it with. Final and one a ballot; the proposer acknowledges by [`Round::may_decide`].
    pub fn may_ack(&self) -> Option<(BallotNo, H, Folded<P, H>)> {
        let b = self.current();
        if self.is_halted() || self.proposer(b) == Some(&self.me) || !self.may_still_vote(b) {
            return None;
        }
        let (commit, folded) = self.ballots.get(&b)?.commits.first_key_value()?;
        let good = self.folds_every_voter(b, folded) && !folded.rejoins.contains(&self.me);
        good.then(|| (b, commit.clone(), folded.clone()))
    }

    /// Rules 4 and 5: the ballot this voter may still refuse: it has acknowledged nothing in it. From the proposer
    /// this is the abandonment, open until it has decided.
    pub fn may_nack(&self) -> Option<BallotNo> {
        let b = self.current();
        self.may_still_vote(b).then_some(b)
    }

    /// Rule 5: the proposer's own ACK, which is the decision: ballot, COMMIT and the ACKs of all other voters,
    /// which agree with `authenticator`. It is merged in the same Persist.
    pub fn may_decide(&self, authenticator: &[u8]) -> Option<(BallotNo, H, Vec<H>)> {
        let b = self.current();
        if self.is_halted() || self.proposer(b) != Some(&self.me) || !self.may_still_vote(b) {
            return None;
        }
        let ballot = self.ballots.get(&b)?;
        let (commit, folded) = ballot.commits.first_key_value()?;
        let agreeing =
            ballot.acks.iter().filter(|(_, a)| a.commit == *commit && a.agrees(folded, authenticator));
        let names: BTreeMap<&P, &H> = agreeing.map(|(entry, a)| (&a.by, entry)).collect();
        let awaited = self.voters.iter().filter(|v| **v != self.me && !folded.rejoins.contains(v));
        let missing = awaited.filter(|v| !names.contains_key(v)).count();
        (missing <= self.lacking).then(|| (b, commit.clone(), names.into_values().cloned().collect()))
    }

    /// Rule 6: the decision this member holds whole: COMMIT, its UPDATEs, the proposer's ACK and all ACKs it
    /// names, which are those of every other voter on the same commit and authenticator.
    pub fn may_merge(&self) -> Option<Decision<P, H>> {
        self.ballots.iter().find_map(|(b, ballot)| {
            let proposer = self.proposer(*b)?;
            let decisions = ballot.acks.iter().filter(|(_, a)| a.by == *proposer);
            decisions.filter_map(|(entry, ack)| self.whole(*b, ballot, entry, ack)).next()
        })
    }

    /// Rule 7: every double vote heard.
    pub fn evidence(&self) -> Vec<DoubleVote<P, H>> {
        let mut found = Vec::new();
        for (number, ballot) in &self.ballots {
            for voter in &self.voters {
                let acks = ballot.acks.iter().filter(|(_, a)| a.by == *voter).map(|(h, _)| h);
                let nacks = ballot.nacks.iter().filter(|(_, p)| *p == voter).map(|(h, _)| h);
                let votes: BTreeSet<&H> = acks.clone().chain(nacks.take(1)).collect();
                found.extend(double(voter, *number, &votes));
                if self.proposer(*number) == Some(voter) {
                    found.extend(double(voter, *number, &ballot.commits.keys().collect()));
                }
            }
        }
        found
    }

    /// Rule 7: after a double vote nobody acknowledges any more in this term; people decide.
    pub fn is_halted(&self) -> bool {
        !self.evidence().is_empty()
    }

    fn at(&mut self, ballot: BallotNo) -> &mut Ballot<P, H> {
        self.ballots.entry(ballot).or_default()
    }

    /// A voter without an own ACK and without an own NACK in this ballot (I2).
    fn may_still_vote(&self, ballot: BallotNo) -> bool {
        let silent = self.ballots.get(&ballot).is_none_or(|b| {
            b.acks.values().all(|a| a.by != self.me) && b.nacks.values().all(|p| *p != self.me)
        });
        silent && self.voters.contains(&self.me)
    }

    /// Every voter that stays, but the proposer, has its own, heard UPDATE among these, and all of them were heard.
    fn folds_every_voter(&self, ballot: BallotNo, folded: &Folded<P, H>) -> bool {
        let updates = &folded.updates;
        let heard = updates.iter().all(|(by, entry)| self.updates.get(entry) == Some(by));
        let without = |v: &P| self.proposer(ballot) == Some(v) || folded.is_apart(v);
        let stays = self.proposer(ballot).is_some_and(|p| !folded.is_apart(p));
        heard && stays && self.voters.iter().all(|v| without(v) != updates.contains_key(v))
    }

    fn whole(
        &self,
        b: BallotNo,
        ballot: &Ballot<P, H>,
        entry: &H,
        last: &Ack<P, H>,
    ) -> Option<Decision<P, H>> {
        let folded = ballot.commits.get(&last.commit)?;
        let named: Option<Vec<&Ack<P, H>>> = last.names.iter().map(|h| ballot.acks.get(h)).collect();
        let agreed: BTreeSet<&P> = named?
            .into_iter()
            .filter(|a| a.commit == last.commit && a.agrees(folded, &last.authenticator))
            .map(|a| &a.by)
            .collect();
        let awaited = self.voters.iter().filter(|v| **v != last.by && !folded.rejoins.contains(v));
        let missing = awaited.filter(|v| !agreed.contains(v)).count();
        (missing <= self.lacking && self.folds_every_voter(b, folded)).then(|| Decision {
            ballot: b,
            commit: last.commit.clone(),
            updates: folded.updates.clone(),
            acks: std::iter::once(entry).chain(&last.names).cloned().collect(),
        })
    }
}

/// Rule 8: COMMIT in e only when the heads of every voting and following member cover all their OPENINGs of e,
/// so that no sender is more than one epoch behind and one past epoch is enough.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepAhead<P> {
    members: Vec<P>,
    covered: BTreeSet<(P, P)>,
}

impl<P: Ord + Clone> StepAhead<P> {
    /// For the voting and following members of the charter version that the epoch's commit named.
    pub fn new(members: impl IntoIterator<Item = P>) -> Self {
        StepAhead { members: members.into_iter().collect(), covered: BTreeSet::new() }
    }

    /// The heads of `holder` (its own chain included) now cover the OPENING of `author`.
    pub fn covers(&mut self, holder: &P, author: &P) {
        self.covered.insert((holder.clone(), author.clone()));
    }

    /// Whether a COMMIT may follow.
    pub fn may_commit(&self) -> bool {
        let pairs =
            self.members.iter().flat_map(|h| self.members.iter().map(move |a| (h.clone(), a.clone())));
        pairs.into_iter().all(|pair| self.covered.contains(&pair))
    }
}

fn double<P: Clone, H: Ord + Clone>(
    voter: &P,
    ballot: BallotNo,
    votes: &BTreeSet<&H>,
) -> Option<DoubleVote<P, H>> {
    let mut votes = votes.iter();
    let entries = [(*votes.next()?).clone(), (*votes.next()?).clone()];
    Some(DoubleVote { voter: voter.clone(), ballot, entries })
}

#[cfg(test)]
mod tests {
    use super::*;

    type R = Round<u8, u32>;

    /// Entry names of the tests: author, ballot, kind.
    fn id(by: u8, ballot: BallotNo, kind: u32) -> u32 {
        u32::from(by) * 100 + ballot * 10 + kind
    }

    fn update(r: &mut R, by: u8) {
        r.hear(&by, id(by, 0, 1), Word::Update).expect("anyone updates");
    }

    fn commit(r: &mut R, by: u8, b: BallotNo) {
        let updates = (0..3).filter(|v| *v != by).map(|v| (v, id(v, 0, 1))).collect();
        r.hear(&by, id(by, b, 2), Word::Commit { ballot: b, folded: Folded::of(updates) }).expect("its turn");
    }

    fn ack(r: &mut R, by: u8, b: BallotNo, names: Vec<u32>) {
        let commit = id(r.proposer(b).copied().expect("voters"), b, 2);
        let word = Word::Ack { ballot: b, commit, authenticator: vec![b as u8], names };
        r.hear(&by, id(by, b, 3), word).expect("a voter");
    }

    fn nack(r: &mut R, by: u8, b: BallotNo) {
        r.hear(&by, id(by, b, 4), Word::Nack { ballot: b }).expect("a voter");
    }

    fn updated(me: u8) -> R {
        let mut r = Round::new(0, 0..3, me);
        (0..3).for_each(|v| update(&mut r, v));
        r
    }

    #[test]
    fn proposers_take_turns_from_the_epochs_number_on() {
        let r: R = Round::new(5, 0..3, 0);
        assert_eq!(
            (0..4).map(|b| r.proposer(b).copied()).collect::<Vec<_>>(),
            [Some(2), Some(0), Some(1), Some(2)]
        );
    }

    #[test]
    fn proposer_commits_only_with_every_voters_update() {
        let mut r: R = Round::new(0, 0..3, 0);
        assert_eq!(r.may_ask(), Some(0));
        update(&mut r, 1);
        assert_eq!(r.may_commit(), None);
        update(&mut r, 2);
        assert_eq!(r.may_commit(), Some((0, Folded::of([(1, 101), (2, 201)].into()))));
        commit(&mut r, 0, 0);
        assert_eq!(r.may_commit(), None, "once a ballot");
    }

    #[test]
    fn next_ballot_opens_only_with_a_nack() {
        let mut r = updated(1);
        assert_eq!((r.may_commit(), r.may_ask()), (None, None));
        nack(&mut r, 2, 0);
        assert_eq!(r.may_ask(), Some(1));
        assert_eq!(r.may_commit().map(|(b, _)| b), Some(1));
    }

    #[test]
    fn ack_is_final_and_so_is_nack() {
        let mut r = updated(1);
        commit(&mut r, 0, 0);
        assert_eq!(r.may_ack().map(|(b, c, _)| (b, c)), Some((0, 2)));
        let mut refused = r.clone();
        ack(&mut r, 1, 0, vec![]);
        assert_eq!((r.may_ack(), r.may_nack()), (None, None));
        nack(&mut refused, 1, 0);
        assert_eq!((refused.may_ack(), refused.may_nack()), (None, Some(1)));
    }

    #[test]
    fn decision_needs_every_ack_on_the_same_authenticator() {
        let mut r = updated(0);
        commit(&mut r, 0, 0);
        ack(&mut r, 1, 0, vec![]);
        assert_eq!(r.may_decide(&[0]), None);
        assert_eq!(r.may_nack(), Some(0), "abandonment is open");
        ack(&mut r, 2, 0, vec![]);
        assert_eq!(r.may_decide(&[9]), None, "another epoch was derived");
        assert_eq!(r.may_decide(&[0]), Some((0, 2, vec![103, 203])));
    }

    #[test]
    fn merge_needs_commit_updates_the_decision_and_all_it_names() {
        let mut r = updated(1);
        commit(&mut r, 0, 0);
        ack(&mut r, 1, 0, vec![]);
        ack(&mut r, 0, 0, vec![103, 203]);
        assert_eq!(r.may_merge(), None, "an ACK it names is not here");
        ack(&mut r, 2, 0, vec![]);
        assert_eq!(r.may_merge().map(|d| (d.commit, d.acks)), Some((2, vec![3, 103, 203])));
        let mut short = updated(1);
        commit(&mut short, 0, 0);
        ack(&mut short, 1, 0, vec![]);
        ack(&mut short, 2, 0, vec![]);
        assert_eq!(short.may_merge(), None, "all ACKs are not the decision");
        ack(&mut short, 0, 0, vec![103]);
        assert_eq!(short.may_merge(), None, "a decision one ACK short is none");
    }

    #[test]
    fn who_leaves_agrees_without_an_authenticator_and_nobody_waits_for_an_old_copy() {
        let mut r: R = Round::new(0, 0..4, 0);
        [1, 2, 3].into_iter().for_each(|v| update(&mut r, v));
        let (b, folded) = r.may_commit_without([1].into(), [2].into()).expect("its turn");
        assert_eq!(folded.updates, [(3, 301)].into());
        r.hear(&0, 2, Word::Commit { ballot: b, folded }).expect("its turn");
        let ack = |authenticator: &[u8]| Word::Ack {
            ballot: 0,
            commit: 2,
            authenticator: authenticator.to_vec(),
            names: Vec::new(),
        };
        r.hear(&3, 303, ack(b"new")).expect("a voter");
        assert_eq!(r.may_decide(b"new"), None, "who leaves has not agreed");
        r.hear(&1, 103, ack(b"")).expect("a voter");
        assert_eq!(r.may_decide(b"new"), Some((0, 2, vec![103, 303])));
    }

    #[test]
    fn a_member_does_not_commit_itself_out() {
        let mut r: R = Round::new(0, 0..3, 0);
        [1, 2].into_iter().for_each(|v| update(&mut r, v));
        assert_eq!(r.may_commit_without([0].into(), BTreeSet::new()), None);
    }

    #[test]
    fn double_votes_are_kept_and_end_acknowledging() {
        let mut r = updated(1);
        commit(&mut r, 0, 0);
        r.hear(&0, 7, Word::Commit { ballot: 0, folded: Folded::of(BTreeMap::new()) }).expect("its turn");
        assert_eq!(r.evidence(), [DoubleVote { voter: 0, ballot: 0, entries: [2, 7] }]);
        assert_eq!(r.may_ack(), None);
        let mut r = updated(1);
        ack(&mut r, 2, 0, vec![]);
        nack(&mut r, 2, 0);
        assert_eq!(r.evidence(), [DoubleVote { voter: 2, ballot: 0, entries: [203, 204] }]);
        assert_eq!((r.may_commit(), r.may_ask()), (None, None));
    }

    #[test]
    fn words_out_of_turn_are_refused() {
        let mut r: R = Round::new(0, 0..3, 0);
        assert_eq!(r.hear(&1, 1, Word::Ask { ballot: 0 }), Err(Refused::NotTheProposer));
        assert_eq!(r.hear(&8, 2, Word::Nack { ballot: 0 }), Err(Refused::NotAVoter));
        let word = Word::Ack { ballot: 0, commit: 1, authenticator: vec![], names: vec![3] };
        assert_eq!(r.hear(&1, 4, word), Err(Refused::NotTheProposer));
    }

    #[test]
    fn one_step_ahead_waits_for_every_head_over_every_opening() {
        let mut step = StepAhead::new([0u8, 1]);
        for (holder, author) in [(0, 0), (0, 1), (1, 0)] {
            step.covers(&holder, &author);
            assert!(!step.may_commit());
        }
        step.covers(&1, &1);
        assert!(step.may_commit());
    }
}
