//! `demarche standing`.

use crate::command::standing::StandingCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::prove::instant;
use crate::run::socket::{ask, document};
use crate::run::standing_told;
use crate::stopped::Stopped;
use node::api::{Ask, DueTold, RevisedTold, Told};
use serde_json::json;

/// Tells what stands, what is due, whose move it is, and why.
pub fn run(command: StandingCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        StandingCommand::Show { node, compartment, at, notices } => {
            standing_told::show(&node, compartment, at.as_deref(), notices, output)
        }
        StandingCommand::Cycles { node, compartment, at } => {
            standing_told::cycles(&node, compartment, at.as_deref(), output)
        }
        StandingCommand::Why { number, node, at } => standing_told::why(&node, number, at.as_deref(), output),
        StandingCommand::Revised { node, compartment } => {
            let told = ask(&node, &Ask::Revised { compartment })?;
            let Told::Revised { items } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            let lines: Vec<String> = items.iter().map(revised).collect();
            output.print(&document(&told), &lines.join("\n"));
            Ok(Exit::Done)
        }
        StandingCommand::Seen { number, node } => {
            let told = ask(&node, &Ask::RevisedSeen { number })?;
            let Told::Seen { changes } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
            output.print(&document(&told), &format!("{changes} seen"));
            Ok(Exit::Done)
        }
        StandingCommand::Due { node, compartment } => {
            let told = ask(&node, &Ask::Due { compartment: compartment.clone() })?;
            let Told::Due { items } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
            let mut lines: Vec<String> = items.iter().map(due).collect();
            let (duties, more) = standing_told::duties(&node, compartment)?;
            lines.extend(more);
            let mut document = document(&told);
            document["duties"] = json!(duties);
            output.print(&document, &lines.join("\n"));
            Ok(Exit::Done)
        }
    }
}

fn due(due: &DueTold) -> String {
    let at = due.at_ms.map_or_else(|| "no clock".to_owned(), instant);
    let what = due.number.as_deref().or(due.draft.as_deref()).unwrap_or("-");
    let party = due.party.as_deref().unwrap_or("-");
    format!("{at}  {}  {}  {what}  {party}", due.compartment, due.why)
}

fn revised(revised: &RevisedTold) -> String {
    let party = revised.party.as_deref().unwrap_or("-");
    format!(
        "{}  {}  {party}  was {}, is {}  because of {}",
        revised.compartment, revised.number, revised.was, revised.is, revised.because
    )
}
