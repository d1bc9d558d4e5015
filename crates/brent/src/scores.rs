//! Many origins in one line of a table.

use crate::origin::{Method, OriginScore, SCORED};

/// Scores of one method at one horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HorizonScores {
    /// Horizon, rows.
    pub rows: usize,
    /// Method.
    pub method: Method,
    /// Origins.
    pub n: usize,
    /// Mean CRPS, log points x 100.
    pub crps: f64,
    /// How often the 50, 90, 95 and 99 % bands held.
    pub held: [f64; 4],
    /// Mean width of the 90 % band, log points x 100.
    pub width90: f64,
    /// Mean of the PIT; 0.5 if the centre is right.
    pub pit_mean: f64,
    /// 12 times its variance; 1 if the spread is right.
    pub pit_spread: f64,
}

/// One line for each horizon and method.
pub fn score_table(scores: &[OriginScore]) -> Vec<HorizonScores> {
    let mut lines = Vec::new();
    for (at, rows) in SCORED.into_iter().enumerate() {
        for (m, method) in Method::ALL.into_iter().enumerate() {
            let cells: Vec<_> = scores.iter().filter_map(|s| s.cells[at].map(|cells| cells[m])).collect();
            let n = cells.len().max(1) as f64;
            let mean = |of: &dyn Fn(&crate::origin::Cell) -> f64| cells.iter().map(of).sum::<f64>() / n;
            let pit_mean = mean(&|c| c.pit);
            lines.push(HorizonScores {
                rows,
                method,
                n: cells.len(),
                crps: mean(&|c| c.crps),
                held: std::array::from_fn(|b| mean(&|c| if c.held[b] { 1.0 } else { 0.0 })),
                width90: mean(&|c| c.width90),
                pit_mean,
                pit_spread: 12.0 * mean(&|c| (c.pit - pit_mean).powi(2)),
            });
        }
    }
    lines
}
