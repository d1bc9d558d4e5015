//! `demarche script`.

use crate::command::NodeFile;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for the transcript.
#[derive(Debug, Subcommand)]
pub enum ScriptCommand {
    /// Print the script fingerprint: equal on both sides exactly when both hold the same entries.
    #[command(after_help = "Example:\n  demarche script fingerprint --config us.toml --compartment LEV")]
    Fingerprint {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Compartment.
        #[arg(long)]
        compartment: String,
    },
    /// Compare a fingerprint that the other side read out with the own one.
    #[command(
        after_help = "Example:\n  demarche script compare '12345 …' --config us.toml --compartment LEV"
    )]
    Compare {
        /// As heard: 8 groups of 5 digits, or 12 words.
        fingerprint: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Compartment.
        #[arg(long)]
        compartment: String,
    },
    /// Verify an exported transcript by itself: chains, hashes, order, digest. Needs no node and no key.
    #[command(after_help = "Example:\n  demarche script verify lev.script --json")]
    Verify {
        /// The exported file.
        file: PathBuf,
    },
    /// Write the transcript of a compartment to a file (0600).
    #[command(
        after_help = "Example:\n  demarche script export --config us.toml --compartment LEV --out lev.script"
    )]
    Export {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Compartment.
        #[arg(long)]
        compartment: String,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}
