//! `demarche sheet`.

use crate::command::NodeFile;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for carrying on paper.
#[derive(Debug, Subcommand)]
pub enum SheetCommand {
    /// Print what a party has not acknowledged yet: one page an envelope, as a QR symbol and as lines to type.
    #[command(
        after_help = "Example:\n  demarche sheet print --config us.toml --compartment LEV --to IR --out monday"
    )]
    Print {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Compartment.
        #[arg(long)]
        compartment: String,
        /// For which party.
        #[arg(long)]
        to: String,
        /// Folder to write: sheet.html to be printed, and each page as picture and as text.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Take in pages: pictures (PNG) of the QR symbol, or files with the typed lines; the same as a pouch.
    #[command(
        after_help = "Example:\n  demarche sheet read page-1.png typed-2.txt --config ir.toml --compartment LEV"
    )]
    Read {
        /// Pictures or typed lines, one file a page.
        #[arg(required = true, value_name = "FILE")]
        pages: Vec<PathBuf>,
        /// Compartment.
        #[arg(long)]
        compartment: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
}
