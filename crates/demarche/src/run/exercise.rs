//! `demarche exercise`: reads a scenario's folder, plays it, prints what stands and what was looked at.

use crate::command::exercise::{ExerciseCommand, RunArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::exercise_desk::{answered, asked_of_desks};
use crate::stopped::Stopped;
use ::exercise::folder::{Folder, SCENARIO};
use ::exercise::inspect::{Inspected, inspect};
use ::exercise::mirror::mirrored;
use ::exercise::moment::Moment;
use ::exercise::play::{Audience, Wishes, play};
use ::exercise::replay::{Replayed, replay};
use ::exercise::report::{Played, SnapshotTaken};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Does one of the commands.
pub fn run(command: ExerciseCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        ExerciseCommand::Run(args) => run_scenario(&args, output),
        ExerciseCommand::Check(args) => check(&args.folder, output),
    }
}

/// Checks a scenario's folder, or its scenario file.
pub fn check(path: &Path, output: &Output) -> Result<Exit, Stopped> {
    let case = inspect(&read(path)?).map_err(|why| Stopped::refused(&why))?;
    let document = json!({
        "valid": true,
        "findings": [],
        "rows": case.rows.len(),
        "expectations": case.expectations.len(),
        "branches": case.scenario.branch.iter().map(|branch| &branch.id).collect::<Vec<_>>(),
    });
    let text = format!("valid: {} rows, {} expectations", case.rows.len(), case.expectations.len());
    output.print(&document, &text);
    Ok(Exit::Done)
}

fn run_scenario(args: &RunArgs, output: &Output) -> Result<Exit, Stopped> {
    let until = args.until.as_deref().map(|text| Moment::parse_until(text).ok_or(text));
    let until = until.transpose().map_err(|text| Stopped::usage("until", text))?;
    let moment = |text: &String| Moment::parse_until(text).ok_or_else(|| Stopped::usage("snapshot-at", text));
    let snapshots = args.snapshot_at.iter().map(moment).collect::<Result<Vec<_>, _>>()?;
    let (case, folder) = exchanged(args)?;
    let asked = asked_of_desks(&case, args.branch.as_deref(), until);
    let at_desks = asked.iter().filter_map(|expect| expect.at).filter(|at| !snapshots.contains(at));
    let all = snapshots.iter().copied().chain(at_desks).collect();
    let wishes = Wishes { branch: args.branch.clone(), until, snapshots: all };
    let started = Instant::now();
    let mut audience = Terminal { trace: args.trace, step: args.step };
    let mut played = play(&case, &folder, &wishes, &mut audience).map_err(|why| Stopped::refused(&why))?;
    asked.into_iter().try_for_each(|expect| answered(&mut played, expect, &folder))?;
    let wanted: Vec<String> = snapshots.iter().map(ToString::to_string).collect();
    played.snapshots.retain(|taken| wanted.contains(&taken.moment));
    let elapsed_ms = started.elapsed().as_millis();
    let written = args.standing.as_deref().map(|folder| write(folder, &played.snapshots)).transpose()?;
    let replayed: Option<Vec<Replayed>> =
        args.replay.map(|orders| played.transcripts.iter().map(|it| replay(it, orders)).collect());
    let alike = replayed.iter().flatten().all(|it| it.equal == it.orders);
    let mut document = played.document();
    if let Value::Object(table) = &mut document {
        table.insert("elapsed_ms".to_owned(), json!(elapsed_ms));
        if let Some(written) = written {
            table.insert("snapshots".to_owned(), json!(written));
        }
        if let Some(replayed) = &replayed {
            let all: Vec<Value> = replayed.iter().map(Replayed::document).collect();
            table.insert("replay".to_owned(), json!(all));
        }
    }
    output.print(&document, &words(&played, replayed.as_deref(), elapsed_ms));
    Ok(if played.holds() && alike { Exit::Done } else { Exit::Negative })
}

/// Writes snapshots into a folder a moment and party; their paths.
fn write(folder: &Path, snapshots: &[SnapshotTaken]) -> Result<Vec<String>, Stopped> {
    let mut written = Vec::new();
    for taken in snapshots {
        let own = folder.join(taken.moment.replace([' ', ':'], "-")).join(&taken.party);
        std::fs::create_dir_all(&own).map_err(|why| Stopped::file(&own, &why))?;
        let path = own.join(format!("{}.cbor", taken.compartment));
        std::fs::write(&path, &taken.bytes).map_err(|why| Stopped::file(&path, &why))?;
        written.push(path.display().to_string());
    }
    Ok(written)
}

/// The scenario, with words exchanged where that is asked for.
fn exchanged(args: &RunArgs) -> Result<(Inspected, Folder), Stopped> {
    let folder = read(&args.folder)?;
    let case = inspect(&folder).map_err(|why| Stopped::refused(&why))?;
    if args.exchange.is_empty() {
        return Ok((case, folder));
    }
    let mut pairs = Vec::new();
    for pair in &args.exchange {
        pairs.push(pair.split_once('=').ok_or_else(|| Stopped::usage("exchange", pair))?);
    }
    let folder = mirrored(&folder, &case, &pairs);
    let case = inspect(&folder).map_err(|why| Stopped::refused(&why))?;
    Ok((case, folder))
}

/// Reads every text file of a scenario's folder.
pub(crate) fn read(path: &Path) -> Result<Folder, Stopped> {
    let (root, scenario) = if path.is_dir() {
        (path, SCENARIO.to_owned())
    } else {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        (path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")), name)
    };
    let mut files = BTreeMap::new();
    let text = std::fs::read_to_string(root.join(&scenario))
        .map_err(|why| Stopped::file(&root.join(&scenario), &why))?;
    files.insert(scenario.clone(), text);
    if path.is_dir() {
        gather(root, root, &mut files)?;
    } else {
        // A lone file has no folder of its own: only what lies in the folders of a scenario is taken from beside it.
        PARTS.iter().try_for_each(|part| gather(root, &root.join(part), &mut files))?;
    }
    Ok(Folder::new(&scenario, files))
}

fn gather(root: &Path, at: &Path, files: &mut BTreeMap<String, String>) -> Result<(), Stopped> {
    if at.is_file() {
        let text = at.extension().is_some_and(|kind| TEXTS.iter().any(|known| kind == *known));
        if !text {
            return Ok(());
        }
        let name = at.strip_prefix(root).unwrap_or(at).to_string_lossy().into_owned();
        let text = std::fs::read_to_string(at).map_err(|why| Stopped::file(at, &why))?;
        files.insert(name, text);
        return Ok(());
    }
    let Ok(entries) = std::fs::read_dir(at) else { return Ok(()) };
    for entry in entries {
        gather(root, &entry.map_err(|why| Stopped::file(at, &why))?.path(), files)?;
    }
    Ok(())
}

/// Shows a play on the terminal.
struct Terminal {
    trace: bool,
    step: bool,
}

impl Audience for Terminal {
    fn trace(&mut self, at: Moment, text: &str) {
        if self.trace || self.step {
            eprintln!("{at}  {text}");
        }
    }

    fn row(&mut self, at: Moment, id: &str) {
        if self.step {
            eprint!("{at}  row {id}: Enter plays it ");
            let mut line = String::new();
            // Without a terminal there is nobody to wait for.
            let _ = std::io::stdin().read_line(&mut line);
        } else if self.trace {
            eprintln!("{at}  row {id}");
        }
    }
}

/// The result, as a person reads it.
fn words(played: &Played, replayed: Option<&[Replayed]>, elapsed_ms: u128) -> String {
    let branch = played.branch.as_ref().map(|branch| format!(", branch {branch}")).unwrap_or_default();
    let mut lines = vec![format!(
        "{}  {}  {}{branch}, until {}",
        played.status, played.title, played.notice, played.until
    )];
    for (compartment, by_party) in &played.fingerprints {
        let parties: Vec<&str> = by_party.keys().map(String::as_str).collect();
        let equal = by_party.values().all(|one| Some(one) == by_party.values().next());
        let digits = by_party.values().next().map_or("", String::as_str);
        let word = if equal { format!("equal  {digits}") } else { "DIFFERENT".to_owned() };
        lines.push(format!("{compartment:<4} {:<14} {word}", parties.join(" ")));
    }
    for (compartment, table) in &played.end_states {
        lines.push(format!("\n{compartment}"));
        for (section, rows) in table.as_object().into_iter().flatten() {
            for (id, state) in rows.as_object().into_iter().flatten() {
                let word = state.get("state").unwrap_or(state).as_str().unwrap_or_default().to_owned();
                lines.push(format!("  {section:<15} {id:<32} {word}"));
            }
        }
    }
    lines.push(String::new());
    for it in replayed.unwrap_or_default() {
        lines.push(format!(
            "{}: {} entries, {} of {} orders alike",
            it.compartment, it.entries, it.equal, it.orders
        ));
    }
    let held = played.checks.iter().filter(|check| check.holds()).count();
    let (all, later, s) = (played.checks.len(), played.not_yet.len(), elapsed_ms / 1000);
    lines.push(format!("{held} of {all} expectations hold, {later} not yet; played in {s} s"));
    for check in played.checks.iter().filter(|check| !check.holds()) {
        lines.push(format!("DOES NOT HOLD: {}: expected {}, seen {}", check.id, check.expected, check.seen));
    }
    for it in played.refusals.iter().filter(|it| !it.expected) {
        lines.push(format!("DOES NOT HOLD: {} was refused: {} {}", it.row, it.code, it.findings.join(", ")));
    }
    lines.join("\n")
}

/// Endings of the text files of a scenario.
const TEXTS: [&str; 5] = ["toml", "csv", "md", "geojson", "json"];
/// What is read beside a scenario file that is named alone.
const PARTS: [&str; 9] = [
    "timeline.toml",
    "expect.toml",
    "timeline",
    "expect",
    "charters",
    "notices",
    "readbacks",
    "feeds",
    "incidents",
];
