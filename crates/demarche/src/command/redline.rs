//! `demarche redline`.

use crate::command::watch::FeedFormat;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands for drafts and maps of red lines.
#[derive(Debug, Subcommand)]
pub enum RedlineCommand {
    /// What is weak about a draft line, or about the lines of a folder together.
    #[command(after_help = "Example:\n  demarche redline lint us-1.toml --json")]
    Lint {
        /// A notice file, or a folder of them.
        file: PathBuf,
        /// A coast as GeoJSON, instead of the one that is shipped.
        #[arg(long, value_name = "FILE")]
        coast: Option<PathBuf>,
    },
    /// Two parties' maps against each other.
    #[command(after_help = "Example:\n  demarche redline compare ours theirs --json")]
    Compare {
        /// The one map: a notice file, or a folder of them.
        a: PathBuf,
        /// The other.
        b: PathBuf,
        /// GeoJSON of where each finding bites.
        #[arg(long)]
        geojson: bool,
    },
    /// Had this line stood: a feed of the past against it.
    Replay(ReplayArgs),
    /// Signed geodesic distance of a point to a line's place, metres; negative inside.
    #[command(after_help = "Example:\n  demarche redline distance --line ir-1.toml --point 29.4,50.3 --json")]
    Distance {
        /// A notice file, or a geometry as GeoJSON or WKT.
        #[arg(long, value_name = "FILE")]
        line: PathBuf,
        /// Latitude and longitude, degrees.
        #[arg(long, value_name = "LAT,LON", allow_hyphen_values = true)]
        point: String,
    },
    /// The map as SVG, with the events of a feed if one is given.
    Draw(DrawArgs),
}

/// Arguments of `redline replay`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  demarche redline replay --line us-2.toml --feed data/incidents/ucdp-syria-subset.csv --json")]
pub struct ReplayArgs {
    /// A notice file, or a folder of them.
    #[arg(long, value_name = "FILE")]
    pub line: PathBuf,
    /// The feed.
    #[arg(long, value_name = "FILE")]
    pub feed: String,
    /// Its form.
    #[arg(long, default_value = "csv")]
    pub format: FeedFormat,
    /// What its columns and words mean.
    #[arg(long = "map", value_name = "FILE")]
    pub mapping: Option<PathBuf>,
}

/// Arguments of `redline draw`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche redline draw scenarios/us-iran/notices --out map.svg")]
pub struct DrawArgs {
    /// A notice file, or a folder of them.
    pub lines: PathBuf,
    /// Only lines whose name begins so.
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
    /// A feed whose events are drawn.
    #[arg(long, value_name = "FILE")]
    pub feed: Option<String>,
    /// Its form.
    #[arg(long, default_value = "csv")]
    pub format: FeedFormat,
    /// What its columns and words mean.
    #[arg(long = "map", value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// File to write; standard output without it.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
