//! `demarche compartment`.

use crate::command::NodeFile;
use crate::command::succession::Where;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands about who is in a compartment.
#[derive(Debug, Subcommand)]
pub enum CompartmentCommand {
    /// Members with tempo and silence, term, epoch, RE-FORMs that wait, flares, annexes; what this node may do here.
    #[command(
        after_help = "Example:\n  demarche compartment status --config us.toml --compartment LEV --json"
    )]
    Status {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Which compartment.
        #[arg(long)]
        compartment: String,
    },
    /// Give the party's word that this compartment be closed. It takes the word of every party and 30 days, any single
    /// custodian may hold it, and nothing is deleted. With custody the acts wait for `party keys speak`.
    #[command(
        after_help = "Example:\n  demarche compartment close --compartment LEV --config us.toml --acts us.acts\n  demarche compartment close --show --compartment LEV --config us.toml"
    )]
    Close {
        /// Where.
        #[command(flatten)]
        at: Where,
        /// Only tell where the closing stands.
        #[arg(long)]
        show: bool,
        /// File for the acts that wait for a ceremony; needed with custody.
        #[arg(long, value_name = "FILE")]
        acts: Option<PathBuf>,
    },
    /// Found the RESERVE of a pair, right after pairing: a quiet compartment with its own group and mailboxes that carries
    /// P2, HOLD and founding anew when another one is in doubt.
    #[command(after_help = "Example:\n  demarche compartment reserve --with IR --config us.toml")]
    Reserve {
        /// The other party.
        #[arg(long, value_name = "PARTY")]
        with: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// Hold a closing. With custody one custodian approves: the first call writes what is put before them.
    #[command(
        after_help = "Example:\n  demarche compartment hold --paper us.hold --compartment LEV --config us.toml\n  demarche compartment hold --approved 2.approved --compartment LEV --config us.toml"
    )]
    Hold {
        /// Where.
        #[command(flatten)]
        at: Where,
        /// File to write for the custodians.
        #[arg(long, value_name = "FILE")]
        paper: Option<PathBuf>,
        /// A custodian's approval.
        #[arg(long, value_name = "FILE", conflicts_with = "paper")]
        approved: Vec<PathBuf>,
    },
    /// Put a charter version in force that every voter has read back: the next change of keys names it.
    #[command(
        after_help = "Example:\n  demarche compartment apply --charter-version 2 --compartment LEV --config us.toml"
    )]
    Apply {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Which compartment.
        #[arg(long)]
        compartment: String,
        /// Which version of the charter.
        #[arg(long, value_name = "N")]
        charter_version: u32,
    },
    /// This node says ROLLED-BACK: ask the members to take it out of the group and in again.
    #[command(after_help = "Example:\n  demarche compartment rejoin --compartment LEV --config us.toml")]
    Rejoin {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Which compartment.
        #[arg(long)]
        compartment: String,
    },
    /// Propose to found the group again without whoever has vanished. Every writer must agree; your own node is one.
    #[command(
        after_help = "Example:\n  demarche compartment reform --with CH --why VANISHED --compartment LEV --config us.toml"
    )]
    Reform {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Which compartment.
        #[arg(long)]
        compartment: String,
        /// A voter who must write the same; once for each.
        #[arg(long = "with", value_name = "PARTY", required = true)]
        writers: Vec<String>,
        /// VANISHED (14 days of silence), LEAK (6 hours), SUITE or REVIVAL.
        #[arg(long, value_name = "WHY")]
        why: String,
    },
    /// Agree to a RE-FORM that another has proposed (`status` shows its entry).
    #[command(
        after_help = "Example:\n  demarche compartment agree --entry 9f86... --compartment LEV --config us.toml"
    )]
    Agree {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Which compartment.
        #[arg(long)]
        compartment: String,
        /// The entry, in hexadecimal.
        #[arg(long, value_name = "HASH")]
        entry: String,
    },
    /// Send a file as an annex, to all other members or to those named.
    #[command(
        after_help = "Example:\n  demarche compartment send-annex image.png --kind IMAGE --to CH --compartment LEV --config us.toml"
    )]
    SendAnnex {
        /// The file.
        file: PathBuf,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Which compartment.
        #[arg(long)]
        compartment: String,
        /// What it is, one word.
        #[arg(long, value_name = "WORD")]
        kind: String,
        /// A reading party; once for each. All other members without it.
        #[arg(long = "to", value_name = "PARTY")]
        readers: Vec<String>,
    },
    /// Write an annex that is here whole into a file.
    #[command(
        after_help = "Example:\n  demarche compartment get-annex 9f86... --out image.png --compartment LEV --config us.toml"
    )]
    GetAnnex {
        /// Its SHA-256, in hexadecimal (`status` shows it).
        annex: String,
        /// The file to write; it must not exist.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Which compartment.
        #[arg(long)]
        compartment: String,
    },
}
