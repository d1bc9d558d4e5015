//! Dates, intervals and words that the commands of the models share.

use crate::stopped::Stopped;
use ::safeguards::Interval;
use jiff::civil::Date;
use serde_json::{Value, json};

/// A day, year-month-day.
pub fn date(what: &str, text: &str) -> Result<Date, Stopped> {
    text.parse().map_err(|_| Stopped::usage(&format!("{what}, a date such as 2025-05-17"), text))
}

/// Low, central, high; null is never, or without limit.
pub fn interval_document(of: &Interval) -> Value {
    json!({ "low": of.low, "central": of.central, "high": of.high })
}

/// Months as text.
pub fn months_text(of: &Interval) -> String {
    text(of, "months")
}

/// Days as text.
pub fn days_text(of: &Interval) -> String {
    text(of, "days")
}

fn text(of: &Interval, unit: &str) -> String {
    let one = |value: Option<f64>| value.map_or("never".to_owned(), |value| format!("{value:.2}"));
    match (of.central, of.low) {
        (None, None) => "never".to_owned(),
        (None, low) => format!("never (90 %: {} {unit} to {})", one(low), one(of.high)),
        (central, low) => format!("{} {unit} (90 %: {} to {})", one(central), one(low), one(of.high)),
    }
}
