//! Templates, checks and schemas of the files of the three models.

use crate::command::files::FileKind;
use crate::stopped::Stopped;
use serde_json::{Value, json};

/// A filled, commented, valid file.
pub fn template(kind: FileKind) -> Option<&'static str> {
    Some(match kind {
        FileKind::Stocks => ::safeguards::stocks_template(),
        FileKind::Machines => ::safeguards::machines_template(),
        FileKind::Step => ::safeguards::step_template(),
        FileKind::Evidence => ::attribution::evidence_template(),
        FileKind::Events => ::attribution::events_template(),
        FileKind::Event => ::brent::brent_template(),
        FileKind::Prices => ::brent::prices_template(),
        FileKind::Episodes => ::brent::episodes_template(),
        _ => return None,
    })
}

/// Reads a file and forgets it.
pub fn check(kind: FileKind, text: &str) -> Result<(), Stopped> {
    match kind {
        FileKind::Stocks => ::safeguards::Stocks::read(text).map(drop).map_err(|e| Stopped::refused(&e)),
        FileKind::Machines => ::safeguards::Machines::read(text).map(drop).map_err(|e| Stopped::refused(&e)),
        FileKind::Step => ::safeguards::Step::parse(text).map(drop).map_err(|e| Stopped::refused(&e)),
        FileKind::Evidence => {
            ::attribution::Evidence::parse(text).map(drop).map_err(|e| Stopped::refused(&e))
        }
        FileKind::Events => ::attribution::Events::read(text).map(drop).map_err(|e| Stopped::refused(&e)),
        FileKind::Event => ::brent::Event::check(text).map(drop).map_err(|e| Stopped::refused(&e)),
        FileKind::Prices => ::brent::Prices::read(text).map(drop).map_err(|e| Stopped::refused(&e)),
        FileKind::Episodes => ::brent::episodes(text).map(drop).map_err(|e| Stopped::refused(&e)),
        _ => Ok(()),
    }
}

/// The JSON Schema; of a table, that of its lines as objects by column.
pub fn schema(kind: FileKind) -> Option<Value> {
    Some(match kind {
        FileKind::Step => json!(schemars::schema_for!(::safeguards::StepFile)),
        FileKind::Evidence => json!(schemars::schema_for!(::attribution::EvidenceFile)),
        FileKind::Event => json!(schemars::schema_for!(::brent::EventFile)),
        FileKind::Stocks => table("Stocks of uranium", &[&::safeguards::STOCKS_COLUMNS]),
        FileKind::Machines => table("Machines", &[&::safeguards::MACHINES_COLUMNS]),
        FileKind::Events => {
            let (ucdp, asam) = (&::attribution::UCDP_COLUMNS, &::attribution::ASAM_COLUMNS);
            table("Dated events", &[ucdp, asam, &::attribution::INCIDENT_COLUMNS])
        }
        FileKind::Prices => table("Prices of oil", &[&::brent::PRICES_COLUMNS]),
        FileKind::Episodes => table("Episodes of the price of oil", &[&::brent::EPISODES_COLUMNS]),
        _ => return None,
    })
}

/// A CSV table with one of these headers; every cell is text, its form is what the check says.
fn table(title: &str, headers: &[&[&str]]) -> Value {
    let line = |columns: &&[&str]| {
        let cells = columns.iter().map(|column| ((*column).to_owned(), json!({ "type": "string" })));
        json!({
            "type": "object",
            "properties": cells.collect::<serde_json::Map<_, _>>(),
            "required": columns,
            "additionalProperties": false,
        })
    };
    let lines: Vec<Value> = headers.iter().map(line).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": "Lines of a CSV table with exactly these columns, in this order; lines that begin with # are comments.",
        "type": "array",
        "items": if lines.len() == 1 { lines[0].clone() } else { json!({ "anyOf": lines }) },
    })
}
