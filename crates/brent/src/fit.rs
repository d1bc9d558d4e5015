//! What can be estimated, by a procedure that ships: the volatility model on the rows up to an origin, and what a change
//! of rung did, on the episodes up to it.

use crate::episodes::Episode;
use crate::parameters::Parameters;
use crate::prices::Prices;

/// Slopes of the price on the change of rung.
#[derive(Debug, Clone, PartialEq)]
pub struct RungFit {
    /// Episodes whose 60 rows after it lie before the origin.
    pub episodes: usize,
    /// By horizon.
    pub slopes: Vec<RungSlope>,
    /// Kappa by least squares over 1, 5 and 20 rows, at the shipped course in time; `None` without episodes.
    pub kappa: Option<f64>,
}

/// One horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RungSlope {
    /// Rows.
    pub rows: usize,
    /// Log points x 100 a rung, least squares through the origin.
    pub slope: f64,
    /// Part of the squares that it explains.
    pub r2: f64,
}

/// Least squares through the origin of the change from the last row before each episode on its change of rung. Only
/// episodes whose horizon is over by the origin are used: nothing dated after it is looked at.
pub fn rung_fit(prices: &Prices, episodes: &[Episode], origin: usize) -> RungFit {
    let rows = [1, 5, 20, 60];
    let used: Vec<(f64, usize)> = episodes
        .iter()
        .filter_map(|episode| {
            let before = prices.around(episode.date).0?;
            let rungs = episode.rung_after as f64 - episode.rung_before as f64;
            (before + 60 <= origin && before >= 1_600).then_some((rungs, before))
        })
        .collect();
    let slope = |rows: usize| {
        let pairs: Vec<(f64, f64)> =
            used.iter().filter_map(|(rungs, at)| Some((*rungs, 100.0 * prices.change(*at, rows)?))).collect();
        let (xy, xx) = sums(&pairs);
        let slope = if xx > 0.0 { xy / xx } else { 0.0 };
        let all: f64 = pairs.iter().map(|(_, y)| y * y).sum();
        let left: f64 = pairs.iter().map(|(x, y)| (y - slope * x).powi(2)).sum();
        RungSlope { rows, slope, r2: if all > 0.0 { 1.0 - left / all } else { 0.0 } }
    };
    let shape = Parameters { kappa: 1.0, ..Parameters::SHIPPED };
    let both: Vec<(f64, f64)> = used
        .iter()
        .flat_map(|(rungs, at)| {
            rows[..3].iter().filter_map(move |rows| {
                Some((shape.premium(*rungs, *rows as f64), prices.change(*at, *rows)?))
            })
        })
        .collect();
    let (xy, xx) = sums(&both);
    RungFit {
        episodes: used.len(),
        slopes: rows.into_iter().map(slope).collect(),
        kappa: (xx > 0.0).then(|| xy / xx),
    }
}

fn sums(pairs: &[(f64, f64)]) -> (f64, f64) {
    pairs.iter().fold((0.0, 0.0), |(xy, xx), (x, y)| (xy + x * y, xx + x * x))
}
