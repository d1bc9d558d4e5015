//! What a play gives.

use line::entry::Entry;
use notice::Parameters;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A play as it was played.
#[derive(Debug, Clone)]
pub struct Played {
    /// The scenario's name.
    pub title: String,
    /// What every page prints beside the status.
    pub notice: String,
    /// Its status.
    pub status: String,
    /// The branch, if not the main line.
    pub branch: Option<String>,
    /// Until when it was played.
    pub until: String,
    /// What stands at the end, by compartment.
    pub end_states: BTreeMap<String, Value>,
    /// Everything that was looked at.
    pub checks: Vec<Check>,
    /// What waits for a later part.
    pub not_yet: Vec<Value>,
    /// Script fingerprints, by compartment and party.
    pub fingerprints: BTreeMap<String, BTreeMap<String, String>>,
    /// Drafts that were refused.
    pub refusals: Vec<RefusedDraft>,
    /// Standing snapshots, at the moments that were asked for.
    pub snapshots: Vec<SnapshotTaken>,
    /// The transcript of every compartment, for a replay.
    pub transcripts: Vec<Transcript>,
}

/// What a node would have written for its analysts at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotTaken {
    /// When, as the scenario writes it.
    pub moment: String,
    /// Whose node.
    pub party: String,
    /// Code of the compartment.
    pub compartment: String,
    /// The snapshot.
    pub bytes: Vec<u8>,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its id.
    pub id: String,
    /// What must be seen.
    pub expected: Value,
    /// What was seen: one value, or one by party where they differ.
    pub seen: Value,
}

impl Check {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.expected == self.seen
    }
}

/// A draft that did not go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedDraft {
    /// The row.
    pub row: String,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// Where.
    pub compartment: String,
    /// The code of the refusal.
    pub code: String,
    /// Its findings.
    pub findings: Vec<String>,
    /// Whether the scenario says that it must be refused.
    pub expected: bool,
}

/// All that one node admitted of one compartment.
#[derive(Debug, Clone)]
pub struct Transcript {
    /// Code of the compartment.
    pub compartment: String,
    /// Its id.
    pub id: line::ids::CompartmentId,
    /// Its charter.
    pub charter: Parameters,
    /// Entries, in total order.
    pub entries: Vec<Entry>,
    /// Until when, ms UTC.
    pub as_of_ms: i64,
    /// State root at the whole cut and that time.
    pub root: [u8; 32],
    /// Digest of the whole cut.
    pub digest: [u8; 32],
}

impl Played {
    /// Whether all that can be checked holds.
    pub fn holds(&self) -> bool {
        let equal = |by: &BTreeMap<String, String>| by.values().all(|one| Some(one) == by.values().next());
        self.checks.iter().all(Check::holds)
            && self.refusals.iter().all(|refused| refused.expected)
            && self.fingerprints.values().all(equal)
    }

    /// The document that `exercise run --json` prints.
    pub fn document(&self) -> Value {
        let checks: Vec<Value> = self
            .checks
            .iter()
            .map(|check| json!({ "id": check.id, "expected": check.expected, "seen": check.seen }))
            .collect();
        let refusals: Vec<Value> = self
            .refusals
            .iter()
            .map(|it| {
                json!({
                    "row": it.row, "at": it.at, "by": it.by, "compartment": it.compartment,
                    "code": it.code, "findings": it.findings, "expected": it.expected,
                })
            })
            .collect();
        json!({
            "scenario": self.title,
            "notice": self.notice,
            "status": self.status,
            "branch": self.branch,
            "until": self.until,
            "end_states": self.end_states,
            "checks": checks,
            "not_yet": self.not_yet,
            "fingerprints": self.fingerprints,
            "refusals": refusals,
            "holds": self.holds(),
        })
    }
}
