//! What this crate refuses, each with the place and the way on.

use refusal::{Blame, Code, Facts, OperatorError, facts};
use std::fmt;

/// Why a game was not read, not solved, or a profile not checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GameError {
    /// A file is not a game.
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong there.
        why: String,
    },
    /// A method is not defined for this game.
    Undefined {
        /// The method.
        method: String,
        /// Why it is not defined here, and what is.
        why: String,
    },
    /// A player forgets what it knew or did.
    ImperfectRecall {
        /// The method that needs recall.
        method: String,
        /// The player.
        player: String,
        /// The information set at which it has forgotten.
        set: String,
    },
    /// The game is larger than the method takes.
    TooLarge {
        /// The method, or `reading`.
        method: String,
        /// What there is too much of, with the number and the bound.
        why: String,
    },
    /// The solver ended without an answer that its checker accepts.
    NoAnswer {
        /// The method.
        method: String,
        /// What it found.
        why: String,
    },
    /// Told to stop before the first answer.
    Interrupted {
        /// The method.
        method: String,
    },
    /// A profile does not fit the game.
    Profile {
        /// What does not fit.
        why: String,
    },
    /// A parameter is outside its range.
    Parameter {
        /// Its name.
        name: String,
        /// What was given and what may be given.
        why: String,
    },
}

impl GameError {
    /// A method is not defined here.
    pub fn undefined(method: &str, why: impl Into<String>) -> Self {
        GameError::Undefined { method: method.to_owned(), why: why.into() }
    }

    /// There is too much of something.
    pub fn too_large(method: &str, why: impl Into<String>) -> Self {
        GameError::TooLarge { method: method.to_owned(), why: why.into() }
    }

    /// No answer.
    pub fn no_answer(method: &str, why: impl Into<String>) -> Self {
        GameError::NoAnswer { method: method.to_owned(), why: why.into() }
    }

    /// A profile that does not fit.
    pub fn profile(why: impl Into<String>) -> Self {
        GameError::Profile { why: why.into() }
    }

    /// A parameter outside its range.
    pub fn parameter(name: &str, why: impl Into<String>) -> Self {
        GameError::Parameter { name: name.to_owned(), why: why.into() }
    }
}

impl fmt::Display for GameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GameError::Syntax { line, column, why } => write!(f, "line {line}, column {column}: {why}"),
            GameError::Undefined { method, why } => write!(f, "{method} is not defined here: {why}"),
            GameError::ImperfectRecall { method, player, set } => {
                write!(f, "{method} needs perfect recall, and {player} has forgotten something at {set}")
            }
            GameError::TooLarge { method, why } => write!(f, "too large for {method}: {why}"),
            GameError::NoAnswer { method, why } => write!(f, "{method} ended without an answer: {why}"),
            GameError::Interrupted { method } => write!(f, "{method} was stopped before its first answer"),
            GameError::Profile { why } => write!(f, "the profile does not fit the game: {why}"),
            GameError::Parameter { name, why } => write!(f, "{name}: {why}"),
        }
    }
}

impl std::error::Error for GameError {}

impl OperatorError for GameError {
    fn code(&self) -> Code {
        Code(match self {
            GameError::Syntax { .. } => "E-GAME-001",
            GameError::Undefined { .. } => "E-GAME-002",
            GameError::ImperfectRecall { .. } => "E-GAME-003",
            GameError::TooLarge { .. } => "E-GAME-004",
            GameError::NoAnswer { .. } => "E-GAME-005",
            GameError::Interrupted { .. } => "E-GAME-006",
            GameError::Profile { .. } => "E-GAME-007",
            GameError::Parameter { .. } => "E-GAME-008",
        })
    }

    fn blame(&self) -> Blame {
        match self {
            GameError::NoAnswer { .. } => Blame::Us,
            _ => Blame::Operator,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            GameError::Syntax { line, column, why } => {
                facts! { line: *line, column: *column, why: why.as_str() }
            }
            GameError::Undefined { method, why }
            | GameError::TooLarge { method, why }
            | GameError::NoAnswer { method, why } => facts! { method: method.as_str(), why: why.as_str() },
            GameError::ImperfectRecall { method, player, set } => {
                facts! { method: method.as_str(), player: player.as_str(), set: set.as_str() }
            }
            GameError::Interrupted { method } => facts! { method: method.as_str() },
            GameError::Profile { why } => facts! { why: why.as_str() },
            GameError::Parameter { name, why } => facts! { name: name.as_str(), why: why.as_str() },
        }
    }
}
