//! Did the rate of attacks change after a warning: a Bayes factor in closed form.
//!
//! Counts are Poisson, rates Gamma(a, b) (Gelman and others (2013), Bayesian Data Analysis, 3rd edition, section 2.6);
//! one rate for both times against one for each. All in logs: raw values overflow.

use crate::error::AttributionError;
use crate::hypothesis::HYPOTHESES;
use crate::table::rows;
use statrs::function::beta::beta_reg;
use statrs::function::gamma::ln_gamma;

/// Events before and after a warning took effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateWindow {
    /// Events before.
    pub n0: f64,
    /// Days before.
    pub t0: f64,
    /// Events after.
    pub n1: f64,
    /// Days after.
    pub t1: f64,
    /// Shape of the prior on a rate.
    pub a: f64,
    /// Rate of the prior, days: one over the long-run rate at shape 1.
    pub b: f64,
}

/// What the counts say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateChange {
    /// Natural log of the Bayes factor of a change against none.
    pub ln_change: f64,
    /// Chance that the later rate is the lower one, given a change.
    pub p_drop: f64,
}

/// How likely the rate drops, stays or rises under each hypothesis.
#[derive(Debug, Clone, PartialEq)]
pub struct Response([[f64; 3]; 5]);

/// The Bayes factor of a change, and its direction.
///
/// # Errors
/// Negative counts, times that are not above 0, a prior that is none.
pub fn rate_change(w: &RateWindow) -> Result<RateChange, AttributionError> {
    for (what, value) in [("n0", w.n0), ("n1", w.n1)] {
        if !(value.is_finite() && value >= 0.0) {
            return Err(AttributionError::value(what, value, "a count of events, not negative"));
        }
    }
    for (what, value) in [("T0", w.t0), ("T1", w.t1), ("a", w.a), ("b", w.b)] {
        if !(value.is_finite() && value > 0.0) {
            return Err(AttributionError::value(what, value, "a number above 0"));
        }
    }
    let marginal =
        |n: f64, t: f64| ln_gamma(w.a + n) - ln_gamma(w.a) + w.a * w.b.ln() - (w.a + n) * (w.b + t).ln();
    let same = marginal(w.n0 + w.n1, w.t0 + w.t1);
    let change = marginal(w.n0, w.t0) + marginal(w.n1, w.t1);
    Ok(RateChange { ln_change: change - same, p_drop: w.drop_below(1.0) })
}

impl RateWindow {
    /// Chance that the later rate is below `q` times the earlier one, given that they differ: a ratio of Gammas is a
    /// Beta (regularised incomplete beta function).
    pub fn drop_below(&self, q: f64) -> f64 {
        let after = q * (self.b + self.t1);
        beta_reg(self.a + self.n1, self.a + self.n0, after / (after + self.b + self.t0))
    }
}

impl RateChange {
    /// Change against no change; infinite above 1e308, see [`RateChange::ln_change`].
    pub fn bayes_factor(&self) -> f64 {
        self.ln_change.exp()
    }

    /// Logs of the weights of a drop, of no change and of a rise: ln 2 B P(drop), 0, ln 2 B (1 - P(drop)).
    pub fn ln_weights(&self) -> [f64; 3] {
        let two = 2.0_f64.ln() + self.ln_change;
        [two + self.p_drop.ln(), 0.0, two + (1.0 - self.p_drop).ln()]
    }
}

impl Response {
    /// Reads a table.
    ///
    /// # Errors
    /// Another header or order, or chances that do not add up to 1.
    pub fn read(text: &str) -> Result<Self, AttributionError> {
        let columns = ["hypothesis", "drop", "same", "rise"];
        let mut chances = [[0.0; 3]; 5];
        let rows = rows(text, &columns)?;
        if rows.len() != HYPOTHESES.len() {
            return Err(AttributionError::value("lines", rows.len(), "one for each of the five hypotheses"));
        }
        for ((row, hypothesis), of) in rows.iter().zip(HYPOTHESES).zip(&mut chances) {
            if row.text("hypothesis") != hypothesis.name() {
                return Err(row.refused("hypothesis", hypothesis.name()));
            }
            for (chance, column) in of.iter_mut().zip(&columns[1..]) {
                *chance = row.number(column)?;
            }
            if (of.iter().sum::<f64>() - 1.0).abs() > 1e-6 {
                return Err(row.refused("drop", "drop, same and rise that add up to 1"));
            }
        }
        Ok(Response(chances))
    }

    /// The shipped table.
    pub fn shipped() -> Self {
        // Read by a test of this crate; no response at all would make every hypothesis answer alike.
        Response::read(crate::shipped::RESPONSE).unwrap_or(Response([[0.0, 1.0, 0.0]; 5]))
    }

    /// Chances of drop, same and rise in the order of the hypotheses.
    pub fn chances(&self) -> &[[f64; 3]; 5] {
        &self.0
    }

    /// Log of the factor that a change of rate puts on each hypothesis: sum over classes of chance times weight. Bounded:
    /// a drop can favour "directed" over "autonomous" by six to one at most, for groups also stop for reasons of their own.
    pub fn ln_factor(&self, change: &RateChange) -> [f64; 5] {
        let weights = change.ln_weights();
        self.0.map(|q| {
            let terms: [f64; 3] = std::array::from_fn(|c| q[c].ln() + weights[c]);
            let most = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            most + terms.iter().map(|term| (term - most).exp()).sum::<f64>().ln()
        })
    }
}
