//! `demarche attribution`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Who stands behind an act, and what changed after a warning.
#[derive(Debug, Subcommand)]
pub enum AttributionCommand {
    /// Posterior over five hypotheses, as words with ranges; each item's part; every legal standard, none picked.
    #[command(after_help = "Example:\n  demarche template evidence > case.toml\n  \
        demarche attribution posterior --evidence case.toml --json")]
    Posterior(PosteriorArgs),
    /// Whether the rate of attacks changed after a warning took effect.
    #[command(
        after_help = "Example:\n  demarche attribution after-warning --events data/incidents/ucdp-syria-subset.csv \
        --group turkey-backed --from 2018-01-20 --to 2018-05-23 --warning 2018-03-25 --json"
    )]
    AfterWarning(AfterWarningArgs),
    /// A case on pages to print, in every language: each point with time, place, precision, source and custody.
    #[command(after_help = "Examples:\n  demarche attribution dossier --case abqaiq-2019 --out dossier\n  \
        demarche attribution dossier --case 1 --evidence case.toml --out dossier")]
    Dossier(DossierArgs),
}

/// Evidence and tables.
#[derive(Debug, Args)]
pub struct PosteriorArgs {
    /// Evidence (`demarche template evidence`).
    #[arg(long, value_name = "FILE")]
    pub evidence: PathBuf,
    /// A table of likelihoods of one's own, with the columns of the shipped one.
    #[arg(long, value_name = "FILE")]
    pub likelihoods: Option<PathBuf>,
}

/// Events and the warning.
#[derive(Debug, Args)]
pub struct AfterWarningArgs {
    /// Table of events (`demarche template events`).
    #[arg(long, value_name = "FILE")]
    pub events: PathBuf,
    /// The day on which the warning took effect: its read-back, not its drafting.
    #[arg(long, value_name = "DATE")]
    pub warning: String,
    /// First day of the record; that of the first event if absent.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day of the record; that of the last event if absent.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only events whose group holds these words.
    #[arg(long, value_name = "WORDS")]
    pub group: Option<String>,
    /// A group that was not warned: what its rate did is taken out.
    #[arg(long, value_name = "WORDS")]
    pub control: Option<String>,
}

/// A case to be written out.
#[derive(Debug, Args)]
pub struct DossierArgs {
    /// Id or number of an incident of the table; with --evidence, the name under which the case is filed.
    #[arg(long, value_name = "N")]
    pub case: String,
    /// Folder to write; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Evidence of the case (`demarche template evidence`).
    #[arg(long, value_name = "FILE")]
    pub evidence: Option<PathBuf>,
    /// Table of incidents; the shipped one if absent.
    #[arg(long, value_name = "FILE")]
    pub incidents: Option<PathBuf>,
}
