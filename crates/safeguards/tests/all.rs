//! Everything from outside the crate, one binary.

mod bad_input;
mod breakout;
mod steps;
mod tables;
