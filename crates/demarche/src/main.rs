//! The binary: reads the command line, does one thing, says how it ended.

mod command;
mod exit;
mod output;
mod run;
mod stopped;

use clap::Parser;
use exit::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = command::Cli::parse();
    match output::Output::new(cli.json, &cli.language) {
        Some(output) => run::run(cli.command, &output).into(),
        None => {
            eprintln!("error: no words in language {:?}; there are en, fa, fr and ar", cli.language);
            Exit::Usage.into()
        }
    }
}
