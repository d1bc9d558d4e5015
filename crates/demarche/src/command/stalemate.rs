//! `demarche stalemate`.

use crate::command::NodeFile;
use clap::{Subcommand, ValueEnum};

/// The stalemate board.
#[derive(Debug, Subcommand)]
pub enum StalemateCommand {
    /// The whole on one page: stability, affiliates, breakout, whose move, what is due, both tracks, the line.
    #[command(
        after_help = "Examples:\n  demarche stalemate show --config us.toml\n  demarche stalemate show --at 2027-08-17T17:00:00Z --side shared --config us.toml --json"
    )]
    Show {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// At this instant; now without it.
        #[arg(long, value_name = "DTG")]
        at: Option<String>,
        /// The half that both sides hold alike, or with it what this side alone sees.
        #[arg(long, value_enum, default_value = "shared")]
        side: Side,
    },
}

/// Which half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// The shared half and what this side alone sees.
    Own,
    /// What both sides hold alike.
    Shared,
}
