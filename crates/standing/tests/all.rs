//! The folds through their public door: scripts of entries, in every order that a carrier may admit them.

mod excused;
mod exhaustive;
mod findings;
mod folds;
mod handovers;
mod kept;
mod matters;
mod orders;
mod periods;
mod script;
mod snapshot;
mod steps;
