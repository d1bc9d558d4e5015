//! **The exercise director's shell**, in a first form: `demo` plays a scenario on real nodes and relays, over real
//! sockets, in one process.
//!
//! In: a scenario and a place for the parties' folders. Out: progress, pages of both sides, a report.
//!
//! I1 every word and state in the report was asked of a node. I2 nothing is released but by officers' keys, through
//! the same desk as everywhere. I3 only loopback addresses are used.

pub mod case;
pub mod demo;
mod desk;
pub mod error;
mod faults;
pub mod hand;
mod parties;
mod play;
mod relays;
pub mod report;
