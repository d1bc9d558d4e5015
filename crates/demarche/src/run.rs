//! What each command does. One file a subject; all end in an [`Exit`].

mod apart;
mod assess;
mod attribution;
mod brent;
mod brent_record;
mod card;
mod ceremony;
mod charter;
mod closing;
mod compartment;
mod custodian;
mod demo;
mod desk;
mod desk_check;
mod desk_panels;
mod desk_record;
mod dormancy;
mod dossier;
mod drill;
mod exercise;
mod exercise_desk;
mod feed;
mod files;
mod forge;
mod game;
mod kem;
mod leak_check;
mod leak_respond;
mod line;
mod machine;
mod model_cases;
mod model_file;
mod model_words;
mod moment;
mod node;
mod notice;
mod notice_types;
mod officer;
mod officer_key;
mod pack;
mod pair_ceremony;
mod part_a;
mod party;
mod party_dossier;
mod passphrase;
mod passphrase_file;
mod pouch;
mod private_record;
mod prove;
mod public;
mod qr;
mod randomness;
mod readback;
mod record;
mod redline;
mod relay;
mod render;
mod replay;
mod reserve;
mod safeguards;
mod safeguards_forecast;
mod safeguards_step;
mod script;
mod share_sheet;
mod sheet;
mod sites;
mod socket;
mod span;
mod speak;
mod stalemate;
mod stalemate_desk;
mod standing;
mod standing_told;
mod station_draft;
mod succession;
mod table;
mod transcript;
mod typed_sheet;
mod verify;
mod watch;
mod watchkeeper;

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
        Command::Compartment(command) => compartment::run(command, output),
        Command::Officer(command) => officer::run(command, output),
        Command::Party(command) => party::run(command, output),
        Command::Custodian(command) => custodian::run(command, output),
        Command::Drill(command) => drill::run(command, output),
        Command::Succession(command) => succession::run(command, output),
        Command::Dossier(command) => party_dossier::run(command, output),
        Command::Dormancy(command) => dormancy::run(command, output),
        Command::Notice(command) => notice::run(command, output),
        Command::Line(command) => line::run(command, output),
        Command::Script(command) => script::run(command, output),
        Command::Record(command) => record::run(command, output),
        Command::Pouch(command) => pouch::run(command, output),
        Command::Sheet(command) => sheet::run(command, output),
        Command::Public(command) => public::run(command, output),
        Command::Forge(args) => forge::run(&args, output),
        Command::Leak(command) => leak_respond::run(command, output),
        Command::LeakCheck(args) => leak_check::run(&args, output),
        Command::Prove(args) => prove::run(&args, output),
        Command::Standing(command) => standing::run(command, output),
        Command::Stalemate(command) => stalemate::run(command, output),
        Command::Safeguards(command) => safeguards::run(&command, output),
        Command::Attribution(command) => attribution::run(&command, output),
        Command::Brent(command) => brent::run(&command, output),
        Command::Watch(args) => watch::run(&args, output),
        Command::Watchkeeper(args) => watchkeeper::run(&args, output),
        Command::Redline(command) => redline::run(command, output),
        Command::Feed(command) => feed::run(&command, output),
        Command::Verify(command) => verify::run(&command, output),
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
