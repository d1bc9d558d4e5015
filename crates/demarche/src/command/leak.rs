//! `demarche leak-check` and `demarche leak`.

use crate::command::NodeFile;
use crate::command::public::Against;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Arguments of `leak-check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  demarche leak-check leaked.txt --config us.toml --json\n  demarche leak-check leaked.script --scenario scenarios/us-iran --at 2027-08-22T15:00Z\nExit codes: 0 adds no proof for a stranger, 2 binds a party, 3 a live key, 4 not ours, 1 not judged."
)]
pub struct LeakCheckArgs {
    /// What was leaked: a text of pages, an exported transcript, a record page, a PDF (its metadata).
    pub file: PathBuf,
    /// Whose record.
    #[command(flatten)]
    pub against: Against,
    /// Until when a scenario is played; its end without it.
    #[arg(long, value_name = "DTG", requires = "scenario")]
    pub at: Option<String>,
    /// The trace key: whose traced copy it may be is told too. For two seniors: it is a lead, never a finding.
    #[arg(long, value_name = "FILE", requires = "readers")]
    pub trace_key: Option<PathBuf>,
    /// Own readers for whom traced copies were made, divided by commas, at most twenty.
    #[arg(long, value_name = "OFFICERS", value_delimiter = ',', requires = "trace_key")]
    pub readers: Vec<String>,
}

/// Commands for what is done after a leak.
#[derive(Debug, Subcommand)]
pub enum LeakCommand {
    /// Make a secret for the reserve pouch: one file for each side, carried by hand before it is needed, kept sealed.
    #[command(after_help = "Example:\n  demarche leak pouch reserve.secret")]
    Pouch {
        /// File to write; it must not be there.
        file: PathBuf,
    },
    /// Open the reserve pouch: its secret goes into the next roll-over of a compartment, once every voter has entered it.
    #[command(after_help = "Example:\n  demarche leak enter reserve.secret LEV --config us.toml")]
    Enter {
        /// The file out of the pouch.
        file: PathBuf,
        /// The compartment whose pages are out.
        compartment: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// Roll one compartment over: all its keys and mailboxes change, every other compartment stays as it is. A secret that
    /// every voter has entered goes in.
    #[command(
        after_help = "Examples:\n  demarche leak respond LEV --config us.toml --json\n  demarche leak respond LEV --readers adams,baker --config us.toml\n  demarche leak respond LEV --refound --with IR --config us.toml\nExit codes: 0 rolled over, 3 refused and nothing changed, 5 not in time: the change goes on, ask again."
    )]
    Respond(RespondArgs),
}

/// Arguments of `leak respond`.
#[derive(Debug, Args)]
pub struct RespondArgs {
    /// The compartment whose pages are out.
    pub compartment: String,
    /// The node's settings.
    #[command(flatten)]
    pub node: NodeFile,
    /// Found the group again without whoever has not answered: when the state of the group itself may be out.
    #[arg(long, requires = "writers")]
    pub refound: bool,
    /// A voter who must write the same RE-FORM; once for each.
    #[arg(long = "with", value_name = "PARTY", requires = "refound")]
    pub writers: Vec<String>,
    /// The only own officers who keep a role there, divided by commas; everybody else loses theirs in this compartment alone.
    #[arg(long, value_name = "OFFICERS", value_delimiter = ',')]
    pub readers: Vec<String>,
    /// Roll over though a voter has not entered the secret that was entered here.
    #[arg(long, conflicts_with = "refound")]
    pub without_pouch: bool,
    /// How long to wait for the new epoch, seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub timeout: u64,
}
