//! `demarche line`.

use crate::command::NodeFile;
use clap::Subcommand;

/// Commands for the state of the line.
#[derive(Debug, Subcommand)]
pub enum LineCommand {
    /// Send a line test now and wait for every member's acknowledgement: exit 0 all came, 5 not in time.
    #[command(after_help = "Example:\n  demarche line test --config us.toml --compartment LEV --timeout 30s")]
    Test {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Only this compartment.
        #[arg(long)]
        compartment: Option<String>,
        /// How long to wait ("30s", "5m").
        #[arg(long, default_value = "30s", value_name = "DURATION")]
        timeout: String,
    },
    /// The word for the line to each party in each compartment, and since when.
    #[command(after_help = "Example:\n  demarche line status --config us.toml --json")]
    Status {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Only this compartment.
        #[arg(long)]
        compartment: Option<String>,
    },
    /// Say that the watch is manned, with the languages on shift, or that it is not.
    #[command(after_help = "Example:\n  demarche line watch --shift en --shift fa --config us.toml")]
    Watch {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Nobody is on watch.
        #[arg(long, conflicts_with = "shift")]
        unmanned: bool,
        /// A language on shift, two letters.
        #[arg(long)]
        shift: Vec<String>,
    },
}
