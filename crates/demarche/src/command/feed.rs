//! `demarche feed`.

use crate::command::watch::FeedFormat;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for feeds.
#[derive(Debug, Subcommand)]
pub enum FeedCommand {
    /// What each message or row of a feed says, or why it is refused.
    #[command(after_help = "Example:\n  demarche feed decode ships.nmea --format nmea --json")]
    Decode {
        /// The feed: a file, or `-`.
        file: String,
        /// Its form.
        #[arg(long)]
        format: FeedFormat,
        /// What its columns and words mean.
        #[arg(long = "map", value_name = "FILE")]
        mapping: Option<PathBuf>,
    },
}
