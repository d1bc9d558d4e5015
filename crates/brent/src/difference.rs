//! Two assumed cases side by side. The difference follows from what was assumed; no data estimate the effect of a notice by
//! itself.

use crate::event::{Case, Exposure};
use crate::fan::{Fan, Horizon};

/// The difference of two fans that were drawn with the same chances.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Name of the first case.
    pub first: String,
    /// Name of the second.
    pub second: String,
    /// By horizon.
    pub horizons: Vec<HorizonDifference>,
}

/// One horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct HorizonDifference {
    /// Rows.
    pub rows: usize,
    /// Median of the first less that of the second, USD a barrel.
    pub median_usd: f64,
    /// The same as a part of the second.
    pub median_part: f64,
    /// Width of the 90 % band, first less second, USD a barrel.
    pub width_usd: f64,
    /// Part of the narrower 90 % band that lies in the other.
    pub overlap: f64,
    /// For each exposure: level and width, million USD a day.
    pub exposures: Vec<(String, f64, f64)>,
}

/// Compares two fans.
pub fn difference(cases: [&Case; 2], fans: [&Fan; 2], exposures: &[Exposure]) -> Difference {
    let pairs = fans[0].horizons.iter().zip(&fans[1].horizons);
    Difference {
        first: cases[0].name.clone(),
        second: cases[1].name.clone(),
        horizons: pairs.map(|(one, two)| at_horizon(one, two, exposures)).collect(),
    }
}

impl Difference {
    /// Whether the bands overlap by more than half at every horizon: the record cannot tell the two apart.
    pub fn indistinguishable(&self) -> bool {
        self.horizons.iter().all(|horizon| horizon.overlap > 0.5)
    }
}

fn at_horizon(one: &Horizon, two: &Horizon, exposures: &[Exposure]) -> HorizonDifference {
    let (a, b) = (one.price(50), two.price(50));
    let band = |of: &Horizon| (of.price(5), of.price(95));
    let ((a5, a95), (b5, b95)) = (band(one), band(two));
    let shared = (a95.min(b95) - a5.max(b5)).max(0.0);
    let width = (a95 - a5) - (b95 - b5);
    HorizonDifference {
        rows: one.rows,
        median_usd: a - b,
        median_part: (a - b) / b,
        width_usd: width,
        overlap: shared / (a95 - a5).min(b95 - b5).max(1e-12),
        // USD a barrel times million barrels a day.
        exposures: exposures
            .iter()
            .map(|e| (e.name.clone(), (a - b) * e.net_exports_mbd, width * e.net_exports_mbd.abs()))
            .collect(),
    }
}
