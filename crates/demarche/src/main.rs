//! The binary: reads the command line, does one thing, says how it ended.

mod command;
mod exit;
mod output;
mod packs;
mod run;
mod stopped;

use clap::Parser;
use std::process::ExitCode;

/// Decoded entries are many small pieces: the system's allocator took an eighth of a simulated world.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = command::Cli::parse();
    match output::Output::new(cli.json, &cli.read) {
        Ok(output) => run::run(cli.command, &output).into(),
        Err(stopped) => output::Output::plain(cli.json).stop(&stopped).into(),
    }
}
