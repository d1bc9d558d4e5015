//! Logit responses in normal form.

use crate::normal::Normal;
use crate::solve::logit::Responses;

/// A game in normal form, with its tables laid out for the path.
pub struct NormalResponses<'g> {
    game: &'g Normal,
    /// For two players: own payoffs by own strategy and the other's.
    tables: Option<[Vec<f64>; 2]>,
    starts: Vec<usize>,
}

impl<'g> NormalResponses<'g> {
    /// Of a game.
    pub fn new(game: &'g Normal) -> Self {
        let tables = (game.count() == 2).then(|| [game.table(0).values, game.table(1).values]);
        let mut starts = vec![0];
        for player in 0..game.count() {
            starts.push(starts[player] + game.size(player));
        }
        NormalResponses { game, tables, starts }
    }
}

impl Responses for NormalResponses<'_> {
    fn groups(&self) -> Vec<usize> {
        (0..self.game.count()).map(|player| self.game.size(player)).collect()
    }

    fn worth(&self, _logs: &[f64], chances: &[f64], out: &mut [f64]) {
        if let Some(tables) = &self.tables {
            for (player, table) in tables.iter().enumerate() {
                let other = &chances[self.starts[1 - player]..self.starts[2 - player]];
                let own = &mut out[self.starts[player]..self.starts[player + 1]];
                for (slot, row) in own.iter_mut().zip(table.chunks_exact(other.len())) {
                    *slot = row.iter().zip(other).map(|(a, p)| a * p).sum();
                }
            }
            return;
        }
        out.fill(0.0);
        let game = self.game;
        for cell in 0..game.cells() {
            let place = |player: usize| self.starts[player] + game.strategy(cell, player);
            for player in 0..game.count() {
                let others: f64 =
                    (0..game.count()).filter(|p| *p != player).map(|p| chances[place(p)]).product();
                out[place(player)] += others * game.payoff(cell, player);
            }
        }
    }

    fn slopes(&self, _logs: &[f64], chances: &[f64], out: &mut [f64]) {
        let size = chances.len();
        out.fill(0.0);
        if let Some(tables) = &self.tables {
            for (player, table) in tables.iter().enumerate() {
                let others = self.starts[1 - player]..self.starts[2 - player];
                let other = &chances[others.clone()];
                for (own, row) in (self.starts[player]..).zip(table.chunks_exact(other.len())) {
                    let line = &mut out[own * size..(own + 1) * size];
                    line[others.clone()]
                        .iter_mut()
                        .zip(row.iter().zip(other))
                        .for_each(|(v, (a, p))| *v = a * p);
                }
            }
            return;
        }
        let game = self.game;
        for cell in 0..game.cells() {
            let place = |player: usize| self.starts[player] + game.strategy(cell, player);
            for player in 0..game.count() {
                let others: f64 =
                    (0..game.count()).filter(|p| *p != player).map(|p| chances[place(p)]).product();
                let value = others * game.payoff(cell, player);
                for other in (0..game.count()).filter(|other| *other != player) {
                    out[place(player) * size + place(other)] += value;
                }
            }
        }
    }

    fn range(&self) -> f64 {
        self.game.range()
    }
}
