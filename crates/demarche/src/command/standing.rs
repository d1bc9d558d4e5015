//! `demarche standing`.

use crate::command::NodeFile;
use clap::Subcommand;

/// Commands for what the notices of a compartment add up to.
#[derive(Debug, Subcommand)]
pub enum StandingCommand {
    /// What stands: every machine's states, now or at an instant.
    #[command(
        after_help = "Example:\n  demarche standing show --compartment LEV --at 2027-08-17T17:00:00Z --config us.toml --json"
    )]
    Show {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Only this compartment.
        #[arg(long)]
        compartment: Option<String>,
        /// At this instant; now without it.
        #[arg(long, value_name = "DTG")]
        at: Option<String>,
        /// Single notices with their marks too.
        #[arg(long)]
        notices: bool,
    },
    /// What is due: at this node, and by anybody, with what happens if not; by time.
    #[command(after_help = "Example:\n  demarche standing due --config us.toml --json")]
    Due {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Only this compartment.
        #[arg(long)]
        compartment: Option<String>,
    },
    /// What late entries changed after it had been shown: was, is, because of which notice.
    #[command(after_help = "Example:\n  demarche standing revised --config us.toml --json")]
    Revised {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Only this compartment.
        #[arg(long)]
        compartment: Option<String>,
    },
    /// Say that an officer has seen what a late notice changed: it leaves the list of this node.
    #[command(after_help = "Example:\n  demarche standing seen IR/LEV/27/0004/L4 --config us.toml")]
    Seen {
        /// Number of the late notice (`because` in the list).
        number: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// Whose move it is in every cycle.
    #[command(after_help = "Example:\n  demarche standing cycles --config us.toml --json")]
    Cycles {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Only this compartment.
        #[arg(long)]
        compartment: Option<String>,
        /// At this instant; now without it.
        #[arg(long, value_name = "DTG")]
        at: Option<String>,
    },
    /// Which entries made the state of a notice's matters so: those without which it would be another.
    #[command(after_help = "Example:\n  demarche standing why US/LEV/27/0001/T1 --config us.toml --json")]
    Why {
        /// Number.
        number: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// At this instant; now without it.
        #[arg(long, value_name = "DTG")]
        at: Option<String>,
    },
}
