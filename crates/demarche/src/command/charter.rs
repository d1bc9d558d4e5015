//! `demarche charter`.

use crate::command::NodeFile;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for charters.
#[derive(Debug, Subcommand)]
pub enum CharterCommand {
    /// Found a compartment: collect keys of all members, send them their welcome, release the charter.
    #[command(
        after_help = "Example:\n  demarche template charter > mar.toml\n  demarche charter new mar.toml --config us.toml"
    )]
    New {
        /// The charter (`demarche template charter`).
        file: PathBuf,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// How long to wait until all members have joined ("5m").
        #[arg(long, default_value = "5m", value_name = "DURATION")]
        timeout: String,
    },
    /// Print the own record key for a TRANSFERABLE compartment to be, as paragraph E of its charter names it.
    #[command(after_help = "Example:\n  demarche charter key NUC --config us.toml")]
    Key {
        /// Name of the compartment to be.
        compartment: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// Show the charter of a compartment and who has read it back.
    #[command(after_help = "Example:\n  demarche charter show MAR --config us.toml")]
    Show {
        /// Name of the compartment.
        compartment: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
}
