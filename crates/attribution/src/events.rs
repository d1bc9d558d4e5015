//! Dated events, from any of the tables that the data folder has.

use crate::error::AttributionError;
use crate::incidents::INCIDENT_COLUMNS;
use crate::table::{Row, rows};
use jiff::civil::Date;

/// Columns of a table of UCDP events.
pub const UCDP_COLUMNS: [&str; 15] = [
    "id",
    "group",
    "date_start",
    "date_end",
    "date_prec",
    "side_a",
    "side_b",
    "latitude",
    "longitude",
    "where_prec",
    "where_coordinates",
    "adm_1",
    "low",
    "best",
    "high",
];

/// Columns of a table of anti-shipping messages.
pub const ASAM_COLUMNS: [&str; 7] = ["reference", "date", "lat", "lon", "hostility", "victim", "description"];

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Line of the file.
    pub row: u64,
    /// First day on which it may have happened.
    pub first: Date,
    /// Last day on which it may have happened.
    pub last: Date,
    /// Group, side, or who was held responsible; what a filter looks at.
    pub group: String,
}

/// Events in the order of their days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Events(Vec<Event>);

impl Events {
    /// Reads a table, recognised by its header.
    ///
    /// # Errors
    /// A header of no known table, a date that is none, an event that ends before it begins.
    pub fn read(text: &str) -> Result<Self, AttributionError> {
        let header = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default().trim();
        let read = |columns: &[&str], of: fn(&Row) -> Result<Event, AttributionError>| {
            rows(text, columns)?.iter().map(of).collect::<Result<Vec<_>, _>>()
        };
        let mut events = if header == UCDP_COLUMNS.join(",") {
            read(&UCDP_COLUMNS, ucdp)?
        } else if header == ASAM_COLUMNS.join(",") {
            read(&ASAM_COLUMNS, |row| day(row, "date", "hostility"))?
        } else if header == INCIDENT_COLUMNS.join(",") {
            read(&INCIDENT_COLUMNS, |row| day(row, "date", "held_responsible"))?
        } else {
            let known = [UCDP_COLUMNS.join(","), ASAM_COLUMNS.join(","), INCIDENT_COLUMNS.join(",")];
            return Err(AttributionError::Header { found: header.to_owned(), expected: known.join(" or ") });
        };
        events.sort_by_key(|event| (event.first, event.row));
        Ok(Events(events))
    }

    /// Those whose group holds the words, in any case; all without words.
    #[must_use]
    pub fn of(&self, group: Option<&str>) -> Self {
        let Some(group) = group.map(str::to_lowercase) else { return self.clone() };
        Events(self.0.iter().filter(|event| event.group.to_lowercase().contains(&group)).cloned().collect())
    }

    /// All.
    pub fn all(&self) -> &[Event] {
        &self.0
    }
}

fn ucdp(row: &Row) -> Result<Event, AttributionError> {
    let (first, last) = (row.date("date_start")?, row.date("date_end")?);
    if last < first {
        return Err(row.refused("date_end", "a day not before date_start"));
    }
    let group = [row.text("group"), row.text("side_a"), row.text("side_b")].join(" | ");
    Ok(Event { row: row.line(), first, last, group })
}

fn day(row: &Row, date: &str, group: &str) -> Result<Event, AttributionError> {
    let day = row.date(date)?;
    Ok(Event { row: row.line(), first: day, last: day, group: row.text(group).to_owned() })
}
