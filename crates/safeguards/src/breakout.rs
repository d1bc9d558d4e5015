//! Months to a quantity of material, for one set of parameters.
//!
//! The stock is gone through from the richest band; work by the value balance is divided by the part of nominal capacity
//! that works in that step (`eta`); what the stock cannot give comes from natural uranium in two steps
//! (`data/safeguards/README.md`, function `breakout_months`; Heinonen (2015), fact sheet on breakout time,
//! for the division of work by capacity).

use crate::band::{Band, BandFeed};
use crate::error::SafeguardsError;
use crate::mass::{Assay, KgU, Swu};
use crate::separation::by_product;

/// Days of a month: a year of 365.25 days by twelve.
pub(crate) const DAYS_OF_MONTH: f64 = 30.4375;

/// The parameters of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cascades {
    /// Nominal capacity, SWU a year.
    pub capacity: f64,
    /// SWU a year that each month adds.
    pub growth: f64,
    /// Days for re-plumbing and set-up before the first feed.
    pub setup_days: f64,
    /// Tails by step: from 60, 20, 5, 2 % and natural.
    pub tails: [f64; 5],
    /// Part of nominal capacity that works, by step.
    pub eta: [f64; 5],
    /// Product of the first step from natural uranium.
    pub intermediate: Assay,
    /// Enrichment of the natural feed.
    pub natural_feed: Assay,
    /// Whether natural uranium may be fed.
    pub natural: bool,
    /// Part of each feed that is lost.
    pub losses: f64,
    /// Product that stays in the plant.
    pub hold_up: KgU,
}

/// One step of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// Where the feed comes from.
    pub band: Band,
    /// Feed taken, losses included.
    pub feed: KgU,
    /// Product of the target's enrichment; for the first step from natural uranium of the intermediate one.
    pub product: KgU,
    /// Work by the value balance.
    pub work: Swu,
    /// Tails assay that was used.
    pub tails: f64,
    /// Nominal work: by the balance, divided by the part of capacity that works.
    pub nominal: Swu,
}

/// What one run gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakout {
    /// Months to the material, set-up included; `None` if feed or capacity do not reach.
    pub months: Option<f64>,
    /// Steps in their order.
    pub stages: Vec<Stage>,
}

impl Cascades {
    /// The central parameters (`data/safeguards/README.md`) at a capacity.
    pub fn central(capacity: f64) -> Self {
        Cascades {
            capacity,
            growth: 0.0,
            setup_days: 0.0,
            tails: [0.10, 0.10, 0.01, 0.003, 0.003],
            eta: [0.9, 0.55, 0.55, 0.55, 1.0],
            intermediate: Assay::known(0.035),
            natural_feed: Assay::NATURAL,
            natural: false,
            losses: 0.0,
            hold_up: KgU(0.0),
        }
    }
}

/// Goes through the stock.
///
/// # Errors
/// A target not above every feed, tails not below their feed, a negative capacity.
pub fn breakout(
    stock: &[BandFeed],
    target: KgU,
    xp: Assay,
    cascades: &Cascades,
) -> Result<Breakout, SafeguardsError> {
    checked(stock, target, xp, cascades)?;
    Ok(run(stock, target.0 + cascades.hold_up.0, xp, cascades))
}

/// The run, where everything is known to be in order.
pub(crate) fn run(stock: &[BandFeed], wanted: f64, xp: Assay, cascades: &Cascades) -> Breakout {
    let mut stock: Vec<BandFeed> = stock.iter().copied().filter(|feed| feed.mass.0 > 0.0).collect();
    stock.sort_by_key(|feed| feed.band.index());
    let factor = if cascades.natural { 1.0 } else { lowered(&stock, wanted, xp, cascades) };
    let mut stages = Vec::new();
    let mut left = wanted;
    for feed in &stock {
        if left <= 1e-9 {
            break;
        }
        let xw = cascades.tails[feed.band.index()] * factor;
        let product = yield_of(feed, xp, xw, cascades).min(left);
        stages.push(stage(feed.band, product, xp, feed.mean, xw, cascades));
        left -= product;
    }
    if left > 1e-9 && cascades.natural {
        let (five, natural) = (Band::UpTo5.index(), Band::Natural.index());
        let top = stage(Band::UpTo5, left, xp, cascades.intermediate, cascades.tails[five], cascades);
        let leu = top.feed.0;
        let xw = cascades.tails[natural];
        stages.push(stage(Band::Natural, leu, cascades.intermediate, cascades.natural_feed, xw, cascades));
        stages.push(top);
        left = 0.0;
    }
    let enough = left <= wanted * 1e-9 + 1e-9;
    let nominal: f64 = stages.iter().map(|stage| stage.nominal.0).sum();
    let months = if enough { months_for(nominal, cascades) } else { None };
    Breakout { months, stages }
}

/// Product that a band can give at these tails.
fn yield_of(feed: &BandFeed, xp: Assay, xw: f64, cascades: &Cascades) -> f64 {
    feed.mass.0 * (1.0 - cascades.losses) * (feed.mean.fraction() - xw) / (xp.fraction() - xw)
}

fn stage(band: Band, product: f64, xp: Assay, xf: Assay, xw: f64, cascades: &Cascades) -> Stage {
    let balance = by_product(product, xp, xf, Assay::known(xw));
    let eta = cascades.eta[band.index()];
    Stage {
        band,
        feed: KgU(balance.feed.0 / (1.0 - cascades.losses)),
        product: KgU(product),
        work: balance.work,
        tails: xw,
        nominal: Swu(balance.work.0 / eta),
    }
}

/// The largest factor, at most 1, on all tails at which the stock gives the target; a hair above 0 if none does.
fn lowered(stock: &[BandFeed], wanted: f64, xp: Assay, cascades: &Cascades) -> f64 {
    let total = |factor: f64| -> f64 {
        let of = |feed: &BandFeed| yield_of(feed, xp, cascades.tails[feed.band.index()] * factor, cascades);
        stock.iter().map(of).sum()
    };
    if total(1.0) >= wanted {
        return 1.0;
    }
    let (mut low, mut high) = (1e-6, 1.0);
    if total(low) < wanted {
        return low;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if total(middle) >= wanted { low = middle } else { high = middle }
    }
    low
}

/// Months for nominal work: W = C t/12 + G t^2/24, then the set-up.
fn months_for(work: f64, cascades: &Cascades) -> Option<f64> {
    let (c, g) = (cascades.capacity, cascades.growth);
    let months = if g > 0.0 {
        let (a, b) = (g / 24.0, c / 12.0);
        // The root in the form that does not cancel where G is small.
        2.0 * work / (b + (b * b + 4.0 * a * work).sqrt())
    } else if c > 0.0 {
        12.0 * work / c
    } else if work <= 0.0 {
        0.0
    } else {
        return None;
    };
    Some(months + cascades.setup_days / DAYS_OF_MONTH)
}

fn checked(stock: &[BandFeed], target: KgU, xp: Assay, cascades: &Cascades) -> Result<(), SafeguardsError> {
    if !(target.0.is_finite() && target.0 > 0.0) {
        return Err(SafeguardsError::value("target", target.0, "a mass above 0"));
    }
    for (what, value) in
        [("capacity", cascades.capacity), ("growth", cascades.growth), ("set-up", cascades.setup_days)]
    {
        if !(value.is_finite() && value >= 0.0) {
            return Err(SafeguardsError::value(what, value, "a number, not negative"));
        }
    }
    if !(0.0..1.0).contains(&cascades.losses) {
        return Err(SafeguardsError::value("losses", cascades.losses, "a part below 1"));
    }
    let natural = BandFeed { band: Band::Natural, mass: KgU(0.0), mean: cascades.natural_feed };
    let leu = BandFeed { band: Band::UpTo5, mass: KgU(0.0), mean: cascades.intermediate };
    let fed = if cascades.natural { vec![natural, leu] } else { Vec::new() };
    for feed in stock.iter().filter(|feed| feed.mass.0 > 0.0).chain(&fed) {
        let (tails, eta) = (cascades.tails[feed.band.index()], cascades.eta[feed.band.index()]);
        if feed.mean.fraction() >= xp.fraction() {
            let expected = format!("an enrichment above that of the feed, {}", feed.mean);
            return Err(SafeguardsError::value("target enrichment", xp, &expected));
        }
        if !(tails > 0.0 && tails < feed.mean.fraction()) {
            let expected = format!("above 0 and below the feed, {}", feed.mean);
            return Err(SafeguardsError::value("tails", tails, &expected));
        }
        if !(eta > 0.0 && eta <= 1.0) {
            return Err(SafeguardsError::value("eta", eta, "above 0 and at most 1"));
        }
    }
    Ok(())
}
