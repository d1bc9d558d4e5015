//! Red lines from files: one notice, a standing snapshot, or a folder of them.
//!
//! Of several versions of a line the greatest stands, but if each says from when it is in effect: then each stands until
//! the next one does. A T2 makes the next version of the line it amends.

use crate::error::WatchError;
use crate::snapshots;
use notice::types::t1_red_line::RedLine;
use notice::{Draft, Instant, LineVersion};
use redline::{Accident, Line};
use refusal::Refusal;
use standing::{Snapshot, StandError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lines that were read, and notices that draw none, with the reason.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The lines.
    pub lines: Vec<Line>,
    /// The drafts that drew them, by name, for lint and comparison.
    pub drafts: Vec<(String, Draft)>,
    /// Files that drew no line, and why.
    pub passed_over: Vec<(String, String)>,
    /// Accidents that a snapshot tells of; a draft has no time of its own.
    pub accidents: Vec<Accident>,
}

/// Reads a file or a folder.
///
/// # Errors
/// [`WatchError::File`], [`WatchError::NotANotice`] for a file that no notice can be read from, [`WatchError::NoLines`].
pub fn load(path: &Path) -> Result<Loaded, WatchError> {
    let loaded = read(path)?;
    if loaded.lines.is_empty() {
        return Err(WatchError::NoLines { path: path.display().to_string() });
    }
    Ok(loaded)
}

/// Reads a file or a folder, whether or not it draws a line.
///
/// # Errors
/// [`WatchError::File`], [`WatchError::NotANotice`].
pub fn read(path: &Path) -> Result<Loaded, WatchError> {
    let mut loaded = Loaded::default();
    for file in files(path)? {
        let path = file.display().to_string();
        let not_read = |why: String, refusal| WatchError::NotANotice { path: path.clone(), why, refusal };
        let bytes = std::fs::read(&file).map_err(|e| WatchError::file(&file, &e))?;
        if Snapshot::is_one(&bytes) {
            let snapshot = Snapshot::read(&bytes).map_err(|why| not_read(changed(&why), None))?;
            loaded.drafts.extend(snapshots::drafts(&snapshot, &mut loaded.passed_over));
            loaded.accidents.extend(snapshots::accidents(&snapshot));
            continue;
        }
        let text = String::from_utf8(bytes).map_err(|why| not_read(why.to_string(), None))?;
        let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if text.lines().any(|line| line.trim() == "type = \"CH\"") {
            loaded.passed_over.push((name, "a charter draws no line".to_owned()));
            continue;
        }
        let draft = notice::file::draft_from_toml(&text)
            .map_err(|e| not_read(e.to_string(), Some(Box::new(Refusal::of(&e)))))?;
        loaded.drafts.push((name, draft));
    }
    redline::versions::amend(&mut loaded.drafts);
    compile(&mut loaded);
    Ok(loaded)
}

fn changed(why: &StandError) -> String {
    match why {
        StandError::NotASnapshot { why } => format!("nor a standing snapshot: {why}"),
        other => other.to_string(),
    }
}

fn files(path: &Path) -> Result<Vec<PathBuf>, WatchError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|e| WatchError::file(path, &e))? {
        let file = entry.map_err(|e| WatchError::file(path, &e))?.path();
        if file.extension().is_some_and(|end| end == "toml" || end == "cbor") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn compile(loaded: &mut Loaded) {
    let mut versions: BTreeMap<String, Vec<(u16, Option<Instant>)>> = BTreeMap::new();
    for (_, draft) in &loaded.drafts {
        if let Some(line) = RedLine::of_draft(draft).and_then(|t1| t1.line()) {
            versions.entry(line.id()).or_default().push((line.version, draft.envelope.effective_from));
        }
    }
    for (name, draft) in &loaded.drafts {
        let from = draft.envelope.effective_from;
        let until = match RedLine::of_draft(draft).and_then(|t1| t1.line()) {
            Some(line) => match superseded(line, from, &versions[&line.id()]) {
                Ok(until) => until,
                Err(by) => {
                    let why = format!("version {by} stands in its place");
                    loaded.passed_over.push((name.clone(), why));
                    continue;
                }
            },
            None => None,
        };
        match Line::of_draft(draft, name, from) {
            Ok(lines) if lines.is_empty() => {
                loaded.passed_over.push((name.clone(), "it says nothing of a place".to_owned()));
            }
            Ok(lines) => loaded.lines.extend(lines.into_iter().map(|line| cut(line, until))),
            Err(why) => loaded.passed_over.push((name.clone(), why.to_string())),
        }
    }
}

/// Until when a version stands; or the version that stands in its place.
fn superseded(
    line: &LineVersion,
    from: Option<Instant>,
    versions: &[(u16, Option<Instant>)],
) -> Result<Option<i64>, u16> {
    let later =
        versions.iter().filter(|(version, _)| *version > line.version).min_by_key(|(version, _)| *version);
    match later {
        None => Ok(None),
        Some((_, Some(next))) if from.is_none_or(|from| from < *next) => Ok(Some(next.seconds())),
        Some((version, _)) => Err(*version),
    }
}

fn cut(line: Line, until: Option<i64>) -> Line {
    let Some(until) = until else { return line };
    let period = match line.period {
        Some((from, end)) => (from, end.min(until)),
        None => (0, until),
    };
    Line { period: Some(period), ..line }
}
