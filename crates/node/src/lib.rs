//! **The shell round a party**: clock, disk, sockets; one thread and one store a compartment.

pub mod api;
mod client;

pub use client::ask;
