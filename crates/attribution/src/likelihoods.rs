//! What each kind of evidence is worth: the chance that a sound source would report it under each hypothesis.
//!
//! Elicited judgement, not measurement: three tables ship, weak, centre and strong, and every answer is a range over
//! them.

use crate::error::AttributionError;
use crate::table::rows;

/// A table of likelihoods.
#[derive(Debug, Clone, PartialEq)]
pub struct Likelihoods(Vec<(String, [f64; 5])>);

/// How much the kinds of evidence tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Log odds are drawn to 0.6 of their distance from the mean.
    Weak,
    /// As the table stands.
    Centre,
    /// Log odds stand at 1.4 times their distance from the mean.
    Strong,
}

impl Strength {
    /// All three.
    pub const ALL: [Strength; 3] = [Strength::Weak, Strength::Centre, Strength::Strong];
}

impl Likelihoods {
    /// Reads a table.
    ///
    /// # Errors
    /// Another header, a chance outside (0, 1), a kind twice.
    pub fn read(text: &str) -> Result<Self, AttributionError> {
        let mut kinds: Vec<(String, [f64; 5])> = Vec::new();
        for row in rows(text, &COLUMNS)? {
            let kind = row.text("kind").to_owned();
            let mut chances = [0.0; 5];
            for (chance, column) in chances.iter_mut().zip(&COLUMNS[1..6]) {
                *chance = row.number(column)?;
                if !(*chance > 0.0 && *chance < 1.0) {
                    return Err(
                        row.refused(column, "a chance above 0 and below 1; never 0: 0.005 is the floor")
                    );
                }
            }
            if kinds.iter().any(|(known, _)| *known == kind) {
                return Err(row.refused("kind", "a kind that no other line has"));
            }
            kinds.push((kind, chances));
        }
        Ok(Likelihoods(kinds))
    }

    /// The shipped table.
    pub fn shipped() -> Self {
        // The shipped table is read by a test of this crate; an unreadable one would leave no kinds at all.
        Likelihoods::read(crate::shipped::LIKELIHOODS).unwrap_or(Likelihoods(Vec::new()))
    }

    /// Names of all kinds.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(kind, _)| kind.as_str())
    }

    /// Chances of a kind in the order of the hypotheses, and their mean.
    ///
    /// # Errors
    /// An unknown kind.
    pub fn of(&self, kind: &str) -> Result<([f64; 5], f64), AttributionError> {
        let found = self.0.iter().find(|(known, _)| known == kind);
        let Some((_, chances)) = found else {
            let known = self.kinds().collect::<Vec<_>>().join(", ");
            return Err(AttributionError::value("kind", kind, &format!("one of: {known}")));
        };
        Ok((*chances, chances.iter().sum::<f64>() / 5.0))
    }

    /// The same table, weaker or stronger.
    #[must_use]
    pub fn at(&self, strength: Strength) -> Self {
        let factor = match strength {
            Strength::Weak => 0.6,
            Strength::Centre => return self.clone(),
            Strength::Strong => 1.4,
        };
        let logit = |p: f64| (p / (1.0 - p)).ln();
        let kinds = self.0.iter().map(|(kind, chances)| {
            let base = logit(chances.iter().sum::<f64>() / 5.0);
            let moved = chances.map(|p| {
                let odds = base + factor * (logit(p) - base);
                (1.0 / (1.0 + (-odds).exp())).clamp(FLOOR, 1.0 - FLOOR)
            });
            (kind.clone(), moved)
        });
        Likelihoods(kinds.collect())
    }
}

const COLUMNS: [&str; 7] = ["kind", "directed", "permitted", "autonomous", "rogue", "third", "base"];

/// Nothing is impossible: a likelihood of 0 would let one report decide everything.
const FLOOR: f64 = 0.005;
