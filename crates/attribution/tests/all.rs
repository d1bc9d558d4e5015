//! Everything from outside the crate, one binary.

mod after_warning;
mod bad_input;
mod evidence;
mod simulation;
mod tables;
