//! `demarche custodian apart`.

use crate::command::PassphraseFrom;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands of one custodian when a set is founded apart, each at the own machine.
#[derive(Debug, Subcommand)]
pub enum ApartCommand {
    /// Begin: makes what is held in the folder, under a passphrase, and the first file, for every other custodian.
    #[command(
        after_help = "Example:\n  demarche custodian apart begin --party US --status ACTUAL --place 2 --k 3 --n 5 --folder /run/founding"
    )]
    Begin(BeginArgs),
    /// Give: takes the first files of all, shows the digits that all compare by voice, and with --compared writes a sealed
    /// second file for each other custodian.
    #[command(
        after_help = "Example:\n  demarche custodian apart give first-* --folder /run/founding --compared '12345 …'\nExit codes: 0 written, 5 the digits wait to be compared."
    )]
    Give(GiveArgs),
    /// Take: takes the second files that came for this custodian, and writes the share and its sheets.
    #[command(after_help = "Example:\n  demarche custodian apart take second-*-to-2 --folder /run/founding")]
    Take(TakeArgs),
}

/// Where this custodian's part of a founding stands.
#[derive(Debug, Args)]
pub struct Kept {
    /// Folder of the founding, in memory.
    #[arg(long, value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Passphrase of what is held there; the share gets the same.
    #[command(flatten)]
    pub passphrase: PassphraseFrom,
}

/// Arguments of `begin`.
#[derive(Debug, Args)]
pub struct BeginArgs {
    /// Code of the party.
    #[arg(long)]
    pub party: String,
    /// ACTUAL, EXERCISE or TEST.
    #[arg(long)]
    pub status: String,
    /// Generation: 1 at the first founding, one more at each renewal.
    #[arg(long, default_value_t = 1)]
    pub generation: u32,
    /// The own place, from 1.
    #[arg(long)]
    pub place: u16,
    /// How many custodians act.
    #[arg(long, default_value_t = 3)]
    pub k: u16,
    /// How many custodians there are.
    #[arg(long, default_value_t = 5)]
    pub n: u16,
    /// Where.
    #[command(flatten)]
    pub kept: Kept,
}

/// Arguments of `give`.
#[derive(Debug, Args)]
pub struct GiveArgs {
    /// The first files of all custodians, the own among them.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The digits as another custodian read them out: 8 groups of 5.
    #[arg(long, value_name = "DIGITS")]
    pub compared: Option<String>,
    /// Where.
    #[command(flatten)]
    pub kept: Kept,
}

/// Arguments of `take`.
#[derive(Debug, Args)]
pub struct TakeArgs {
    /// The second files of every other custodian to this one.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Where.
    #[command(flatten)]
    pub kept: Kept,
}
