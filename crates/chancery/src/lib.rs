//! **A party without I/O**: its compartments, officers, release desk, charters, and what is due.
//!
//! In: [`input::Input`] with the time; randomness and keys handed in. Out: [`input::Effect`].
//!
//! I1 nothing is released but by the table of notices.md ("Who may release"): persons and authenticators are
//! counted, never flags. I2 a number is given in the transaction that releases. I3 drafts and their remarks stand
//! in the table `Drafts` and nowhere else. I4 no officer's name, key or signature is handed to `line`.

pub mod attention;
pub mod challenge;
pub mod charter;
pub mod compartment;
pub mod conflict;
pub mod context;
pub mod desk;
pub mod due;
pub mod error;
pub mod examination;
pub mod facets;
pub mod holdings;
pub mod input;
pub mod linkage;
mod members;
pub mod officers;
mod on_the_map;
mod outlook;
pub mod paper;
pub mod party;
pub mod passkey;
pub mod record_page;
pub mod release;
mod review;
mod revisions;
pub mod seal_log;
pub mod service;
pub mod setup;
mod snapshot;
pub mod spots;
pub mod subject_tag;
pub mod table;
mod told;
pub mod words;

pub use compartment::Compartment;
pub use error::ChanceryError;
pub use input::{Command, Effect, Event, Input, Reply};
pub use party::Party;
pub use setup::Setup;
