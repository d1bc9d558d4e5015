//! GARCH(1,1) with Student t innovations (Bollerslev (1986), Journal of Econometrics 31:307, equation 3; Bollerslev (1987),
//! Review of Economics and Statistics 69:542, equation 1), zero mean, by maximum likelihood.

use crate::error::BrentError;
use argmin::core::{CostFunction, Error, Executor};
use argmin::solver::neldermead::NelderMead;
use statrs::function::gamma::ln_gamma;

/// v(k+1) = omega + alpha r(k)^2 + beta v(k), r = sqrt(v) e, e Student t of nu degrees scaled to variance 1. Log returns,
/// not per cent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Garch {
    /// Constant, log points squared.
    pub omega: f64,
    /// Weight of the last square.
    pub alpha: f64,
    /// Weight of the last variance.
    pub beta: f64,
    /// Degrees of freedom.
    pub nu: f64,
    /// Log likelihood of returns times 100.
    pub log_likelihood: f64,
    /// Variance of the next row, log points squared.
    pub next: f64,
}

impl Garch {
    /// Long-run variance of a row.
    pub fn long_run(&self) -> f64 {
        self.omega / (1.0 - self.alpha - self.beta)
    }

    /// Sum of expected variances over h rows: h s2 + (v1 - s2)(1 - f^h)/(1 - f), f = alpha + beta (Baillie and Bollerslev
    /// (1992), Journal of Econometrics 52:91, equation 9, summed).
    pub fn summed(&self, rows: f64) -> f64 {
        let f = self.alpha + self.beta;
        let s2 = self.long_run();
        rows * s2 + (self.next - s2) * (1.0 - f.powf(rows)) / (1.0 - f)
    }
}

/// Fits the last 1,500 returns of a slice. Start variance: decayed mean (0.94) of the first 75 squares.
///
/// # Errors
/// Fewer than 500 returns, or returns that cannot be fitted.
pub fn fit_garch(returns: &[f64]) -> Result<Garch, BrentError> {
    if returns.len() < FEWEST {
        let found = format!("{} returns", returns.len());
        return Err(BrentError::TooFew {
            found,
            expected: format!("at least {FEWEST} rows up to the origin"),
        });
    }
    let window: Vec<f64> =
        returns[returns.len().saturating_sub(WINDOW)..].iter().map(|r| (100.0 * r).powi(2)).collect();
    let fit = Fit { start: start_variance(&window), squares: &window };
    let variance = window.iter().sum::<f64>() / window.len() as f64;
    if variance <= 0.0 {
        let (found, expected) = ("a price that never moves".to_owned(), "prices that move".to_owned());
        return Err(BrentError::TooFew { found, expected });
    }
    let mut best: Option<(Vec<f64>, f64)> = None;
    for (alpha, beta, nu) in [(0.06_f64, 0.92, 6.0_f64), (0.12, 0.80, 8.0)] {
        let start = vec![(variance * (1.0 - alpha - beta)).ln(), alpha.ln(), beta, (nu - 2.0).ln()];
        let found = fit.best(start)?;
        if best.as_ref().is_none_or(|(_, cost)| found.1 < *cost) {
            best = Some(found);
        }
    }
    // A simplex can stop on the ridge of alpha and beta: once more from where it stopped.
    let (best, cost) = match best {
        Some((place, _)) => fit.best(place)?,
        None => Default::default(),
    };
    let Some(p) = Fit::unpack(&best).filter(|_| cost.is_finite()) else {
        let (found, expected) = ("no fit".to_owned(), "returns that can be fitted".to_owned());
        return Err(BrentError::TooFew { found, expected });
    };
    let next = fit.filter(&p, |_, _| {});
    Ok(Garch {
        omega: p[0] / 1e4,
        alpha: p[1],
        beta: p[2],
        nu: p[3],
        log_likelihood: -cost,
        next: next / 1e4,
    })
}

/// Squares of returns times 100 in their order.
#[derive(Clone, Copy)]
struct Fit<'a> {
    squares: &'a [f64],
    start: f64,
}

impl CostFunction for Fit<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, packed: &Vec<f64>) -> Result<f64, Error> {
        let Some(p) = Fit::unpack(packed) else { return Ok(f64::INFINITY) };
        let nu = p[3];
        // Two sums of logs: the product of up to eight factors is taken before each log, which is exact enough and fast.
        let (mut logs, mut tails) = (0.0, 0.0);
        let (mut v_product, mut t_product, mut n) = (1.0_f64, 1.0_f64, 0_u32);
        self.filter(&p, |v, square| {
            v_product *= v;
            t_product *= 1.0 + square / ((nu - 2.0) * v);
            n += 1;
            if n == 8 {
                logs += v_product.ln();
                tails += t_product.ln();
                (v_product, t_product, n) = (1.0, 1.0, 0);
            }
        });
        logs += v_product.ln();
        tails += t_product.ln();
        let constant =
            ln_gamma(0.5 * (nu + 1.0)) - ln_gamma(0.5 * nu) - 0.5 * (std::f64::consts::PI * (nu - 2.0)).ln();
        let value = self.squares.len() as f64 * constant - 0.5 * logs - 0.5 * (nu + 1.0) * tails;
        Ok(if value.is_finite() { -value } else { f64::INFINITY })
    }
}

impl Fit<'_> {
    /// omega, alpha, beta, nu from ln omega, ln alpha, beta, ln(nu - 2); none outside what is stationary.
    fn unpack(packed: &[f64]) -> Option<[f64; 4]> {
        let [omega, alpha, beta, nu] = packed else { return None };
        let (omega, alpha, nu) = (omega.exp(), alpha.exp(), 2.0 + nu.exp());
        let valid = *beta >= 0.0 && alpha + beta < 0.99995 && (2.05..500.0).contains(&nu) && omega > 1e-8;
        valid.then_some([omega, alpha, *beta, nu])
    }

    /// Walks the variances; the one after the last square comes back.
    fn filter(&self, p: &[f64; 4], mut see: impl FnMut(f64, f64)) -> f64 {
        let [omega, alpha, beta, _] = *p;
        let mut v = omega + (alpha + beta) * self.start;
        for square in self.squares {
            see(v, *square);
            v = omega + alpha * square + beta * v;
        }
        v
    }

    fn best(&self, start: Vec<f64>) -> Result<(Vec<f64>, f64), BrentError> {
        let steps = [0.5, 0.4, -0.05, 0.3];
        let mut corners = vec![start.clone()];
        for (at, step) in steps.iter().enumerate() {
            let mut corner = start.clone();
            corner[at] += step;
            corners.push(corner);
        }
        let failed = |e: Error| BrentError::TooFew {
            found: e.to_string(),
            expected: "returns that can be fitted".to_owned(),
        };
        let solver = NelderMead::new(corners).with_sd_tolerance(1e-5).map_err(failed)?;
        let run = Executor::new(*self, solver).configure(|state| state.max_iters(600)).timer(false);
        let done = run.run().map_err(failed)?.state;
        Ok((done.best_param.unwrap_or(start), done.best_cost))
    }
}

/// Decayed mean of the first 75 squares.
fn start_variance(squares: &[f64]) -> f64 {
    let (mut sum, mut weights, mut weight) = (0.0, 0.0, 1.0);
    for square in squares.iter().take(75) {
        sum += weight * square;
        weights += weight;
        weight *= 0.94;
    }
    sum / weights
}

/// Returns that are fitted.
const WINDOW: usize = 1_500;

/// Fewer are not fitted.
const FEWEST: usize = 500;
