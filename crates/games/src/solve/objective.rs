//! What the best of many equilibria is best for.

use crate::error::GameError;

/// A stated objective, to be made as large as can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// The sum of all payoffs.
    Welfare,
    /// The payoff of one player, from 0.
    Player(usize),
    /// The least sum of all payoffs.
    WorstWelfare,
    /// The least payoff of one player.
    WorstPlayer(usize),
}

impl Objective {
    /// By its word: `welfare`, `p1`, `p2` and so on; `worst-` before it asks for the least.
    pub fn named(word: &str, players: usize) -> Result<Self, GameError> {
        let (worst, rest) = word.strip_prefix("worst-").map_or((false, word), |rest| (true, rest));
        if rest == "welfare" {
            return Ok(if worst { Objective::WorstWelfare } else { Objective::Welfare });
        }
        let player =
            rest.strip_prefix('p').and_then(|n| n.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
        match player.filter(|player| *player < players) {
            Some(player) if worst => Ok(Objective::WorstPlayer(player)),
            Some(player) => Ok(Objective::Player(player)),
            None => Err(GameError::parameter(
                "objective",
                format!("`{word}` is none; there are welfare, p1 to p{players}, and worst- before each"),
            )),
        }
    }

    /// What payoffs count for.
    pub fn of(self, payoffs: &[f64]) -> f64 {
        match self {
            Objective::Welfare => payoffs.iter().sum(),
            Objective::Player(player) => payoffs[player],
            Objective::WorstWelfare => -payoffs.iter().sum::<f64>(),
            Objective::WorstPlayer(player) => -payoffs[player],
        }
    }
}
