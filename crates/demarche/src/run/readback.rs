//! A read-back typed at the terminal: one question a critical field, without default, copy or completion.

use crate::run::files;
use crate::stopped::Stopped;
use std::io::{BufRead, Write};
use std::path::Path;

/// Asks for every critical field of the notice's type and gives the restatement as a file has it.
pub fn on_terminal(number: &str) -> Result<String, Stopped> {
    let code = number.rsplit('/').next().unwrap_or_default();
    let kind = files::kind_of(code)?;
    let spec = notice::registry::spec(kind).ok_or_else(|| Stopped::usage("type", code))?;
    let mut answers = Vec::new();
    let mut input = std::io::stdin().lock();
    for prompt in notice::read_back::prompts(spec, None) {
        let choices = match prompt.choices.as_slice() {
            [] => String::new(),
            choices => format!(" ({})", choices.join(" | ")),
        };
        let open = if prompt.may_be_absent { " [empty: not stated]" } else { "" };
        eprint!("{}{choices}{open}: ", prompt.path);
        let line = read_line(&mut input)?;
        if !line.is_empty() {
            answers.push((prompt.path, line));
        }
    }
    let restated = notice::read_back::restate(spec, &answers).map_err(|e| Stopped::refused(&e))?;
    Ok(notice::file::restated_to_toml(spec, &restated))
}

fn read_line(input: &mut impl BufRead) -> Result<String, Stopped> {
    let terminal = Path::new("standard input");
    std::io::stderr().flush().map_err(|e| Stopped::file(terminal, &e))?;
    let mut line = String::new();
    input.read_line(&mut line).map_err(|e| Stopped::file(terminal, &e))?;
    Ok(line.trim().to_owned())
}
