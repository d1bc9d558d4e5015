//! Tables of cases by their header: one line an engine.

use crate::command::verify::VerifyCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::files::read;
use crate::run::model_cases;
use crate::stopped::Stopped;
use serde_json::json;

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

/// An engine's tables: whether it knows a header, and its judgement of a table.
struct Engine {
    knows: fn(&[String]) -> bool,
    judge: fn(&str) -> Result<Vec<Case>, Stopped>,
}

/// Engines in the order in which they are asked; another one is a line here.
static ENGINES: &[Engine] = &[Engine { knows: model_cases::knows, judge: model_cases::judge }];

/// Runs a table.
pub fn run(command: &VerifyCommand, output: &Output) -> Result<Exit, Stopped> {
    let VerifyCommand::Cases { file } = command;
    let text = read(file)?;
    let head = csv::Reader::from_reader(text.as_bytes()).headers().cloned().unwrap_or_default();
    let header: Vec<String> = head.iter().map(str::to_owned).collect();
    let engine = ENGINES.iter().find(|engine| (engine.knows)(&header));
    let engine = engine.ok_or_else(|| Stopped::usage("header of a table of cases", &header.join(",")))?;
    let cases = (engine.judge)(&text)?;
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
