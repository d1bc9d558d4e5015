//! `demarche record`.

use crate::command::NodeFile;
use crate::command::record::RecordCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::script::exported;
use crate::stopped::Stopped;
use chancery::record_page::{RecordPage, Shown};
use notice::Number;
use serde_json::json;
use std::path::Path;

/// Export and verification of record pages.
pub fn run(command: RecordCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        RecordCommand::Verify { file } => verify(&file, output),
        RecordCommand::Export { number, node, out } => export(&node, &number, &out, output),
    }
}

fn export(node: &NodeFile, number: &str, out: &Path, output: &Output) -> Result<Exit, Stopped> {
    let number = Number::parse(number).ok_or_else(|| Stopped::usage("NUMBER", number))?;
    let (_, _, attestation, entries) = exported(node, number.compartment.as_str())?;
    let page = RecordPage::of(entries.iter(), attestation, &number).map_err(|e| Stopped::refused(&e))?;
    let file = page.encode();
    store::create_private(out, &file).map_err(|e| Stopped::refused(&e))?;
    let document = json!({ "file": out.display().to_string(), "bytes": file.len() });
    output.print(&document, &format!("written: {} ({} bytes)", out.display(), file.len()));
    Ok(Exit::Done)
}

fn verify(file: &Path, output: &Output) -> Result<Exit, Stopped> {
    let bytes = store::read_bounded(file, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let shown = RecordPage::verify(&bytes)
        .map_err(|why| Stopped { exit: Exit::Negative, ..Stopped::refused(&why) })?;
    let Shown { notice, status, charter, record_key } = shown;
    let fingerprint = line::fingerprint::digits(&charter);
    let (number, dtg) = (notice.number().to_string(), notice.stamp().dtg.to_string());
    let document = json!({
        "verifies": true,
        "status": status.word(),
        "number": number,
        "dtg": dtg,
        "charter": hex::encode(charter),
        "charter_fingerprint": fingerprint,
        "record_key": hex::encode(record_key),
    });
    let page = format!("verifies: {number} {dtg} {}\ncharter: {fingerprint}", status.word());
    output.print(&document, &page);
    Ok(Exit::Done)
}

const LIMIT: u64 = 16 << 20;
