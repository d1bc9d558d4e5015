//! The after-the-warning test on dated events: counts corrected for clustering, and the self-exciting process beside it.

use crate::error::AttributionError;
use crate::events::Events;
use crate::hawkes::{HawkesChange, hawkes_change};
use crate::rate::{RateChange, RateWindow, Response, rate_change};
use jiff::civil::Date;
use statrs::distribution::{ContinuousCDF, Gamma};

/// The record that is looked at: first day, day from which the warning counts, last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First day; that of the first event if absent.
    pub from: Option<Date>,
    /// The day on which the warning took effect: its read-back, not its drafting.
    pub warning: Date,
    /// Last day; that of the last event if absent.
    pub to: Option<Date>,
}

/// What came after.
#[derive(Debug, Clone, PartialEq)]
pub struct AfterWarning {
    /// Counts and days as they are.
    pub raw: RateWindow,
    /// The same, divided by the dispersion.
    pub corrected: RateWindow,
    /// Variance by mean of weekly counts before the warning, at least 1; `None` with under eight weeks.
    pub dispersion: Option<f64>,
    /// Bayes factor on raw counts.
    pub raw_change: RateChange,
    /// Bayes factor on corrected counts: the answer.
    pub change: RateChange,
    /// Events a day before: 5 %, mean, 95 %.
    pub rate_before: [f64; 3],
    /// Events a day after: 5 %, mean, 95 %.
    pub rate_after: [f64; 3],
    /// Log factor on each hypothesis.
    pub ln_factor: [f64; 5],
    /// The self-exciting process, where there are enough events.
    pub hawkes: Option<HawkesChange>,
    /// Whether the two agree: both speak for a drop, both for a rise, or both for neither.
    pub agree: Option<bool>,
    /// Events whose days lie on both sides of the warning; left out.
    pub straddling: usize,
}

/// Runs the test. With a control group, the days after are scaled by what the control group's rate did, for weather,
/// truces and changes of reporting are shared.
///
/// # Errors
/// A warning outside the record, or no events in it.
pub fn after_warning(
    events: &Events,
    control: Option<&Events>,
    window: Window,
    response: &Response,
) -> Result<AfterWarning, AttributionError> {
    let record = Record::of(events, window)?;
    let shared = match control {
        Some(control) => {
            Record::of(control, Window { from: Some(record.from), to: Some(record.to), ..window })?.ratio()
        }
        None => 1.0,
    };
    let (n0, n1) = (record.before.len() as f64, record.after.len() as f64);
    let b = if n0 > 0.0 { record.t0 / n0 } else { record.t0 + record.t1 };
    let raw = RateWindow { n0, t0: record.t0, n1, t1: record.t1 * shared, a: 1.0, b };
    let dispersion = record.dispersion();
    let kappa = dispersion.unwrap_or(1.0);
    let corrected = RateWindow { n0: n0 / kappa, n1: n1 / kappa, b: b * kappa, ..raw };
    let change = rate_change(&corrected)?;
    let times = record.times();
    let hawkes = hawkes_change(&times, record.t0, record.t0 + record.t1).ok();
    Ok(AfterWarning {
        raw,
        corrected,
        dispersion,
        raw_change: rate_change(&raw)?,
        ln_factor: response.ln_factor(&change),
        rate_before: interval(corrected.n0, corrected.t0, &corrected, kappa),
        rate_after: interval(corrected.n1, record.t1, &corrected, kappa),
        agree: hawkes.map(|fit| poisson_says(&change) == hawkes_says(&fit)),
        change,
        hawkes,
        straddling: record.straddling,
    })
}

/// Days from the first day of the record.
struct Record {
    from: Date,
    to: Date,
    before: Vec<f64>,
    after: Vec<f64>,
    t0: f64,
    t1: f64,
    straddling: usize,
}

impl Record {
    fn of(events: &Events, window: Window) -> Result<Self, AttributionError> {
        let all = events.all();
        let (Some(first), Some(last)) = (all.first(), all.iter().map(|event| event.last).max()) else {
            let (found, expected) = ("no events".to_owned(), "at least one event of that group".to_owned());
            return Err(AttributionError::TooFew { found, expected });
        };
        let (from, to) = (window.from.unwrap_or(first.first), window.to.unwrap_or(last));
        let (t0, t1) = (days(from, window.warning), days(window.warning, to) + 1.0);
        if t0 <= 0.0 || t1 <= 0.0 {
            let expected = format!("a day after {from} and not after {to}");
            return Err(AttributionError::value("warning", window.warning, &expected));
        }
        let mut record = Record { from, to, before: vec![], after: vec![], t0, t1, straddling: 0 };
        for event in all.iter().filter(|event| event.first >= from && event.last <= to) {
            let middle = days(from, event.first) + 0.5 * days(event.first, event.last) + 0.5;
            match (event.last < window.warning, event.first >= window.warning) {
                (true, _) => record.before.push(middle),
                (_, true) => record.after.push(middle),
                _ => record.straddling += 1,
            }
        }
        Ok(record)
    }

    fn times(&self) -> Vec<f64> {
        let mut times: Vec<f64> = self.before.iter().chain(&self.after).copied().collect();
        times.sort_unstable_by(f64::total_cmp);
        times
    }

    /// Rate after by rate before, half an event added to each.
    fn ratio(&self) -> f64 {
        (self.after.len() as f64 + 0.5) / self.t1 * self.t0 / (self.before.len() as f64 + 0.5)
    }

    /// Variance by mean of the whole weeks before the warning, counted back from it.
    fn dispersion(&self) -> Option<f64> {
        let weeks = (self.t0 / 7.0) as usize;
        if weeks < 8 {
            return None;
        }
        let mut counts = vec![0.0_f64; weeks];
        for t in &self.before {
            if let Some(count) = counts.get_mut(((self.t0 - t) / 7.0) as usize) {
                *count += 1.0;
            }
        }
        let mean = counts.iter().sum::<f64>() / weeks as f64;
        let variance = counts.iter().map(|n| (n - mean).powi(2)).sum::<f64>() / (weeks - 1) as f64;
        Some(if mean > 0.0 { (variance / mean).max(1.0) } else { 1.0 })
    }
}

/// 5 %, mean and 95 % of a rate: kappa times a Gamma of the corrected count.
fn interval(n: f64, t: f64, w: &RateWindow, kappa: f64) -> [f64; 3] {
    let (shape, rate) = (w.a + n, w.b + t);
    let at = |p: f64| Gamma::new(shape, rate).map_or(f64::NAN, |gamma| gamma.inverse_cdf(p));
    [at(0.05), shape / rate, at(0.95)].map(|value| kappa * value)
}

/// -1 a drop, 1 a rise, 0 neither: a Bayes factor of three, and a clear direction.
fn poisson_says(change: &RateChange) -> i8 {
    if change.ln_change < 3.0_f64.ln() {
        return 0;
    }
    match change.p_drop {
        p if p > 0.9 => -1,
        p if p < 0.1 => 1,
        _ => 0,
    }
}

/// The same at the usual 5 %.
fn hawkes_says(fit: &HawkesChange) -> i8 {
    match fit.p_value {
        p if p > 0.05 => 0,
        _ if fit.mu_after < fit.mu_before => -1,
        _ => 1,
    }
}

fn days(from: Date, to: Date) -> f64 {
    from.until(to).map_or(0.0, |span| f64::from(span.get_days()))
}
