//! `demarche line`.

use crate::command::NodeFile;
use crate::command::line::LineCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::run::span;
use crate::stopped::Stopped;
use node::api::{Ask, LineTold, StatusTold, TestTold, Told};
use serde_json::json;

/// Tests the line, or tells its state.
pub fn run(command: LineCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        LineCommand::Test { node, compartment, timeout } => test(&node, compartment, &timeout, output),
        LineCommand::Status { node, compartment } => status(&node, compartment.as_deref(), output),
        LineCommand::Watch { node, unmanned, shift } => {
            let told = ask(&node, &Ask::Watch { manned: !unmanned, languages: shift })?;
            output.print(&document(&told), if unmanned { "watch: not manned" } else { "watch: manned" });
            Ok(Exit::Done)
        }
    }
}

fn test(
    node: &NodeFile,
    compartment: Option<String>,
    timeout: &str,
    output: &Output,
) -> Result<Exit, Stopped> {
    let timeout_ms = span::milliseconds(timeout)?;
    let told = ask(node, &Ask::LineTest { compartment, timeout_ms })?;
    let Told::LineTests { reached, tests } = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let text: Vec<String> = tests.iter().map(tested).collect();
    output.print(&document(&told), &text.join("\n"));
    Ok(if *reached { Exit::Done } else { Exit::NotInTime })
}

fn tested(test: &TestTold) -> String {
    let result = match (test.answered_ms, test.sent) {
        (Some(ms), _) => format!("acknowledged in {ms} ms"),
        (None, true) => "not acknowledged in time".to_owned(),
        (None, false) => "not sent: the node may not seal yet".to_owned(),
    };
    let word = test.word.as_deref().map(|word| format!("  {word}")).unwrap_or_default();
    format!("{}  {}  {result}  {}{word}", test.compartment, test.party, test.state)
}

fn status(node: &NodeFile, only: Option<&str>, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(node, &Ask::Status {})?;
    let Told::Status(party) = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let told = ask(node, &Ask::LineStatus {})?;
    let Told::Lines { lines } = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let lines: Vec<LineTold> =
        lines.into_iter().filter(|l| only.is_none_or(|code| code == l.compartment)).collect();
    let document: Vec<_> = lines.iter().map(|line| shown(line, &party)).collect();
    let text: Vec<String> = lines.iter().map(|line| words(line, &party)).collect();
    output.print(&json!({ "line": document }), &text.join("\n"));
    Ok(Exit::Done)
}

fn age_s(line: &LineTold, party: &StatusTold) -> i64 {
    (party.now_ms - line.since_ms).max(0) / 1000
}

fn shown(line: &LineTold, party: &StatusTold) -> serde_json::Value {
    json!({
        "a": party.party,
        "b": line.party,
        "compartment": line.compartment,
        "state": line.state,
        "word": line.word,
        "relay": line.relay,
        "since_ms": line.since_ms,
        "age_s": age_s(line, party),
    })
}

fn words(line: &LineTold, party: &StatusTold) -> String {
    let word = line.word.as_deref().map(|word| format!("  {word}")).unwrap_or_default();
    let relay = line.relay.as_deref().map(|relay| format!(" {relay}")).unwrap_or_default();
    let age = age_s(line, party);
    format!(
        "{}  {} - {}  {}{word}{relay}  since {age} s",
        line.compartment, party.party, line.party, line.state
    )
}
