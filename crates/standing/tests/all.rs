//! The folds through their public door: scripts of entries, in every order that a carrier may admit them.

mod exhaustive;
mod folds;
mod handovers;
mod matters;
mod orders;
mod script;
mod steps;
