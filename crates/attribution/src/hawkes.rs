//! Events that bring further events: a self-exciting process (Hawkes (1971), Biometrika 58:83, equation 3), with the
//! recursion of Ozaki (1979), Annals of the Institute of Statistical Mathematics 31:145, equation 8.

use crate::error::AttributionError;
use argmin::core::{CostFunction, Error, Executor};
use argmin::solver::neldermead::NelderMead;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Intensity mu + sum over earlier events of alpha beta exp(-beta (t - ti)).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hawkes {
    /// Background rate, events a day.
    pub mu: f64,
    /// Branching ratio: events that one event brings, below 1.
    pub alpha: f64,
    /// Decay, a day.
    pub beta: f64,
}

/// Background before and after a warning, against one for both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HawkesChange {
    /// Background before, events a day.
    pub mu_before: f64,
    /// Background after, events a day.
    pub mu_after: f64,
    /// Branching ratio.
    pub alpha: f64,
    /// Decay, a day.
    pub beta: f64,
    /// Twice the difference of log likelihoods.
    pub likelihood_ratio: f64,
    /// Chance of such a ratio without a change (chi-square, one degree of freedom).
    pub p_value: f64,
}

/// Log likelihood on [0, T]: sum of ln(mu + alpha beta A_i) - mu T - alpha sum(1 - exp(-beta (T - t_i))), with A_1 = 0 and
/// A_i = exp(-beta (t_i - t_{i-1})) (1 + A_{i-1}).
///
/// # Errors
/// Times out of order or outside [0, T], parameters out of range.
pub fn hawkes_log_likelihood(times: &[f64], end: f64, model: &Hawkes) -> Result<f64, AttributionError> {
    in_order(times, end)?;
    let in_range = model.mu > 0.0 && (0.0..1.0).contains(&model.alpha) && model.beta > 0.0;
    if !in_range {
        let found = format!("{} {} {}", model.mu, model.alpha, model.beta);
        return Err(AttributionError::value("mu alpha beta", found, "mu > 0, 0 <= alpha < 1, beta > 0"));
    }
    Ok(log_likelihood(times, end, end, [model.mu, model.mu], model.alpha, model.beta))
}

/// Fits one background against two, excitation common to both.
///
/// # Errors
/// Fewer than ten events, times out of order, or a warning outside the record.
pub fn hawkes_change(times: &[f64], warning: f64, end: f64) -> Result<HawkesChange, AttributionError> {
    in_order(times, end)?;
    if times.len() < FEWEST {
        let found = format!("{} events", times.len());
        return Err(AttributionError::TooFew { found, expected: format!("{FEWEST} events") });
    }
    if !(warning > 0.0 && warning < end) {
        return Err(AttributionError::value("warning", warning, "a day inside the record"));
    }
    let rate = times.len() as f64 / end;
    let one = Fit { times, warning, end, two: false }.best(&[(0.5 * rate).ln(), 0.0, -1.0])?;
    let start = [one.0[0], one.0[0], one.0[1], one.0[2]];
    let two = Fit { times, warning, end, two: true }.best(&start)?;
    let ratio = (2.0 * (one.1 - two.1)).max(0.0);
    let p_value = ChiSquared::new(1.0).map_or(1.0, |chi| chi.sf(ratio));
    let [before, after, branching, decay] = two.0.as_slice() else {
        return Err(AttributionError::TooFew {
            found: "no fit".into(),
            expected: "a record that can be fitted".into(),
        });
    };
    Ok(HawkesChange {
        mu_before: before.exp(),
        mu_after: after.exp(),
        alpha: alpha(*branching),
        beta: decay.exp(),
        likelihood_ratio: ratio,
        p_value,
    })
}

fn log_likelihood(times: &[f64], warning: f64, end: f64, mu: [f64; 2], alpha: f64, beta: f64) -> f64 {
    let (mut excited, mut sum, mut last) = (0.0, 0.0, None::<f64>);
    for t in times {
        if let Some(last) = last {
            excited = (-beta * (t - last)).exp() * (1.0 + excited);
        }
        last = Some(*t);
        let background = if *t < warning { mu[0] } else { mu[1] };
        sum += (background + alpha * beta * excited).ln() - alpha * (1.0 - (-beta * (end - t)).exp());
    }
    sum - mu[0] * warning - mu[1] * (end - warning)
}

/// A fit on ln mu (one or two), the logit of alpha, ln beta.
#[derive(Clone, Copy)]
struct Fit<'a> {
    times: &'a [f64],
    warning: f64,
    end: f64,
    two: bool,
}

impl CostFunction for Fit<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, p: &Vec<f64>) -> Result<f64, Error> {
        let (mu, rest) = match (self.two, p.as_slice()) {
            (true, [a, b, rest @ ..]) => ([a.exp(), b.exp()], rest),
            (false, [a, rest @ ..]) => ([a.exp(), a.exp()], rest),
            _ => return Ok(f64::INFINITY),
        };
        let [branching, decay] = rest else { return Ok(f64::INFINITY) };
        // Decay between a month and some hours: what is faster is one event, what is slower is the background.
        if !(-3.5..=2.0).contains(decay) || mu.iter().any(|mu| *mu < 1e-9) {
            return Ok(f64::INFINITY);
        }
        let value = log_likelihood(self.times, self.warning, self.end, mu, alpha(*branching), decay.exp());
        Ok(if value.is_finite() { -value } else { f64::INFINITY })
    }
}

impl Fit<'_> {
    /// Parameters and the negative log likelihood at the best of them.
    fn best(&self, start: &[f64]) -> Result<(Vec<f64>, f64), AttributionError> {
        let mut corners = vec![start.to_vec()];
        for at in 0..start.len() {
            let mut corner = start.to_vec();
            corner[at] += 0.4;
            corners.push(corner);
        }
        let failed = |e: Error| AttributionError::TooFew {
            found: e.to_string(),
            expected: "a record that can be fitted".to_owned(),
        };
        let solver = NelderMead::new(corners).with_sd_tolerance(1e-8).map_err(failed)?;
        let run = Executor::new(*self, solver).configure(|state| state.max_iters(600)).timer(false);
        let done = run.run().map_err(failed)?.state;
        let best = done.best_param.unwrap_or_else(|| start.to_vec());
        Ok((best, done.best_cost))
    }
}

fn alpha(logit: f64) -> f64 {
    0.999 / (1.0 + (-logit).exp())
}

fn in_order(times: &[f64], end: f64) -> Result<(), AttributionError> {
    let ordered = times.windows(2).all(|pair| pair[0] <= pair[1]);
    let inside = times.first().is_none_or(|t| *t >= 0.0) && times.last().is_none_or(|t| *t <= end);
    if ordered && inside && end > 0.0 {
        return Ok(());
    }
    Err(AttributionError::value("times", format!("{} times", times.len()), "in order, from 0 to the end"))
}

/// Fewer cannot carry four parameters.
const FEWEST: usize = 10;
