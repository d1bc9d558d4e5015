//! The three metrics that always stand together: stock, rate, breakout. A falling stock can mean a shorter breakout.

use crate::band::Band;
use crate::chance::Triangle;
use crate::mass::Assay;
use crate::stocks::{Report, Standing, Stocks};

/// Stock and rate by band; the breakout stands beside them.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// Band, kg U in UF6 (`None`: not known), growth in kg U a month between the last two reports that know it.
    pub bands: Vec<(Band, Option<f64>, Option<f64>)>,
}

/// Stock and rate of a report.
pub fn metrics(stocks: &Stocks, report: &Report) -> Metrics {
    let of = |band: Band| {
        let mass = report.bands.get(band.index()).copied().flatten().map(|mass| mass.0);
        (band, mass, stocks.rate(band, report.as_of))
    };
    Metrics { bands: Band::STOCK.into_iter().map(of).collect() }
}

impl Standing {
    /// The stock with what its age adds: what was produced since at up to one and a half times the last rate, and a part
    /// of 2 % either way for estimates, 5 % more for each month since the report. Judgement, shown as such.
    pub fn feeds(&self, stocks: &Stocks) -> Vec<(Band, Triangle, Assay)> {
        let report = if self.no_basis_since.is_some() { &self.estimate } else { &self.last };
        let months = self.age_days as f64 / crate::breakout::DAYS_OF_MONTH;
        let of = |band: Band| {
            let mass = report.bands.get(band.index()).copied().flatten()?.0;
            if mass <= 0.0 {
                return None;
            }
            let rate = stocks.rate(band, report.as_of).unwrap_or_default();
            let part = 0.02 + 0.05 * months;
            let low = mass * (1.0 - part).max(0.0) + (1.5 * rate * months).min(0.0);
            let high = mass * (1.0 + part) + (1.5 * rate * months).max(0.0);
            Some((band, Triangle::new(low.max(0.0), mass, high), band.usual_mean()))
        };
        Band::STOCK.into_iter().filter_map(of).collect()
    }
}
