//! `demarche exercise`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What can be done with a scenario.
#[derive(Debug, Subcommand)]
pub enum ExerciseCommand {
    /// Play a scenario on a virtual clock and look at what must be seen.
    Run(RunArgs),
    /// Check a scenario's folder; nothing is played.
    Check(FolderArgs),
}

/// Where a scenario is.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  demarche exercise check scenarios/us-iran --json")]
pub struct FolderArgs {
    /// Folder of the scenario, or its scenario file. Files that it names and that are not there are taken from the
    /// shipped example.
    pub folder: PathBuf,
}

/// Arguments of `exercise run`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  demarche exercise run scenarios/us-iran --json | jq .end_states\n  demarche exercise run scenarios/us-iran --branch B --until D9 --trace\n  demarche exercise run scenarios/us-iran --replay 50 --json\n  demarche exercise run scenarios/us-iran --exchange US=IR --exchange en=fa --exchange EN=FA\n  demarche exercise run scenarios/us-iran --until \"D9 17:00\" --snapshot-at D6 --snapshot-at \"D9 17:00\" --standing out"
)]
pub struct RunArgs {
    /// Folder of the scenario, or its scenario file.
    pub folder: PathBuf,
    /// Play this branch instead of the main line.
    #[arg(long, value_name = "BRANCH")]
    pub branch: Option<String>,
    /// Stop at the end of a day (D9) or at a moment ("D9 17:00").
    #[arg(long, value_name = "MOMENT")]
    pub until: Option<String>,
    /// Wait for the Enter key before each row of the timeline.
    #[arg(long)]
    pub step: bool,
    /// Say what happens, as it happens, on standard error.
    #[arg(long)]
    pub trace: bool,
    /// Then fold every transcript again in its own order and in so many random ones.
    #[arg(long, value_name = "ORDERS")]
    pub replay: Option<usize>,
    /// Take every node's standing snapshots at this moment; may be given often.
    #[arg(long, value_name = "MOMENT", requires = "standing")]
    pub snapshot_at: Vec<String>,
    /// Write them to FOLDER/MOMENT/PARTY/COMPARTMENT.cbor, as analysts of each party would find them.
    #[arg(long, value_name = "FOLDER", requires = "snapshot_at")]
    pub standing: Option<PathBuf>,
    /// Exchange two words everywhere in the scenario and mirror its places.
    #[arg(long, value_name = "A=B")]
    pub exchange: Vec<String>,
}
