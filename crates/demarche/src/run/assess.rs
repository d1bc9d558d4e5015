//! `demarche assess`: files in, findings out. No node is spoken to and no store is opened.

use crate::command::assess::{
    AssessCommand, DraftArgs, ExplainArgs, InputArgs, MemoArgs, ModelFiles, NewArgs, RunArgs,
};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::files::read;
use crate::stopped::Stopped;
use desk::assessment::flips;
use desk::models::{File, Files};
use desk::record::Record;
use desk::report::{Report, flips_document, flips_text};
use desk::{DeskError, Inputs, draft, memo};
use serde_json::json;
use standing::{Snapshot, StandError};
use std::path::{Path, PathBuf};

/// Does what the command asks.
pub fn run(command: AssessCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        AssessCommand::Run(args) => findings(&args, output),
        AssessCommand::Flip(args) => flip(&args, output),
        AssessCommand::Explain(args) => explain(&args, output),
        AssessCommand::Memo(args) => write_memo(&args, output),
        AssessCommand::New(args) => new(&args, output),
        AssessCommand::Draft(args) => flags(&args, output),
    }
}

fn refuse(error: DeskError) -> Stopped {
    Stopped::refused(&error)
}

/// Reads the assumptions and the calendar that is named or lies beside them.
pub fn inputs(args: &InputArgs) -> Result<Inputs, Stopped> {
    let text = read(&args.assumptions)?;
    let calendar = args.political_calendar.clone().or_else(|| beside(&args.assumptions));
    let days = calendar.as_deref().map(read).transpose()?;
    let name = |path: &Path| path.display().to_string();
    let named = calendar.as_deref().map(name);
    let pair = named.as_deref().zip(days.as_deref());
    let mut read = Inputs::read((&name(&args.assumptions), &text), pair).map_err(refuse)?;
    let told = snapshots(&args.standing)?;
    if !args.standing.is_empty() {
        let (own, other) = (read.assumptions.own.clone(), read.assumptions.other.clone());
        let record = Record::of(&told, Some(&own), Some(&other)).map_err(refuse)?;
        read = read.at(&record);
    }
    if args.models.without_models {
        return Ok(read);
    }
    let files = files(&named_models(args, &read))?;
    read.with_models(&files, &told).map_err(refuse)
}

/// The models' files: those of the options, else those that the assumptions name, beside their own file.
pub fn named_models(args: &InputArgs, read: &Inputs) -> ModelFiles {
    let mut all = args.models.clone();
    let Some(table) = &read.assumptions.models else { return all };
    let beside = |file: &String| args.assumptions.with_file_name(file);
    if let Some(it) = &table.safeguards {
        all.stocks.get_or_insert_with(|| beside(&it.stocks));
        all.machines = all.machines.or_else(|| it.machines.as_ref().map(beside));
        all.as_of = all.as_of.or_else(|| it.as_of.clone());
    }
    if let Some(it) = &table.attribution {
        all.evidence.get_or_insert_with(|| beside(&it.evidence));
        all.likelihoods = all.likelihoods.or_else(|| it.likelihoods.as_ref().map(beside));
    }
    if let Some(it) = &table.brent {
        all.event.get_or_insert_with(|| beside(&it.event));
        all.origin.get_or_insert_with(|| it.origin.clone());
        all.prices = all.prices.or_else(|| it.prices.as_ref().map(beside));
    }
    all
}

fn files(named: &ModelFiles) -> Result<Files, Stopped> {
    let text = |path: &Option<PathBuf>| -> Result<Option<File>, Stopped> {
        let read = |path: &PathBuf| Ok(File { name: path.display().to_string(), text: read(path)? });
        path.as_ref().map(read).transpose()
    };
    Ok(Files {
        stocks: text(&named.stocks)?,
        machines: text(&named.machines)?,
        as_of: named.as_of.clone(),
        evidence: text(&named.evidence)?,
        likelihoods: text(&named.likelihoods)?,
        event: text(&named.event)?,
        origin: named.origin.clone(),
        prices: text(&named.prices)?,
    })
}

fn beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let other =
        name.contains("assumptions").then(|| path.with_file_name(name.replace("assumptions", "calendar")))?;
    other.exists().then_some(other)
}

fn findings(args: &RunArgs, output: &Output) -> Result<Exit, Stopped> {
    let report = Report::make(inputs(&args.inputs)?, !args.without_flips).map_err(refuse)?;
    output.print(&report.document(), &report.text());
    Ok(Exit::Done)
}

fn flip(args: &InputArgs, output: &Output) -> Result<Exit, Stopped> {
    let read = inputs(args)?;
    let found = flips(&read.weighed().map_err(refuse)?);
    let mut document = flips_document(&found);
    document["run_id"] = json!(read.run_id());
    document["inputs_sha256"] = json!(read.hash);
    output.print(&document, &flips_text(&found));
    Ok(Exit::Done)
}

fn explain(args: &ExplainArgs, output: &Output) -> Result<Exit, Stopped> {
    let report = Report::make(inputs(&args.inputs)?, args.finding == "posture").map_err(refuse)?;
    let (document, text) = report.explained(&args.finding).map_err(refuse)?;
    output.print(&document, &text);
    Ok(Exit::Done)
}

fn write_memo(args: &MemoArgs, output: &Output) -> Result<Exit, Stopped> {
    let report = Report::make(inputs(&args.inputs)?, true).map_err(refuse)?;
    std::fs::create_dir_all(&args.out).map_err(|error| Stopped::file(&args.out, &error))?;
    let document = serde_json::to_string_pretty(&report.document()).unwrap_or_default() + "\n";
    let files = [
        ("memo.md", memo::markdown(&report)),
        ("memo.html", memo::page(&report)),
        ("assessment.json", document),
    ];
    let mut written = Vec::new();
    for (name, text) in files {
        let path = args.out.join(name);
        std::fs::write(&path, text).map_err(|error| Stopped::file(&path, &error))?;
        written.push(path.display().to_string());
    }
    output.print(&json!({ "files": written, "run_id": report.inputs.run_id() }), &written.join("\n"));
    Ok(Exit::Done)
}

fn new(args: &NewArgs, output: &Output) -> Result<Exit, Stopped> {
    let mut record = None;
    let text = if args.from.is_empty() {
        named(&desk::shipped::template(), args)
    } else {
        let snapshots = snapshots(&args.from)?;
        let found = Record::of(&snapshots, args.own.as_deref(), args.other.as_deref()).map_err(refuse)?;
        let text = found.filled(&desk::shipped::template());
        record = Some(found);
        text
    };
    let told = record.map(|it| {
        let lines: Vec<&str> = it.lines.iter().map(|line| line.id.as_str()).collect();
        json!({
            "own": it.own, "other": it.other, "as_of_ms": it.as_of_ms, "roots": it.roots, "rung": it.rung.rung,
            "because": it.rung.because, "red_lines": lines, "groups": it.groups,
        })
    });
    match &args.out {
        Some(path) => {
            std::fs::write(path, &text).map_err(|error| Stopped::file(path, &error))?;
            output.print(&json!({ "file": path, "record": told }), &path.display().to_string());
        }
        None => output.print(&json!({ "assumptions": text, "record": told }), &text),
    }
    Ok(Exit::Done)
}

/// The template with the sides' codes in it.
fn named(template: &str, args: &NewArgs) -> String {
    let mut text = template.to_owned();
    for (line, party) in [("own = \"US\"", &args.own), ("other = \"IR\"", &args.other)] {
        if let Some(party) = party {
            let key = line.split(' ').next().unwrap_or_default();
            text = text.replacen(line, &format!("{key} = {}", json!(party)), 1);
        }
    }
    text
}

/// Reads standing snapshots, and all of a folder.
pub fn snapshots(paths: &[PathBuf]) -> Result<Vec<Snapshot>, Stopped> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        let items = std::fs::read_dir(path).map_err(|error| Stopped::file(path, &error))?;
        for item in items {
            let file = item.map_err(|error| Stopped::file(path, &error))?.path();
            files.extend(Some(file).filter(|file| file.extension().is_some_and(|end| end == "cbor")));
        }
        files[before..].sort();
    }
    let read = |file: &PathBuf| {
        let bytes = std::fs::read(file).map_err(|error| Stopped::file(file, &error))?;
        Snapshot::read(&bytes).map_err(|why| {
            let why = match why {
                StandError::NotASnapshot { why } => format!("it is no standing snapshot: {why}"),
                other => other.to_string(),
            };
            refuse(DeskError::Form { file: file.display().to_string(), why })
        })
    };
    files.iter().map(read).collect()
}

fn flags(args: &DraftArgs, output: &Output) -> Result<Exit, Stopped> {
    let read_inputs = inputs(&args.inputs)?.weighed().map_err(refuse)?;
    let text = read(&args.file)?;
    let found = draft::flags(&read_inputs, &text, &args.file.display().to_string()).map_err(refuse)?;
    let lines: Vec<String> =
        found.iter().map(|flag| format!("{} {}: {}", flag.day, flag.at, flag.why)).collect();
    let said = if lines.is_empty() { "nothing on these days".to_owned() } else { lines.join("\n") };
    output.print(&draft::document(&read_inputs, &found), &said);
    Ok(Exit::Done)
}
