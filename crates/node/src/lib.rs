//! **The shell round a party**: clock, disk, sockets; one thread and one store a compartment.

mod alarm;
mod answer;
pub mod api;
mod caller;
mod client;
mod clock;
mod config;
mod entropy;
mod error;
mod found;
mod hooks;
mod node;
mod officers;
mod pair;
mod party;
mod queue;
mod roll;
mod setup;
mod socket;
mod worker;

pub use client::ask;
pub use clock::Skew;
pub use config::{NodeConfig, NodeRelay};
pub use error::NodeError;
pub use hooks::Hooks;
pub use node::Node;
pub use store::{BackupHeader, Protection};
