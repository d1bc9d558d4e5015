//! The mediator's best plan for the ladder of four moves, over whole histories and not over one stage.
//!
//! Everything public is public, so the go-between sees what both see; what each side tells it is its type, and what it tells
//! each is the next act (Myerson 1986; Forges 1986). A side may tell another type, or act otherwise than it is told; what the
//! go-between can see of that it answers through the other side. With proofs a side may say nothing, but not another type
//! (Forges, Koessler 2005). At its last move no side is told an act that is worse for it whatever it believes: the other
//! side's last act is then its own best one, and four moves come to three.
//!
//! I1 the plan and every deviation are linear in the weights of what is told, so the best plan is one linear programme.
//! I2 a punishment is pruned only where another is as hard on every type and every act that could follow. I3 what comes back
//! is verified apart, by best replies to the plan.

mod aloud;
mod board;
mod checker;
mod plan;

pub use board::Board;
pub use plan::{Plan, best};

use crate::error::DeskError;
use crate::model::Model;
use crate::tree::{Talk, tree};

/// What the plan comes to if everybody keeps to its habits and nobody is told anything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aloud {
    /// Payoffs of both sides.
    pub payoffs: [f64; 2],
    /// The most that either side gains by leaving it, found on the tree of all histories.
    pub gain: f64,
}

impl Plan {
    /// The plan without its go-between, on the tree without talk.
    ///
    /// # Errors
    /// If the tree is none.
    pub fn aloud(&self, model: &Model, board: &Board) -> Result<Aloud, DeskError> {
        let tree = tree(model, Talk::Silence)?;
        let behaviour = aloud::behaviour(model, board, &self.told, &tree);
        let worth = games::checker::behaviour(&tree, &behaviour)?;
        let payoff = |side: usize| worth.payoffs.get(side).copied().unwrap_or(f64::NAN);
        let gain = worth.gains.iter().copied().fold(0.0, f64::max);
        Ok(Aloud { payoffs: [payoff(0), payoff(1)], gain })
    }
}
