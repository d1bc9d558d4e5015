//! `demarche charter`.

use crate::command::NodeFile;
use crate::command::charter::CharterCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::run::span;
use crate::stopped::Stopped;
use node::NodeConfig;
use node::api::{Ask, FoundingTold, Told};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// Founds a compartment, or shows its charter.
pub fn run(command: CharterCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        CharterCommand::New { file, node, timeout } => new(&file, &node, &timeout, output),
        CharterCommand::Key { compartment, node } => key(compartment, &node, output),
        CharterCommand::Show { compartment, node } => {
            let told = ask(&node, &Ask::CharterShow { compartment })?;
            let Told::Charter { compartment, version, in_force, text, .. } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            let force = if *in_force { "in force here" } else { "not yet read back here" };
            output.print(&document(&told), &format!("{compartment}, version {version}: {force}\n{text}"));
            Ok(Exit::Done)
        }
    }
}

fn key(compartment: String, node: &NodeFile, output: &Output) -> Result<Exit, Stopped> {
    let party = NodeConfig::read(&node.config).map_err(|e| Stopped::refused(&e))?.party;
    let told = ask(node, &Ask::RecordKey { compartment: compartment.clone() })?;
    let Told::RecordKey { key } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let key = hex::encode(&key.0);
    let text = format!("{{ party = \"{party}\", key = \"{key}\" }}");
    output.print(&json!({ "party": party, "compartment": compartment, "key": key }), &text);
    Ok(Exit::Done)
}

fn new(file: &Path, node: &NodeFile, timeout: &str, output: &Output) -> Result<Exit, Stopped> {
    let text = std::fs::read_to_string(file).map_err(|e| Stopped::file(file, &e))?;
    let until = Instant::now() + Duration::from_millis(span::milliseconds(timeout)?);
    let told = ask(node, &Ask::Found { charter: text })?;
    let Told::Founding(mut founding) = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    while !matches!(founding.state.as_str(), "DONE" | "REFUSED") && Instant::now() < until {
        std::thread::sleep(POLL);
        let told = ask(node, &Ask::Foundings {})?;
        let Told::Foundings { foundings } = told else {
            return Err(Stopped::unexpected(&format!("{told:?}")));
        };
        if let Some(now) = foundings.into_iter().find(|f| f.id == founding.id) {
            founding = now;
        }
    }
    output.print(&document(&founding), &words(&founding));
    match (founding.state.as_str(), founding.refused) {
        ("DONE", _) => Ok(Exit::Done),
        (_, Some(refusal)) => Err(Stopped::told(refusal)),
        _ => Ok(Exit::NotInTime),
    }
}

fn words(founding: &FoundingTold) -> String {
    let missing = match founding.missing.as_slice() {
        [] => String::new(),
        missing => format!("; missing: {}", missing.join(" ")),
    };
    format!("{} ({}): {}{missing}", founding.compartment, hex::encode(&founding.id.0), founding.state)
}

const POLL: Duration = Duration::from_millis(250);
