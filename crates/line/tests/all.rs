//! Stories of the crate through its public door, in one binary.

mod mailbox;
mod pairing;
