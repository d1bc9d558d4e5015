//! A number with its interval, its unit and its source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A number with its interval. The interval is what the author would bet nine to one on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// Lowest value that is taken for possible.
    pub low: f64,
    /// Best guess.
    pub centre: f64,
    /// Highest value that is taken for possible.
    pub high: f64,
    /// Unit.
    pub unit: String,
    /// Where it comes from, or `judgement`.
    pub source: String,
}

impl Estimate {
    /// What is wrong with its three numbers: one is not finite, or beyond ten to this power, or they are out of order.
    pub(crate) fn disorder(&self, power: i32) -> Option<String> {
        let Estimate { low, centre, high, .. } = self;
        let most = 10f64.powi(power);
        if ![low, centre, high].into_iter().all(|value| value.is_finite() && value.abs() <= most) {
            return Some(format!("a number is not finite, or beyond 1e{power}"));
        }
        let reversed = low > centre || centre > high;
        reversed.then(|| format!("the interval is reversed: low {low}, centre {centre}, high {high}"))
    }
}
