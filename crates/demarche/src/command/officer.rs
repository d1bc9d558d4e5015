//! `demarche officer`.

use crate::command::{NodeFile, PassphraseFrom};
use clap::Subcommand;
use std::path::PathBuf;

/// Commands for officers.
#[derive(Debug, Subcommand)]
pub enum OfficerCommand {
    /// Enrol an officer: makes a key file encrypted with a passphrase, and tells the running node its public key.
    /// Without --out an enrolled person gets these roles.
    #[command(
        after_help = "Example:\n  demarche officer add --config us.toml --person p-17 --role LEV:WATCH --out watch.key"
    )]
    Add {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Person id: one human, however many keys.
        #[arg(long)]
        person: String,
        /// Role in a compartment, such as LEV:WATCH or MAR:SENIOR; may be given more than once. Those named replace
        /// what the person had in that compartment.
        #[arg(long = "role", value_name = "COMPARTMENT:ROLE", required = true)]
        roles: Vec<String>,
        /// Key file to write (0600).
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Where its passphrase comes from.
        #[command(flatten)]
        passphrase: PassphraseFrom,
    },
    /// A person leaves: no key of theirs seals any more.
    #[command(after_help = "Example:\n  demarche officer leave p-17 --config us.toml")]
    Leave {
        /// Person id.
        person: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// A one-time link into the console, for ten minutes. The browser that opens it makes the person's key.
    #[command(after_help = "Example:\n  demarche officer invite p-17 --role LEV:WATCH --config us.toml")]
    Invite {
        /// Person id: one human, however many keys. One who is not on the roster yet is added.
        person: String,
        /// Role in a compartment, such as LEV:WATCH; may be given more than once. Those named replace what the person
        /// had in that compartment.
        #[arg(long = "role", value_name = "COMPARTMENT:ROLE")]
        roles: Vec<String>,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// List officers, roles and authenticators.
    #[command(after_help = "Example:\n  demarche officer list --config us.toml")]
    List {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
}
