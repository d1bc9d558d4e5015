//! `demarche verify`.

use clap::Subcommand;
use std::path::PathBuf;

/// Commands for a user who distrusts an engine.
#[derive(Debug, Subcommand)]
pub enum VerifyCommand {
    /// Run a table of cases; the engine is recognised by the table's header.
    #[command(
        after_help = "Examples:\n  demarche verify cases data/redline/geodesy-cases.csv --json\n  demarche verify cases data/safeguards/vectors.csv --json"
    )]
    Cases {
        /// The table, CSV.
        file: PathBuf,
        /// A coast as GeoJSON for tables that ask for one, instead of the one that is shipped.
        #[arg(long, value_name = "FILE")]
        coast: Option<PathBuf>,
    },
}
