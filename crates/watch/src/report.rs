//! What is told of one report and one line: the verdict with the numbers that decide, and what would settle it.

use crate::stream::Told;
use notice::clause_test::Part;
use notice::truth::Truth;
use notice::vocabulary::{Clause, Measure};
use redline::{Event, Known, Line, Verdict};
use serde_json::{Value, json};

/// A told ruling with its reasons.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// What was ruled.
    pub told: &'a Told,
    /// The line.
    pub line: &'a Line,
    /// Every part, if the event is at hand; a count that changed later has none.
    pub verdict: Option<Verdict>,
    /// The event.
    pub event: Option<&'a Event>,
}

impl Report<'_> {
    /// One JSON document.
    pub fn document(&self, sequence: u64) -> Value {
        let ruling = self.told.ruling;
        let mut document = json!({
            "event": self.told.id,
            "line": self.line.name,
            "verdict": ruling.word(),
            "near": ruling.near,
            "count_low": ruling.counted.low,
            "count_high": ruling.counted.high,
            "n": self.line.count,
            "margin_m": self.margin(),
            "matches": word(self.told.found.truth),
            "decides": self.decides(),
            "settles": self.settles(),
            "revised": self.told.revised,
            "seq": sequence,
        });
        if let Some(window) = self.line.window_s {
            document["window_s"] = json!(window);
        }
        if self.line.origin != redline::line::Origin::RedLine {
            document["origin"] = json!(format!("{:?}", self.line.origin).to_lowercase());
        }
        if let Some(verdict) = &self.verdict {
            document["trace"] = verdict.parts.iter().map(part).collect();
        }
        document
    }

    /// Least and greatest distance beyond the stand-off, metres; negative within.
    fn margin(&self) -> Option<[f64; 2]> {
        let placed = self.verdict.as_ref().and_then(|verdict| verdict.placed.figures);
        let (margin, extent) = placed.or(self.told.found.figures)?;
        let tenth = |metres: f64| (metres * 10.0).round() / 10.0;
        Some([tenth(margin - extent), tenth(margin + extent)])
    }

    /// Clauses that are open.
    fn open(&self) -> Vec<Clause> {
        let parts = self.verdict.iter().flat_map(|verdict| &verdict.parts);
        parts.filter(|part| part.truth == Truth::Uncertain).map(|part| part.clause).collect()
    }

    /// The clause that decides: the first one that is open, else the count, else the place.
    fn decides(&self) -> &'static str {
        let ruling = self.told.ruling;
        let counts = self.line.count > 1;
        let clause = match (self.told.found.truth, self.open().first()) {
            (Truth::Uncertain, Some(open)) => *open,
            (Truth::False, _) if !ruling.near => self.failing().unwrap_or(Clause::Place),
            (Truth::False, _) => self.failing().unwrap_or(Clause::Place),
            _ if counts => Clause::Count,
            _ if self.line.zones().is_some() => Clause::Place,
            _ => Clause::Act,
        };
        clause.word()
    }

    fn failing(&self) -> Option<Clause> {
        let parts = &self.verdict.as_ref()?.parts;
        parts.iter().find(|part| part.truth == Truth::False).map(|part| part.clause)
    }

    /// What observation would make it sure.
    fn settles(&self) -> Vec<Value> {
        let mut settles: Vec<Value> = self.open().into_iter().map(|clause| self.settled_by(clause)).collect();
        let counted = self.told.ruling.counted;
        let open = counted.low < self.line.count && counted.high >= self.line.count;
        if self.line.count > 1 && open {
            settles.push(json!({
                "clause": "COUNT",
                "observation": "TIMES-AND-MATCHES-OF-ITS-EVENTS",
                "low": counted.low, "high": counted.high, "n": self.line.count,
            }));
        }
        settles
    }

    fn settled_by(&self, clause: Clause) -> Value {
        let figures = self.verdict.as_ref().and_then(|verdict| verdict.placed.figures);
        match clause {
            Clause::Place => match (figures, self.verdict.as_ref().map(|verdict| verdict.placed.why)) {
                (Some((margin, _)), _) => {
                    json!({ "clause": "PLACE", "observation": "POSITION-ERROR-BELOW", "m": margin.abs().floor() })
                }
                (None, Some("SEALED")) => json!({ "clause": "PLACE", "observation": "SEALED-LIST-OPENED" }),
                _ => json!({ "clause": "PLACE", "observation": "POSITION" }),
            },
            Clause::Actor => {
                json!({ "clause": "ACTOR", "observation": "ACTOR-LIKELIHOOD", "pct": self.line.threshold_pct })
            }
            Clause::Act => json!({
                "clause": "ACT", "observation": "ACT-CLASS",
                "classes": self.event.filter(|event| event.acts != redline::Acts::ANY).map(|event| {
                    event.acts.classes().iter().map(|act| act.word()).collect::<Vec<_>>()
                }),
            }),
            Clause::Magnitude => json!({
                "clause": "MAGNITUDE", "observation": "MEASURE",
                "measure": self.line.magnitude.map(|magnitude| Measure::word(magnitude.measure)),
            }),
            Clause::Period => json!({ "clause": "PERIOD", "observation": "TIME" }),
            Clause::Detection => json!({
                "clause": "DETECTION", "observation": "SEEN-BY",
                "detectors": self.line.detectors.iter().map(|kind| kind.word()).collect::<Vec<_>>(),
            }),
            Clause::Exclusion => {
                json!({ "clause": "EXCLUSION", "observation": "ACCIDENT-NOTICE-OR-ITS-TIME-OVER" })
            }
            Clause::Count => json!({ "clause": "COUNT", "observation": "TIMES-AND-MATCHES-OF-ITS-EVENTS" }),
        }
    }
}

/// The three values as a report says them of one event and one clause.
pub fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::Uncertain => "uncertain",
        Truth::False => "no",
    }
}

fn part(part: &Part) -> Value {
    let mut document = json!({ "clause": part.clause.word(), "truth": part.truth.word(), "why": part.why });
    if let Some((first, second)) = part.figures {
        document["figures"] = json!([first, second]);
    }
    document
}

/// The full verdict of an event against a line, for a report.
pub fn explained(line: &Line, event: &Event, known: &Known) -> Verdict {
    redline::judge(&redline::globe::wgs84(), line, event, known)
}
