//! Equilibria in pure strategies, and what remains when dominated strategies are taken away.

use crate::normal::Normal;
use crate::number::Rational;

/// Every profile that nobody gains by leaving, compared exactly; each as one strategy a player.
pub fn equilibria(game: &Normal) -> Vec<Vec<usize>> {
    let stays = |cell: usize| {
        (0..game.count()).all(|player| {
            let own = game.exact(cell, player);
            (0..game.size(player)).all(|other| game.exact(game.with(cell, player, other), player) <= own)
        })
    };
    (0..game.cells())
        .filter(|cell| stays(*cell))
        .map(|cell| (0..game.count()).map(|player| game.strategy(cell, player)).collect())
        .collect()
}

/// The strategies of each player that survive, taking away round by round what another pure strategy strictly
/// dominates.
pub fn undominated(game: &Normal) -> Vec<Vec<usize>> {
    let mut left: Vec<Vec<usize>> =
        (0..game.count()).map(|player| (0..game.size(player)).collect()).collect();
    loop {
        let alive: Vec<bool> = (0..game.cells())
            .map(|cell| (0..game.count()).all(|p| left[p].contains(&game.strategy(cell, p))))
            .collect();
        let mut next = left.clone();
        for player in 0..game.count() {
            let value =
                |cell: usize, own: usize| -> &Rational { game.exact(game.with(cell, player, own), player) };
            // Profiles of the others that are still there, seen from any own strategy that is.
            let anchor = left[player][0];
            let others: Vec<usize> =
                (0..game.cells()).filter(|c| alive[*c] && game.strategy(*c, player) == anchor).collect();
            next[player].retain(|own| {
                !left[player]
                    .iter()
                    .any(|by| by != own && others.iter().all(|cell| value(*cell, *by) > value(*cell, *own)))
            });
        }
        if next == left {
            return left;
        }
        left = next;
    }
}
