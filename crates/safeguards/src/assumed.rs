//! After the last verified report: what would follow *if*. Assumptions of the analyst, never a figure of the product.

use crate::band::Band;
use crate::chance::Triangle;
use crate::error::SafeguardsError;
use crate::machines::Machines;
use crate::mass::{Assay, KgU};
use crate::ranges::{Interval, Plant, breakout_interval};
use crate::stocks::{Standing, Stocks};

/// Shares of the last known capacity, editable: judgement without a source.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumed {
    /// What survived.
    pub surviving: Triangle,
    /// What was rebuilt.
    pub rebuilt: Triangle,
}

/// One conditional: if the material and the capacity are so, then so many months.
#[derive(Debug, Clone, PartialEq)]
pub struct AssumedCase {
    /// Its name.
    pub name: String,
    /// Whether the rich material is lost.
    pub material_lost: bool,
    /// none, surviving or rebuilt.
    pub capacity: &'static str,
    /// Months.
    pub months: Interval,
}

impl Assumed {
    /// A tenth (2 to 30 %) survived; half (30 to 100 %) rebuilt.
    pub const USUAL: Assumed =
        Assumed { surviving: Triangle::new(0.02, 0.1, 0.3), rebuilt: Triangle::new(0.3, 0.5, 1.0) };

    /// Checks the shares.
    ///
    /// # Errors
    /// A share outside [0, 2] or out of order.
    pub fn checked(self) -> Result<Self, SafeguardsError> {
        for (what, share) in [("surviving", self.surviving), ("rebuilt", self.rebuilt)] {
            if !(0.0 <= share.low
                && share.low <= share.central
                && share.central <= share.high
                && share.high <= 2.0)
            {
                return Err(SafeguardsError::value(what, share.central, "a share of capacity from 0 to 1"));
            }
        }
        Ok(self)
    }
}

/// The table of conditionals: material lost or not, capacity none, surviving or rebuilt.
///
/// # Errors
/// No count of machines, or a target that is no mass.
pub fn assumed_cases(
    standing: &Standing,
    stocks: &Stocks,
    machines: &Machines,
    target: KgU,
    assumed: &Assumed,
    draws: usize,
    seed: u64,
) -> Result<Vec<AssumedCase>, SafeguardsError> {
    let capacity = machines.capacity(standing.as_of, &[])?.swu_per_year;
    let plants = assumed_plants(standing.feeds(stocks), capacity, assumed);
    let cases = plants.into_iter().map(|(name, plant)| {
        let months = breakout_interval(&plant, target, Assay::known(0.9), draws, seed)?.interval();
        let capacity = CAPACITIES.into_iter().find(|word| name.ends_with(word)).unwrap_or_default();
        Ok(AssumedCase { material_lost: name.starts_with("material-lost"), name, capacity, months })
    });
    cases.collect()
}

/// Name and plant of each conditional.
pub(crate) fn assumed_plants(
    feeds: Vec<(Band, Triangle, Assay)>,
    capacity: Triangle,
    assumed: &Assumed,
) -> Vec<(String, Plant)> {
    let shares = [Triangle::point(0.0), assumed.surviving, assumed.rebuilt];
    let mut cases = Vec::new();
    for (material, lost) in [("material-kept", false), ("material-lost", true)] {
        for (word, share) in CAPACITIES.into_iter().zip(shares) {
            let kept =
                feeds.iter().filter(|(band, _, _)| !(lost && *band <= Band::UpTo20)).copied().collect();
            let scaled = Triangle::new(
                capacity.low * share.low,
                capacity.central * share.central,
                capacity.high * share.high,
            );
            let mut plant = Plant::usual(kept, scaled);
            // New or repaired cascades: set-up of weeks to months.
            plant.setup_days = Triangle::new(7.0, 21.0, 90.0);
            cases.push((format!("{material}, capacity-{word}"), plant));
        }
    }
    cases
}

const CAPACITIES: [&str; 3] = ["none", "surviving", "rebuilt"];
