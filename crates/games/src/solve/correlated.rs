//! Correlated equilibrium (Aumann, Subjectivity and Correlation in Randomized Strategies, 1974) and coarse correlated
//! equilibrium (Moulin, Vial 1978): the best distribution over profiles that nobody gains by disobeying.

use crate::error::GameError;
use crate::normal::Normal;
use crate::program::{Answer, Program};
use crate::solve::objective::Objective;

/// Terms of the programme, at most.
const TERMS: usize = 20_000_000;

/// The best distribution over profiles; `coarse`: disobeying means leaving before one is told anything.
pub fn best(game: &Normal, objective: Objective, coarse: bool) -> Result<Answer, GameError> {
    let method = if coarse { "cce" } else { "ce" };
    let sizes: usize = (0..game.count()).map(|player| game.size(player)).sum();
    if game.cells().saturating_mul(sizes) > TERMS {
        let why = format!("{} profiles with {sizes} deviations; at most {TERMS} terms", game.cells());
        return Err(GameError::too_large(method, why));
    }
    let scale = 1.0 / game.range();
    let mut program = Program::default();
    for cell in 0..game.cells() {
        let payoffs: Vec<f64> = (0..game.count()).map(|p| game.payoff(cell, p) * scale).collect();
        program.variable(objective.of(&payoffs), false);
    }
    let cells = u32::try_from(game.cells()).unwrap_or(u32::MAX);
    program.equals((0..cells).map(|cell| (cell, 1.0)).collect(), 1.0);
    for player in 0..game.count() {
        let size = game.size(player);
        let gain = |cell: usize, other: usize| {
            (game.payoff(game.with(cell, player, other), player) - game.payoff(cell, player)) * scale
        };
        let told: Vec<Option<usize>> = if coarse { vec![None] } else { (0..size).map(Some).collect() };
        for own in told {
            for other in (0..size).filter(|other| Some(*other) != own) {
                let terms: Vec<(u32, f64)> = (0..cells)
                    .filter(|cell| own.is_none_or(|own| game.strategy(*cell as usize, player) == own))
                    .map(|cell| (cell, gain(cell as usize, other)))
                    .filter(|(_, gain)| *gain != 0.0)
                    .collect();
                if !terms.is_empty() {
                    program.at_most(terms, 0.0);
                }
            }
        }
    }
    let mut answer = program.solve(method)?;
    cleaned(&mut answer.primal);
    answer.value /= scale;
    Ok(answer)
}

/// Trifles of the interior-point method taken away, the sum made one.
pub fn cleaned(weights: &mut [f64]) {
    weights.iter_mut().filter(|weight| **weight < 1e-11).for_each(|weight| *weight = 0.0);
    crate::pivot::scaled(weights);
}
