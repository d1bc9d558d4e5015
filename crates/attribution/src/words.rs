//! Words of likelihood (ICD 203, 2015, section D.6.e.2.a), and confidence, which is about sources and never stands in the
//! same phrase.

use crate::item::Item;
use std::collections::BTreeSet;

/// Lower ends (inclusive) of the words.
const WORDS: [(f64, &str); 7] = [
    (0.01, "almost no chance"),
    (0.05, "very unlikely"),
    (0.20, "unlikely"),
    (0.45, "roughly even chance"),
    (0.55, "likely"),
    (0.80, "very likely"),
    (0.95, "almost certain"),
];

/// The word of a probability; none below 0.01 and above 0.99.
pub fn word(p: f64) -> Option<&'static str> {
    if p > 0.99 {
        return None;
    }
    WORDS.iter().rev().find(|(low, _)| p >= *low - 1e-12).map(|(_, word)| *word)
}

/// The ends of the word that a probability has; 0 to 0.01 and 0.99 to 1 where there is none.
pub(crate) fn ends(p: f64) -> (f64, f64) {
    let low = WORDS.iter().rev().find(|(low, _)| p >= *low).map_or(0.0, |(low, _)| *low);
    let high = WORDS.iter().find(|(low, _)| p < *low).map_or(0.99, |(low, _)| *low);
    if p > 0.99 { (0.99, 1.0) } else { (low, high) }
}

/// How much the sources carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// Three origins or more, one of them at least at B2.
    High,
    /// Two origins, one at least fair.
    Moderate,
    /// Anything less.
    Low,
}

impl Confidence {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::High => "high",
            Confidence::Moderate => "moderate",
            Confidence::Low => "low",
        }
    }
}

/// Confidence from the number of origins and their reliability; it says nothing about likelihood.
pub fn confidence(items: &[Item]) -> Confidence {
    let fair = |least: f64| {
        let held = items.iter().filter(|item| item.reliability >= least);
        held.map(|item| item.cluster.as_str()).collect::<BTreeSet<_>>().len()
    };
    match (fair(0.35), fair(0.65)) {
        (3.., 1..) => Confidence::High,
        (2.., _) => Confidence::Moderate,
        _ => Confidence::Low,
    }
}
