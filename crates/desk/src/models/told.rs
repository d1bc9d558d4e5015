//! What the models say and move, as a document and as lines.

use super::{Answer, Model, Models, Moved, Moves, Row, Shift};
use crate::answers::{DRAWS, PATHS, SEED};
use crate::assessment::Inputs;
use serde_json::{Map, Value, json};

/// The document; `null` without models.
pub fn document(inputs: &Inputs, moves: Option<&Moves>) -> Value {
    let (Some(given), Some(moves)) = (&inputs.given, moves) else { return Value::Null };
    let table = inputs.assumptions.models.clone().unwrap_or_default();
    json!({
        "models": given.answers.iter().map(answered).collect::<Vec<_>>(),
        "changes": moves.shifts.iter().map(|shift| changed(&table, shift)).collect::<Vec<_>>(),
        "findings": moves.findings.iter().map(moved_document).collect::<Vec<_>>(),
    })
}

fn answered(answer: &Answer) -> Value {
    let files = answer.files.iter().map(|(name, hash)| json!({ "name": name, "sha256": hash }));
    let drawn = match answer.model {
        Model::Safeguards => json!({ "draws": DRAWS, "seed": SEED }),
        Model::Brent => json!({ "paths": PATHS, "seed": SEED }),
        Model::Attribution => json!({}),
    };
    let silent = !answer.readings.is_empty() && answer.readings.iter().all(|(_, it)| it.is_none());
    json!({
        "model": answer.model, "files": files.collect::<Vec<_>>(), "drawn": drawn, "notes": answer.notes,
        "feeds": answer.readings.len(), "silent": silent,
    })
}

fn changed(table: &Models, shift: &Shift) -> Value {
    let Some(feed) = table.feed.get(shift.feed) else { return Value::Null };
    let [low, centre, high] = shift.reading;
    json!({
        "model": feed.model, "reading": feed.reads(), "unit": feed.unit(),
        "value": { "low": low, "centre": centre, "high": high },
        "key": feed.key, "how": feed.how, "factor": feed.factor, "reference": feed.reference,
        "least": feed.least, "most": feed.most, "held": shift.held, "before": shift.before, "after": shift.after,
    })
}

/// One finding over all runs.
pub(crate) fn moved_document(of: &Moved) -> Value {
    let answers: Map<String, Value> =
        of.alone.iter().map(|(model, answer)| (model.word().to_owned(), json!(answer))).collect();
    json!({
        "id": of.finding, "moved_by": of.moved_by,
        "answer": { "without": of.without, "alone": answers, "with": of.with },
        "measures": of.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

fn row(of: &Row) -> Value {
    let alone: Map<String, Value> =
        of.alone.iter().map(|(model, value)| (model.word().to_owned(), json!(value))).collect();
    json!({
        "what": of.measure.what, "of": of.measure.of, "words": of.measure.words(), "unit": of.measure.unit, "without": of.measure.value, "alone": alone,
        "with": of.with, "difference": of.difference, "moved_by": of.moved_by,
    })
}

/// Lines for a terminal; none without models.
pub fn lines(inputs: &Inputs, moves: Option<&Moves>) -> Vec<String> {
    let (Some(given), Some(moves)) = (&inputs.given, moves) else { return Vec::new() };
    let table = inputs.assumptions.models.clone().unwrap_or_default();
    let mut lines = vec!["What the three models say, and what that moves:".to_owned()];
    for answer in &given.answers {
        lines.push(format!("  {}: {}", answer.model.word(), answer.notes.join("; ")));
        let own = |shift: &&Shift| table.feed.get(shift.feed).is_some_and(|feed| feed.model == answer.model);
        lines.extend(moves.shifts.iter().filter(own).filter_map(|shift| shift_line(&table, shift)));
        if answer.readings.is_empty() {
            lines.push("    it feeds no assumption: declare [[models.feed]]".to_owned());
        }
    }
    lines.push(String::new());
    lines.push("What each finding is without them, with each alone, and with all:".to_owned());
    for moved in &moves.findings {
        lines.extend(moved_lines(moved));
    }
    lines
}

/// What the models do to the main finding, in one sentence; none without them.
pub fn in_short(moves: Option<&Moves>) -> Option<String> {
    let posture = moves?.findings.iter().find(|it| it.finding == "posture")?;
    let row = posture.rows.first()?;
    let by = row.moved_by.map_or("none of them by itself", Model::word);
    let posture = if posture.without == posture.with {
        "the recommended posture stays".to_owned()
    } else {
        format!("the recommended posture turns from \"{}\" to \"{}\"", posture.without, posture.with)
    };
    Some(format!(
        "The three models take the worst loss from {} to {} points, most by {by}; {posture}.",
        told(row.measure.value),
        told(row.with)
    ))
}

/// One change in words, with all that it rests on.
fn shift_line(table: &Models, shift: &Shift) -> Option<String> {
    let feed = table.feed.get(shift.feed)?;
    let [low, centre, high] = shift.reading.map(short);
    let (before, after) = (&shift.before, &shift.after);
    let span = |of: &crate::assumptions::Estimate| {
        format!("{} ({} to {})", short(of.centre), short(of.low), short(of.high))
    };
    let less = if feed.reference == 0.0 { String::new() } else { format!(" less {}", feed.reference) };
    let held = if shift.held { ", held at its stated bound" } else { "" };
    Some(format!(
        "    {} {centre} ({low} to {high}) {}{less}, times {} {}: {} {} {}, from {}{held}; {}",
        feed.reads(),
        feed.unit(),
        span(&feed.factor),
        feed.factor.unit,
        feed.key,
        feed.how.word(),
        span(after),
        span(before),
        feed.factor.source
    ))
}

/// One finding: who moves it, then its figures and its answer where they differ.
pub(crate) fn moved_lines(of: &Moved) -> Vec<String> {
    let by =
        of.moved_by.map_or("moved by none".to_owned(), |model| format!("moved most by {}", model.word()));
    let mut lines = vec![format!("  {}: {by}", of.finding)];
    for row in of.rows.iter().filter(|row| row.moved_by.is_some()) {
        let alone: Vec<String> =
            row.alone.iter().map(|(model, value)| format!("{} {}", model.word(), told(*value))).collect();
        lines.push(format!(
            "    {}: without {}, {}, with all {} ({} {}), most by {}",
            row.measure.words(),
            told(row.measure.value),
            alone.join(", "),
            told(row.with),
            row.difference.map_or("new".to_owned(), |value| format!("{value:+.3}")),
            row.measure.unit,
            row.moved_by.map_or("none", Model::word)
        ));
    }
    if of.without != of.with {
        lines.push(format!("    answer: without \"{}\", with all \"{}\"", of.without, of.with));
    }
    lines
}

fn told(value: Option<f64>) -> String {
    value.map_or("none".to_owned(), short)
}

/// Three figures behind the point at most, and no zeros at the end.
fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
