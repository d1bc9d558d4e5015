//! `demarche desk`.

use crate::command::assess::InputArgs;
use clap::{Args, Subcommand};
use std::net::SocketAddr;

/// The private desk as a process of its own.
#[derive(Debug, Subcommand)]
pub enum DeskCommand {
    /// Serve the assessment's page on this machine only; files are read anew at each look.
    #[command(after_help = "Example:\n  demarche desk serve --assumptions us.toml --listen 127.0.0.1:8471
The address is printed with a word that opens the page; nobody without it sees anything. Ctrl-C ends it.")]
    Serve(ServeArgs),
}

/// Arguments of `desk serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Address on this machine; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
}
