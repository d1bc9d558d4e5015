//! The assessment as a document, as text for a terminal, and as a memo with drawings.

use crate::assessment::{Assessment, Flips, Inputs, assess, flips, whole};
use crate::error::DeskError;
use crate::findings::{BLIND, Finding, confidence, findings, scale};
use crate::models::{self, Moves};
use serde_json::{Value, json};
use std::fmt::Write;

/// Version of the JSON document.
pub const SCHEMA: &str = "demarche-assessment-1";

/// An assessment with all it is printed from.
#[derive(Debug, Clone)]
pub struct Report {
    /// What was read.
    pub inputs: Inputs,
    /// The same with what the models move in it: what the figures are made from.
    pub weighed: Inputs,
    /// The figures.
    pub found: Assessment,
    /// What the models move, if there are any.
    pub moves: Option<Moves>,
    /// What would change them, if that was asked for.
    pub flips: Option<Flips>,
    /// In words.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Assesses; with flips the first sentence says what the main finding rests on.
    pub fn make(inputs: Inputs, with_flips: bool) -> Result<Self, DeskError> {
        let weighed = inputs.weighed()?;
        let mut found = assess(&weighed)?;
        found.whole = whole(&weighed)?;
        let moves = models::moves(&inputs, &found)?;
        let findings = findings(&weighed, &found, None);
        let report = Report { inputs, weighed, found, moves, flips: None, findings };
        Ok(if with_flips { report.with_flips() } else { report })
    }

    /// The same with what would change it.
    #[must_use]
    pub fn with_flips(mut self) -> Self {
        let flips = flips(&self.weighed);
        self.findings = findings(&self.weighed, &self.found, Some(&flips));
        self.flips = Some(flips);
        self
    }

    /// The finding of a name.
    pub fn finding(&self, id: &str) -> Result<&Finding, DeskError> {
        self.findings.iter().find(|finding| finding.id == id).ok_or_else(|| DeskError::Unknown {
            asked: format!("finding {id}"),
            known: self.findings.iter().map(|finding| finding.id).collect::<Vec<_>>().join(", "),
        })
    }

    /// The model that moves a finding most.
    pub fn moved_by(&self, id: &str) -> Option<models::Model> {
        self.moved(id).and_then(|moved| moved.moved_by)
    }

    fn moved(&self, id: &str) -> Option<&models::Moved> {
        self.moves.iter().flat_map(|moves| &moves.findings).find(|moved| moved.finding == id)
    }

    /// The document.
    pub fn document(&self) -> Value {
        let assumptions = &self.inputs.assumptions;
        let list: Vec<Value> = self
            .findings
            .iter()
            .map(|finding| {
                json!({
                    "id": finding.id, "text": finding.text, "figures": finding.figures,
                    "rests_on": finding.rests_on, "method": finding.method, "moved_by": self.moved_by(finding.id),
                })
            })
            .collect();
        json!({
            "schema": SCHEMA,
            "title": assumptions.title,
            "own": assumptions.own,
            "other": assumptions.other,
            "as_of": assumptions.as_of,
            "rung": assumptions.now.rung,
            "inputs_sha256": self.inputs.hash,
            "run_id": self.inputs.run_id(),
            "seed": 0,
            "unit": "points",
            "private": true,
            "scale": scale(&self.weighed),
            "confidence": confidence(&self.weighed.assumptions).0,
            "findings": list,
            "models": models::document(&self.inputs, self.moves.as_ref()),
            "flips": self.flips.as_ref().map(flips_document),
            "blind": BLIND,
        })
    }

    /// For a terminal.
    pub fn text(&self) -> String {
        let assumptions = &self.inputs.assumptions;
        let mut out = format!(
            "PRIVATE  {}\n{} on {}, as of {}; run {}\n\n",
            assumptions.title,
            assumptions.own,
            assumptions.other,
            assumptions.as_of,
            self.inputs.run_id()
        );
        let _ = writeln!(out, "{}\n{}\n", scale(&self.weighed), confidence(&self.weighed.assumptions).1);
        for (number, finding) in self.findings.iter().enumerate() {
            let by =
                self.moved_by(finding.id).map_or(String::new(), |by| format!(", moved by {}", by.word()));
            let _ = writeln!(out, "{}. {}  [{}{by}]\n", number + 1, finding.text, finding.id);
        }
        for line in models::lines(&self.inputs, self.moves.as_ref()) {
            let _ = writeln!(out, "{line}");
        }
        if self.moves.is_some() {
            out.push('\n');
        }
        if let Some(flips) = &self.flips {
            out.push_str(&flips_text(flips));
        }
        let _ = writeln!(out, "{BLIND}");
        out
    }

    /// One finding with its grounds: every assumption behind it with interval, unit and source.
    pub fn explained(&self, id: &str) -> Result<(Value, String), DeskError> {
        let finding = self.finding(id)?;
        let behind: Vec<_> = self
            .weighed
            .assumptions
            .numbers()
            .into_iter()
            .filter(|named| finding.rests_on.iter().any(|key| named.key.starts_with(key.as_str())))
            .collect();
        let mut text = format!("{}\n\nHow: {}.\nRests on:\n", finding.text, finding.method);
        for named in &behind {
            let own = named.estimate;
            let _ = writeln!(
                text,
                "  {} = {:.4} ({:.4} to {:.4}) {}; {}",
                named.key, own.centre, own.low, own.high, own.unit, own.source
            );
        }
        for component in &self.weighed.assumptions.component {
            if finding
                .rests_on
                .iter()
                .any(|key| format!("component.{}", component.id).starts_with(key.as_str()))
            {
                let _ = writeln!(
                    text,
                    "  component {} ({}): {}; {}",
                    component.id, component.unit, component.title, component.source
                );
            }
        }
        if let Some(moved) = self.moved(id) {
            let _ = writeln!(text, "What the models move in it:");
            for line in models::moved_lines(moved) {
                let _ = writeln!(text, "{line}");
            }
        }
        let rows: Vec<Value> =
            behind.iter().map(|named| json!({ "key": named.key, "estimate": named.estimate })).collect();
        let document = json!({
            "id": finding.id, "text": finding.text, "figures": finding.figures, "method": finding.method,
            "assumptions": rows, "moved": self.moved(id).map(models::moved_document), "run_id": self.inputs.run_id(), "blind": BLIND,
        });
        Ok((document, text))
    }
}

/// Flips as a document.
pub fn flips_document(flips: &Flips) -> Value {
    let swings: Vec<Value> = flips
        .swings
        .iter()
        .map(|swing| {
            json!({
                "assumption": swing.key, "low": swing.interval[0], "centre": swing.interval[1], "high": swing.interval[2],
                "loss_at_low": swing.loss[0], "loss_at_high": swing.loss[1], "nearest_share": swing.nearest(),
                "flips": swing.flips.iter().map(|(at, to)| json!({ "at": at, "to": to.words() })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let pairs: Vec<Value> = flips
        .pairs
        .iter()
        .map(|pair| json!({ "assumptions": pair.keys, "values": pair.values, "to": pair.posture.words() }))
        .collect();
    let screening: Vec<Value> = flips
        .screening
        .iter()
        .map(|(key, effect)| json!({ "assumption": key, "mean_effect": effect }))
        .collect();
    json!({
        "posture": flips.posture.words(), "worst_loss": flips.loss, "tornado": swings, "pairs": pairs,
        "sensitivity": screening,
    })
}

/// Flips for a terminal.
pub fn flips_text(flips: &Flips) -> String {
    let mut out =
        format!("What would change \"{}\" (worst loss {:.1}):\n", flips.posture.words(), flips.loss);
    let mut none = true;
    for swing in flips.swings.iter().filter(|swing| !swing.flips.is_empty()) {
        none = false;
        for (at, to) in &swing.flips {
            let _ =
                writeln!(out, "  {} at {at:.4} (now {:.4}): {}", swing.key, swing.interval[1], to.words());
        }
    }
    if none {
        out.push_str("  no single assumption within its interval\n");
    }
    for pair in &flips.pairs {
        let [one, two] = &pair.keys;
        let _ = writeln!(
            out,
            "  {one} = {:.4} with {two} = {:.4}: {}",
            pair.values[0],
            pair.values[1],
            pair.posture.words()
        );
    }
    out.push_str("What moves the worst loss most (at low, at high):\n");
    for swing in flips.swings.iter().take(12) {
        let _ = writeln!(out, "  {:<44} {:>9.1} {:>9.1}", swing.key, swing.loss[0], swing.loss[1]);
    }
    out
}
