//! What each command does. One file a subject; all end in an [`Exit`].

mod assess;
mod card;
mod charter;
mod demo;
mod desk;
mod exercise;
mod files;
mod game;
mod line;
mod node;
mod notice;
mod officer;
mod officer_key;
mod passphrase;
mod pouch;
mod prove;
mod qr;
mod readback;
mod record;
mod relay;
mod script;
mod sheet;
mod socket;
mod span;

use crate::command::Command;
use crate::exit::Exit;
use crate::output::Output;

/// Does what the command line asks.
pub fn run(command: Command, output: &Output) -> Exit {
    let result = match command {
        Command::Demo(args) => demo::run(&args, output),
        Command::Exercise(command) => exercise::run(command, output),
        Command::Relay(command) => relay::run(command, output),
        Command::Node(command) => node::run(command, output),
        Command::Card(command) => card::run(command, output),
        Command::Charter(command) => charter::run(command, output),
        Command::Officer(command) => officer::run(command, output),
        Command::Notice(command) => notice::run(command, output),
        Command::Line(command) => line::run(command, output),
        Command::Script(command) => script::run(command, output),
        Command::Record(command) => record::run(command, output),
        Command::Pouch(command) => pouch::run(command, output),
        Command::Sheet(command) => sheet::run(command, output),
        Command::Prove(args) => prove::run(&args, output),
        Command::Assess(command) => assess::run(command, output),
        Command::Desk(command) => desk::run(command, output),
        Command::Game(command) => game::run(command, output),
        Command::Template(args) => files::template(&args, output),
        Command::Check(args) => files::check(&args, output),
        Command::Schema(args) => files::schema(&args, output),
        Command::Completions(args) => files::completions(&args),
        Command::Man(args) => files::man(&args),
    };
    result.unwrap_or_else(|stopped| output.stop(&stopped))
}

/// Returns when the process is told to stop (SIGINT or SIGTERM).
async fn until_told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        // Without a handler the signal ends the process at once, which every store survives.
        Err(_) => std::future::pending().await,
    }
}
