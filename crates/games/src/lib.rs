//! **Solvers for finite games**, each answer with a certificate that a separate checker verifies.
//!
//! In: a game in normal or extensive form, built in memory or read from Gambit's files. Out: security strategies,
//! minimax regret, equilibria of many kinds, mediated plans, critical discount factors, each with its payoffs and the
//! most that a deviation gains.
//!
//! I1 no clock, disk, thread or randomness of its own: a seed and a question whether to stop are arguments. I2 the same
//! input gives the same answer. I3 whatever stands in a file, reading it ends in a game or in an error with its place.

pub mod builtin;
pub mod checker;
pub mod crisis;
mod dense;
pub mod error;
pub mod gambit;
mod interior;
pub mod normal;
pub mod number;
pub mod pivot;
pub mod program;
pub mod reduce;
pub mod repeated;
pub mod sequence;
pub mod solution;
pub mod solve;
pub mod tree;

pub use error::GameError;
pub use gambit::Game;
pub use normal::Normal;
pub use tree::Tree;
