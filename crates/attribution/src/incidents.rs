//! Incidents with who claimed, who denied and who was blamed: allegations, never labels of truth.

use crate::error::AttributionError;
use crate::table::{Row, rows};
use jiff::civil::Date;

/// Columns of a table of incidents.
pub const INCIDENT_COLUMNS: [&str; 15] = [
    "id",
    "date",
    "place",
    "lat",
    "lon",
    "precision_km",
    "what",
    "actor_claimed",
    "held_responsible",
    "held_by",
    "denied_by",
    "alleged_patron",
    "relation_alleged",
    "source",
    "basis",
];

/// One incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// Its id.
    pub id: String,
    /// Day, UTC.
    pub date: Date,
    /// Place in words.
    pub place: String,
    /// Latitude, degrees WGS84.
    pub lat: f64,
    /// Longitude, degrees WGS84.
    pub lon: f64,
    /// Radius in which the true place lies, km.
    pub precision_km: f64,
    /// What happened.
    pub what: String,
    /// Who said that it was them.
    pub actor_claimed: String,
    /// Who was blamed.
    pub held_responsible: String,
    /// By whom.
    pub held_by: String,
    /// Who denied it.
    pub denied_by: String,
    /// Patron, as alleged.
    pub alleged_patron: String,
    /// Relation, as alleged.
    pub relation_alleged: String,
    /// Source.
    pub source: String,
    /// Whether the source was read or remembered.
    pub basis: String,
}

/// Reads a table of incidents.
///
/// # Errors
/// Another header, or a field that is no date or place.
pub fn incidents(text: &str) -> Result<Vec<Incident>, AttributionError> {
    rows(text, &INCIDENT_COLUMNS)?.iter().map(incident).collect()
}

fn incident(row: &Row) -> Result<Incident, AttributionError> {
    let own = |column: &str| row.text(column).to_owned();
    Ok(Incident {
        id: own("id"),
        date: row.date("date")?,
        place: own("place"),
        lat: row.degrees("lat", 90.0)?,
        lon: row.degrees("lon", 180.0)?,
        precision_km: row.number("precision_km")?,
        what: own("what"),
        actor_claimed: own("actor_claimed"),
        held_responsible: own("held_responsible"),
        held_by: own("held_by"),
        denied_by: own("denied_by"),
        alleged_patron: own("alleged_patron"),
        relation_alleged: own("relation_alleged"),
        source: own("source"),
        basis: own("basis"),
    })
}
