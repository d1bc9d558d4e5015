//! What a relay says to its host while it runs: keys and facts that `wording` renders. Never a mailbox id, a
//! token, a name of a party: only counts, addresses of its own, and refusals.

use refusal::{Facts, Refusal};
use std::sync::Arc;

/// One thing to tell the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A message of `languages/LANG/relay.ftl` with its arguments.
    Told(&'static str, Facts),
    /// Something was refused or failed.
    Refused(Refusal),
}

/// Where a relay's words go.
pub type Say = Arc<dyn Fn(Progress) + Send + Sync>;

/// Says nothing; for tests and embedding.
pub fn silent() -> Say {
    Arc::new(|_| {})
}
