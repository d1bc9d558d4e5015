//! `demarche demo`.

use crate::command::demo::DemoArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::stopped::Stopped;

/// Plays the shipped example.
pub fn run(args: &DemoArgs, output: &Output) -> Result<Exit, Stopped> {
    let _ = (args, output);
    Ok(Exit::Negative)
}
