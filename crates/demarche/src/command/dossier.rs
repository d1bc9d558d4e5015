//! `demarche dossier`.

use crate::command::{NodeFile, PassphraseFrom};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Who can open Part B.
#[derive(Debug, Args)]
pub struct Opened {
    /// A custodian's share file, k of them; without any Part B is under a passphrase.
    #[arg(long = "share", value_name = "FILE")]
    pub shares: Vec<PathBuf>,
    /// Passphrases of the shares, one a line in their order; or that of Part B.
    #[command(flatten)]
    pub passphrase: PassphraseFrom,
}

/// Commands for what a successor who knows nothing needs.
#[derive(Debug, Subcommand)]
pub enum DossierCommand {
    /// Make it: Part A to be printed, a page for the party and one a compartment, and Part B, the sealed backup. Monthly, at a
    /// succession, before a closing.
    #[command(
        after_help = "Example:\n  demarche dossier make --out 2027-08 --config us.toml\n  demarche dossier make --archive --out oversight --config us.toml"
    )]
    Make {
        /// Folder to write.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
        /// Also the complete record, in the clear, for the party's own archive and oversight: every notice as text and as
        /// canonical bytes, by compartment.
        #[arg(long)]
        archive: bool,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Passphrase of Part B, for a party without custody.
        #[command(flatten)]
        passphrase: PassphraseFrom,
    },
    /// Open Part B on a machine without network, and compare what comes of it with Part A: entries, fingerprints, roots.
    #[command(
        after_help = "Example:\n  demarche dossier verify 2027-08 --config us.toml --share 1.share --share 2.share --share 4.share"
    )]
    Verify {
        /// The dossier.
        folder: PathBuf,
        /// Settings of the node; its folder is not touched.
        #[command(flatten)]
        node: NodeFile,
        /// Who opens Part B.
        #[command(flatten)]
        opened: Opened,
    },
    /// Make the node's folder again from Part B; it starts quarantined. The folder of the settings must not exist.
    #[command(
        after_help = "Example:\n  demarche dossier restore 2027-08 --config us-again.toml --share 1.share --share 2.share --share 4.share"
    )]
    Restore {
        /// The dossier.
        folder: PathBuf,
        /// Settings of the node to be made again.
        #[command(flatten)]
        node: NodeFile,
        /// Who opens Part B.
        #[command(flatten)]
        opened: Opened,
    },
}
