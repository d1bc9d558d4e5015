//! `demarche assess`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The private assessment. It reads files and standing snapshots only, and speaks to no node.
#[derive(Debug, Subcommand)]
pub enum AssessCommand {
    /// All findings: posture, regret, worth of the line, restraint, weeks, proportion, red lines, patrons.
    #[command(after_help = "Examples:
  demarche assess run --assumptions scenarios/us-iran/assumptions-us.toml
  demarche assess run --assumptions us.toml --political-calendar calendar-us.toml --json
  demarche assess run --assumptions us.toml --standing standing --json
  demarche assess run --assumptions us.toml --evidence case.toml --stocks stocks.csv --event event.toml --origin 2025-06-12
  demarche assess run --assumptions us.toml --without-models
Files of the three models are named in the assumptions under [models], relative to that file, or by options; which
assumption each reading moves stands there under [[models.feed]]. Without such a table no model is asked.
The calendar is looked for beside the assumptions, under the same name with `calendar` for `assumptions`.")]
    Run(RunArgs),
    /// What would change the main finding: every assumption over its interval, pairs, sensitivity.
    #[command(after_help = "Example:\n  demarche assess flip --assumptions us.toml --json")]
    Flip(InputArgs),
    /// One finding with its method and every assumption behind it.
    #[command(after_help = "Example:\n  demarche assess explain restraint --assumptions us.toml
Findings: posture regret line restraint weeks proportionality red-lines patron off-ramps prediction leak")]
    Explain(ExplainArgs),
    /// A memo: memo.md, memo.html with drawings, assessment.json.
    #[command(after_help = "Example:\n  demarche assess memo --assumptions us.toml --out memo-d9")]
    Memo(MemoArgs),
    /// A new file of assumptions to fill, from the shipped one or from what a standing snapshot knows.
    #[command(
        after_help = "Examples:\n  demarche assess new --from standing --out us.toml\n  demarche assess new --from standing/LEV.cbor --from standing/MAR.cbor --other IR --out us.toml\n  demarche assess new --own US --other IR
From snapshots come the sides, the day, today's rung and the own red lines, each with the notice it rests on. All other
numbers are the shipped example's: go through them one by one."
    )]
    New(NewArgs),
    /// Hold a draft's dates against the calendar and the latest finding; flags are for the drafter alone.
    #[command(after_help = "Example:\n  demarche assess draft a4.toml --assumptions us.toml")]
    Draft(DraftArgs),
}

/// What is read.
#[derive(Debug, Clone, Args)]
pub struct InputArgs {
    /// File of assumptions (`demarche template assumptions`).
    #[arg(long, value_name = "FILE")]
    pub assumptions: PathBuf,
    /// Political calendar (`demarche template calendar`).
    #[arg(long, value_name = "FILE")]
    pub political_calendar: Option<PathBuf>,
    /// Standing snapshots or their folder: the day, today's rung and the own red lines are taken from them, not from the
    /// file. May be given often.
    #[arg(long, visible_alias = "snapshot", value_name = "FILE|FOLDER")]
    pub standing: Vec<PathBuf>,
    /// The three models.
    #[command(flatten)]
    pub models: ModelFiles,
}

/// Files of the three models, in place of those that the assumptions name under `[models]`.
#[derive(Debug, Clone, Default, Args)]
pub struct ModelFiles {
    /// An event and the price of oil (`demarche template event`).
    #[arg(long, value_name = "FILE")]
    pub event: Option<PathBuf>,
    /// Day of the last price that may be looked at.
    #[arg(long, value_name = "DATE")]
    pub origin: Option<String>,
    /// Prices (Date,Price); the shipped series if absent.
    #[arg(long, value_name = "CSV")]
    pub prices: Option<PathBuf>,
    /// Table of stocks (`demarche template stocks`).
    #[arg(long, value_name = "FILE")]
    pub stocks: Option<PathBuf>,
    /// Table of machines (`demarche template machines`); the shipped one if absent.
    #[arg(long, value_name = "FILE")]
    pub machines: Option<PathBuf>,
    /// Day that the time to material is asked for; that of the assumptions or of the snapshots if absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Evidence of an act (`demarche template evidence`).
    #[arg(long, value_name = "FILE")]
    pub evidence: Option<PathBuf>,
    /// A table of likelihoods of one's own, with the columns of the shipped one.
    #[arg(long, value_name = "FILE")]
    pub likelihoods: Option<PathBuf>,
    /// Leave the models out: the numbers of the file stand as they are.
    #[arg(long)]
    pub without_models: bool,
}

/// Arguments of `assess run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Leave out what would change the findings; quicker.
    #[arg(long)]
    pub without_flips: bool,
}

/// Arguments of `assess explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Name of the finding.
    pub finding: String,
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// Arguments of `assess memo`.
#[derive(Debug, Args)]
pub struct MemoArgs {
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Folder to write into; made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
}

/// Arguments of `assess new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Standing snapshot that a node wrote, or its folder; without it the shipped file is the start. May be given often.
    #[arg(long, value_name = "FILE|FOLDER")]
    pub from: Vec<PathBuf>,
    /// Code of the own side; from snapshots without it.
    #[arg(long, value_name = "PARTY")]
    pub own: Option<String>,
    /// Code of the other side; from snapshots without it, if they know only one.
    #[arg(long, value_name = "PARTY")]
    pub other: Option<String>,
    /// File to write; without it standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Arguments of `assess draft`.
#[derive(Debug, Args)]
pub struct DraftArgs {
    /// The draft.
    pub file: PathBuf,
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
}
