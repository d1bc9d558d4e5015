//! The own COMMIT that waits for its decision, and when it makes way.
//!
//! I1 what a voter has refused cannot be decided any more: only such a COMMIT is dropped for an UPDATE. I2 an order of a
//! person's that was refused is told of and not tried again by itself.

use super::Line;
use super::changes::{Order, named};
use super::rows::PENDING;
use crate::ballot::{BallotNo, Round};
use crate::body::{Commit, Control};
use crate::error::LineError;
use crate::group::Group;
use crate::machine::Table;

impl<G: Group> Line<G> {
    /// The own COMMIT that waits for its decision.
    fn pending_commit(&self) -> Option<Commit> {
        let body = self.entry_of(&self.rekey.pending.as_ref()?.commit)?.body.clone();
        let Ok(Control::Commit(commit)) = Control::decode(&body) else { return None };
        Some(commit)
    }

    fn is_dead(&self, ballot: BallotNo) -> bool {
        self.rekey.round.as_ref().is_some_and(|round| round.is_dead(ballot))
    }

    /// Whether no own COMMIT is pending: beside one the group makes no UPDATE. One whose ballot a voter has refused cannot
    /// be decided any more, and makes way for the UPDATE of the next ballot.
    pub(super) fn clear_of_own_commit(&mut self) -> bool {
        let halted = self.rekey.round.as_ref().is_none_or(Round::is_halted);
        if self.pending_commit().is_some_and(|commit| !halted && self.is_dead(commit.ballot)) {
            self.drop_pending();
        }
        self.rekey.pending.is_none()
    }

    /// A ballot with an order of a person's was refused by another voter: it is not tried again by itself.
    pub(super) fn order_refused(&mut self) {
        if self.rekey.ordered.is_none() {
            return;
        }
        let Some(commit) = self.pending_commit() else { return };
        let refused = Order { changes: named(&commit), charter: commit.charter };
        if refused.is_of_weight() && self.is_dead(commit.ballot) {
            self.drop_pending();
            self.drop_order();
            self.refuse(&LineError::Change("REFUSED"));
        }
    }

    pub(super) fn drop_pending(&mut self) {
        self.group.abort();
        self.forget_pending();
    }

    /// The group has no pending or staged commit any more.
    pub(super) fn forget_pending(&mut self) {
        self.rekey.pending = None;
        self.rekey.staged = None;
        self.out.delete(Table::Core, PENDING.to_vec());
    }
}
