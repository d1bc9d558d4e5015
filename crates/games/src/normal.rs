//! A game in normal form: each player chooses one strategy, and each profile has a payoff for each player.

use crate::error::GameError;
use crate::number::{Rational, of_float, to_float};

/// Profiles times players that are taken at most.
pub const CELLS: usize = 8_000_000;

/// A finite game in normal form. Player 1's strategy turns fastest in the order of profiles.
#[derive(Debug, Clone, PartialEq)]
pub struct Normal {
    /// Title.
    pub title: String,
    /// Comment.
    pub comment: String,
    /// Names of the players.
    pub players: Vec<String>,
    /// Names of each player's strategies.
    pub strategies: Vec<Vec<String>>,
    /// Payoffs, profile by profile, all players of one profile together.
    pub payoffs: Vec<f64>,
    /// The same, exact.
    pub exact: Vec<Rational>,
    strides: Vec<usize>,
}

impl Normal {
    /// A game from exact payoffs in the order of profiles.
    pub fn new(
        title: &str,
        players: Vec<String>,
        strategies: Vec<Vec<String>>,
        exact: Vec<Rational>,
    ) -> Result<Self, GameError> {
        let cells = profiles(&strategies.iter().map(Vec::len).collect::<Vec<_>>())
            .ok_or_else(|| GameError::too_large("reading", "the number of profiles"))?;
        if players.len() != strategies.len() || exact.len() != cells * players.len() || cells == 0 {
            return Err(GameError::profile(format!(
                "{} payoffs for {cells} profiles of {} players",
                exact.len(),
                players.len()
            )));
        }
        let payoffs = exact.iter().map(to_float).collect();
        let mut strides = Vec::new();
        let mut stride = 1;
        for names in &strategies {
            strides.push(stride);
            stride *= names.len();
        }
        let title = title.to_owned();
        Ok(Normal { title, comment: String::new(), players, strategies, payoffs, exact, strides })
    }

    /// A two-player game from rows of (own, other) payoffs: row player's strategies down, column player's across.
    pub fn bimatrix(title: &str, first: &[&[f64]], second: &[&[f64]]) -> Result<Self, GameError> {
        let (rows, columns) = (first.len(), first.first().map_or(0, |row| row.len()));
        let mut exact = Vec::with_capacity(rows * columns * 2);
        for column in 0..columns {
            for row in 0..rows {
                for table in [first, second] {
                    let value = table.get(row).and_then(|line| line.get(column)).copied().unwrap_or(f64::NAN);
                    exact.push(of_float(value).ok_or_else(|| GameError::profile("a payoff is not finite"))?);
                }
            }
        }
        let names = |count: usize| (1..=count).map(|n| n.to_string()).collect::<Vec<_>>();
        let players = vec!["Player 1".to_owned(), "Player 2".to_owned()];
        Normal::new(title, players, vec![names(rows), names(columns)], exact)
    }

    /// Number of players.
    pub fn count(&self) -> usize {
        self.players.len()
    }

    /// Number of strategies of a player.
    pub fn size(&self, player: usize) -> usize {
        self.strategies[player].len()
    }

    /// Number of profiles.
    pub fn cells(&self) -> usize {
        self.payoffs.len() / self.count()
    }

    /// The strategy of a player in a profile.
    pub fn strategy(&self, cell: usize, player: usize) -> usize {
        cell / self.strides[player] % self.size(player)
    }

    /// The profile that differs from `cell` in one player's strategy.
    pub fn with(&self, cell: usize, player: usize, strategy: usize) -> usize {
        cell - self.strategy(cell, player) * self.strides[player] + strategy * self.strides[player]
    }

    /// Payoff of a player in a profile.
    pub fn payoff(&self, cell: usize, player: usize) -> f64 {
        self.payoffs[cell * self.count() + player]
    }

    /// Exact payoff of a player in a profile.
    pub fn exact(&self, cell: usize, player: usize) -> &Rational {
        &self.exact[cell * self.count() + player]
    }

    /// Profiles of the others, each as the profile in which `player` plays its first strategy.
    pub fn others(&self, player: usize) -> Vec<usize> {
        (0..self.cells()).filter(|cell| self.strategy(*cell, player) == 0).collect()
    }

    /// The payoffs of a player as a table: own strategies down, profiles of the others across.
    pub fn table(&self, player: usize) -> Table {
        let others = self.others(player);
        let mut values = Vec::with_capacity(others.len() * self.size(player));
        for own in 0..self.size(player) {
            values.extend(others.iter().map(|cell| self.payoff(self.with(*cell, player, own), player)));
        }
        Table { rows: self.size(player), columns: others.len(), values }
    }

    /// Probability of each profile when the players mix independently.
    pub fn product(&self, mixed: &[Vec<f64>]) -> Vec<f64> {
        (0..self.cells())
            .map(|cell| (0..self.count()).map(|p| mixed[p][self.strategy(cell, p)]).product())
            .collect()
    }

    /// Largest payoff less smallest, over all players; 1 if all are equal.
    pub fn range(&self) -> f64 {
        let low = self.payoffs.iter().copied().fold(f64::INFINITY, f64::min);
        let high = self.payoffs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if high > low { high - low } else { 1.0 }
    }

    /// Whether the payoffs of the two players add up to the same in every profile, and to what.
    pub fn constant_sum(&self) -> Option<f64> {
        if self.count() != 2 {
            return None;
        }
        let sum = self.exact(0, 0) + self.exact(0, 1);
        (1..self.cells()).all(|cell| self.exact(cell, 0) + self.exact(cell, 1) == sum).then(|| to_float(&sum))
    }
}

/// A table of numbers by rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Row by row.
    pub values: Vec<f64>,
}

impl Table {
    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// Rows for columns.
    pub fn turned(&self) -> Table {
        let mut values = Vec::with_capacity(self.values.len());
        for column in 0..self.columns {
            values.extend((0..self.rows).map(|row| self.values[row * self.columns + column]));
        }
        Table { rows: self.columns, columns: self.rows, values }
    }
}

/// The number of profiles, if it can be held.
pub fn profiles(sizes: &[usize]) -> Option<usize> {
    sizes
        .iter()
        .try_fold(1_usize, |all, size| all.checked_mul(*size))
        .filter(|all| all.checked_mul(sizes.len()).is_some_and(|numbers| numbers <= CELLS))
}
