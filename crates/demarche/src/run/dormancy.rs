//! `demarche dormancy`: nobody speaks for a party, the node keeps everything.

use crate::command::dormancy::DormancyCommand;
use crate::command::succession::Where;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::custodian::{create, written};
use crate::run::moment;
use crate::run::socket::{ask, document};
use crate::run::station_draft::{station_notice, window};
use crate::stopped::Stopped;
use node::api::{Ask, CustodyAsk, FileTold, Hex, PresenceTold, PresencesTold, SuccessionsTold, Told};
use notice::Value;
use refusal::{Fact, facts};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Declares, tells, revives.
pub fn run(command: DormancyCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        DormancyCommand::Declare { until, at } => {
            let until_ms = moment::parse(&until)?;
            let more = vec![("B", window(None, Some(until_ms))), ("F", Value::Flag(true))];
            let draft = station_notice(&at, "SILENCE-DECLARED", more)?;
            let mut told = facts! { draft: draft.as_str() };
            told.insert("until", Fact::InstantMs(until_ms));
            let words = output.phrase("dormancy-declared", &told);
            output.print(&json!({ "draft": draft, "until_ms": until_ms }), &words);
            Ok(Exit::Done)
        }
        DormancyCommand::Status { at } => status(&at, output),
        DormancyCommand::Revive { paper, approved, at } => match paper {
            Some(path) => put_before(&at, "REVIVE", "dormancy-revive-text", &path, output),
            None => revive(&at, &approved, output),
        },
    }
}

fn status(at: &Where, output: &Output) -> Result<Exit, Stopped> {
    let about = CustodyAsk::Presence { compartment: at.compartment.clone() };
    let told = ask(&at.node, &Ask::Custody { about })?;
    let Told::Presence(PresencesTold { members }) = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let line = |it: &PresenceTold| {
        let told = facts! { party: it.party.as_str(), state: it.state.as_str(), cause: it.cause.as_deref().unwrap_or("-") };
        output.phrase("dormancy-line", &told)
    };
    output.print(&document(&told), &members.iter().map(line).collect::<Vec<_>>().join("\n"));
    Ok(Exit::Done)
}

/// Writes an act with its text for the custodians.
pub fn put_before(at: &Where, act: &str, text: &str, path: &Path, output: &Output) -> Result<Exit, Stopped> {
    let text = output.phrase(text, &facts! { compartment: at.compartment.as_str() });
    let compartment = at.compartment.clone();
    let about = CustodyAsk::Paper { act: act.to_owned(), compartment, text };
    match ask(&at.node, &Ask::Custody { about })? {
        Told::CustodyFile(FileTold { file }) => create(path, &file.0)?,
        told => return Err(Stopped::unexpected(&format!("{told:?}"))),
    }
    written(path, output)
}

/// Reads approvals.
pub fn approvals(paths: &[PathBuf]) -> Result<Vec<Hex>, Stopped> {
    let read = |path: &PathBuf| store::read_bounded(path, LIMIT).map(Hex).map_err(|e| Stopped::refused(&e));
    paths.iter().map(read).collect()
}

fn revive(at: &Where, approved: &[PathBuf], output: &Output) -> Result<Exit, Stopped> {
    let (compartment, approved) = (at.compartment.clone(), approvals(approved)?);
    ask(&at.node, &Ask::Custody { about: CustodyAsk::Revive { compartment, approved } })?;
    let draft = station_notice(at, "RESUME", Vec::new())?;
    ask(&at.node, &Ask::Rotate { compartment: at.compartment.clone(), courier_secrets: Vec::new() })?;
    let about = CustodyAsk::Successions { compartment: at.compartment.clone() };
    let told = ask(&at.node, &Ask::Custody { about })?;
    let Told::Successions(SuccessionsTold { due, review, .. }) = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let mut said = facts! { draft: draft.as_str(), items: review.len() };
    said.insert("due", Fact::List(due.clone()));
    let document = json!({ "draft": draft, "due": due, "review": review });
    output.print(&document, &output.phrase("dormancy-revived", &said));
    Ok(Exit::Done)
}

const LIMIT: u64 = 64 * 1024;
