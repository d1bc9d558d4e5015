//! The watch through its public door.

mod killed;
mod orders;
mod scenario;
