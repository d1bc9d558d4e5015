//! Breakout as a distribution over what is not known.
//!
//! Ranges (`data/safeguards/README.md` and the page of the model): they were fitted by eye on published estimates and are
//! judgement, to be edited by whoever knows better.

use crate::band::{Band, BandFeed};
use crate::breakout::{Breakout, Cascades, run};
use crate::chance::{Chance, Triangle};
use crate::error::SafeguardsError;
use crate::mass::{Assay, KgU};
use crate::separation::tails_for_product;

/// Low, central and high; `None` means never: feed or capacity do not reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The 5 % quantile.
    pub low: Option<f64>,
    /// With central parameters.
    pub central: Option<f64>,
    /// The 95 % quantile.
    pub high: Option<f64>,
}

/// All draws of a run, infinite where never, in the order of drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Months, one a draw.
    pub draws: Vec<f64>,
    /// The run with central parameters.
    pub central: Breakout,
}

/// A stock and the plants that work on it, with ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct Plant {
    /// Bands: mass with its range, mean enrichment.
    pub stock: Vec<(Band, Triangle, Assay)>,
    /// Nominal capacity, SWU a year.
    pub capacity: Triangle,
    /// SWU a year added each month.
    pub growth: f64,
    /// Set-up, days.
    pub setup_days: Triangle,
    /// Whether natural uranium may be fed.
    pub natural: bool,
    /// Tails by step.
    pub tails: [Triangle; 5],
    /// Part of capacity that works, by step.
    pub eta: [Triangle; 5],
    /// Part of the feed that is lost.
    pub losses: Triangle,
    /// Product that stays in the plant, kg U.
    pub hold_up: Triangle,
}

/// Which end of all ranges at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// High capacity, high tails, high eta, short set-up.
    Fast,
    /// Central values.
    Central,
    /// The reverse of fast.
    Slow,
}

impl Plant {
    /// Usual ranges for a stock and a capacity: set-up 0 to 7 days where a 60 % band shows that such cascades stand,
    /// 7 to 14 else.
    pub fn usual(stock: Vec<(Band, Triangle, Assay)>, capacity: Triangle) -> Self {
        let rich = stock.iter().any(|(band, mass, _)| *band == Band::UpTo60 && mass.central > 0.0);
        Plant {
            stock,
            capacity,
            growth: 0.0,
            setup_days: if rich { Triangle::new(0.0, 3.5, 7.0) } else { Triangle::new(7.0, 10.5, 14.0) },
            natural: true,
            tails: TAILS,
            eta: ETA,
            losses: Triangle::new(0.0, 0.0, 0.05),
            hold_up: Triangle::new(0.0, 0.0, 1.0),
        }
    }

    /// Months with all ranges at one end; infinite is never. Tails work both ways where natural uranium has to follow, so
    /// the quickest and the slowest are looked for over low, central and high tails.
    pub(crate) fn months_at(&self, end: End, target: f64, xp: Assay) -> f64 {
        let months = |plant: &Plant| plant.at(end, target, xp).months.unwrap_or(f64::INFINITY);
        let values: [fn(&Triangle) -> f64; 3] = [|t| t.low, |t| t.central, |t| t.high];
        let with = |value: fn(&Triangle) -> f64| {
            let tails = self.tails.each_ref().map(|t| Triangle::point(value(t)));
            months(&Plant { tails, ..self.clone() })
        };
        match end {
            End::Central => months(self),
            End::Fast => values.into_iter().map(with).fold(f64::INFINITY, f64::min),
            End::Slow => values.into_iter().map(with).fold(0.0, f64::max),
        }
    }

    /// A single run with all ranges at one end.
    pub(crate) fn at(&self, end: End, target: f64, xp: Assay) -> Breakout {
        let more_is_quick = |t: &Triangle| match end {
            End::Fast => t.high,
            End::Central => t.central,
            End::Slow => t.low,
        };
        let less_is_quick = |t: &Triangle| match end {
            End::Fast => t.low,
            End::Central => t.central,
            End::Slow => t.high,
        };
        let stock = self.stock.iter();
        let stock =
            stock.map(|(band, mass, mean)| feed(*band, more_is_quick(mass), *mean)).collect::<Vec<_>>();
        let cascades = Cascades {
            capacity: more_is_quick(&self.capacity),
            growth: self.growth,
            setup_days: less_is_quick(&self.setup_days),
            tails: self.tails.each_ref().map(more_is_quick),
            eta: self.eta.each_ref().map(more_is_quick),
            losses: less_is_quick(&self.losses),
            hold_up: KgU(less_is_quick(&self.hold_up)),
            natural: self.natural,
            intermediate: INTERMEDIATE,
            natural_feed: Assay::NATURAL,
        };
        run(&stock, target + cascades.hold_up.0, xp, &cascades)
    }

    /// Where a publisher's estimate takes the whole of one band, the feed and the product fix the tails; they are used
    /// if they lie in the range of that step, and nothing is then faster by higher tails.
    pub(crate) fn fit_tails(&mut self, target: f64, xp: Assay) {
        let [(band, mass, mean)] = self.stock.as_slice() else { return };
        let at = band.index();
        let Some(range) = self.tails.get(at).copied() else { return };
        if self.natural || mass.central <= target {
            return;
        }
        let Ok(fixed) = tails_for_product(KgU(mass.central), *mean, KgU(target), xp) else { return };
        let fixed = fixed.fraction();
        // Published masses are rounded: a little outside the range is its end.
        if (range.low * 0.9..=range.high * 1.1).contains(&fixed) {
            let fixed = fixed.clamp(range.low, range.high);
            self.tails[at] = Triangle::new(range.low.max(fixed * range.low / range.central), fixed, fixed);
        }
    }
}

/// Draws all ranges `draws` times.
///
/// # Errors
/// A target that is no mass, or not above every feed.
pub fn breakout_interval(
    plant: &Plant,
    target: KgU,
    xp: Assay,
    draws: usize,
    seed: u64,
) -> Result<Spread, SafeguardsError> {
    if !(target.0.is_finite() && target.0 > 0.0) {
        return Err(SafeguardsError::value("target", target.0, "a mass above 0"));
    }
    let feeds = plant.stock.iter().filter(|(_, mass, _)| mass.high > 0.0).map(|(_, _, mean)| *mean);
    if let Some(mean) = feeds.chain([INTERMEDIATE]).find(|mean| mean.fraction() >= xp.fraction()) {
        let expected = format!("an enrichment above that of the feed, {mean}");
        return Err(SafeguardsError::value("target enrichment", xp, &expected));
    }
    let mut chance = Chance::new(seed);
    let mut stock: Vec<BandFeed> = Vec::with_capacity(plant.stock.len());
    let mut all = Vec::with_capacity(draws);
    for _ in 0..draws {
        let capacity = plant.capacity.draw(&mut chance);
        let setup_days = plant.setup_days.draw(&mut chance);
        let tails = plant.tails.each_ref().map(|t| t.draw(&mut chance));
        let eta = plant.eta.each_ref().map(|t| t.draw(&mut chance));
        let losses = plant.losses.draw(&mut chance);
        let hold_up = KgU(plant.hold_up.draw(&mut chance));
        stock.clear();
        stock.extend(plant.stock.iter().map(|(band, mass, mean)| feed(*band, mass.draw(&mut chance), *mean)));
        let cascades = Cascades {
            capacity,
            growth: plant.growth,
            setup_days,
            tails,
            eta,
            intermediate: INTERMEDIATE,
            natural_feed: Assay::NATURAL,
            natural: plant.natural,
            losses,
            hold_up,
        };
        let months = run(&stock, target.0 + hold_up.0, xp, &cascades).months;
        all.push(months.unwrap_or(f64::INFINITY));
    }
    Ok(Spread { draws: all, central: plant.at(End::Central, target.0, xp) })
}

impl Spread {
    /// 5 %, central, 95 %.
    pub fn interval(&self) -> Interval {
        let mut sorted = self.draws.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = |part: f64| {
            let rank = (part * sorted.len() as f64) as usize;
            sorted.get(rank.min(sorted.len().saturating_sub(1))).copied().filter(|months| months.is_finite())
        };
        let central = self.central.months;
        // The central run has no losses and no hold-up, which the draws have: it may lie beside a narrow interval.
        let low = match (at(0.05), central) {
            (Some(low), Some(central)) => Some(low.min(central)),
            (low, _) => low,
        };
        let high = at(0.95);
        Interval { low, central, high: high.map(|high| central.map_or(high, |c| high.max(c))) }
    }
}

fn feed(band: Band, mass: f64, mean: Assay) -> BandFeed {
    BandFeed { band, mass: KgU(mass), mean }
}

/// Product of the first step from natural uranium.
const INTERMEDIATE: Assay = Assay::known(0.035);

/// Tails from 60, 20, 5, 2 % and natural.
const TAILS: [Triangle; 5] = [
    Triangle::new(0.07, 0.10, 0.20),
    Triangle::point(0.10),
    Triangle::new(0.0085, 0.01, 0.015),
    Triangle::new(0.003, 0.003, 0.004),
    Triangle::new(0.003, 0.003, 0.004),
];

/// Part of nominal capacity that works, by step.
const ETA: [Triangle; 5] = [
    Triangle::new(0.8, 0.9, 1.0),
    Triangle::new(0.45, 0.55, 0.75),
    Triangle::new(0.45, 0.55, 0.75),
    Triangle::new(0.45, 0.55, 0.75),
    Triangle::new(0.9, 1.0, 1.0),
];
