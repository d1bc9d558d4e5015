//! **A party without I/O**: its compartments, officers, release desk, charters, and what is due.
//!
//! In: [`input::Input`] with the time; randomness and keys handed in. Out: [`input::Effect`].
//!
//! I1 nothing is released but by the table of notices.md ("Who may release"): persons and authenticators are
//! counted, never flags. I2 a number is given in the transaction that releases. I3 drafts and their remarks stand
//! in the table `Drafts` and nowhere else. I4 no officer's name, key or signature is handed to `line`.

pub mod challenge;
pub mod compartment;
pub mod desk;
pub mod due;
pub mod error;
pub mod input;
pub mod officers;
pub mod seal_log;
pub mod subject_tag;

pub use compartment::{Compartment, Setup};
pub use error::ChanceryError;
pub use input::{Command, Effect, Event, Input, Reply};
