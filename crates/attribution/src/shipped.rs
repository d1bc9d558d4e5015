//! The tables that ship, with their sources beside them in `data/`.

/// Likelihoods by kind of evidence.
pub const LIKELIHOODS: &str = include_str!("../../../data/attribution/likelihoods.csv");

/// How the rate of attacks answers to a warning.
pub const RESPONSE: &str = include_str!("../../../data/attribution/response.csv");

/// Incidents, as they were claimed, denied and held against somebody: no labels of truth.
pub const INCIDENTS: &str = include_str!("../../../data/incidents/incidents.csv");

/// A filled, commented, valid table of events.
pub fn events_template() -> &'static str {
    include_str!("../templates/events.csv")
}
