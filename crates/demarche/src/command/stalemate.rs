//! `demarche stalemate`.

use crate::command::NodeFile;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The stalemate board.
#[derive(Debug, Subcommand)]
pub enum StalemateCommand {
    /// The whole on one page: stability, affiliates, breakout, whose move, what is due, both tracks, the line.
    #[command(
        after_help = "Examples:\n  demarche stalemate show --config us.toml\n  demarche stalemate show --at 2027-08-17T17:00:00Z --side shared --config us.toml --json\n  demarche stalemate show --side own --config us.toml --assumptions us-assumptions.toml --standing standing"
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
        /// What the desk adds to the own half.
        #[command(flatten)]
        desk: DeskFiles,
    },
}

/// Files of the private desk. They are read by this command; the node is told nothing of them.
#[derive(Debug, Default, Args)]
pub struct DeskFiles {
    /// Assumptions: the own half gains the restraint margin and the nearest shock that ends it.
    #[arg(long, value_name = "FILE")]
    pub assumptions: Option<PathBuf>,
    /// Political calendar; that beside the assumptions without it.
    #[arg(long, value_name = "FILE", requires = "assumptions")]
    pub political_calendar: Option<PathBuf>,
    /// Standing snapshots or their folder: the own half gains the time to material, from what verifiers reported.
    #[arg(long, value_name = "FILE|FOLDER")]
    pub standing: Vec<PathBuf>,
    /// Table of stocks that the reports are put into (`demarche template stocks`); the shipped one if absent.
    #[arg(long, value_name = "FILE", requires = "standing")]
    pub stocks: Option<PathBuf>,
    /// Table of machines (`demarche template machines`); the shipped one if absent.
    #[arg(long, value_name = "FILE", requires = "standing")]
    pub machines: Option<PathBuf>,
}

/// Which half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// The shared half and what this side alone sees.
    Own,
    /// What both sides hold alike.
    Shared,
}
