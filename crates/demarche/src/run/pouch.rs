//! `demarche pouch`.

use crate::command::pouch::PouchCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::stopped::Stopped;
use node::api::{Ask, Hex, Told};
use serde_json::json;

/// Packs or opens a pouch.
pub fn run(command: PouchCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        PouchCommand::Pack { node, compartment, to, out } => {
            let told = ask(&node, &Ask::PouchPack { compartment, to })?;
            let Told::Pouch { file, entries } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            store::create_private(&out, &file.0).map_err(|e| Stopped::refused(&e))?;
            let text = format!("packed: {entries} entries in {}", out.display());
            output.print(&json!({ "file": out.display().to_string(), "entries": entries }), &text);
            Ok(Exit::Done)
        }
        PouchCommand::Open { file, compartment, node } => {
            let bytes = store::read_bounded(&file, LIMIT).map_err(|e| Stopped::refused(&e))?;
            let told = ask(&node, &Ask::PouchOpen { compartment, file: Hex(bytes) })?;
            output.print(&document(&told), "taken in; what is new stands in the list of notices");
            Ok(Exit::Done)
        }
    }
}

const LIMIT: u64 = 256 << 20;
