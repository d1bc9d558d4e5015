//! Templates, checks, schemas of the files users write, and completions.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Kinds of file that users write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileKind {
    /// A charter.
    Charter,
    /// A notice (name its type with --type).
    Notice,
    /// Settings of a node, with those of its invitation.
    Node,
    /// Settings of a relay.
    Relay,
    /// A scenario; its check takes the folder, or the scenario file in it.
    Scenario,
    /// A list of protected sites, CSV.
    Sites,
    /// The timeline of a scenario.
    Timeline,
    /// What must be seen in a scenario.
    Expect,
    /// Stocks of uranium (CSV).
    Stocks,
    /// Machines (CSV).
    Machines,
    /// A step on offer.
    Step,
    /// Evidence of who stands behind an act.
    Evidence,
    /// Dated events (CSV).
    Events,
    /// An event and what it would do to the price of oil.
    Event,
    /// Prices of oil (CSV).
    Prices,
    /// Named episodes of the price of oil (CSV).
    Episodes,
    /// What the columns and words of a feed mean.
    FeedMap,
    /// Assumptions of a private assessment.
    Assumptions,
    /// Political calendar of a private assessment.
    Calendar,
    /// A language pack: its check takes the folder of the language, or one file of it.
    Pack,
}

/// Arguments of `template`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche template notice --type T1 > us-2.toml")]
pub struct TemplateArgs {
    /// Kind of file.
    pub kind: FileKind,
    /// Type of the notice.
    #[arg(long = "type", value_name = "CODE", default_value = "T1")]
    pub code: String,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche check charter mar.toml --json")]
pub struct CheckArgs {
    /// Kind of file.
    pub kind: FileKind,
    /// The file.
    pub file: PathBuf,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche schema charter > charter.schema.json")]
pub struct SchemaArgs {
    /// Kind of file.
    pub kind: FileKind,
    /// Type of the notice.
    #[arg(long = "type", value_name = "CODE", default_value = "T1")]
    pub code: String,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche completions bash > /etc/bash_completion.d/demarche")]
pub struct CompletionsArgs {
    /// Shell.
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche man /usr/local/share/man/man1")]
pub struct ManArgs {
    /// Folder that is there.
    pub folder: PathBuf,
}
