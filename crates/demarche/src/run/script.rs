//! `demarche script`.

use crate::command::NodeFile;
use crate::command::script::ScriptCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::stopped::Stopped;
use line::config::Attestation;
use line::entry::Entry;
use line::ids::{CompartmentId, Status};
use line::script::{Script, Verified};
use node::api::{Ask, Exporting, Told};
use serde_json::json;
use std::path::Path;

/// Fingerprint, verification, export.
pub fn run(command: ScriptCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        ScriptCommand::Fingerprint { node, compartment } => {
            let told = ask(&node, &Ask::Fingerprint { compartment })?;
            let Told::Fingerprint { digits, words, .. } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            output.print(&document(&told), &format!("{digits}\n{words}"));
            Ok(Exit::Done)
        }
        ScriptCommand::Compare { node, compartment, fingerprint } => {
            let told = ask(&node, &Ask::Verify { compartment, fingerprint })?;
            let Told::Verified { equal, own } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            let word = if *equal { "EQUAL" } else { "NOT EQUAL" };
            output.print(&document(&told), &format!("{word}\nown: {own}"));
            Ok(if *equal { Exit::Done } else { Exit::Negative })
        }
        ScriptCommand::Verify { file } => verify(&file, output),
        ScriptCommand::Export { node, compartment, out } => {
            let (status, id, attestation, entries) = exported(&node, &compartment)?;
            let file = Script::of(status, id, attestation, entries.iter()).encode();
            store::create_private(&out, &file).map_err(|e| Stopped::refused(&e))?;
            let document = json!({ "file": out.display().to_string(), "bytes": file.len() });
            output.print(&document, &format!("written: {} ({} bytes)", out.display(), file.len()));
            Ok(Exit::Done)
        }
    }
}

/// The entries of a compartment as its node gives them, with what their form depends on.
pub(crate) fn exported(node: &NodeFile, compartment: &str) -> Result<Exported, Stopped> {
    let told = ask(node, &Ask::Status {})?;
    let Told::Status(party) = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let here = party.compartments.iter().find(|c| c.code == compartment);
    let here = here.ok_or_else(|| Stopped::usage("compartment", compartment))?;
    let attestation = match here.attestation.as_str() {
        "TRANSFERABLE" => Attestation::Transferable,
        _ => Attestation::MutualOnly,
    };
    let unexpected = |what: &str| Stopped::unexpected(what);
    let id: [u8; 32] = here.id.0.as_slice().try_into().map_err(|_| unexpected("compartment id"))?;
    let status = Status::parse(&party.status).ok_or_else(|| unexpected("status"))?;
    let mut exporting = Exporting::of(compartment);
    while exporting
        .take(ask(node, &exporting.question())?)
        .map_err(|told| unexpected(&format!("{told:?}")))?
    {}
    let mut decoded = Vec::new();
    for bytes in exporting.entries() {
        decoded.push(Entry::decode(&bytes, attestation).map_err(|why| unexpected(&why.to_string()))?);
    }
    Ok((status, CompartmentId(id), attestation, decoded))
}

/// Status, compartment, attestation, entries.
pub(crate) type Exported = (Status, CompartmentId, Attestation, Vec<Entry>);

fn verify(file: &Path, output: &Output) -> Result<Exit, Stopped> {
    let bytes = store::read_bounded(file, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let verified = Script::verify(&bytes).map_err(|why| Stopped::script(file, &why.to_string()))?;
    let digits = line::fingerprint::digits(&verified.digest.0);
    output
        .print(&shown(&verified, &digits), &format!("verifies: {} entries\n{digits}", verified.order.len()));
    Ok(Exit::Done)
}

fn shown(verified: &Verified, digits: &str) -> serde_json::Value {
    let roots: serde_json::Map<String, serde_json::Value> =
        verified.roots.iter().map(|(a, root)| (a.to_string(), json!(hex::encode(root)))).collect();
    let entries: serde_json::Map<String, serde_json::Value> =
        verified.entries.iter().map(|(a, n)| (a.to_string(), json!(n))).collect();
    json!({
        "verifies": true,
        "status": verified.status.word(),
        "compartment": verified.compartment.to_string(),
        "entries": entries,
        "fingerprint": digits,
        "words": line::fingerprint::words(&verified.digest.0).join(" "),
        "digest": verified.digest.to_string(),
        "roots": roots,
    })
}

const LIMIT: u64 = 4 << 30;
