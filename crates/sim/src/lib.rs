//! **Deterministic worlds**: parties, mailboxes that lie, virtual time and a model disk, all drawn from a seed.
//!
//! In: a seed or a story. Out: what every node admitted, what the checkers say, a digest of the whole history.
//!
//! I1 equal seeds give equal digests on every machine. I2 every promise of the line is a checker, one file
//! each. I3 a planted fault that its own checker does not catch fails the run (line.md section 16).

mod bare;
pub mod chance;
pub mod checkers;
pub mod clock;
pub mod core;
pub mod disk;
pub mod fault;
mod forger;
pub mod founding;
pub mod group;
mod inject;
pub mod journal;
pub mod link;
pub mod node;
mod officers;
mod paper;
pub mod plan;
pub mod promise;
pub mod queue;
pub mod relay;
mod rest;
mod rows;
pub mod runner;
mod turn;
mod twins;
mod wire;
mod words;
pub mod world;
