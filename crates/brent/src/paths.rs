//! Paths of the log price: the diffusion in antithetic pairs, and what may happen by chance along the way.

use crate::chance::{Chance, StudentTable};
use crate::event::Case;
use crate::garch::Garch;
use crate::parameters::Parameters;
use crate::scenario::{DOWN, LOSS_60, Shock, UP};

/// Pairs of a block; a block has its own stream of draws.
pub(crate) const BLOCK: usize = 500;

/// The diffusion of one origin.
pub(crate) struct Diffusion {
    garch: Garch,
    table: StudentTable,
}

impl Diffusion {
    pub(crate) fn new(garch: Garch) -> Self {
        Diffusion { garch, table: StudentTable::new(garch.nu) }
    }

    /// Sums of returns at the horizons (rows in ascending order), one list a horizon, for as many pairs: plain, and with
    /// a factor on the standard deviation of each row. The other half of a pair is the same with its sign turned: the
    /// variance follows squares, so it is the same for both.
    pub(crate) fn pairs(
        &self,
        horizons: &[usize],
        pairs: usize,
        factors: Option<&[f64]>,
        seed: u64,
    ) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let mut plain = vec![Vec::with_capacity(pairs); horizons.len()];
        let mut scaled = vec![Vec::with_capacity(if factors.is_some() { pairs } else { 0 }); horizons.len()];
        let last = horizons.last().copied().unwrap_or_default();
        let mut chance = Chance::new(seed, 0);
        let Garch { omega, alpha, beta, next, .. } = self.garch;
        // A few pairs abreast: the square root of the one does not wait for that of the other.
        for first in (0..pairs).step_by(ABREAST) {
            if first % BLOCK == 0 {
                chance = Chance::new(seed, (first / BLOCK) as u64);
            }
            let kept = ABREAST.min(pairs - first);
            let (mut v, mut sum, mut with, mut at) = ([next; ABREAST], [0.0; ABREAST], [0.0; ABREAST], 0);
            for row in 0..last {
                let e: [f64; ABREAST] = std::array::from_fn(|_| self.table.draw(&mut chance));
                let factor = factors.map_or(1.0, |factors| factors[row]);
                for lane in 0..ABREAST {
                    let r = v[lane].sqrt() * e[lane];
                    v[lane] = omega + alpha * r * r + beta * v[lane];
                    sum[lane] += r;
                    with[lane] += r * factor;
                }
                if row + 1 == horizons[at] {
                    plain[at].extend_from_slice(&sum[..kept]);
                    if factors.is_some() {
                        scaled[at].extend_from_slice(&with[..kept]);
                    }
                    at += 1;
                }
            }
        }
        (plain, scaled)
    }
}

/// Pairs that are drawn side by side; a block is a multiple of it.
const ABREAST: usize = 4;

/// What a case adds to the diffusion.
pub(crate) struct Shocks<'a> {
    case: &'a Case,
    shock: Shock,
    horizons: &'a [usize],
    /// Premium of one rung by rows since the change.
    premium: Vec<f64>,
    /// Course of a loss by rows since it.
    course: Vec<f64>,
    /// Named premium and named loss at the horizons.
    named: Vec<(f64, f64)>,
}

impl<'a> Shocks<'a> {
    pub(crate) fn new(case: &'a Case, since: f64, horizons: &'a [usize]) -> Self {
        let (shock, p) = (Shock::of(case, since), &case.parameters);
        let last = horizons.last().copied().unwrap_or_default();
        let named = horizons.iter().map(|rows| {
            let rows = *rows as f64;
            let mut premium = shock.premium(p, rows);
            let mut rung = case.rung_after;
            for step in &case.steps {
                let change = step.rung as f64 - rung as f64;
                let (now, then) = (since - step.after_rows as f64, since + rows - step.after_rows as f64);
                premium += p.premium(change, then) - p.premium(change, now);
                rung = step.rung;
            }
            (premium, shock.jumped(p, rows))
        });
        Shocks {
            case,
            shock,
            horizons,
            premium: (0..=last).map(|rows| p.premium(1.0, rows as f64)).collect(),
            course: (0..=last).map(|rows| p.course(rows as f64, shock.back_after)).collect(),
            named: named.collect(),
        }
    }

    /// Factor on the standard deviation of each row after the origin.
    pub(crate) fn factors(&self) -> Vec<f64> {
        let last = self.horizons.last().copied().unwrap_or_default();
        let p: &Parameters = &self.case.parameters;
        (0..last).map(|row| p.volatility_at(self.shock.since + row as f64)).collect()
    }

    /// Log changes of the price at the horizons, both halves of each pair of the diffusion, ascending.
    pub(crate) fn sorted(&self, scaled: &[Vec<f64>], seed: u64) -> Vec<Vec<f64>> {
        let pairs = scaled.first().map_or(0, Vec::len);
        let mut sums = vec![Vec::with_capacity(2 * pairs); self.horizons.len()];
        let mut chances = vec![vec![0.0; 2 * pairs]; self.horizons.len()];
        let mut chance = Chance::new(seed, 0);
        let mut by_chance = vec![0.0; self.horizons.len()];
        for path in 0..2 * pairs {
            if path % (2 * BLOCK) == 0 {
                chance = Chance::new(seed, EXTRAS + (path / (2 * BLOCK)) as u64);
            }
            let sign = if path % 2 == 0 { 1.0 } else { -1.0 };
            let premium = 1.0 + self.case.parameters.u * chance.normal();
            let elastic = if self.shock.jump > 0.0 || self.shock.threatened > 0.0 {
                (self.case.parameters.e_spread * chance.normal()).exp()
            } else {
                1.0
            };
            self.happens(elastic, &mut by_chance, &mut chance);
            for (at, (named, jump)) in self.named.iter().enumerate() {
                let base = sign * scaled[at][path / 2];
                sums[at].push(base + named * premium + jump * elastic);
                chances[at][path] = by_chance[at];
            }
        }
        for (sum, chances) in sums.iter_mut().zip(&chances) {
            // The compensator: what may happen moves no expected price.
            let mean = chances.iter().map(|x| x.exp()).sum::<f64>() / chances.len().max(1) as f64;
            let compensator = mean.ln();
            sum.iter_mut().zip(chances).for_each(|(sum, x)| *sum += x - compensator);
            sum.sort_unstable_by(f64::total_cmp);
        }
        sums
    }

    /// One path of rungs and losses from the origin: a Markov chain with competing waits, and the steps that are assumed.
    fn happens(&self, elastic: f64, at_horizons: &mut [f64], chance: &mut Chance) {
        at_horizons.iter_mut().for_each(|x| *x = 0.0);
        let last = self.premium.len() - 1;
        let mut steps = self.case.steps.iter().peekable();
        let (mut named, mut rung) = (self.shock.rung, self.shock.rung);
        while let Some(step) = steps.next_if(|step| step.after_rows as f64 <= self.shock.since) {
            (named, rung) = (step.rung, step.rung);
        }
        let (mut t, mut lost) = (0.0, false);
        loop {
            let until = steps.peek().map_or(last as f64, |step| step.after_rows as f64 - self.shock.since);
            let threatened = self.shock.threatened > 0.0 && !lost;
            let hazard = if threatened { -(1.0 - LOSS_60[rung]).ln() / 60.0 } else { 0.0 };
            let total = UP[rung] + DOWN[rung] + hazard;
            let next = t + chance.wait(total);
            if next >= until {
                let Some(step) = steps.next() else { return };
                t = until;
                // The step's own change of rung is named; what the path was off it ends here.
                self.add(t, named as f64 - rung as f64, at_horizons);
                (named, rung) = (step.rung, step.rung);
                continue;
            }
            t = next;
            let which = chance.uniform() * total;
            if which < UP[rung] {
                rung += 1;
                self.add(t, 1.0, at_horizons);
            } else if which < UP[rung] + DOWN[rung] {
                rung -= 1;
                self.add(t, -1.0, at_horizons);
            } else {
                lost = true;
                let row = t.ceil() as usize;
                for (x, horizon) in at_horizons.iter_mut().zip(self.horizons) {
                    *x += self.shock.threatened
                        * elastic
                        * self.course[(*horizon + 1).saturating_sub(row.max(1))];
                }
            }
        }
    }

    /// A change of rung in the row that holds the time.
    fn add(&self, t: f64, rungs: f64, at_horizons: &mut [f64]) {
        if rungs != 0.0 {
            let row = t.ceil().max(1.0) as usize;
            for (x, horizon) in at_horizons.iter_mut().zip(self.horizons) {
                *x += rungs * self.premium[(*horizon + 1).saturating_sub(row)];
            }
        }
    }
}

/// Streams of what happens by chance lie apart from those of the diffusion.
const EXTRAS: u64 = 1 << 32;
