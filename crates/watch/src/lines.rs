//! Red lines from files: one notice, or a folder of them.
//!
//! Of several versions of a line the greatest stands, but if each says from when it is in effect: then each stands until
//! the next one does. A T2 makes the next version of the line it amends.

use crate::error::WatchError;
use notice::types::t1_red_line::RedLine;
use notice::types::t2_amendment::Amendment;
use notice::vocabulary::{AmendmentVerb, NoticeType};
use notice::{Draft, Fields, Instant, LineVersion, Value};
use redline::Line;
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
        let text = std::fs::read_to_string(&file).map_err(|e| WatchError::file(&file, &e))?;
        let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if text.lines().any(|line| line.trim() == "type = \"CH\"") {
            loaded.passed_over.push((name, "a charter draws no line".to_owned()));
            continue;
        }
        let draft = notice::file::draft_from_toml(&text)
            .map_err(|e| WatchError::NotANotice { path: file.display().to_string(), why: e.to_string() })?;
        loaded.drafts.push((name, draft));
    }
    amend(&mut loaded);
    compile(&mut loaded);
    Ok(loaded)
}

fn files(path: &Path) -> Result<Vec<PathBuf>, WatchError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|e| WatchError::file(path, &e))? {
        let file = entry.map_err(|e| WatchError::file(path, &e))?.path();
        if file.extension().is_some_and(|end| end == "toml") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Puts the version that each T2 AMEND makes beside the T1 it amends.
fn amend(loaded: &mut Loaded) {
    let mut made = Vec::new();
    for (name, t2) in loaded.drafts.iter().filter(|(_, draft)| draft.kind == NoticeType::T2) {
        let Some(read) = Amendment::of_draft(t2).filter(|t2| t2.verb() == Some(AmendmentVerb::Amend)) else {
            continue;
        };
        let Some((next, (_, now))) = read.line().zip(read.changes()) else { continue };
        let before = made.iter().chain(&loaded.drafts).find(|(_, draft)| {
            RedLine::of_draft(draft).and_then(|t1| t1.line()).is_some_and(|line| precedes(line, next))
        });
        if let Some((_, t1)) = before {
            made.push((name.clone(), amended(t1, next, now, read.not_before())));
        }
    }
    loaded.drafts.extend(made);
}

fn precedes(line: &LineVersion, next: &LineVersion) -> bool {
    line.party == next.party && line.line == next.line && line.version + 1 == next.version
}

fn amended(t1: &Draft, next: &LineVersion, now: &Fields, from: Option<Instant>) -> Draft {
    let mut draft = t1.clone();
    draft.content.set("A", Value::Line(next.clone()));
    for (name, value) in now.iter() {
        draft.content.set(name, value.clone());
    }
    draft.envelope.effective_from = from;
    draft
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
