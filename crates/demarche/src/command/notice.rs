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
    /// List the types of notices: fields, units, critical fields, precedence, machines, what must precede.
    #[command(after_help = "Example:\n  demarche notice types --json")]
    Types,
    /// Render a file in the language of --language, as its reader will see it. Needs no node. With --config a released
    /// notice by its number. With --trace one copy whose labels tell whose it is: tracing a leak confirms it.
    #[command(
        after_help = "Examples:\n  demarche notice render us-2.toml --language fa\n  demarche notice render US/LEV/27/0031/A4 --config us.toml --for ADAMS --trace --trace-key trace.key"
    )]
    Render(RenderArgs),
    /// Check a file: validation refuses, lint warns. Changes nothing; needs no node. With --config and --compartment
    /// the release desk of the node looks at it: what must precede, budget, linkage to other compartments, conflicts.
    #[command(
        after_help = "Examples:\n  demarche notice check us-2.toml --json\n  demarche notice check us-2.toml --config us.toml --compartment LEV --officer ADAMS --json"
    )]
    Check {
        /// The file.
        file: PathBuf,
        /// Settings file of the node whose release desk looks at it.
        #[arg(long, env = "DEMARCHE_CONFIG", value_name = "FILE", requires = "compartment")]
        config: Option<PathBuf>,
        /// Compartment at that node.
        #[arg(long)]
        compartment: Option<String>,
        /// The drafter's person code: findings name only compartments in which this person has a role.
        #[arg(long, value_name = "PERSON")]
        officer: Option<String>,
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
    /// Draft an A6 for each row of a list of protected sites, CSV or GeoJSON; every row that looks wrong is refused with
    /// its reasons and the others are kept.
    #[command(
        after_help = "Examples:\n  demarche template sites > sites.csv\n  demarche notice sites sites.csv --coast coast.geojson --json\n  demarche notice sites sites.csv --coast coast.geojson --config ch.toml --compartment HUM"
    )]
    Sites {
        /// The list.
        file: PathBuf,
        /// Coast lines with land on their right, GeoJSON; without it sea or land is not looked at, and that is said.
        #[arg(long, value_name = "FILE")]
        coast: Option<PathBuf>,
        /// Settings file of the node; without it nothing is kept.
        #[arg(long, env = "DEMARCHE_CONFIG", value_name = "FILE", requires = "compartment")]
        config: Option<PathBuf>,
        /// Compartment.
        #[arg(long)]
        compartment: Option<String>,
        /// Own station.
        #[arg(long, default_value = "US/WATCH")]
        from: String,
        /// Addressees.
        #[arg(long, default_value = "IR/WATCH", value_delimiter = ',')]
        to: Vec<String>,
    },
    /// A strike was seen: tells which protected sites it lies in (STRUCK-AFTER-NOTICE, on this node only) and drafts the
    /// E1, which a person completes and releases.
    #[command(
        after_help = "Example:\n  demarche notice strike --compartment HUM --act AIR-STRIKE --place \"34.30210 47.10030\" --error 50 --at 2027-08-27T20:00:00Z --config ch.toml"
    )]
    Strike {
        /// Compartment.
        #[arg(long)]
        compartment: String,
        /// Class of the act.
        #[arg(long)]
        act: String,
        /// Where: latitude and longitude, degrees.
        #[arg(long)]
        place: String,
        /// Horizontal error, metres.
        #[arg(long, value_name = "METRES")]
        error: u32,
        /// When, or not before.
        #[arg(long, value_name = "DTG")]
        at: String,
        /// Not after; the same instant without it.
        #[arg(long, value_name = "DTG")]
        until: Option<String>,
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
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
    /// Read the flares that came: floor notices of a restored node, which are no entries yet.
    #[command(after_help = "Example:\n  demarche notice flares --config us.toml --language fa --json")]
    Flares {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
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

/// Arguments of `notice render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// The file, or with --config the number of a notice.
    pub file: PathBuf,
    /// Settings file of the node that holds the notice.
    #[arg(long = "config", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// For which own reader the copy is made.
    #[arg(long = "for", value_name = "OFFICER")]
    pub reader: Option<String>,
    /// Make this one copy traceable. Off unless it stands here; readers are told in the house rules that it may be.
    #[arg(long, requires = "reader", requires = "trace_key")]
    pub trace: bool,
    /// The trace key (32 bytes, made if it is not there, 0600).
    #[arg(long, value_name = "FILE", requires = "trace")]
    pub trace_key: Option<PathBuf>,
}
