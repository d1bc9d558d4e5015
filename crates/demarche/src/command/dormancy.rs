//! `demarche dormancy`.

use crate::command::succession::Where;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for a party that nobody speaks for.
#[derive(Debug, Subcommand)]
pub enum DormancyCommand {
    /// Declare it: drafts the L6 SILENCE-DECLARED for two officers to release. The node answers tests, keeps everything
    /// and lapses nothing.
    #[command(
        after_help = "Example:\n  demarche dormancy declare --until 2028-06-01T12:00:01Z --config us.toml --compartment LEV"
    )]
    Declare {
        /// Until when.
        #[arg(long, value_name = "DTG")]
        until: String,
        /// Where.
        #[command(flatten)]
        at: Where,
    },
    /// Who is UP, QUIET or DORMANT, and why.
    #[command(after_help = "Example:\n  demarche dormancy status --config us.toml --compartment LEV --json")]
    Status {
        /// Where.
        #[command(flatten)]
        at: Where,
    },
    /// Come back: k custodians approve (the first call writes what is put before them), then the L6 RESUME is drafted and
    /// what is due is listed, oldest first.
    #[command(
        after_help = "Example:\n  demarche dormancy revive --paper us.revive --config us.toml --compartment LEV\n  demarche dormancy revive --approved 1.approved --approved 2.approved --approved 4.approved --config us.toml --compartment LEV"
    )]
    Revive {
        /// File to write for the custodians.
        #[arg(long, value_name = "FILE")]
        paper: Option<PathBuf>,
        /// A custodian's approval; once for each.
        #[arg(long, value_name = "FILE", conflicts_with = "paper")]
        approved: Vec<PathBuf>,
        /// Where.
        #[command(flatten)]
        at: Where,
    },
}
