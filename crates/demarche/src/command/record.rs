//! `demarche record`.

use crate::command::NodeFile;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for record pages.
#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// Verify a record page from the charter page on it. Needs no node and no key.
    #[command(after_help = "Example:\n  demarche record verify red-line.page --json")]
    Verify {
        /// The page.
        file: PathBuf,
    },
    /// Put one notice of a TRANSFERABLE compartment on a page that verifies by itself (0600).
    #[command(
        after_help = "Example:\n  demarche record export US/LEV/27/0001/T1 --config us.toml --out red-line.page"
    )]
    Export {
        /// Number of the notice.
        number: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}
