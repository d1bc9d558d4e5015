//! One door to all solvers: a game, a solution's name, its options; an answer with its certificate.

mod normal;
mod tree;

use crate::checker;
use crate::checker::Behaviour;
use crate::error::GameError;
use crate::gambit::Game;
use crate::solve::objective::Objective;

/// The names of the solutions.
pub const NAMES: [&str; 15] = [
    "maximin",
    "regret",
    "pure",
    "all-nash",
    "lemke-howson",
    "qre",
    "ce",
    "cce",
    "efce",
    "mediator",
    "sequence-lp",
    "cfr",
    "cfr+",
    "dcfr",
    "pcfr+",
];

/// The sampled ones.
pub const SAMPLED: [&str; 3] = ["mccfr", "mccfr-external", "mccfr-outcome"];

/// What is asked besides the solution's name.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Where on the logit branch; `None` is its end.
    pub lambda: Option<f64>,
    /// What the best of many is best for.
    pub objective: Objective,
    /// Steps; `None`: until the deviation is small or the work large.
    pub iterations: Option<u64>,
    /// Seed of what is sampled.
    pub seed: u64,
    /// Types may stay silent but not lie.
    pub proofs: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { lambda: None, objective: Objective::Welfare, iterations: None, seed: 1, proofs: false }
    }
}

/// A number, or one a player.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One number.
    One(f64),
    /// By player.
    ByPlayer(Vec<f64>),
}

/// Strategies of all players.
#[derive(Debug, Clone, PartialEq)]
pub enum Profile {
    /// Player, strategy.
    Mixed(Vec<Vec<f64>>),
    /// Player, information set, action.
    Behaviour(Behaviour),
}

/// How an answer is known to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// `exploitability`: the mean gain of a best deviation. `max_violation`: the largest miss of any condition.
    pub kind: &'static str,
    /// The number, in payoffs, as the checker found it.
    pub size: f64,
    /// The largest gain of each player, where deviations are what is checked.
    pub gains: Vec<f64>,
    /// Whether it was checked in fractions.
    pub exact: bool,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Which solution.
    pub method: String,
    /// What it is worth.
    pub value: Value,
    /// Payoffs by player; of the first profile if there are several.
    pub payoffs: Vec<f64>,
    /// The profiles.
    pub profiles: Vec<Profile>,
    /// Payoffs of each profile.
    pub payoffs_by_profile: Vec<Vec<f64>>,
    /// Whether a list was asked for.
    pub many: bool,
    /// Joint recommendations with their weight, where the players do not mix on their own.
    pub joint: Vec<(String, f64)>,
    /// Weights of all profiles in their order, where there is a distribution.
    pub distribution: Option<Vec<f64>>,
    /// The certificate.
    pub certificate: Certificate,
    /// Steps.
    pub iterations: u64,
    /// What a reader must know about the answer.
    pub notes: Vec<String>,
}

impl Solution {
    fn one(
        method: &str,
        value: Value,
        payoffs: Vec<f64>,
        profile: Profile,
        certificate: Certificate,
    ) -> Self {
        Solution {
            method: method.to_owned(),
            value,
            payoffs: payoffs.clone(),
            profiles: vec![profile],
            payoffs_by_profile: vec![payoffs],
            many: false,
            joint: Vec::new(),
            distribution: None,
            certificate,
            iterations: 0,
            notes: Vec::new(),
        }
    }
}

/// Solves; `stop` is asked now and then, and a yes gives the best answer so far.
pub fn solve(
    game: &Game,
    solution: &str,
    options: &Options,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Solution, GameError> {
    if !NAMES.contains(&solution) && !SAMPLED.contains(&solution) {
        let why = format!("`{solution}` is none; there are {} and mccfr", NAMES.join(", "));
        return Err(GameError::parameter("solution", why));
    }
    match game {
        Game::Normal(game) => normal::solve(game, solution, options, stop),
        Game::Tree(game) => tree::solve(game, solution, options, stop),
    }
}

/// Checks a profile against a game: payoffs and what deviations gain.
pub fn check(game: &Game, profile: &Profile) -> Result<checker::Worth, GameError> {
    match (game, profile) {
        (Game::Normal(game), Profile::Mixed(mixed)) => checker::mixed(game, mixed),
        (Game::Tree(tree), Profile::Behaviour(behaviour)) => checker::behaviour(tree, behaviour),
        (Game::Normal(_), Profile::Behaviour(_)) => {
            Err(GameError::profile("a game in normal form takes one list of probabilities a player"))
        }
        (Game::Tree(_), Profile::Mixed(_)) => Err(GameError::profile(
            "a tree takes one list of probabilities for each information set of a player",
        )),
    }
}

/// A certificate by the gains of deviations.
fn by_gains(worth: &checker::Worth) -> Certificate {
    Certificate {
        kind: "exploitability",
        size: worth.exploitability(),
        gains: worth.gains.clone(),
        exact: false,
    }
}

/// A certificate by a largest miss.
fn by_miss(size: f64, gains: Vec<f64>) -> Certificate {
    Certificate { kind: "max_violation", size: size.max(0.0), gains, exact: false }
}

/// An answer that its checker does not accept is none.
fn accepted(method: &str, size: f64, range: f64) -> Result<(), GameError> {
    if size.is_finite() && size <= 1e-6 * range {
        return Ok(());
    }
    Err(GameError::no_answer(method, format!("the checker found a miss of {size:e}")))
}
