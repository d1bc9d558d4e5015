//! Runs and refusals as the page reads them.

use super::history::Run;
use crate::assumptions::{Assumptions, Component, RedLine};
use crate::calendar::Calendar;
use crate::report::Report;
use refusal::{Blame, Fact, Refusal};
use serde_json::{Map, Value, json};

/// A run with everything that is drawn from it; `report` is its own, with or without flips.
pub fn run(run: &Run, report: &Report) -> Value {
    let Report { weighed: inputs, .. } = report;
    let Assumptions { now, ladder, red_line, component, .. } = &inputs.assumptions;
    let rungs: Vec<Value> = ladder
        .iter()
        .enumerate()
        .map(|(rung, it)| json!({ "rung": rung, "title": it.title, "public": it.public }))
        .collect();
    let numbers: Vec<Value> = inputs
        .assumptions
        .numbers()
        .iter()
        .map(|named| {
            let base = report.inputs.number(&named.key).ok().filter(|base| *base != named.estimate);
            json!({ "key": named.key, "estimate": named.estimate, "base": base })
        })
        .collect();
    json!({
        "run": line(run),
        "assessment": report.document(),
        "ladder": rungs,
        "now": { "rung": now.rung, "moves": now.moves },
        "red_lines": red_line.iter().map(red_line_told).collect::<Vec<_>>(),
        "numbers": numbers,
        "components": component.iter().map(component_told).collect::<Vec<_>>(),
        "calendar": calendar(&inputs.calendar),
    })
}

/// A run as one line of the history.
pub fn line(run: &Run) -> Value {
    let Report { inputs, found, .. } = &run.report;
    let worst = found.postures.iter().find(|own| own.posture == found.posture).map(|own| own.worst);
    let changes: Vec<Value> =
        run.changes.iter().map(|it| json!({ "key": it.key, "from": it.from, "to": it.to })).collect();
    json!({
        "run_id": inputs.run_id(), "inputs_sha256": inputs.hash, "from": run.from, "at_ms": run.at_ms,
        "as_of": inputs.assumptions.as_of, "rung": inputs.assumptions.now.rung, "changes": changes,
        "posture": found.posture.words(), "worst_loss": worst,
    })
}

fn red_line_told(line: &RedLine) -> Value {
    json!({ "id": line.id, "title": line.title, "rung": line.rung })
}

fn component_told(it: &Component) -> Value {
    json!({
        "id": it.id, "side": it.side, "title": it.title, "unit": it.unit, "amounts": it.amounts, "source": it.source,
    })
}

fn calendar(of: &Calendar) -> Value {
    let event = |it: &crate::calendar::Event| {
        json!({
            "id": it.id, "title": it.title, "side": it.side, "from": it.from, "to": it.to, "audience": it.audience,
            "leak": it.leak, "survival": it.survival, "source": it.source,
        })
    };
    Value::Array(of.event.iter().map(event).collect())
}

/// A refusal; the reader's pack has its words.
pub fn refusal(of: &Refusal) -> Value {
    let (blame, blamed) = match &of.blame {
        Blame::Operator => ("OPERATOR", None),
        Blame::Counterpart(party) => ("COUNTERPART", Some(party)),
        Blame::Relay(relay) => ("RELAY", Some(relay)),
        Blame::Environment => ("ENVIRONMENT", None),
        Blame::Us => ("US", None),
    };
    let facts: Map<String, Value> =
        of.facts.iter().map(|(name, value)| ((*name).to_owned(), fact(value))).collect();
    json!({ "refused": { "code": of.code.0, "blame": blame, "blamed": blamed, "facts": facts } })
}

fn fact(of: &Fact) -> Value {
    let (is, value) = match of {
        Fact::Text(text) => ("text", json!(text)),
        Fact::Number(number) => ("number", json!(number)),
        Fact::InstantMs(ms) => ("instant", json!(ms)),
        Fact::DurationMs(ms) => ("duration", json!(ms)),
        Fact::List(items) => ("list", json!(items)),
    };
    json!({ "is": is, "value": value })
}
