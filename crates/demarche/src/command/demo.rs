//! `demarche demo`.

use clap::Args;
use std::path::PathBuf;

/// Arguments of `demo`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  demarche demo --headless --json | jq .fingerprints\n  demarche template scenario > my.toml\n  demarche demo --scenario my.toml"
)]
pub struct DemoArgs {
    /// Print no pages of the two sides, only progress and the result.
    #[arg(long)]
    pub headless: bool,
    /// Play this scenario (`demarche template scenario`). Files that it names are read beside it; those that are not
    /// there are taken from the shipped example.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// Keep the nodes running afterwards, print links into their consoles, do what is typed to the line
    /// (`RELAY-DOWN CH-1`, `mend RELAY-DOWN CH-1`), and stop at Ctrl-C.
    #[arg(long)]
    pub stay: bool,
    /// Keep the parties' folders here instead of a temporary place.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
}
