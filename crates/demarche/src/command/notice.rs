//! `demarche notice`.

use crate::command::{NodeFile, SealedBy};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Commands for notices.
#[derive(Debug, Subcommand)]
pub enum NoticeCommand {
    /// Print a filled, commented, valid file of a type.
    #[command(after_help = "Example:\n  demarche notice template T1 > us-2.toml")]
    Template {
        /// Type code: L2 … CH.
        code: String,
    },
    /// Check a file: validation refuses, lint warns. Changes nothing; needs no node.
    #[command(after_help = "Example:\n  demarche notice check us-2.toml --json")]
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Draft a notice from a file, or an E1 from one record of a CSV file.
    #[command(
        after_help = "Examples:\n  demarche notice new us-2.toml --config us.toml --compartment LEV\n  demarche notice new E1 --csv incidents.csv --row 3 --act ONE-WAY-DRONE --config us.toml --compartment LEV"
    )]
    New {
        /// The file, or a type code with --csv.
        file: String,
        /// Take the content from a CSV file of incident records.
        #[arg(long, value_name = "FILE", requires = "row")]
        csv: Option<PathBuf>,
        /// Which record, from 1.
        #[arg(long)]
        row: Option<usize>,
        /// Class of the event, for a draft from a CSV file; without it the record's own words decide, or A stays open.
        #[arg(long, value_name = "CLASS", requires = "csv")]
        act: Option<String>,
        /// Settings file of the node; without it the draft is printed as a file.
        #[arg(long, env = "DEMARCHE_CONFIG", value_name = "FILE")]
        config: Option<PathBuf>,
        /// Compartment; without it the draft is printed as a file.
        #[arg(long)]
        compartment: Option<String>,
        /// A remark for colleagues; never leaves this node's drafts.
        #[arg(long)]
        remark: Option<String>,
        /// Own station, for a draft from a CSV file.
        #[arg(long, default_value = "US/WATCH")]
        from: String,
        /// Addressee, for a draft from a CSV file.
        #[arg(long, default_value = "IR/WATCH")]
        to: String,
    },
    /// Release a draft, or add the second seal to a release.
    #[command(
        after_help = "Examples:\n  demarche notice release D-7 --config us.toml --compartment LEV --as watch.key\n  demarche notice release D-7 --second --config us.toml --compartment LEV --as senior.key --wait K1"
    )]
    Release {
        /// Draft id; the same id for the second officer.
        id: String,
        /// Compartment.
        #[arg(long)]
        compartment: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// The officer.
        #[command(flatten)]
        by: SealedBy,
        /// This is the other person's seal.
        #[arg(long)]
        second: bool,
        /// Why what lint says is overruled.
        #[arg(long, value_name = "REASON")]
        overrule: Option<String>,
        /// Why a fourth FLASH within the hour.
        #[arg(long, value_name = "REASON")]
        flash: Option<String>,
        /// Wait for a mark.
        #[command(flatten)]
        wait: Wait,
    },
    /// List notices of a compartment with their marks.
    #[command(after_help = "Example:\n  demarche notice list --config us.toml --compartment LEV --json")]
    List {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// Only this compartment.
        #[arg(long)]
        compartment: Option<String>,
        /// Drafts and waiting releases too.
        #[arg(long)]
        drafts: bool,
    },
    /// Show a notice or a draft, rendered in the language of --language.
    #[command(
        after_help = "Example:\n  demarche --language fa notice show US/LEV/27/0001/T1 --config ir.toml"
    )]
    Show {
        /// Number.
        number: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// Open a notice: mark K2.
    #[command(
        after_help = "Example:\n  demarche notice open US/LEV/27/0001/T1 --config ir.toml --as watch.key"
    )]
    Open {
        /// Its number.
        number: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// The officer.
        #[command(flatten)]
        by: SealedBy,
    },
    /// Read a notice back: the critical fields, entered anew. Without --from it asks on the terminal, with no default.
    #[command(
        after_help = "Example:\n  demarche notice readback US/LEV/27/0001/T1 --config ir.toml --as watch.key --from restated.toml"
    )]
    Readback {
        /// Its number.
        number: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// The officer.
        #[command(flatten)]
        by: SealedBy,
        /// A file with the restated fields (typed by the officer; never written by the program).
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Wait for a mark or state of a notice: exit 0 reached, 5 not in time.
    #[command(
        after_help = "Example:\n  demarche notice wait US/LEV/27/0001/T1 --config us.toml --wait K3 --timeout 5m"
    )]
    Wait {
        /// Its number.
        number: String,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
        /// What to wait for.
        #[command(flatten)]
        wait: Wait,
    },
}

/// Waiting for a mark. No group of the parser: its name would be that of the command `wait`'s own variant.
#[derive(Debug, Args)]
#[group(skip)]
pub struct Wait {
    /// Wait for this mark: K0 to K7.
    #[arg(long = "wait", value_name = "MARK")]
    pub mark: Option<String>,
    /// How long ("90s", "5m", "2h").
    #[arg(long, default_value = "60s", value_name = "DURATION")]
    pub timeout: String,
}
