//! The small ones.

use crate::error::GameError;
use crate::normal::Normal;
use crate::tree::{Builder, Tree};

/// Two coins: equal wins for the first, unequal for the second.
pub fn matching_pennies() -> Result<Normal, GameError> {
    let mut game =
        Normal::bimatrix("Matching pennies", &[&[1.0, -1.0], &[-1.0, 1.0]], &[&[-1.0, 1.0], &[1.0, -1.0]])?;
    game.strategies = vec![names(&["heads", "tails"]), names(&["heads", "tails"])];
    Ok(game)
}

/// Two drivers: swerve or drive on; both driving on is the worst for both.
pub fn chicken() -> Result<Normal, GameError> {
    let mut game = Normal::bimatrix("Chicken", &[&[6.0, 2.0], &[7.0, 0.0]], &[&[6.0, 7.0], &[2.0, 0.0]])?;
    game.strategies = vec![names(&["swerve", "drive"]), names(&["swerve", "drive"])];
    Ok(game)
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

/// A strong (9 in 10) or weak side shows itself or hides; the other fights or holds (Cho, Kreps, Signaling Games and
/// Stable Equilibria, 1987). The strong like to show, the weak to hide (1); not to be fought is worth 2; the other wants
/// to fight the weak only (1).
pub fn beer_quiche() -> Result<Tree, GameError> {
    let mut tree = Builder::new("Beer-quiche", &["Sender", "Receiver"]);
    let types = tree.names(&["strong", "weak"]);
    let sender = [tree.set(0, "strong", &["show", "hide"]), tree.set(0, "weak", &["show", "hide"])];
    let receiver = [tree.set(1, "shown", &["fight", "hold"]), tree.set(1, "hidden", &["fight", "hold"])];
    tree.chance(types, &[0.9, 0.1])?;
    for (kind, own) in sender.into_iter().enumerate() {
        tree.decision(own)?;
        for (sign, seen) in receiver.into_iter().enumerate() {
            tree.decision(seen)?;
            let liked = if kind == sign { 1.0 } else { 0.0 };
            let weak = kind == 1;
            tree.leaf(&[liked, f64::from(u8::from(weak))])?;
            tree.leaf(&[liked + 2.0, f64::from(u8::from(!weak))])?;
        }
    }
    tree.finish()
}

/// Three cards, one each, one bet (Kuhn, A Simplified Two-Person Poker, 1950). Its value is -1/18.
pub fn kuhn_poker() -> Result<Tree, GameError> {
    let mut tree = Builder::new("Kuhn poker", &["Player 1", "Player 2"]);
    let three = tree.names(&["0", "1", "2"]);
    let two = [tree.names(&["1", "2"]), tree.names(&["0", "2"]), tree.names(&["0", "1"])];
    let mut sets = Vec::new();
    for card in 0..3 {
        sets.push(["", "pb"].map(|seen| tree.set(0, &format!("{card}{seen}"), &["pass", "bet"])));
    }
    let mut replies = Vec::new();
    for card in 0..3 {
        replies.push(["p", "b"].map(|seen| tree.set(1, &format!("{card}{seen}"), &["pass", "bet"])));
    }
    tree.chance(three, &[1.0 / 3.0; 3])?;
    for first in 0..3_usize {
        tree.chance(two[first], &[0.5; 2])?;
        for second in (0..3_usize).filter(|card| *card != first) {
            let sign = if first > second { 1.0 } else { -1.0 };
            let win = |pot: f64| [sign * pot, -sign * pot];
            tree.decision(sets[first][0])?;
            tree.decision(replies[second][0])?;
            tree.leaf(&win(1.0))?;
            tree.decision(sets[first][1])?;
            tree.leaf(&[-1.0, 1.0])?;
            tree.leaf(&win(2.0))?;
            tree.decision(replies[second][1])?;
            tree.leaf(&[1.0, -1.0])?;
            tree.leaf(&win(2.0))?;
        }
    }
    tree.finish()
}
