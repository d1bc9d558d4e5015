//! `demarche succession`.

use crate::command::NodeFile;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Where a command about a succession acts.
#[derive(Debug, Args)]
pub struct Where {
    /// The node's settings.
    #[command(flatten)]
    pub node: NodeFile,
    /// Compartment.
    #[arg(long)]
    pub compartment: String,
}

/// Commands for a change of the people who speak for a party.
#[derive(Debug, Subcommand)]
pub enum SuccessionCommand {
    /// What the outgoing side hands over: everything that stands, what is due, officers, custody. Changes nothing.
    #[command(after_help = "Example:\n  demarche succession plan --config us.toml --compartment LEV")]
    Plan {
        /// Where.
        #[command(flatten)]
        at: Where,
    },
    /// Open it: drafts the L6 SUCCESSION for two officers to release, and puts the party's word on it. With custody the
    /// acts wait for `party keys speak`.
    #[command(
        after_help = "Example:\n  demarche succession open --effect 2027-08-28T06:00:01Z --config us.toml --compartment LEV --acts us.acts"
    )]
    Open {
        /// When it takes effect; without it the charter's time from now.
        #[arg(long, value_name = "DTG")]
        effect: Option<String>,
        /// Where.
        #[command(flatten)]
        at: Where,
        /// File for the acts that wait for a ceremony; needed with custody.
        #[arg(long, value_name = "FILE")]
        acts: Option<PathBuf>,
    },
    /// Call it off before it takes effect: drafts the L5 that takes the L6 back.
    #[command(after_help = "Example:\n  demarche succession abort --config us.toml --compartment LEV")]
    Abort {
        /// Where.
        #[command(flatten)]
        at: Where,
    },
    /// Hand over, once it has taken effect: the officers named leave. Who comes must be enrolled before.
    #[command(
        after_help = "Example:\n  demarche succession hand-over --leave p-17 --leave p-18 --config us.toml --compartment LEV"
    )]
    HandOver {
        /// Person who leaves; once for each.
        #[arg(long = "leave", value_name = "PERSON", required = true)]
        leave: Vec<String>,
        /// Where.
        #[command(flatten)]
        at: Where,
    },
    /// Say of standing items that they are affirmed, suspended or disowned: drafts the L6 for two officers to release.
    /// Without items: the list.
    #[command(
        after_help = "Example:\n  demarche succession review --affirm US/LEV/27/0003/T1 --config us.toml --compartment LEV\n  demarche succession review --suspend US/LEV/27/0001/T1 --until 2027-09-30T12:00:01Z --config us.toml --compartment LEV"
    )]
    Review {
        /// Item that is affirmed.
        #[arg(long, value_name = "NUMBER")]
        affirm: Vec<String>,
        /// Item that is suspended.
        #[arg(long, value_name = "NUMBER", requires = "until")]
        suspend: Vec<String>,
        /// Item that is disowned: an act of its own, never what silence does.
        #[arg(long, value_name = "NUMBER")]
        disown: Vec<String>,
        /// Until when what is suspended is suspended.
        #[arg(long, value_name = "DTG")]
        until: Option<String>,
        /// Where.
        #[command(flatten)]
        at: Where,
    },
    /// Tell the counterparts that a new generation stands, after a renewal was loaded.
    #[command(
        after_help = "Example:\n  demarche succession renew --config us.toml --compartment LEV --acts us.acts"
    )]
    Renew {
        /// Where.
        #[command(flatten)]
        at: Where,
        /// File for the acts that wait for a ceremony; needed with custody.
        #[arg(long, value_name = "FILE")]
        acts: Option<PathBuf>,
    },
    /// Retire the generations before the register's; refused while a pair still rests on one.
    #[command(after_help = "Example:\n  demarche succession retire --config us.toml")]
    Retire {
        /// The node's settings.
        #[command(flatten)]
        node: NodeFile,
    },
    /// Where successions stand, ours and theirs. Of theirs the count is told, never drafts.
    #[command(
        after_help = "Example:\n  demarche succession status --config us.toml --compartment LEV --json"
    )]
    Status {
        /// Where.
        #[command(flatten)]
        at: Where,
    },
}
