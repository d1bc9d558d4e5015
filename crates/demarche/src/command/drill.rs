//! `demarche drill`.

use crate::command::NodeFile;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for drills.
#[derive(Debug, Subcommand)]
pub enum DrillCommand {
    /// Ask every custodian to prove the own share: writes the question. Yearly, and after every change.
    #[command(after_help = "Example:\n  demarche drill start --config us.toml --out us.drill")]
    Start {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Take answers; a wrong one is named. May be called again as answers come in.
    #[command(after_help = "Example:\n  demarche drill record 1.proof 2.proof 4.proof --config us.toml")]
    Record {
        /// Answers, one file a custodian.
        #[arg(required = true, value_name = "FILE")]
        proofs: Vec<PathBuf>,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
}
