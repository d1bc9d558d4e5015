//! The mediator's best plan in a game of one stage.
//!
//! The plan gives, for each profile of reports, chances of profiles of recommendations. A type may report another type or
//! stay silent, and may do anything it likes with what it is told; with proofs it may stay silent but not lie. Who is
//! silent is told nothing.

use crate::error::GameError;
use crate::program::Program;
use crate::solve::objective::Objective;
use crate::solve::one_stage::{OneStage, number, profile};
use std::collections::BTreeMap;

/// What each player reports: its set, or nothing.
pub type Reports = Vec<Option<u32>>;

/// Chances of each profile of recommendations, by reports.
#[derive(Debug, Clone, PartialEq)]
pub struct StagePlan {
    /// The plan.
    pub chances: BTreeMap<Reports, Vec<f64>>,
    /// Value of the objective.
    pub value: f64,
}

const METHOD: &str = "mediator";
/// Variables, at most.
const VARIABLES: usize = 400_000;

/// The other messages that a type may send.
pub fn messages(game: &OneStage, player: usize, own: u32, proofs: bool) -> Vec<Option<u32>> {
    let mut list = vec![Some(own), None];
    if !proofs {
        let mut others: Vec<u32> =
            game.worlds.iter().filter_map(|world| world.types[player]).filter(|set| *set != own).collect();
        others.sort_unstable();
        others.dedup();
        list.extend(others.into_iter().map(Some));
    }
    list
}

/// The programme in the making: where the chances of each profile of reports begin.
struct Making<'g> {
    game: &'g OneStage,
    program: Program,
    starts: BTreeMap<Reports, u32>,
}

/// The best plan.
pub fn best(game: &OneStage, objective: Objective, proofs: bool) -> Result<StagePlan, GameError> {
    let mut making = Making { game, program: Program::default(), starts: BTreeMap::new() };
    for world in &game.worlds {
        let start = making.open(&world.types)?;
        for (at, payoffs) in world.payoffs.iter().enumerate() {
            making.program.costs[start as usize + at] += world.prob * objective.of(payoffs);
        }
    }
    for player in 0..game.players {
        let mut types: Vec<u32> = game.worlds.iter().filter_map(|world| world.types[player]).collect();
        types.sort_unstable();
        types.dedup();
        for own in types {
            for message in messages(game, player, own, proofs) {
                making.truthful(player, own, message)?;
            }
        }
    }
    let answer = making.program.solve(METHOD)?;
    let chances = making
        .starts
        .into_iter()
        .map(|(reports, start)| {
            let count: usize = game.sizes(&reports).iter().product();
            let mut own = answer.primal[start as usize..start as usize + count].to_vec();
            crate::solve::correlated::cleaned(&mut own);
            (reports, own)
        })
        .collect();
    Ok(StagePlan { chances, value: answer.value })
}

impl Making<'_> {
    /// The first variable of a profile of reports, new or known.
    fn open(&mut self, reports: &Reports) -> Result<u32, GameError> {
        if let Some(start) = self.starts.get(reports) {
            return Ok(*start);
        }
        let count: usize = self.game.sizes(reports).iter().product();
        if self.program.costs.len() + count > VARIABLES {
            return Err(GameError::too_large(METHOD, format!("more than {VARIABLES} recommendations")));
        }
        let start = self.program.variable(0.0, false);
        (1..count).for_each(|_| {
            self.program.variable(0.0, false);
        });
        self.program.equals((0..count).map(|at| (start + narrow(at), 1.0)).collect(), 1.0);
        self.starts.insert(reports.clone(), start);
        Ok(start)
    }

    /// A message is worth no more than honesty and obedience: the best answer to each recommendation, added up.
    fn truthful(&mut self, player: usize, own: u32, message: Option<u32>) -> Result<(), GameError> {
        let game = self.game;
        let acts = game.actions[own as usize];
        let told = message.map_or(1, |set| game.actions[set as usize]);
        let bounds: Vec<u32> = (0..told).map(|_| self.program.variable(0.0, true)).collect();
        let mut rows = vec![Vec::new(); told * acts];
        let mut whole: Vec<(u32, f64)> = bounds.iter().map(|bound| (*bound, 1.0)).collect();
        for world in game.worlds.iter().filter(|world| world.types[player] == Some(own)) {
            let honest = self.open(&world.types)?;
            for (at, payoffs) in world.payoffs.iter().enumerate() {
                whole.push((honest + narrow(at), -world.prob * payoffs[player]));
            }
            let mut reports = world.types.clone();
            reports[player] = message;
            let start = self.open(&reports)?;
            let (sizes, true_sizes) = (game.sizes(&reports), game.sizes(&world.types));
            for at in 0..sizes.iter().product() {
                let mut moves = profile(at, &sizes);
                let heard = moves[player];
                for act in 0..acts {
                    moves[player] = act;
                    let payoff = world.payoffs[number(&moves, &true_sizes)][player];
                    rows[heard * acts + act].push((start + narrow(at), world.prob * payoff));
                }
            }
        }
        for (at, mut row) in rows.into_iter().enumerate() {
            row.push((bounds[at / acts], -1.0));
            self.program.at_most(row, 0.0);
        }
        self.program.at_most(whole, 0.0);
        Ok(())
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
