//! `demarche custodian`.

use crate::command::PassphraseFrom;
use crate::command::party::RoomArgs;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Who sits at the table with their shares.
#[derive(Debug, Args)]
pub struct Table {
    /// A custodian's share file; once for each.
    #[arg(long = "share", value_name = "FILE", required = true)]
    pub shares: Vec<PathBuf>,
    /// Their passphrases, one a line, in the order of the shares.
    #[command(flatten)]
    pub passphrase: PassphraseFrom,
}

/// One custodian with the own share.
#[derive(Debug, Args)]
pub struct Own {
    /// The own share file.
    #[arg(long, value_name = "FILE")]
    pub share: PathBuf,
    /// Its passphrase.
    #[command(flatten)]
    pub passphrase: PassphraseFrom,
}

/// Commands for one custodian, at home or at the table.
#[derive(Debug, Subcommand)]
pub enum CustodianCommand {
    /// Answer a drill: prove that the own share is there and opens, without showing it.
    #[command(after_help = "Example:\n  demarche custodian prove us.drill --share 2.share --out 2.proof")]
    Prove {
        /// The drill, as the node wrote it.
        drill: PathBuf,
        /// The own share.
        #[command(flatten)]
        own: Own,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Read the whole text of an act, and approve it by typing its word.
    #[command(
        after_help = "Example:\n  demarche custodian approve close.approval --share 2.share --word CLOSE --out 2.approved"
    )]
    Approve {
        /// The approval, as the node wrote it; the text stands in it.
        approval: PathBuf,
        /// The own share.
        #[command(flatten)]
        own: Own,
        /// The word of the act, as read in the text. Without it the program asks at the terminal.
        #[arg(long)]
        word: Option<String>,
        /// File to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Print the own share on sheets: symbol and digits, in the digits of --language.
    #[command(after_help = "Example:\n  demarche custodian sheet --share 2.share --out sheets")]
    Sheet {
        /// The own share.
        #[command(flatten)]
        own: Own,
        /// Folder to write.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Check a sheet by typing it, or by its picture. Says which group is wrong.
    #[command(
        after_help = "Example:\n  demarche custodian check-sheet --share 2.share --typed 2.txt\n  demarche custodian check-sheet --share 2.share --picture photo.png"
    )]
    CheckSheet {
        /// The own share.
        #[command(flatten)]
        own: Own,
        /// File with what was typed: two lines, root and seal. Without it they are typed at the terminal.
        #[arg(long, value_name = "FILE")]
        typed: Option<PathBuf>,
        /// Picture (PNG) of the symbol.
        #[arg(long, value_name = "FILE", conflicts_with = "typed")]
        picture: Option<PathBuf>,
    },
    /// Found or renew apart: each custodian at the own machine, by three rounds of files; no machine holds more than one
    /// share. At its end `party keys register` makes the node's file.
    #[command(subcommand)]
    Apart(crate::command::apart::ApartCommand),
    /// Reshare: k old custodians give newcomers shares at new places, then all shares are refreshed among those who stay
    /// and the newcomers. A ceremony.
    #[command(
        after_help = "Example:\n  demarche custodian enrol --register us.register --share 1.share --share 2.share --share 4.share --share 5.share --leave 1 --leave 2 --leave 3 --join 3 --folder /run/ceremony"
    )]
    Enrol {
        /// The register of the set that is changed.
        #[arg(long, value_name = "FILE")]
        register: PathBuf,
        /// A share file: at least k in all, and everybody's who stays. Not needed any more once the shares are made.
        #[arg(long = "share", value_name = "FILE")]
        shares: Vec<PathBuf>,
        /// Place of a custodian who leaves; once for each.
        #[arg(long = "leave", value_name = "PLACE")]
        leave: Vec<u16>,
        /// How many newcomers there are.
        #[arg(long, default_value_t = 0)]
        join: u16,
        /// Where it is done.
        #[command(flatten)]
        room: RoomArgs,
    },
}
