//! What would change the answer: every number moved over its interval, and pairs of those that matter most.
//!
//! The gap is what the recommended posture loses at worst less what the best other one does; where it changes sign, another
//! posture is recommended. It need not be monotone: 33 points, then bisection of every change of sign (G6.6, 9).

use crate::assumptions::Assumptions;
use crate::ladder::{Posture, worst};
use crate::model::{Model, Point};
use rayon::prelude::*;

/// Points over an interval.
const POINTS: usize = 33;

/// What one number does.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// Its key.
    pub key: String,
    /// Low, centre, high.
    pub interval: [f64; 3],
    /// Worst loss of the recommended posture at low and at high.
    pub loss: [f64; 2],
    /// Values at which another posture becomes better, the nearest to the centre first, with that posture.
    pub flips: Vec<(f64, Posture)>,
}

impl Swing {
    /// How far the loss moves over the interval.
    pub fn width(&self) -> f64 {
        (self.loss[1] - self.loss[0]).abs()
    }

    /// Distance of the nearest flip from the centre, as a share of the interval.
    pub fn nearest(&self) -> Option<f64> {
        let width = self.interval[2] - self.interval[0];
        self.flips
            .first()
            .map(|(at, _)| if width > 0.0 { (at - self.interval[1]).abs() / width } else { 0.0 })
    }
}

/// Two numbers that flip the answer together, at corners of their intervals, although neither does alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Their keys.
    pub keys: [String; 2],
    /// Their values.
    pub values: [f64; 2],
    /// The posture that is better there.
    pub posture: Posture,
}

/// The posture that loses least at worst, and what it loses.
pub fn recommended(model: &Model) -> (Posture, f64) {
    Posture::OWN.into_iter().map(|posture| (posture, -worst(model, posture))).fold(
        (Posture::Absorb, f64::INFINITY),
        |best, next| if next.1 < best.1 - 1e-12 { next } else { best },
    )
}

/// Every number's swing, the widest first.
pub fn swings(assumptions: &Assumptions, posture: Posture) -> Vec<Swing> {
    let numbers = assumptions.numbers();
    let mut swings: Vec<Swing> = numbers
        .par_iter()
        .map(|named| {
            let estimate = named.estimate;
            let model = |value: f64| Model::at(assumptions, &Point::from([(named.key.clone(), value)]));
            let loss = |value: f64| -worst(&model(value), posture);
            let best = |value: f64| recommended(&model(value)).0;
            let mut flips = Vec::new();
            if estimate.high > estimate.low {
                let step = (estimate.high - estimate.low) / (POINTS - 1) as f64;
                let at = |point: usize| estimate.low + step * point as f64;
                for point in 1..POINTS {
                    let ends = [at(point - 1), at(point)];
                    let found = ends.map(|value| best(value) == posture);
                    if found[0] != found[1] {
                        let edge = bisected(
                            ends,
                            found[0],
                            |value| best(value) == posture,
                            estimate.high - estimate.low,
                        );
                        let beyond = if found[0] { ends[1] } else { ends[0] };
                        flips.push((edge, best(beyond)));
                    }
                }
                flips.sort_by(|a, b| (a.0 - estimate.centre).abs().total_cmp(&(b.0 - estimate.centre).abs()));
            }
            Swing {
                key: named.key.clone(),
                interval: [estimate.low, estimate.centre, estimate.high],
                loss: [loss(estimate.low), loss(estimate.high)],
                flips,
            }
        })
        .collect();
    swings.sort_by(|a, b| b.width().total_cmp(&a.width()).then_with(|| a.key.cmp(&b.key)));
    swings
}

/// Where the answer changes between two ends, to a millionth of the interval.
fn bisected(ends: [f64; 2], first: bool, holds: impl Fn(f64) -> bool, width: f64) -> f64 {
    let [mut low, mut high] = ends;
    while high - low > 1e-6 * width {
        let middle = f64::midpoint(low, high);
        if holds(middle) == first { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// Pairs that flip the answer together, among the numbers that move the loss most; those that flip it alone left out.
pub fn pairs(assumptions: &Assumptions, posture: Posture, swings: &[Swing], most: usize) -> Vec<Pair> {
    let quiet: Vec<&Swing> = swings.iter().filter(|swing| swing.flips.is_empty()).take(most).collect();
    let mut tried = Vec::new();
    for (at, first) in quiet.iter().enumerate() {
        tried.extend(quiet[at + 1..].iter().map(|second| (*first, *second)));
    }
    tried
        .par_iter()
        .filter_map(|(first, second)| {
            [(0, 0), (0, 2), (2, 0), (2, 2)].into_iter().find_map(|(one, two)| {
                let values = [first.interval[one], second.interval[two]];
                let point = Point::from([(first.key.clone(), values[0]), (second.key.clone(), values[1])]);
                let better = recommended(&Model::at(assumptions, &point)).0;
                let keys = [first.key.clone(), second.key.clone()];
                (better != posture).then_some(Pair { keys, values, posture: better })
            })
        })
        .collect()
}

/// One step of a walk over all intervals (Morris, Factorial Sampling Plans, 1991): mean size of the effect of each number
/// on the worst loss over so many walks, by a fixed grid of starts.
pub fn screening(assumptions: &Assumptions, posture: Posture, walks: u64) -> Vec<(String, f64)> {
    let numbers = assumptions.numbers();
    let levels = 4_u64;
    let effects: Vec<Vec<f64>> = (0..walks)
        .into_par_iter()
        .map(|walk| {
            // Starts and orders by a lattice of odd multipliers: the same walks in every run.
            let level = |at: usize| (walk * 7 + at as u64 * (2 * walk + 3)) % (levels / 2);
            let value = |at: usize, up: bool| {
                let estimate = numbers[at].estimate;
                let step = level(at) + if up { levels / 2 } else { 0 };
                estimate.low + (estimate.high - estimate.low) * step as f64 / (levels - 1) as f64
            };
            let mut point: Point =
                (0..numbers.len()).map(|at| (numbers[at].key.clone(), value(at, false))).collect();
            let mut before = -worst(&Model::at(assumptions, &point), posture);
            let mut own = vec![0.0; numbers.len()];
            for step in 0..numbers.len() {
                let at = (step * 11 + walk as usize * 5) % numbers.len();
                // A length that 11 divides would visit some twice; those moved already stay.
                let up = value(at, true);
                let Some(slot) = point.get_mut(&numbers[at].key) else { continue };
                if *slot == up {
                    continue;
                }
                *slot = up;
                let after = -worst(&Model::at(assumptions, &point), posture);
                own[at] = (after - before).abs();
                before = after;
            }
            own
        })
        .collect();
    let mut means: Vec<(String, f64)> = numbers
        .iter()
        .enumerate()
        .map(|(at, named)| {
            (named.key.clone(), effects.iter().map(|own| own[at]).sum::<f64>() / walks.max(1) as f64)
        })
        .collect();
    means.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    means
}
