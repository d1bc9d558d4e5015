//! `demarche party`.

use crate::command::PassphraseFrom;
use crate::command::custodian::Table;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands for the party's own keys.
#[derive(Debug, Subcommand)]
pub enum PartyCommand {
    /// Root and seal of the party, shared among custodians. All but status and load are ceremonies: offline, and they
    /// go on where they stopped.
    #[command(subcommand)]
    Keys(KeysCommand),
}

/// Commands for root and seal.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Found: make root and seal in one room, share them among n custodians of whom k act, print sheets, have each typed,
    /// drill, write the node's file.
    #[command(
        after_help = "Example:\n  demarche party keys found --party US --status ACTUAL --k 3 --n 5 --folder /run/ceremony"
    )]
    Found(FoundArgs),
    /// Write the node's file of a set that was founded apart: k custodians make the root whole for a moment, for the
    /// identity key and the backup key alone.
    #[command(
        after_help = "Example:\n  demarche party keys register --share 1.share --share 3.share --share 4.share --custodian 'JUDGE;COURT;A' --out us.register"
    )]
    Register(RegisterArgs),
    /// Renew: a new root and seal, one generation higher. It alone ends what k who left may have copied.
    #[command(
        after_help = "Example:\n  demarche party keys renew --register old.register --k 3 --n 5 --folder /run/ceremony"
    )]
    Renew(RenewArgs),
    /// Pair in a ceremony: take the other side's file, write the next one for it, at the end the node's file.
    #[command(
        after_help = "Example:\n  demarche party keys pair ir.invitation --own us.invitation --register us.register --share 1.share --share 2.share --share 4.share --fingerprint '12345 …' --folder /run/ceremony"
    )]
    Pair(PairArgs),
    /// Speak to the counterparts: put the party's word on acts that the node has prepared (succession, closing, renewal).
    #[command(
        after_help = "Example:\n  demarche party keys speak us.acts --register us.register --share 1.share --share 2.share --share 4.share --out us.words"
    )]
    Speak(SpeakArgs),
    /// Give the running node what a ceremony wrote: a register, a pair, words.
    #[command(after_help = "Example:\n  demarche party keys load us.register --config us.toml")]
    Load {
        /// The file.
        file: PathBuf,
        /// The node's settings.
        #[command(flatten)]
        node: crate::command::NodeFile,
    },
    /// How custody stands: state, who has proved within a year, when the next drill is due.
    #[command(
        after_help = "Example:\n  demarche party keys status --config us.toml --json\n  demarche party keys status --register us.register"
    )]
    Status(StatusArgs),
}

/// Arguments of `found`.
#[derive(Debug, Args)]
pub struct FoundArgs {
    /// Code of the party.
    #[arg(long)]
    pub party: String,
    /// ACTUAL, EXERCISE or TEST.
    #[arg(long)]
    pub status: String,
    /// What is made.
    #[command(flatten)]
    pub made: MadeArgs,
}

/// Arguments of `register`.
#[derive(Debug, Args)]
pub struct RegisterArgs {
    /// Who sits at the table.
    #[command(flatten)]
    pub table: Table,
    /// A custodian as OFFICE;APPOINTED-BY;PLACE, and ;PERMANENT where the office outlives governments; once for each of
    /// the set, in the order of their places.
    #[arg(long = "custodian", value_name = "TEXT")]
    pub custodians: Vec<String>,
    /// File to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Arguments of `renew`.
#[derive(Debug, Args)]
pub struct RenewArgs {
    /// The register of the generation that is renewed.
    #[arg(long, value_name = "FILE")]
    pub register: PathBuf,
    /// What is made.
    #[command(flatten)]
    pub made: MadeArgs,
}

/// What a founding or a renewal makes.
#[derive(Debug, Args)]
pub struct MadeArgs {
    /// How many custodians act.
    #[arg(long, default_value_t = 3)]
    pub k: u16,
    /// How many custodians there are.
    #[arg(long, default_value_t = 5)]
    pub n: u16,
    /// Where it is done.
    #[command(flatten)]
    pub room: RoomArgs,
}

/// Where a ceremony is done, and who sits there.
#[derive(Debug, Args)]
pub struct RoomArgs {
    /// Folder of the ceremony, in memory. A second call with the same folder goes on where the first stopped.
    #[arg(long, value_name = "FOLDER")]
    pub folder: PathBuf,
    /// A custodian as OFFICE;APPOINTED-BY;PLACE, and ;PERMANENT where the office outlives governments; once for each, in
    /// the order of their places.
    #[arg(long = "custodian", value_name = "TEXT")]
    pub custodians: Vec<String>,
    /// Folder with what each custodian typed from the own sheet: N.txt with two lines, root and seal. Without it they type
    /// at the terminal.
    #[arg(long, value_name = "FOLDER")]
    pub typed: Option<PathBuf>,
    /// Passphrases, one a line: first those of the shares that are opened, then those of the new shares. Without it the
    /// program makes them and shows each to its custodian alone.
    #[command(flatten)]
    pub passphrase: PassphraseFrom,
}

/// Arguments of `pair`.
#[derive(Debug, Args)]
pub struct PairArgs {
    /// The other side's file.
    pub file: PathBuf,
    /// The own invitation, as the node wrote it.
    #[arg(long, value_name = "FILE")]
    pub own: PathBuf,
    /// The register.
    #[arg(long, value_name = "FILE")]
    pub register: PathBuf,
    /// Who sits at the table.
    #[command(flatten)]
    pub table: Table,
    /// The fingerprint of the other side's invitation: 8 groups of 5 digits.
    #[arg(long)]
    pub fingerprint: Option<String>,
    /// A file with 32 bytes that a courier carried.
    #[arg(long, value_name = "FILE")]
    pub courier: Option<PathBuf>,
    /// Folder of the ceremony: takes the next file for the other side, what waits between the files, sealed, and at the
    /// end the node's file.
    #[arg(long, value_name = "FOLDER")]
    pub folder: PathBuf,
}

/// Arguments of `speak`.
#[derive(Debug, Args)]
pub struct SpeakArgs {
    /// The acts, as the node wrote them.
    pub file: PathBuf,
    /// The register.
    #[arg(long, value_name = "FILE")]
    pub register: PathBuf,
    /// Who sits at the table.
    #[command(flatten)]
    pub table: Table,
    /// File to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// Arguments of `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Settings of the node whose custody it is.
    #[arg(long, env = "DEMARCHE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A register, where there is no node.
    #[arg(long, value_name = "FILE")]
    pub register: Option<PathBuf>,
}
