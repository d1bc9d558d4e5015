//! `demarche forge`.

use clap::Args;
use std::path::PathBuf;

/// Arguments of `forge`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  demarche forge a4.toml --scenario scenarios/us-iran --until D3 --compartment LEV --by IR --as US --out forged.script\n  demarche script verify forged.script"
)]
pub struct ForgeArgs {
    /// The draft of what was never said (TOML).
    pub draft: PathBuf,
    /// Folder of a scenario: forging works on the groups of an exercise only.
    #[arg(long, value_name = "FOLDER")]
    pub scenario: PathBuf,
    /// Until when it is played: D9 or "D9 17:00".
    #[arg(long, value_name = "MOMENT", default_value = "D1")]
    pub until: String,
    /// Whose transcript the forged page is put into.
    #[arg(long)]
    pub compartment: String,
    /// The member that makes it.
    #[arg(long)]
    pub by: String,
    /// The member in whose name.
    #[arg(long = "as", value_name = "PARTY")]
    pub name: String,
    /// The forged transcript (0600).
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Also write the true transcript, to hold beside it.
    #[arg(long, value_name = "FILE")]
    pub beside: Option<PathBuf>,
}
