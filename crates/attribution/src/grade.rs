//! Grades of sources and reports: A to F and 1 to 6 (NATO STANAG 2511, annex A), as a reliability.

use crate::error::AttributionError;

/// A graded report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grade {
    source: u8,
    report: u8,
}

/// The letters, from reliable to cannot be judged; F is not the worst (`data/attribution/README.md`).
const SOURCE: [(u8, f64); 6] =
    [(b'A', 0.95), (b'B', 0.85), (b'C', 0.65), (b'D', 0.40), (b'E', 0.15), (b'F', 0.50)];

/// The digits, from confirmed to cannot be judged.
const REPORT: [(u8, f64); 6] =
    [(b'1', 0.95), (b'2', 0.80), (b'3', 0.55), (b'4', 0.35), (b'5', 0.15), (b'6', 0.50)];

impl Grade {
    /// Reads `B2`.
    ///
    /// # Errors
    /// Any other form.
    pub fn parse(text: &str) -> Result<Self, AttributionError> {
        if let [source, report] = text.trim().as_bytes()
            && SOURCE.iter().any(|(letter, _)| letter == source)
            && REPORT.iter().any(|(digit, _)| digit == report)
        {
            return Ok(Grade { source: *source, report: *report });
        }
        Err(AttributionError::value("grade", text, "a letter A to F and a digit 1 to 6, such as B2"))
    }

    /// Letter times digit, from 0 to 1: the part of a report that follows the truth.
    pub fn reliability(self) -> f64 {
        let of =
            |table: &[(u8, f64)], key: u8| table.iter().find(|(k, _)| *k == key).map_or(0.0, |(_, v)| *v);
        of(&SOURCE, self.source) * of(&REPORT, self.report)
    }
}
