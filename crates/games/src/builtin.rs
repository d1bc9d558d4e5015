//! Games by name, for checks and examples.

mod leduc;
mod liars;
mod small;

use crate::gambit::Game;

/// The names.
pub const NAMES: [&str; 6] =
    ["kuhn_poker", "leduc_poker", "liars_dice", "matching_pennies", "chicken", "beer_quiche"];

/// A game by its name.
pub fn named(name: &str) -> Option<Game> {
    match name {
        "kuhn_poker" => small::kuhn_poker().ok().map(Game::Tree),
        "leduc_poker" => leduc::leduc_poker().ok().map(Game::Tree),
        "liars_dice" => liars::liars_dice().ok().map(Game::Tree),
        "matching_pennies" => small::matching_pennies().ok().map(Game::Normal),
        "chicken" => small::chicken().ok().map(Game::Normal),
        "beer_quiche" => small::beer_quiche().ok().map(Game::Tree),
        _ => None,
    }
}
