//! `demarche prove`.

use crate::command::NodeFile;
use clap::Args;

/// Arguments of `prove`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche prove US/LEV/27/0001/T1 --config us.toml --json")]
pub struct ProveArgs {
    /// Number of the notice.
    pub number: String,
    /// The node's settings.
    #[command(flatten)]
    pub node: NodeFile,
}
