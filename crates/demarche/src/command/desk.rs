//! `demarche desk`.

use crate::command::assess::InputArgs;
use clap::{Args, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// The private desk as a process of its own.
#[derive(Debug, Subcommand)]
pub enum DeskCommand {
    /// Serve the desk's screen on this machine only; nothing is written, no node is spoken to.
    #[command(after_help = "Examples:
  demarche desk serve --assumptions us.toml --listen 127.0.0.1:8471
  demarche desk serve --assumptions us.toml --standing standing --stocks stocks.csv --event event.toml \\
    --origin 2025-06-12 --evidence case.toml
A link is printed that opens one browser, once; when it has been used the next is printed. Ctrl-C ends it.")]
    Serve(ServeArgs),
}

/// Arguments of `desk serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Files of the three models; each adds a panel.
    #[command(flatten)]
    pub models: ModelFiles,
    /// Address on this machine; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
}

/// Files of the three models.
#[derive(Debug, Clone, Args)]
pub struct ModelFiles {
    /// An event and the price of oil (`demarche template event`): adds its fan.
    #[arg(long, value_name = "FILE", requires = "origin")]
    pub event: Option<PathBuf>,
    /// Day of the last price that may be looked at.
    #[arg(long, value_name = "DATE", requires = "event")]
    pub origin: Option<String>,
    /// Prices (Date,Price); the shipped series if absent.
    #[arg(long, value_name = "CSV", requires = "event")]
    pub prices: Option<PathBuf>,
    /// Table of stocks (`demarche template stocks`): adds the time to material, as do standing snapshots.
    #[arg(long, value_name = "FILE")]
    pub stocks: Option<PathBuf>,
    /// Table of machines (`demarche template machines`); the shipped one if absent.
    #[arg(long, value_name = "FILE")]
    pub machines: Option<PathBuf>,
    /// Day that the time to material is asked for; that of the snapshots, or of the last verified report, if absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Evidence of an act (`demarche template evidence`): adds the posterior.
    #[arg(long, value_name = "FILE")]
    pub evidence: Option<PathBuf>,
    /// A table of likelihoods of one's own, with the columns of the shipped one.
    #[arg(long, value_name = "FILE", requires = "evidence")]
    pub likelihoods: Option<PathBuf>,
}
