//! `demarche pouch`.

use crate::command::NodeFile;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for carrying by hand.
#[derive(Debug, Subcommand)]
pub enum PouchCommand {
    /// Write a file with all that a party has not acknowledged yet.
    #[command(
        after_help = "Example:\n  demarche pouch pack --config us.toml --compartment LEV --to IR --out monday.pouch"
    )]
    Pack {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Compartment.
        #[arg(long)]
        compartment: String,
        /// For which party.
        #[arg(long)]
        to: String,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Take in a pouch file; the same as if a relay had brought it.
    #[command(after_help = "Example:\n  demarche pouch open monday.pouch --config ir.toml --compartment LEV")]
    Open {
        /// The file.
        file: PathBuf,
        /// Compartment.
        #[arg(long)]
        compartment: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
}
