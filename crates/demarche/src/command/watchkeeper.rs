//! `demarche watchkeeper`.

use crate::command::NodeFile;
use clap::Args;
use std::path::PathBuf;

/// The alarm that needs no browser and nobody logged in.
#[derive(Debug, Args)]
#[command(
    after_help = "It rings when a notice waits unopened, at minutes 0, 3 and 6 for FLASH and IMMEDIATE and once for the rest, and when the node itself falls silent. Opening the notice silences it. The program is given the precedence, how many wait and whose turn it is; no number, no subject. When the own party releases an L6 HANDOVER it sounds a test, with TEST as the position, and notes whether somebody typed HEARD within ten minutes.\n\nExamples:\n  demarche watchkeeper --config us.toml\n  demarche watchkeeper --config us.toml --exec /usr/local/bin/siren\n  demarche watchkeeper --config us.toml --test --log hand-over.log\n  demarche watchkeeper --config us.toml --for 10m --json"
)]
pub struct WatchkeeperArgs {
    /// The node's settings.
    #[command(flatten)]
    pub node: NodeFile,
    /// Program run at each alarm with three arguments: precedence, count, position.
    #[arg(long, value_name = "PROGRAM")]
    pub exec: Option<PathBuf>,
    /// Sound everything once, ask whether it was heard, and note it.
    #[arg(long)]
    pub test: bool,
    /// Append each alarm and test, a line each, to this file (0600).
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Stop after this time ("10m"); without it, when told to.
    #[arg(long = "for", value_name = "TIME")]
    pub lasts: Option<String>,
}
