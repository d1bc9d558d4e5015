//! `demarche verify`.

use clap::Subcommand;
use std::path::PathBuf;

/// What a user who distrusts an engine runs.
#[derive(Debug, Subcommand)]
pub enum VerifyCommand {
    /// Run a table of cases, recognised by its header: a line for each case, the last with what holds and fails.
    #[command(after_help = "Example:\n  demarche verify cases data/safeguards/vectors.csv --json")]
    Cases {
        /// The table.
        file: PathBuf,
    },
}
