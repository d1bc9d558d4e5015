//! `demarche relay`.

use crate::command::RelayFile;
use clap::Subcommand;
use std::path::PathBuf;

/// Commands of a relay's host.
#[derive(Debug, Subcommand)]
pub enum RelayCommand {
    /// Write a folder for a host who is no engineer: this program, one page of four settings, a sheet of steps.
    #[command(after_help = "Example:\n  demarche relay kit relay-kit --language fa")]
    Kit {
        /// Folder to write; it must not exist yet.
        out: PathBuf,
    },
    /// Print the SHA-256 of the relay's public key, which nodes pin; makes its folder and key at the first time.
    #[command(
        after_help = "Example:\n  demarche template relay > ch-1.toml\n  demarche relay pin --config ch-1.toml"
    )]
    Pin {
        /// The relay's settings.
        #[command(flatten)]
        relay: RelayFile,
        /// Also write a printable page with address and fingerprint for the parties (HTML).
        #[arg(long, value_name = "FILE")]
        sheet: Option<PathBuf>,
    },
    /// Add accounts to the settings and write their tokens, once, to a file for the desk that will use them.
    #[command(
        after_help = "Example:\n  demarche relay account US-LEV US-PAIRING --config ch-1.toml --out us-accounts.toml"
    )]
    Account {
        /// Names for the host's own eyes, one account each.
        #[arg(required = true)]
        names: Vec<String>,
        /// The relay's settings.
        #[command(flatten)]
        relay: RelayFile,
        /// File to write the account to (0600), to be handed to that desk.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Run the relay until it is told to stop.
    #[command(after_help = "Example:\n  demarche relay run --config ch-1.toml")]
    Run {
        /// The relay's settings.
        #[command(flatten)]
        relay: RelayFile,
    },
    /// Print a slice of the carrier log of a mailbox, for the two who hold its heads.
    #[command(after_help = "Example:\n  demarche relay prove --config ch-1.toml --mailbox 3f… --json")]
    Prove {
        /// The relay's settings.
        #[command(flatten)]
        relay: RelayFile,
        /// Mailbox, 64 hexadecimal digits.
        #[arg(long)]
        mailbox: String,
        /// First event of the log, from 1.
        #[arg(long, default_value_t = 1)]
        from: u64,
        /// At most this many events.
        #[arg(long, default_value_t = 1_000)]
        most: u64,
    },
}
