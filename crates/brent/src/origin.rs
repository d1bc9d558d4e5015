//! One origin of a back-test: what each method said, and what came.

use crate::baseline::{ewma_variance, walk_variance};
use crate::chance::Chance;
use crate::crps::{crps_normal, crps_sorted};
use crate::error::BrentError;
use crate::event::Case;
use crate::fan::{both_signs, quantile};
use crate::garch::fit_garch;
use crate::paths::{Diffusion, Shocks};
use crate::prices::Prices;
use statrs::distribution::{ContinuousCDF, Normal};

/// A way to forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Random walk, volatility of 250 rows.
    Walk,
    /// Random walk, exponentially weighted volatility.
    Ewma,
    /// GARCH(1,1) with Student t.
    GarchT,
    /// GARCH-t with what is known of an event.
    Scenario,
}

impl Method {
    /// In the order of tables.
    pub const ALL: [Method; 4] = [Method::Walk, Method::Ewma, Method::GarchT, Method::Scenario];

    /// Name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Method::Walk => "random_walk",
            Method::Ewma => "ewma",
            Method::GarchT => "garch_t",
            Method::Scenario => "scenario",
        }
    }
}

/// Horizons of a back-test, rows.
pub(crate) const SCORED: [usize; 4] = [1, 5, 20, 60];

/// What one forecast was worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// CRPS, log points x 100.
    pub crps: f64,
    /// Chance that was given to what came or less.
    pub pit: f64,
    /// Whether the 50, 90, 95 and 99 % bands held.
    pub held: [bool; 4],
    /// Width of the 90 % band, log points x 100.
    pub width90: f64,
}

/// All forecasts of one origin: by horizon, by method; none where the series ends first.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginScore {
    /// Row.
    pub row: usize,
    /// Cells by horizon.
    pub cells: [Option<[Cell; 4]>; 4],
}

/// Scores one origin. A case is what is known of an event, `since` rows ago.
pub(crate) fn score_origin(
    prices: &Prices,
    row: usize,
    case: Option<(&Case, f64)>,
    paths: usize,
) -> Result<OriginScore, BrentError> {
    let returns = prices.returns_to(row);
    let garch = fit_garch(returns)?;
    let diffusion = Diffusion::new(garch);
    // The row is the seed: an origin gives the same scores whichever others are run.
    let seed = row as u64;
    let pairs = paths.div_ceil(2);
    let shocks = case.map(|(case, since)| Shocks::new(case, since, &SCORED));
    let factors = shocks.as_ref().map(Shocks::factors);
    let (plain, scaled) = diffusion.pairs(&SCORED, pairs, factors.as_deref(), seed);
    let scenario = shocks.map(|shocks| shocks.sorted(&scaled, seed));
    let (walk, ewma) = (walk_variance(returns), ewma_variance(returns));
    let mut ties = Chance::new(seed, TIES);
    let mut cells = [None; 4];
    for (at, rows) in SCORED.into_iter().enumerate() {
        let Some(y) = prices.change(row, rows) else { continue };
        let by_garch = both_signs(&plain[at]);
        let garch_cell = of_sample(y, &by_garch, &mut ties);
        let scenario_cell = match &scenario {
            Some(sorted) => of_sample(y, &sorted[at], &mut ties),
            None => garch_cell,
        };
        cells[at] = Some([
            of_normal(y, walk * rows as f64),
            of_normal(y, ewma * rows as f64),
            garch_cell,
            scenario_cell,
        ]);
    }
    Ok(OriginScore { row, cells })
}

fn of_normal(y: f64, variance: f64) -> Cell {
    let (sd, unit) = (variance.sqrt(), Normal::standard());
    let band = |part: f64| sd * unit.inverse_cdf(0.5 + 0.5 * part);
    Cell {
        crps: 100.0 * crps_normal(y, 0.0, sd),
        pit: unit.cdf(y / sd),
        held: BANDS.map(|part| y.abs() <= band(part)),
        width90: 200.0 * band(0.90),
    }
}

fn of_sample(y: f64, sorted: &[f64], ties: &mut Chance) -> Cell {
    let at = |part: f64| quantile(sorted, part);
    let below = sorted.partition_point(|x| *x < y) as f64;
    Cell {
        crps: 100.0 * crps_sorted(y, sorted),
        pit: (below + ties.uniform()) / (sorted.len() as f64 + 1.0),
        held: BANDS.map(|part| (at(0.5 - 0.5 * part)..=at(0.5 + 0.5 * part)).contains(&y)),
        width90: 100.0 * (at(0.95) - at(0.05)),
    }
}

const BANDS: [f64; 4] = [0.50, 0.90, 0.95, 0.99];

/// Apart from the streams of paths.
const TIES: u64 = 1 << 40;
