//! `demarche compartment`.

use crate::command::NodeFile;
use crate::command::compartment::CompartmentCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::run::{closing, reserve};
use crate::stopped::Stopped;
use node::api::{Ask, CompartmentMembers, Hex, Told};
use serde_json::json;

/// Shows and changes who is in a compartment.
pub fn run(command: CompartmentCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        CompartmentCommand::Status { node, compartment } => status(&node, compartment, output),
        CompartmentCommand::Close { at, show, acts } => closing::close(&at, show, acts.as_deref(), output),
        CompartmentCommand::Reserve { with, node } => reserve::run(&node, &with, output),
        CompartmentCommand::Hold { at, paper, approved } => {
            closing::hold(&at, paper.as_deref(), &approved, output)
        }
        CompartmentCommand::Apply { node, compartment, charter_version } => {
            let version = charter_version;
            let text = format!("version {version} takes effect with the next change of keys");
            done(&node, &Ask::CharterApply { compartment, version }, &text, output)
        }
        CompartmentCommand::Rejoin { node, compartment } => {
            let text = "asked; the members take this node out and in again with their next change of keys";
            done(&node, &Ask::Rejoin { compartment }, text, output)
        }
        CompartmentCommand::Reform { node, compartment, writers, why } => {
            let text = "proposed; it stands when every writer has agreed";
            done(&node, &Ask::Reform { compartment, writers, why }, text, output)
        }
        CompartmentCommand::Agree { node, compartment, entry } => {
            let entry = Hex(hex::decode(&entry).map_err(|_| Stopped::usage("entry", &entry))?);
            let text = "agreed; the new term opens when every writer has";
            done(&node, &Ask::ReformAgree { compartment, entry }, text, output)
        }
        CompartmentCommand::SendAnnex { file, node, compartment, kind, readers } => {
            let bytes = store::read_bounded(&file, LIMIT).map_err(|e| Stopped::refused(&e))?;
            let told = ask(&node, &Ask::AnnexSend { compartment, file: Hex(bytes), kind, readers })?;
            let Told::AnnexSent { annex, .. } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            output.print(&document(&told), &format!("announced: {}", hex::encode(&annex.0)));
            Ok(Exit::Done)
        }
        CompartmentCommand::GetAnnex { annex, out, node, compartment } => {
            let name = Hex(hex::decode(&annex).map_err(|_| Stopped::usage("annex", &annex))?);
            let told = ask(&node, &Ask::AnnexGet { compartment, annex: name })?;
            let Told::Annex { file } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            store::create_private(&out, &file.0).map_err(|e| Stopped::refused(&e))?;
            let page = json!({ "file": out.display().to_string(), "bytes": file.0.len() });
            output.print(&page, &format!("written: {} bytes in {}", file.0.len(), out.display()));
            Ok(Exit::Done)
        }
    }
}

fn done(node: &NodeFile, question: &Ask, text: &str, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, question)?;
    output.print(&document(&told), text);
    Ok(Exit::Done)
}

fn status(node: &NodeFile, compartment: String, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::Compartment { compartment })?;
    let Told::Compartment(found) = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    output.print(&document(&told), &words(found));
    Ok(Exit::Done)
}

fn words(found: &CompartmentMembers) -> String {
    let mut lines = vec![format!(
        "{}  {}  term {}  epoch {}",
        found.compartment, found.condition, found.term, found.epoch
    )];
    for member in &found.members {
        let unheard =
            member.unheard_ms.map(|ms| format!("  unheard for {} s", ms / 1000)).unwrap_or_default();
        let put_back = if member.put_back { "  asks to be taken in anew" } else { "" };
        lines.push(format!("  {}  {}{unheard}{put_back}", member.party, member.tempo));
    }
    for reform in &found.reforms {
        let (by, writers) = (&reform.by, reform.writers.join(" "));
        lines.push(format!("  RE-FORM by {by}, writers {writers}: {}", hex::encode(&reform.entry.0)));
    }
    for flare in &found.flares {
        let number = flare.number.as_deref().unwrap_or("?");
        let entered = if flare.entry.is_some() { "entered since" } else { "not entered yet" };
        lines.push(format!("  flare of {}, sent from a restored node: {number}, {entered}", flare.party));
    }
    for annex in &found.annexes {
        let here = if annex.here { "here" } else { "not here" };
        let name = hex::encode(&annex.annex.0);
        lines.push(format!(
            "  annex of {}, {}, {} bytes, {here}: {name}",
            annex.party, annex.kind, annex.size
        ));
    }
    lines.join("\n")
}

/// Above the greatest annex that a charter may allow.
const LIMIT: u64 = 256 << 20;
