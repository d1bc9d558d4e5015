//! The fan of a case from an origin, and of the baselines.

use crate::baseline::{ewma_variance, walk_variance};
use crate::error::BrentError;
use crate::event::Case;
use crate::garch::{Garch, fit_garch};
use crate::paths::{Diffusion, Shocks};
use crate::prices::Prices;
use jiff::civil::Date;
use statrs::distribution::{ContinuousCDF, Normal};

/// Horizons, rows.
pub const HORIZONS: [usize; 5] = [1, 5, 20, 60, 120];

/// Quantiles that are told, per cent.
pub const PERCENT: [usize; 5] = [5, 25, 50, 75, 95];

/// Quantiles of the price at the horizons.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// Day of the origin.
    pub origin: Date,
    /// Price at the origin, USD a barrel.
    pub price: f64,
    /// The volatility model at the origin.
    pub garch: Garch,
    /// By horizon.
    pub horizons: Vec<Horizon>,
}

/// One horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Horizon {
    /// Rows.
    pub rows: usize,
    /// Price at the origin, USD a barrel.
    pub from: f64,
    /// Log changes, ascending.
    pub sorted: Vec<f64>,
}

impl Horizon {
    /// Quantile of the log change at a part from 0 to 1.
    pub fn change(&self, part: f64) -> f64 {
        quantile(&self.sorted, part)
    }

    /// Quantile of the price, USD a barrel.
    pub fn price(&self, percent: usize) -> f64 {
        self.from * self.change(percent as f64 / 100.0).exp()
    }
}

/// The fan of a case from a row: so many paths (an even number), from a seed. An event that is known became known some
/// rows before; what it has done since is in the price.
///
/// # Errors
/// Too few rows up to the origin.
pub fn fan(prices: &Prices, origin: usize, case: &Case, paths: usize, seed: u64) -> Result<Fan, BrentError> {
    fan_since(prices, origin, case, 0.0, paths, seed)
}

/// The same, so many rows after the event.
///
/// # Errors
/// Too few rows up to the origin.
pub(crate) fn fan_since(
    prices: &Prices,
    origin: usize,
    case: &Case,
    since: f64,
    paths: usize,
    seed: u64,
) -> Result<Fan, BrentError> {
    let garch = fit_garch(prices.returns_to(origin))?;
    Ok(fan_with(garch, prices.date(origin), prices.price(origin), case, since, paths, seed))
}

/// The same with a volatility model that is fitted already.
pub(crate) fn fan_with(
    garch: Garch,
    origin: Date,
    price: f64,
    case: &Case,
    since: f64,
    paths: usize,
    seed: u64,
) -> Fan {
    let shocks = Shocks::new(case, since, &HORIZONS);
    let (_, scaled) =
        Diffusion::new(garch).pairs(&HORIZONS, paths.div_ceil(2), Some(&shocks.factors()), seed);
    let sorted = shocks.sorted(&scaled, seed);
    let horizons = sorted.into_iter().zip(HORIZONS);
    Fan {
        origin,
        price,
        garch,
        horizons: horizons.map(|(sorted, rows)| Horizon { rows, from: price, sorted }).collect(),
    }
}

impl Fan {
    /// The fan of an event's case: rows since it became known are counted in the series.
    ///
    /// # Errors
    /// Too few rows up to the origin.
    pub fn of_event(
        prices: &Prices,
        origin: usize,
        known: Option<Date>,
        case: &Case,
        paths: usize,
        seed: u64,
    ) -> Result<Self, BrentError> {
        let since =
            known.and_then(|day| prices.around(day).0).map_or(0, |before| origin.saturating_sub(before));
        fan_since(prices, origin, case, since as f64, paths, seed)
    }
}

/// Name and quantiles (log changes, in the order of [`PERCENT`]) by horizon, of each baseline.
pub type Baselines = Vec<(&'static str, Vec<[f64; 5]>)>;

/// Random walk, EWMA and GARCH-t from a row.
///
/// # Errors
/// Too few rows up to the origin.
pub fn baselines(prices: &Prices, origin: usize, paths: usize, seed: u64) -> Result<Baselines, BrentError> {
    let returns = prices.returns_to(origin);
    let unit = Normal::standard();
    let normal = |variance: f64| {
        let of = |rows: usize| {
            PERCENT.map(|p| (variance * rows as f64).sqrt() * unit.inverse_cdf(p as f64 / 100.0))
        };
        HORIZONS.map(of).to_vec()
    };
    let garch = fit_garch(returns)?;
    let (plain, _) = Diffusion::new(garch).pairs(&HORIZONS, paths.div_ceil(2), None, seed);
    let simulated = plain.iter().map(|half| {
        let sorted = both_signs(half);
        PERCENT.map(|p| quantile(&sorted, p as f64 / 100.0))
    });
    Ok(vec![
        ("random_walk", normal(walk_variance(returns))),
        ("ewma", normal(ewma_variance(returns))),
        ("garch_t", simulated.collect()),
    ])
}

/// Both halves of antithetic pairs, ascending.
pub(crate) fn both_signs(half: &[f64]) -> Vec<f64> {
    let mut all: Vec<f64> = half.iter().flat_map(|x| [*x, -*x]).collect();
    all.sort_unstable_by(f64::total_cmp);
    all
}

/// Linear between order statistics.
pub(crate) fn quantile(sorted: &[f64], part: f64) -> f64 {
    let at = part.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f64;
    let low = at.floor() as usize;
    match (sorted.get(low), sorted.get(low + 1)) {
        (Some(a), Some(b)) => a + (at - low as f64) * (b - a),
        (Some(a), None) => *a,
        _ => 0.0,
    }
}
