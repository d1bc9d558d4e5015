//! What an event does to the price: premium, physical loss, volatility, chances of worse.
//!
//! Constants marked [j] are judgement, shown beside every run and editable; the others are measured on the 28 episodes
//! with five years of prices before them (the page of the model).

use crate::error::BrentError;
use crate::event::{Case, Loss};
use crate::parameters::Parameters;

/// What is named of an event: the known part of a shock, seen from an origin `since` rows after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shock {
    /// Change of rung.
    pub rungs: f64,
    /// Rung after it.
    pub rung: usize,
    /// Jump of a loss that is certain, log points.
    pub jump: f64,
    /// Rows after which that supply is back.
    pub back_after: f64,
    /// Jump of a loss that may come, log points.
    pub threatened: f64,
    /// Rows from the event to the origin.
    pub since: f64,
}

impl Shock {
    /// The shock of a case.
    pub fn of(case: &Case, since: f64) -> Self {
        let p = &case.parameters;
        let loss = (case.at_risk_mbd - case.bypass_mbd - case.spare_mbd - case.stocks_mbd).max(0.0);
        let jump = p.jump(loss, case.days);
        let (certain, threatened) = match case.loss {
            Loss::Certain => (jump, 0.0),
            Loss::ByRung => (0.0, jump),
            Loss::None => (0.0, 0.0),
        };
        Shock {
            rungs: case.rung_after as f64 - case.rung_before as f64,
            rung: case.rung_after,
            jump: certain,
            back_after: case.days * ROWS_OF_DAY,
            threatened,
            since,
        }
    }

    /// Premium between the origin and h rows after it.
    pub fn premium(&self, p: &Parameters, rows: f64) -> f64 {
        p.premium(self.rungs, self.since + rows) - p.premium(self.rungs, self.since)
    }

    /// Certain jump between the origin and h rows after it.
    pub fn jumped(&self, p: &Parameters, rows: f64) -> f64 {
        self.jump * (p.course(self.since + rows, self.back_after) - p.course(self.since, self.back_after))
    }
}

/// Chance of a physical loss within 60 rows at a rung: judgement [j].
pub(crate) const LOSS_60: [f64; 7] = [0.005, 0.005, 0.02, 0.05, 0.12, 0.30, 0.30];

/// Chance a row that the rung goes up, by rung: judgement [j]; the user's own game replaces it.
pub(crate) const UP: [f64; 7] = [0.001, 0.002, 0.004, 0.008, 0.012, 0.008, 0.0];

/// Chance a row that it goes down.
pub(crate) const DOWN: [f64; 7] = [0.0, 0.002, 0.003, 0.006, 0.02, 0.03, 0.02];

/// Trading rows of a calendar day.
pub(crate) const ROWS_OF_DAY: f64 = 252.0 / 365.25;

/// Inputs of the closed form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ClosedForm {
    pub(crate) price: f64,
    pub(crate) loss_mbd: f64,
    pub(crate) days: f64,
    pub(crate) rungs: f64,
    pub(crate) parameters: Parameters,
    pub(crate) garch: crate::garch::Garch,
}

impl ClosedForm {
    /// Mean and variance of the log price after h rows: m = S + J (1 - exp(-h/t_on)), v = vm^2 V_h + (u S)^2.
    pub(crate) fn moments(&self, rows: f64) -> (f64, f64) {
        let p = &self.parameters;
        let premium = p.premium(self.rungs, rows);
        let mean = premium + p.jump(self.loss_mbd, self.days) * (1.0 - (-rows / p.t_on).exp());
        (mean, p.volatility.powi(2) * self.garch.summed(rows) + (p.u * premium).powi(2))
    }
}

/// Quantiles of the closed form: a certain shock and normal bands. USD a barrel.
///
/// # Errors
/// A price that is not above 0, or rows that are not.
pub fn scenario_quantiles(
    case: &Case,
    price: f64,
    garch: crate::garch::Garch,
    rows: f64,
) -> Result<[f64; 3], BrentError> {
    if !(price.is_finite() && price > 0.0) {
        return Err(BrentError::value("price", price, "a price above 0, USD a barrel"));
    }
    if !(rows.is_finite() && rows > 0.0) {
        return Err(BrentError::value("rows", rows, "a horizon above 0"));
    }
    let loss = (case.at_risk_mbd - case.bypass_mbd - case.spare_mbd - case.stocks_mbd).max(0.0);
    let form = ClosedForm {
        price,
        loss_mbd: loss,
        days: case.days,
        rungs: case.rung_after as f64 - case.rung_before as f64,
        parameters: case.parameters,
        garch,
    };
    Ok(quantiles(&form, rows))
}

pub(crate) fn quantiles(form: &ClosedForm, rows: f64) -> [f64; 3] {
    let (mean, variance) = form.moments(rows);
    [-Z95, 0.0, Z95].map(|z| form.price * (mean + z * variance.sqrt()).exp())
}

/// The 95 % quantile of a standard normal, to the digits of the vectors.
const Z95: f64 = 1.644_853_6;
