//! **The shell round a party**: clock, disk, sockets; a thread and a store a compartment.
//!
//! In: a configuration file, officers' questions over a Unix socket (0600), answers of relays. Out: calls to
//! relays, rows on the disk, alarms, snapshots for analysts, health and metrics on a loopback address.
//!
//! I1 nothing leaves a core before its Persist has committed (line.md section 11). I2 a compartment that breaks
//! stops by name; others run on. I3 one process a folder; one core, one store, one set of connections a
//! compartment. I4 no officer's name, key or signature leaves the node. I5 what only tests and demonstrations may
//! do (skew, cut links) stands in [`Hooks`] and in no configuration.

mod alarm;
mod answer;
pub mod api;
mod caller;
mod cleared;
mod client;
mod clock;
mod config;
mod console;
mod custody;
mod direct;
mod entropy;
mod error;
mod hooks;
mod inner;
mod links;
mod loopback;
mod node;
mod officers;
mod pair;
mod party;
mod queue;
mod roll;
mod setup;
mod socket;
mod worker;

pub use cleared::{CLEARED, Cleared, ClearedText};
pub use client::ask;
pub use clock::Skew;
pub use config::{NodeConfig, NodeRelay};
pub use console::openapi;
pub use custody::PairFile;
pub use error::NodeError;
pub use hooks::{Ear, Hooks, Listener};
pub use node::Node;
pub use store::{BackupHeader, Protection};
