//! The notice crate through its public door.

mod files;
