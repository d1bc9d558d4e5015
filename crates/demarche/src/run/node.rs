//! `demarche node`.

use crate::command::node::NodeCommand;
use crate::command::{NodeFile, PassphraseFrom};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document, serving};
use crate::run::{passphrase, until_told_to_stop};
use crate::stopped::Stopped;
use ::node::api::{Ask, Hex, PairTold, StatusTold, Told};
use ::node::{Hooks, Node, NodeConfig, Protection};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Sets up, pairs, runs, backs up and restores a node.
pub fn run(command: NodeCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        NodeCommand::Init { node, passphrase } => {
            let config = read(&node)?;
            Node::init(&config, &protection(&passphrase)?).map_err(|e| Stopped::refused(&e))?;
            let folder = config.folder.display().to_string();
            output.print(&json!({ "party": config.party, "folder": folder }), &format!("made: {folder}"));
            Ok(Exit::Done)
        }
        NodeCommand::Invite { node, out } => invite(&node, &out, output),
        NodeCommand::Join { node, file, fingerprint, out, courier } => {
            join(&node, &file, fingerprint, out.as_deref(), courier.as_deref(), output)
        }
        NodeCommand::Run { node, passphrase } => serve(read(&node)?, &passphrase, output),
        NodeCommand::Status { node } => status(&node, output),
        NodeCommand::Stop { node } => {
            let told = ask(&node, &Ask::Stop {})?;
            output.print(&document(&told), "stopping in good order");
            Ok(Exit::Done)
        }
        NodeCommand::Api => {
            let document = ::node::openapi();
            output.print(&document, &serde_json::to_string_pretty(&document).unwrap_or_default());
            Ok(Exit::Done)
        }
        NodeCommand::Backup { node, out, passphrase } => {
            let secret = passphrase::read(&passphrase, "Passphrase of the backup: ", true)?;
            let path = std::path::absolute(&out).map_err(|e| Stopped::file(&out, &e))?.display().to_string();
            ask(&node, &Ask::Backup { path: path.clone(), passphrase: secret.to_string() })?;
            output.print(&json!({ "file": path }), &format!("backup written: {path}"));
            Ok(Exit::Done)
        }
        NodeCommand::Restore { file, node, passphrase } => {
            let config = read(&node)?;
            let secret = passphrase::read(&passphrase, "Passphrase of the backup: ", false)?;
            let header = Node::restore(&config, &file, &secret, &Protection::KeyFile)
                .map_err(|e| Stopped::refused(&e))?;
            let made = crate::run::prove::instant(header.made_ms);
            let document = json!({ "party": header.party, "made": made, "quarantined": true });
            let text = format!("{} restored from a backup made {made}; it starts quarantined", header.party);
            output.print(&document, &text);
            Ok(Exit::Done)
        }
    }
}

fn read(file: &NodeFile) -> Result<NodeConfig, Stopped> {
    NodeConfig::read(&file.config).map_err(|e| Stopped::refused(&e))
}

/// A passphrase on the node key if a descriptor gives one; else the disk guards it.
fn protection(from: &PassphraseFrom) -> Result<Protection, Stopped> {
    match from.fd {
        Some(_) => Ok(Protection::passphrase(&passphrase::read(from, "", false)?)),
        None => Ok(Protection::KeyFile),
    }
}

fn invite(node: &NodeFile, out: &Path, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::Invite {})?;
    let Told::Invitation { file, fingerprint } = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    store::create_private(out, &file.0).map_err(|e| Stopped::refused(&e))?;
    let document = json!({ "file": out.display().to_string(), "fingerprint": fingerprint });
    output.print(&document, &format!("{}\nread out: {fingerprint}", out.display()));
    Ok(Exit::Done)
}

fn join(
    node: &NodeFile,
    file: &Path,
    typed: Option<String>,
    out: Option<&Path>,
    courier: Option<&Path>,
    output: &Output,
) -> Result<Exit, Stopped> {
    let read = |path: &Path| store::read_bounded(path, LIMIT).map_err(|e| Stopped::refused(&e));
    let courier = courier.map(read).transpose()?.map(Hex);
    let told = ask(node, &Ask::Pair { file: Hex(read(file)?), typed, courier })?;
    let Told::Pairing(pair) = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    if let (Some(give), Some(out)) = (&pair.give, out) {
        store::create_private(out, &give.0).map_err(|e| Stopped::refused(&e))?;
    }
    let written = out.filter(|_| pair.give.is_some()).map(|out| out.display().to_string());
    let document = json!({
        "party": pair.party,
        "state": pair.state,
        "assurance": pair.assurance,
        "next": written,
    });
    output.print(&document, &words(pair, written.as_deref()));
    Ok(Exit::Done)
}

fn words(pair: &PairTold, written: Option<&str>) -> String {
    let next = match (written, &pair.give) {
        (Some(file), _) => format!("; give {file} to {}", pair.party),
        (None, Some(_)) => format!("; a file for {} is due: name it with --out", pair.party),
        (None, None) => String::new(),
    };
    format!("{}: {} ({}){next}", pair.party, pair.state, pair.assurance)
}

fn serve(config: NodeConfig, from: &PassphraseFrom, output: &Output) -> Result<Exit, Stopped> {
    let secret = from.fd.map(|_| passphrase::read(from, "", false)).transpose()?;
    let party = config.party.clone();
    let status = config.status.clone();
    let mut hooks = Hooks::default();
    hooks.packs = Some(output.packs());
    hooks.ear = Some(Arc::new(|refusal| eprintln!("{refusal}")));
    serving()?.block_on(async {
        let node = Node::start(config, secret.map(|s| s.to_string()), hooks)
            .await
            .map_err(|e| Stopped::refused(&e))?;
        let socket = node.socket().display().to_string();
        let direct = node.direct().map(|(address, pin)| (address.to_string(), pin.to_string()));
        let told = direct.as_ref().map(|(address, pin)| json!({ "address": address, "pin": pin }));
        let document = json!({ "party": party, "status": status, "socket": socket, "direct": told });
        let also = direct.map(|(address, pin)| format!("; direct path at {address}, pin {pin}"));
        let also = also.unwrap_or_default();
        output.print(&document, &format!("{party} ({status}) runs; socket {socket}{also}"));
        tokio::select! {
            () = until_told_to_stop() => {}
            () = node.asked_to_stop() => {}
        }
        node.stop().await;
        Ok(())
    })?;
    Ok(Exit::Done)
}

fn status(node: &NodeFile, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::Status {})?;
    let Told::Status(status) = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    output.print(&document(status), &status_words(status));
    Ok(Exit::Done)
}

fn status_words(status: &StatusTold) -> String {
    let mut lines = vec![format!("{} ({})  fingerprint {}", status.party, status.status, status.fingerprint)];
    lines.extend(status.pairs.iter().map(|p| format!("pair  {}  {}  {}", p.party, p.state, p.assurance)));
    lines.extend(status.relays.iter().map(|(id, up)| {
        let word = if *up { "answers" } else { "does not answer" };
        format!("relay {id}  {word}")
    }));
    lines.extend(status.compartments.iter().map(|c| {
        let quarantine = if c.quarantined { "  QUARANTINED" } else { "" };
        format!(
            "{}  {}{quarantine}  epoch {}  {} entries  {} in the outbox  {}",
            c.code, c.state, c.epoch, c.entries, c.outbox, c.fingerprint
        )
    }));
    lines.join("\n")
}

const LIMIT: u64 = 1 << 20;
