//! `demarche node`.

use crate::command::{NodeFile, PassphraseFrom};
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for the node of a party.
#[derive(Debug, Subcommand)]
pub enum NodeCommand {
    /// Make the folder of a node as its settings file says.
    #[command(
        after_help = "Example:\n  demarche template node > us.toml\n  demarche node init --config us.toml"
    )]
    Init {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// A passphrase on the node's key; without it the disk guards the key and the node starts alone.
        #[command(flatten)]
        passphrase: PassphraseFrom,
    },
    /// Write the own invitation, and print its fingerprint to be read over the voice line.
    #[command(after_help = "Example:\n  demarche node invite --config us.toml --out us.invitation")]
    Invite {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Take the other side's invitation or pairing file. The fingerprint is typed, as heard by voice or read on paper.
    #[command(
        after_help = "Example:\n  demarche node join --config us.toml ir.invitation --fingerprint '12345 …' --out us-to-ir.pairing"
    )]
    Join {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// The other side's file.
        file: PathBuf,
        /// The fingerprint of the other side's invitation: 8 groups of 5 digits.
        #[arg(long)]
        fingerprint: Option<String>,
        /// Where to write the next file for the other side, if there is one.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// A file with 32 bytes that a courier carried.
        #[arg(long, value_name = "FILE")]
        courier: Option<PathBuf>,
    },
    /// Run the node until it is told to stop.
    #[command(after_help = "Example:\n  demarche node run --config us.toml")]
    Run {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// The passphrase of the node's key, if it has one.
        #[command(flatten)]
        passphrase: PassphraseFrom,
    },
    /// Pairs, compartments, epochs, quarantine, relays, due items.
    #[command(after_help = "Example:\n  demarche node status --config us.toml --json")]
    Status {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// Stop the running node in good order.
    #[command(after_help = "Example:\n  demarche node stop --config us.toml")]
    Stop {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// The console's API as an OpenAPI document, made from the code.
    #[command(after_help = "Example:\n  demarche node api > openapi.json")]
    Api,
    /// Write an encrypted backup of the whole node.
    #[command(after_help = "Example:\n  demarche node backup --config us.toml --out us.backup")]
    Backup {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Where its passphrase comes from.
        #[command(flatten)]
        passphrase: PassphraseFrom,
    },
    /// Make a node's folder again from a backup; it starts quarantined.
    #[command(after_help = "Example:\n  demarche node restore us.backup --config us-again.toml")]
    Restore {
        /// The backup.
        file: PathBuf,
        /// Settings of the node to be made again; its folder must not exist.
        #[command(flatten)]
        node: NodeFile,
        /// Where its passphrase comes from.
        #[command(flatten)]
        passphrase: PassphraseFrom,
    },
}
