//! Tables of cases by their header: one line an engine.

use crate::command::verify::VerifyCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::files::read;
use crate::run::model_cases;
use crate::stopped::Stopped;
use redline::cases::Ground;
use redline::cases::{columns, table_of};
use serde_json::json;
use std::path::Path;

/// A case and what came of it.
pub struct Case {
    /// First column of its row.
    pub id: String,
    /// What the engine says.
    pub seen: String,
    /// What the table says.
    pub expected: String,
    /// Whether they agree.
    pub holds: bool,
}

/// What a run of a table needs.
pub struct Asked<'a> {
    /// The table.
    pub text: &'a str,
    /// A coast that the user named.
    pub coast: Option<&'a Path>,
}

/// An engine's tables: whether it knows a header, and its judgement of a table.
struct Engine {
    knows: fn(&[String]) -> bool,
    judge: fn(&Asked<'_>) -> Result<Vec<Case>, Stopped>,
}

/// Engines in the order in which they are asked; another one is a line here.
static ENGINES: &[Engine] = &[
    Engine { knows: |header| table_of(header).is_some(), judge: red_lines },
    Engine { knows: model_cases::knows, judge: |asked| model_cases::judge(asked.text) },
];

/// Runs a table.
pub fn run(command: &VerifyCommand, output: &Output) -> Result<Exit, Stopped> {
    let VerifyCommand::Cases { file, coast } = command;
    let text = read(file)?;
    let header = columns(&text).map_err(|e| Stopped::refused(&e))?;
    let engine = ENGINES
        .iter()
        .find(|engine| (engine.knows)(&header))
        .ok_or_else(|| Stopped::refused(&redline::RedlineError::UnknownTable { found: header.clone() }))?;
    let cases = (engine.judge)(&Asked { text: &text, coast: coast.as_deref() })?;
    let holds = cases.iter().filter(|case| case.holds).count();
    for case in &cases {
        let document = json!({
            "id": case.id, "seen": case.seen, "expected": case.expected, "holds": case.holds,
        });
        let word = if case.holds { "holds" } else { "FAILS" };
        output.print(&document, &format!("{word}  {}  {}  ({})", case.id, case.seen, case.expected));
    }
    let fails = cases.len() - holds;
    output.print(&json!({ "holds": holds, "fails": fails }), &format!("holds {holds}, fails {fails}"));
    Ok(if fails == 0 { Exit::Done } else { Exit::Negative })
}

fn red_lines(asked: &Asked<'_>) -> Result<Vec<Case>, Stopped> {
    let refused = |e: redline::RedlineError| Stopped::refused(&e);
    let header = columns(asked.text).map_err(refused)?;
    let unknown = || refused(redline::RedlineError::UnknownTable { found: header.clone() });
    let table = table_of(&header).ok_or_else(unknown)?;
    let coast = crate::run::redline::coast(asked.coast)?;
    let judged = table.run(asked.text, &Ground { coast: Some(&coast) }).map_err(refused)?;
    let case = |row: redline::cases::Judged| Case {
        id: row.id,
        seen: row.seen,
        expected: row.expected,
        holds: row.holds,
    };
    Ok(judged.into_iter().map(case).collect())
}
