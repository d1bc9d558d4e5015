//! What the demo reports: the contract of `demarche demo --json`.

use serde::Serialize;
use std::collections::BTreeMap;

/// The report.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Title of the scenario.
    pub scenario: String,
    /// Parties, by code.
    pub parties: Vec<String>,
    /// Notices released.
    pub notices: u64,
    /// Read-backs that matched.
    pub readbacks: u64,
    /// Read-backs that did not.
    pub mismatches: u64,
    /// Script fingerprint by compartment and party.
    pub fingerprints: BTreeMap<String, BTreeMap<String, String>>,
    /// Fingerprint of the stalemate board's shared half, by party.
    pub boards: BTreeMap<String, String>,
    /// State of every line at the end.
    pub line: Vec<LineReport>,
    /// Injected faults and the words that were computed.
    pub diagnoses: Vec<Diagnosis>,
    /// Number of the first declared red line, for `prove`.
    pub first_t1: Option<String>,
    /// End states that do not hold; the demo succeeded only if there is none.
    pub failures: Vec<String>,
    /// Seconds it took.
    pub elapsed_s: u64,
}

/// One line at the end.
#[derive(Debug, Clone, Serialize)]
pub struct LineReport {
    /// Who observes.
    pub a: String,
    /// Whom.
    pub b: String,
    /// Where.
    pub compartment: String,
    /// State.
    pub state: String,
    /// Since how many seconds.
    pub age_s: i64,
}

/// One injected fault.
#[derive(Debug, Clone, Serialize)]
pub struct Diagnosis {
    /// Row of the scenario.
    pub row: u32,
    /// What was done, and to whom.
    pub injected: String,
    /// Who looked.
    pub seen_by: String,
    /// The word that was computed.
    pub computed: Option<String>,
    /// What it became on return.
    pub refined: Option<String>,
}

/// Whether all members have the same fingerprint.
pub fn equal(by_party: &BTreeMap<String, String>) -> bool {
    by_party.values().all(|fingerprint| Some(fingerprint) == by_party.values().next())
}
