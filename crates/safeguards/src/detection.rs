//! How soon a break-out would be seen.
//!
//! Visits come at a fixed interval, begin anywhere in it, and see the change with a given chance each; the report takes
//! some days more. Default interval: the timeliness goal of one month for unirradiated direct-use material (IAEA
//! Safeguards Glossary, 2001 edition, paragraph 3.20); chance and days of reporting are judgement.

use crate::chance::{Chance, Triangle};
use crate::error::SafeguardsError;
use crate::ranges::Interval;

/// How inspectors come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Visits {
    /// Days between visits.
    pub interval_days: f64,
    /// Chance that one visit sees it.
    pub seen: f64,
    /// Days from the visit to the report.
    pub report_days: Triangle,
}

/// Delay of detection, and whether it comes before the material.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// Days from the first feed to the report: 5 %, median, 95 %.
    pub delay_days: Interval,
    /// Chance that the report comes before the material.
    pub before_material: f64,
}

impl Visits {
    /// Monthly visits that see nine times in ten, reported in two to ten days.
    pub const USUAL: Visits =
        Visits { interval_days: 30.0, seen: 0.9, report_days: Triangle::new(2.0, 5.0, 10.0) };

    /// Checks the values.
    ///
    /// # Errors
    /// An interval that is not above 0, a chance outside (0, 1].
    pub fn checked(self) -> Result<Self, SafeguardsError> {
        if !(self.interval_days.is_finite() && self.interval_days > 0.0) {
            return Err(SafeguardsError::value("visits", self.interval_days, "an interval in days, above 0"));
        }
        if !(self.seen > 0.0 && self.seen <= 1.0) {
            return Err(SafeguardsError::value("seen", self.seen, "a chance above 0 and at most 1"));
        }
        Ok(self)
    }

    /// One delay for each of the draws of months, from a seed of its own.
    pub(crate) fn delays(&self, draws: usize, seed: u64) -> Vec<f64> {
        let mut chance = Chance::new(seed);
        let delay = |chance: &mut Chance| {
            let first = chance.uniform() * self.interval_days;
            // Visits that saw nothing, geometric by inversion.
            let missed = if self.seen >= 1.0 {
                0.0
            } else {
                ((1.0 - chance.uniform()).ln() / (1.0 - self.seen).ln()).floor()
            };
            first + missed * self.interval_days + self.report_days.draw(chance)
        };
        (0..draws).map(|_| delay(&mut chance)).collect()
    }

    /// Delay and the chance that it is shorter than each of these months.
    pub fn against(&self, months: &[f64], seed: u64) -> Detection {
        let delays = self.delays(months.len(), seed ^ DETECTION);
        let days = crate::breakout::DAYS_OF_MONTH;
        let before = delays.iter().zip(months).filter(|(delay, months)| **delay < **months * days).count();
        let mut sorted = delays;
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |part: f64| sorted.get((part * sorted.len() as f64) as usize).copied();
        Detection {
            delay_days: Interval { low: at(0.05), central: at(0.5), high: at(0.95) },
            before_material: before as f64 / months.len().max(1) as f64,
        }
    }
}

/// Keeps the draws of detection apart from those of the plant.
const DETECTION: u64 = 0x5eed_0001;
