//! `demarche desk`.

use crate::command::assess::InputArgs;
use clap::{Args, Subcommand};
use std::net::SocketAddr;

/// The private desk as a process of its own.
#[derive(Debug, Subcommand)]
pub enum DeskCommand {
    /// Serve the desk's screen on this machine only; nothing is written, no node is spoken to.
    #[command(after_help = "Examples:
  demarche desk serve --assumptions us.toml --listen 127.0.0.1:8471
  demarche desk serve --assumptions us.toml --standing standing --stocks stocks.csv --event event.toml \\
    --origin 2025-06-12 --evidence case.toml
Each model whose files are named, here or in the assumptions, adds a panel.
A link is printed that opens one browser, once; when it has been used the next is printed. Ctrl-C ends it.")]
    Serve(ServeArgs),
}

/// Arguments of `desk serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Address on this machine; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
}
