//! The desk's own screen over HTTP on a loopback address: pages from the binary, runs, panels of the models.
//!
//! In: closures that read the files anew, and requests of a browser on this machine. Out: runs as documents, refusals by
//! code. No node is spoken to and nothing is written.
//!
//! I1 a request whose Host is not this machine's own name is refused, and so is one that changes something from another
//! origin. I2 without a session's key nothing is told but the pages and the words; a link opens one session and is then
//! dead. I3 the key stands in a header and in no cookie: what else listens on this machine is never sent it.

mod answer;
mod entry;
mod history;
mod told;

pub use answer::router;
pub use entry::Entry;
pub use history::History;

use crate::assessment::Inputs;
use refusal::Refusal;
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads the desk's files as they stand now.
pub type Files = Box<dyn Fn() -> Result<Inputs, Refusal> + Send + Sync>;
/// Computes the document of a model's panel from its files as they stand now.
pub type Panel = Box<dyn Fn() -> Result<Value, Refusal> + Send + Sync>;

/// What the handlers share.
pub struct Desk {
    /// The assessment's files.
    pub files: Files,
    /// Panels by name; one whose files were not given is absent.
    pub panels: BTreeMap<&'static str, Panel>,
    /// How each model has done, by the name of its panel.
    pub records: BTreeMap<&'static str, Panel>,
    /// Links and sessions.
    pub entry: Entry,
    /// Runs so far.
    pub history: History,
    /// Host names with port under which this desk answers.
    pub hosts: Vec<String>,
}
