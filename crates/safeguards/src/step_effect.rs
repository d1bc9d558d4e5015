//! What a step buys: days of breakout, and days of detection. Both sides of the step are drawn with the same chances,
//! so that the difference is the step's.

use crate::assumed::{Assumed, assumed_plants};
use crate::band::Band;
use crate::breakout::DAYS_OF_MONTH;
use crate::chance::Triangle;
use crate::detection::Detection;
use crate::error::SafeguardsError;
use crate::machines::Machines;
use crate::mass::{Assay, KgU};
use crate::ranges::{Interval, Plant, Spread, breakout_interval};
use crate::step::{Step, StepKind};
use crate::stocks::{Standing, Stocks, standing_at};

/// What a step changes under one set of assumptions.
#[derive(Debug, Clone, PartialEq)]
pub struct StepEffect {
    /// `verified`, or the name of an assumed case.
    pub case: String,
    /// Months before the step.
    pub before: Interval,
    /// Months after it.
    pub after: Interval,
    /// Days bought; `None` at an end means without limit.
    pub days_bought: Interval,
    /// Detection before.
    pub detection_before: Detection,
    /// Detection after.
    pub detection_after: Detection,
    /// Days by which detection comes sooner: 5 %, median, 95 % of the difference.
    pub detection_days_gained: Interval,
}

/// Prices a step: one effect where there is a verified basis, else one for each assumed case.
///
/// # Errors
/// No report at the date, a stock above what the sites can hold, a step that takes more than there is.
pub fn step_effect(
    step: &Step,
    stocks: &Stocks,
    machines: &Machines,
    assumed: &Assumed,
    draws: usize,
    seed: u64,
) -> Result<(Standing, Vec<StepEffect>), SafeguardsError> {
    let standing = standing_at(stocks, step.as_of)?;
    held(step, &standing)?;
    let feeds = standing.feeds(stocks);
    let capacity = machines.capacity(step.as_of, &[])?.swu_per_year;
    let capped = capped(step, machines, capacity)?;
    let plants: Vec<(String, Plant, Triangle)> = if standing.no_basis_since.is_none() {
        vec![("verified".to_owned(), Plant::usual(feeds, capacity), capped)]
    } else {
        let share = if capacity.central > 0.0 { capped.central / capacity.central } else { 1.0 };
        let plants = assumed_plants(feeds, capacity, assumed).into_iter();
        plants.map(|(name, plant)| (name, plant.clone(), plant.capacity.times(share))).collect()
    };
    let effects = plants
        .into_iter()
        .map(|(name, plant, capped)| effect(name, &plant, capped, step, stocks, draws, seed))
        .collect::<Result<_, _>>()?;
    Ok((standing, effects))
}

fn effect(
    case: String,
    plant: &Plant,
    capped: Triangle,
    step: &Step,
    stocks: &Stocks,
    draws: usize,
    seed: u64,
) -> Result<StepEffect, SafeguardsError> {
    let (mut without, mut with) = (plant.clone(), plant.clone());
    let mut visits = step.visits;
    match &step.kind {
        StepKind::Stop { band, horizon_days } => {
            let rate = stocks.rate(*band, step.as_of).unwrap_or_default().max(0.0);
            let grown = rate * horizon_days / DAYS_OF_MONTH;
            add(&mut without, *band, Triangle::new(0.5 * grown, grown, 1.5 * grown), band.usual_mean());
        }
        StepKind::Dilute { band, amount, to } => {
            let taken = taken(&mut with, *band, *amount);
            let mean = band.usual_mean().fraction();
            let factor = (mean - Assay::NATURAL.fraction()) / (to.fraction() - Assay::NATURAL.fraction());
            add(&mut with, band_of(*to), Triangle::point(taken * factor), *to);
        }
        StepKind::ShipOut { band, amount } => {
            taken(&mut with, *band, *amount);
        }
        StepKind::CapMachines { .. } => with.capacity = capped,
        StepKind::Visits(after) => visits = *after,
    }
    // Cascades for the rich feed still stand after the step: the set-up is the same on both sides.
    with.setup_days = without.setup_days;
    let run = |plant: &Plant| breakout_interval(plant, step.target, xp(), draws, seed);
    let (before, after) = (run(&without)?, run(&with)?);
    Ok(StepEffect {
        case,
        before: before.interval(),
        after: after.interval(),
        days_bought: bought(&before, &after),
        detection_before: step.visits.against(&before.draws, seed),
        detection_after: visits.against(&after.draws, seed),
        detection_days_gained: sooner(step, visits, draws, seed),
    })
}

/// Differences draw by draw.
fn bought(before: &Spread, after: &Spread) -> Interval {
    let days = |(a, b): (f64, f64)| match (a.is_finite(), b.is_finite()) {
        (false, false) => 0.0,
        (true, false) => f64::INFINITY,
        (false, true) => f64::NEG_INFINITY,
        (true, true) => (b - a) * DAYS_OF_MONTH,
    };
    let pairs = before.draws.iter().copied().zip(after.draws.iter().copied());
    let mut interval = quantiles(pairs.map(days).collect());
    let infinite = |months: Option<f64>| months.unwrap_or(f64::INFINITY);
    let central = days((infinite(before.central.months), infinite(after.central.months)));
    interval.central = Some(central).filter(|days| days.is_finite());
    interval
}

fn sooner(step: &Step, after: crate::detection::Visits, draws: usize, seed: u64) -> Interval {
    let (a, b) = (step.visits.delays(draws, seed), after.delays(draws, seed));
    quantiles(a.iter().zip(&b).map(|(a, b)| a - b).collect())
}

fn quantiles(mut values: Vec<f64>) -> Interval {
    values.sort_unstable_by(f64::total_cmp);
    let at = |part: f64| {
        let rank = ((part * values.len() as f64) as usize).min(values.len().saturating_sub(1));
        values.get(rank).copied().filter(|value| value.is_finite())
    };
    Interval { low: at(0.05), central: at(0.5), high: at(0.95) }
}

/// Takes a mass out of a band, at most what is there; the central mass that went.
fn taken(plant: &mut Plant, band: Band, amount: KgU) -> f64 {
    let Some((_, mass, _)) = plant.stock.iter_mut().find(|(known, _, _)| *known == band) else { return 0.0 };
    let went = mass.central.min(amount.0);
    let left = |value: f64| (value - amount.0).max(0.0);
    *mass = Triangle::new(left(mass.low), left(mass.central), left(mass.high));
    went
}

/// Adds a mass to a band; the mean is then that of the mixture.
fn add(plant: &mut Plant, band: Band, more: Triangle, mean: Assay) {
    match plant.stock.iter_mut().find(|(known, _, _)| *known == band) {
        Some((_, mass, old)) => {
            let (a, b) = (mass.central, more.central);
            if a + b > 0.0 {
                *old = Assay::known((old.fraction() * a + mean.fraction() * b) / (a + b));
            }
            *mass = Triangle::new(mass.low + more.low, a + b, mass.high + more.high);
        }
        None => plant.stock.push((band, more, mean)),
    }
}

/// The band of an enrichment.
fn band_of(x: Assay) -> Band {
    match x.fraction() {
        x if x <= 0.02 => Band::UpTo2,
        x if x <= 0.05 => Band::UpTo5,
        x if x <= 0.2 => Band::UpTo20,
        _ => Band::UpTo60,
    }
}

/// Refuses a stock above what can be held.
fn held(step: &Step, standing: &Standing) -> Result<(), SafeguardsError> {
    for (band, most) in &step.holds {
        let stock = standing.estimate.bands.get(band.index()).copied().flatten();
        if let Some(stock) = stock.filter(|stock| stock.0 > most.0) {
            return Err(SafeguardsError::Field {
                row: standing.estimate.row,
                column: format!("uf6_le{}_kgU", band.word()),
                found: stock.0.to_string(),
                expected: format!("at most {} kgU, what the sites can hold", most.0),
            });
        }
    }
    Ok(())
}

/// Capacity once machines of a type are capped.
fn capped(step: &Step, machines: &Machines, now: Triangle) -> Result<Triangle, SafeguardsError> {
    match &step.kind {
        StepKind::CapMachines { machine, site, machines: most } => {
            machines.capped(step.as_of, machine, site, *most)
        }
        _ => Ok(now),
    }
}

/// The material: 90 %.
fn xp() -> Assay {
    Assay::known(0.9)
}
