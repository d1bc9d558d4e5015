//! What a player can secure on its own: maximin (von Neumann 1928) and minimax regret (Savage, The Theory of Statistical
//! Decision, 1951). Both are games of one matrix against all the others together.

use crate::normal::{Normal, Table};
use crate::pivot::{MatrixGame, matrix_game};

/// The security strategy of a player: value, own mixture, and the others' joint mixture that holds it there.
pub fn maximin(game: &Normal, player: usize) -> MatrixGame {
    matrix_game(&game.table(player))
}

/// The mixture with the least worst regret. The value is minus that regret. Regret is convex in the others' mixture, so
/// the worst of all mixtures is a profile of pure strategies.
pub fn regret(game: &Normal, player: usize) -> MatrixGame {
    matrix_game(&regrets(&game.table(player)))
}

/// Minus the regret of each own strategy at each profile of the others.
pub fn regrets(table: &Table) -> Table {
    let best: Vec<f64> = (0..table.columns)
        .map(|column| (0..table.rows).map(|row| table.row(row)[column]).fold(f64::NEG_INFINITY, f64::max))
        .collect();
    let values = (0..table.rows)
        .flat_map(|row| table.row(row).iter().zip(&best).map(|(value, best)| value - best))
        .collect();
    Table { rows: table.rows, columns: table.columns, values }
}

/// The least worst regret of a single strategy, and which it is.
pub fn pure_regret(game: &Normal, player: usize) -> (usize, f64) {
    let table = regrets(&game.table(player));
    let worst = |row: usize| table.row(row).iter().copied().fold(f64::INFINITY, f64::min);
    (0..table.rows)
        .map(|row| (row, -worst(row)))
        .fold((0, f64::INFINITY), |a, b| if b.1 < a.1 { b } else { a })
}
