//! A draft of a notice held against the calendar and the latest finding. Flags are for the drafter, on the desk only; the
//! draft itself is read as a table of texts, so no part of the line is needed here.

use crate::assessment::Inputs;
use crate::error::DeskError;
use crate::restraint::weak_weeks;
use jiff::civil::Date;
use serde_json::{Value, json};

/// Something a drafter should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// Where in the draft.
    pub at: String,
    /// The day.
    pub day: Date,
    /// Why.
    pub why: String,
}

/// All days in a draft, and what the calendar and the weeks say of them.
pub fn flags(inputs: &Inputs, text: &str, file: &str) -> Result<Vec<Flag>, DeskError> {
    let draft: toml::Table = toml::from_str(text).map_err(|error| DeskError::Form {
        file: file.to_owned(),
        why: error.to_string().trim().to_owned(),
    })?;
    let mut days = Vec::new();
    collect("", &toml::Value::Table(draft), &mut days);
    if days.is_empty() {
        return Err(DeskError::value(
            file,
            "dates",
            "none stands in this draft; there is nothing to hold against the calendar",
        ));
    }
    let weak = weak_weeks(&inputs.assumptions, &inputs.calendar, 52)?;
    let mut flags = Vec::new();
    for (at, day) in days {
        for event in inputs.calendar.marked(day, day) {
            flags.push(Flag {
                at: at.clone(),
                day,
                why: format!("falls on a marked day: {} ({})", event.title, event.source),
            });
        }
        let week = weak
            .iter()
            .find(|week| week.from <= day && day <= week.from.saturating_add(jiff::Span::new().days(6)));
        if let Some(week) = week {
            let why = if week.because.is_empty() {
                "with or without any one event".to_owned()
            } else {
                crate::findings::because(inputs, week)
            };
            flags.push(Flag {
                at: at.clone(),
                day,
                why: format!("restraint does not hold itself up in that week: {why}"),
            });
        }
        for event in inputs.calendar.event.iter().filter(|event| event.survival < 1.0) {
            if let Some((first, _)) = event.days()
                && first < day
            {
                flags.push(Flag {
                    at: at.clone(),
                    day,
                    why: format!("outlives an office: {} comes before it", event.title),
                });
            }
        }
    }
    flags.sort_by(|a, b| (a.day, &a.at, &a.why).cmp(&(b.day, &b.at, &b.why)));
    flags.dedup();
    Ok(flags)
}

/// Texts that begin with a date, wherever they stand.
fn collect(at: &str, value: &toml::Value, days: &mut Vec<(String, Date)>) {
    match value {
        toml::Value::String(text) => {
            if let Some(day) = text.get(..10).and_then(|start| start.parse().ok()) {
                days.push((at.to_owned(), day));
            }
        }
        toml::Value::Datetime(instant) => {
            if let Some(day) = instant.date.and_then(|date| date.to_string().parse().ok()) {
                days.push((at.to_owned(), day));
            }
        }
        toml::Value::Array(list) => {
            for (number, item) in list.iter().enumerate() {
                collect(&format!("{at}[{number}]"), item, days);
            }
        }
        toml::Value::Table(table) => {
            for (key, item) in table {
                let below = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
                collect(&below, item, days);
            }
        }
        _ => {}
    }
}

/// Flags as a document.
pub fn document(inputs: &Inputs, flags: &[Flag]) -> Value {
    let list: Vec<Value> = flags
        .iter()
        .map(|flag| json!({ "at": flag.at, "day": flag.day.to_string(), "why": flag.why }))
        .collect();
    json!({ "flags": list, "run_id": inputs.run_id(), "private": true })
}
