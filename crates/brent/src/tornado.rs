//! Which assumption carries the result: each parameter at both ends of its range, the others as they are, in the closed
//! form (a loss by chance at its expected size).

use crate::event::{Case, Loss};
use crate::garch::Garch;
use crate::parameters::Parameters;
use crate::scenario::{ClosedForm, LOSS_60};

/// One bar: the median after 20 rows with the parameter at its low and its high end.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Parameter.
    pub parameter: &'static str,
    /// Its range.
    pub range: [f64; 2],
    /// Result at both ends, USD a barrel: of the case, or of the first case less the second.
    pub result: [f64; 2],
}

type Set = fn(&mut Case, f64);

/// Parameter, low, high, how it is set (the page of the model, table of parameters).
const RANGES: [(&str, f64, f64, Set); 9] = [
    ("kappa", 0.035, 0.060, |c, x| c.parameters.kappa = x),
    ("half_life", 10.0, 40.0, |c, x| c.parameters.half_life = x),
    ("elasticities", 0.12, 0.35, |c, x| {
        c.parameters.e_supply = 0.25 * x;
        c.parameters.e_demand = 0.75 * x;
    }),
    ("buffer_days", 15.0, 60.0, |c, x| c.parameters.buffer_days = x),
    ("at_risk", 0.85, 1.05, |c, x| c.at_risk_mbd *= x),
    ("bypass_mbd", 2.0, 3.5, |c, x| c.bypass_mbd = if c.bypass_mbd > 0.0 { x } else { 0.0 }),
    ("spare_mbd", 0.0, 1.0, |c, x| c.spare_mbd = if c.spare_mbd > 0.0 { x } else { 0.0 }),
    ("stocks_mbd", 1.0, 4.0, |c, x| c.stocks_mbd = if c.stocks_mbd > 0.0 { x } else { 0.0 }),
    ("days", 0.5, 2.0, |c, x| c.days *= x),
];

/// Bars of one case, or of the difference of two, the longest first.
pub fn tornado(cases: &[Case], price: f64, garch: Garch) -> Vec<Bar> {
    let result = |set: Set, x: f64| {
        let medians = cases.iter().map(|case| {
            let mut case = case.clone();
            set(&mut case, x);
            median(&case, price, garch)
        });
        let medians: Vec<f64> = medians.collect();
        match medians.as_slice() {
            [one, two, ..] => one - two,
            [one] => *one,
            [] => 0.0,
        }
    };
    let mut bars: Vec<Bar> = RANGES
        .into_iter()
        .map(|(parameter, low, high, set)| Bar {
            parameter,
            range: [low, high],
            result: [result(set, low), result(set, high)],
        })
        .collect();
    bars.sort_by(|a, b| length(b).total_cmp(&length(a)));
    bars
}

fn length(bar: &Bar) -> f64 {
    (bar.result[1] - bar.result[0]).abs()
}

/// Median after 20 rows.
fn median(case: &Case, price: f64, garch: Garch) -> f64 {
    let p: Parameters = case.parameters;
    let loss = (case.at_risk_mbd - case.bypass_mbd - case.spare_mbd - case.stocks_mbd).max(0.0);
    let chance = match case.loss {
        Loss::Certain => 1.0,
        Loss::ByRung => {
            1.0 - (1.0 - LOSS_60.get(case.rung_after).copied().unwrap_or_default()).powf(ROWS / 60.0)
        }
        Loss::None => 0.0,
    };
    let form = ClosedForm {
        price,
        loss_mbd: loss,
        days: case.days,
        rungs: case.rung_after as f64 - case.rung_before as f64,
        parameters: p,
        garch,
    };
    let premium = p.premium(form.rungs, ROWS);
    let (mean, _) = form.moments(ROWS);
    price * (premium + chance * (mean - premium)).exp()
}

const ROWS: f64 = 20.0;
