//! `demarche public`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands for what is said in public.
#[derive(Debug, Subcommand)]
pub enum PublicCommand {
    /// Check a public draft against the private record; writes nothing and keeps nothing of it.
    Check(CheckArgs),
    /// Put a sentence that is already public on the list of what is cleared.
    Clear(ClearArgs),
}

/// Whose record a text is held against.
#[derive(Debug, Args)]
pub struct Against {
    /// Settings file of the node whose record is used.
    #[arg(long = "config", env = "DEMARCHE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of a scenario: it is played to the instant of --at, and its record is used.
    #[arg(long, value_name = "FOLDER", conflicts_with = "config")]
    pub scenario: Option<PathBuf>,
}

/// Arguments of `public check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  demarche public check speech.txt --at 2027-08-17T18:00Z --config us.toml --json\n  demarche public check speech.txt --at 2027-08-17T18:00Z --scenario scenarios/us-iran\nExit codes: 0 nothing found, 2 a sentence to stop, 3 a sentence to look at, 1 not judged."
)]
pub struct CheckArgs {
    /// The draft, plain text in English, French, Persian or Arabic.
    pub file: PathBuf,
    /// When it will be said: 2027-08-17T18:00Z or 171800Z AUG 27. Relative dates count from it.
    #[arg(long, value_name = "DTG")]
    pub at: String,
    /// Whose record.
    #[command(flatten)]
    pub against: Against,
    /// The list of what is cleared; without it `cleared.toml` beside the node's settings, if it is there.
    #[arg(long, value_name = "FILE")]
    pub cleared: Option<PathBuf>,
}

/// Arguments of `public clear`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  demarche public clear \"Uranium enriched to 60 percent is held\" --source \"agency report GOV/2024/26\" --on 2024-05-27 --cleared cleared.toml"
)]
pub struct ClearArgs {
    /// The sentence, as it was said in public.
    pub text: String,
    /// Where it was said.
    #[arg(long)]
    pub source: String,
    /// On which day: 2024-05-27.
    #[arg(long, value_name = "DAY")]
    pub on: String,
    /// Settings file of the node: the list is `cleared.toml` beside it.
    #[arg(long = "config", env = "DEMARCHE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The list, made if it is not there (0600).
    #[arg(long, value_name = "FILE")]
    pub cleared: Option<PathBuf>,
}
