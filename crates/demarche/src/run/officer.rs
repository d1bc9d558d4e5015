//! `demarche officer`.

use crate::command::NodeFile;
use crate::command::PassphraseFrom;
use crate::command::officer::OfficerCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::run::{officer_key, passphrase};
use crate::stopped::Stopped;
use node::api::{Ask, Hex, OfficerTold, Told};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Enrols or lists officers.
pub fn run(command: OfficerCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        OfficerCommand::Add { node, person, roles, out, passphrase } => {
            add(&node, &person, &roles, out.as_deref(), &passphrase, output)
        }
        OfficerCommand::Leave { node, person } => {
            let told = ask(&node, &Ask::OfficerLeave { person: person.clone() })?;
            output.print(&document(&told), &format!("{person} has left"));
            Ok(Exit::Done)
        }
        OfficerCommand::Invite { node, person, roles } => {
            let roles = by_compartment(&roles)?;
            let told = ask(&node, &Ask::OfficerInvite { person, roles })?;
            let Told::Link { url, .. } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            output.print(&document(&told), url);
            Ok(Exit::Done)
        }
        OfficerCommand::List { node } => {
            let told = ask(&node, &Ask::OfficerList {})?;
            let Told::Officers { officers } = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            let text: Vec<String> = officers.iter().map(words).collect();
            output.print(&document(&told), &text.join("\n"));
            Ok(Exit::Done)
        }
    }
}

fn add(
    node: &NodeFile,
    person: &str,
    roles: &[String],
    out: Option<&Path>,
    from: &PassphraseFrom,
    output: &Output,
) -> Result<Exit, Stopped> {
    let roles = by_compartment(roles)?;
    let Some(out) = out else {
        enrol(node, person, None, roles)?;
        output.print(&json!({ "person": person }), &format!("{person}: roles set"));
        return Ok(Exit::Done);
    };
    let passphrase = passphrase::read(from, "Passphrase of the new key file: ", true)?;
    let public = officer_key::create(out, &passphrase)?;
    enrol(node, person, Some(Hex(public.to_vec())), roles).inspect_err(|_| {
        // The node does not know this key, so its file would only mislead.
        let _ = std::fs::remove_file(out);
    })?;
    let document = json!({ "person": person, "key": hex::encode(public), "file": out.display().to_string() });
    output.print(&document, &format!("{person} enrolled; key file {}", out.display()));
    Ok(Exit::Done)
}

fn by_compartment(roles: &[String]) -> Result<BTreeMap<String, Vec<String>>, Stopped> {
    let mut by_compartment: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for role in roles {
        let (compartment, word) = role.split_once(':').ok_or_else(|| Stopped::usage("role", role))?;
        by_compartment.entry(compartment.to_owned()).or_default().push(word.to_owned());
    }
    Ok(by_compartment)
}

fn enrol(
    node: &NodeFile,
    person: &str,
    public_key: Option<Hex>,
    roles: BTreeMap<String, Vec<String>>,
) -> Result<(), Stopped> {
    match ask(node, &Ask::OfficerAdd { person: person.to_owned(), public_key, roles })? {
        Told::Done {} => Ok(()),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

fn words(officer: &OfficerTold) -> String {
    let roles: Vec<String> =
        officer.roles.iter().map(|(code, roles)| format!("{code}:{}", roles.join(","))).collect();
    let left = if officer.left { "  (has left)" } else { "" };
    format!("{}  {}  {} key(s){left}", officer.person, roles.join(" "), officer.keys.len())
}
