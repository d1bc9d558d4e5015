//! `demarche demo`.

use clap::Args;
use std::path::PathBuf;

/// Arguments of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche demo --headless --json | jq .fingerprints")]
pub struct DemoArgs {
    /// Print no pages of the two sides, only progress and the result.
    #[arg(long)]
    pub headless: bool,
    /// Keep the parties' folders here instead of a temporary place.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
}
