//! Files of Gambit: `.nfg` and `.efg`, in every form that strangers' files have, and out again in full.

mod efg;
mod lexer;
mod nfg;
mod write;

use crate::error::GameError;
use crate::normal::Normal;
use crate::tree::Tree;
use lexer::Lexer;

/// A game as a file holds it.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a program holds one or two of them")]
pub enum Game {
    /// Normal form.
    Normal(Normal),
    /// Extensive form.
    Tree(Tree),
}

/// Reads a file of either form; the first word says which.
pub fn read(bytes: &[u8]) -> Result<Game, GameError> {
    let mut lexer = Lexer::new(bytes)?;
    match lexer.word("NFG or EFG")? {
        "NFG" => nfg::read(&mut lexer).map(Game::Normal),
        "EFG" => efg::read(&mut lexer).map(Game::Tree),
        other => Err(lexer.error(&format!("a game begins with NFG 1 or EFG 2, not `{other}`"))),
    }
}

/// The whole text of a game: every label, set and outcome restated, so that narrow readers take it too.
pub fn write(game: &Game) -> String {
    match game {
        Game::Normal(normal) => write::normal(normal),
        Game::Tree(tree) => write::tree(tree),
    }
}
