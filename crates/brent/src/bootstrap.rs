//! Intervals for the gain of one method over another: blocks of origins, because neighbours share their days (Politis and
//! Romano (1992), in Exploring the Limits of Bootstrap, circular block bootstrap). Never a t-test.

use crate::chance::Chance;
use crate::origin::{Method, OriginScore, SCORED};

/// Gain in CRPS: 1 - mean(method)/mean(against), with its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gain {
    /// Horizon, rows.
    pub rows: usize,
    /// Origins.
    pub n: usize,
    /// Estimate.
    pub gain: f64,
    /// 5 %.
    pub low: f64,
    /// 95 %.
    pub high: f64,
}

/// The gain at each horizon, in blocks of so many origins.
pub fn gain(scores: &[OriginScore], method: Method, against: Method, block: usize) -> Vec<Gain> {
    let place = |m: Method| Method::ALL.iter().position(|known| *known == m).unwrap_or_default();
    let (m, a) = (place(method), place(against));
    let of = |(at, rows): (usize, usize)| {
        let pairs: Vec<(f64, f64)> = scores
            .iter()
            .filter_map(|s| s.cells[at].as_ref().map(|cells| (cells[m].crps, cells[a].crps)))
            .collect();
        interval(rows, &pairs, block.max(1))
    };
    SCORED.into_iter().enumerate().map(of).collect()
}

fn interval(rows: usize, pairs: &[(f64, f64)], block: usize) -> Gain {
    let gain_of = |(own, other): (f64, f64)| if other > 0.0 { 1.0 - own / other } else { 0.0 };
    let sum = |pairs: &[(f64, f64)]| pairs.iter().fold((0.0, 0.0), |(a, b), (c, d)| (a + c, b + d));
    let n = pairs.len();
    if n == 0 {
        return Gain { rows, n, gain: 0.0, low: 0.0, high: 0.0 };
    }
    let mut chance = Chance::new(rows as u64, BOOTSTRAP);
    let mut gains: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let (mut own, mut other, mut left) = (0.0, 0.0, n);
            while left > 0 {
                let start = ((chance.uniform() * n as f64) as usize).min(n - 1);
                for k in 0..block.min(left) {
                    let (a, b) = pairs[(start + k) % n];
                    own += a;
                    other += b;
                }
                left -= block.min(left);
            }
            gain_of((own, other))
        })
        .collect();
    gains.sort_unstable_by(f64::total_cmp);
    let at = |part: f64| crate::fan::quantile(&gains, part);
    Gain { rows, n, gain: gain_of(sum(pairs)), low: at(0.05), high: at(0.95) }
}

const RESAMPLES: usize = 2_000;

/// Apart from the streams of paths.
const BOOTSTRAP: u64 = 1 << 41;
