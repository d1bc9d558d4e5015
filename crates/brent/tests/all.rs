//! Everything from outside the crate, one binary.

mod bad_input;
mod fans;
mod record;
mod tables;
