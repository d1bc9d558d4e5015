//! Does it work: worlds whose truth is known, right ones and wrong ones.

use crate::error::AttributionError;
use crate::grade::Grade;
use crate::item::Item;
use crate::likelihoods::Likelihoods;
use crate::posterior::{Posterior, posterior, weigh};
use crate::rate::{RateWindow, Response, rate_change};
use crate::score::{Scores, score};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// What the world does that the model may not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// As the model assumes: reports follow the table by their grade, copies are known as such.
    Honest,
    /// Half of the reports in a case follow one common rumour, though they bear different origins.
    Correlated,
    /// A patron who gave the order stages, half of the time, what a third party would have left behind, and its group
    /// goes on after the warning.
    LyingPatron,
}

/// What the analyst does with the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Nothing: the prior.
    PriorOnly,
    /// The rate alone.
    RateOnly,
    /// Items alone, copies known.
    ItemsOnly,
    /// Items and rate with this rho, in per cent.
    Both(u8),
    /// Items and rate, every grade read as A1.
    GradesIgnored,
}

/// Scores a method on so many cases of a world.
///
/// # Errors
/// A table without the kinds that were drawn.
pub fn simulate(
    world: World,
    method: Method,
    cases: usize,
    seed: u64,
    table: &Likelihoods,
    response: &Response,
) -> Result<Scores, AttributionError> {
    let mut chance = Chance(ChaCha8Rng::seed_from_u64(seed));
    let mut pairs = Vec::with_capacity(cases);
    for _ in 0..cases {
        let case = Case::draw(world, &mut chance, table, response)?;
        pairs.push((case.judge(method, table, response)?, case.truth));
    }
    Ok(score(&pairs))
}

struct Case {
    truth: usize,
    items: Vec<Item>,
    rate: RateWindow,
}

impl Case {
    fn draw(
        world: World,
        chance: &mut Chance,
        table: &Likelihoods,
        response: &Response,
    ) -> Result<Self, AttributionError> {
        let truth = chance.pick(&PRIOR);
        let staged = world == World::LyingPatron && truth == 0 && chance.uniform() < 0.5;
        let shown = if staged { 4 } else { truth };
        let rumour = chance.pick(&PRIOR);
        let mut kinds: Vec<&str> = table.kinds().collect();
        let mut items = Vec::new();
        for n in 0..1 + chance.below(6) {
            let kind = kinds.swap_remove(chance.below(kinds.len()));
            let reliability = Grade::parse(GRADES[chance.below(GRADES.len())])?.reliability();
            let (chances, base) = table.of(kind)?;
            let heard = if world == World::Correlated && chance.uniform() < 0.5 { rumour } else { shown };
            let follows = chance.uniform() < reliability;
            let seen = chance.uniform() < if follows { chances[heard] } else { base };
            let copies = if chance.uniform() < 0.4 { 1 + chance.below(2) } else { 0 };
            for copy in 0..=copies {
                items.push(Item {
                    id: format!("{n}.{copy}"),
                    kind: kind.to_owned(),
                    seen,
                    reliability,
                    cluster: n.to_string(),
                });
            }
        }
        let answer = chance.pick(&response.chances()[if staged { 2 } else { truth }]);
        Ok(Case { truth, items, rate: chance.rates(answer) })
    }

    fn judge(
        &self,
        method: Method,
        table: &Likelihoods,
        response: &Response,
    ) -> Result<Posterior, AttributionError> {
        let ln_rate = response.ln_factor(&rate_change(&self.rate)?);
        let none = [0.0; 5];
        Ok(match method {
            Method::PriorOnly => posterior(&PRIOR, &[], &none),
            Method::RateOnly => posterior(&PRIOR, &[], &ln_rate),
            Method::ItemsOnly => posterior(&PRIOR, &weigh(&self.items, table, 1.0)?, &none),
            Method::Both(rho) => {
                posterior(&PRIOR, &weigh(&self.items, table, f64::from(rho) / 100.0)?, &ln_rate)
            }
            Method::GradesIgnored => {
                let sure = Grade::parse("A1")?.reliability();
                let items: Vec<Item> =
                    self.items.iter().map(|item| Item { reliability: sure, ..item.clone() }).collect();
                posterior(&PRIOR, &weigh(&items, table, 1.0)?, &ln_rate)
            }
        })
    }
}

struct Chance(ChaCha8Rng);

impl Chance {
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n.saturating_sub(1))
    }

    fn pick(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform();
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        weights.len() - 1
    }

    fn gap(&mut self, rate: f64) -> f64 {
        -(1.0 - self.uniform()).ln() / rate
    }

    /// Events of a Poisson process in so many days, by their gaps.
    fn count(&mut self, rate: f64, days: f64) -> f64 {
        let (mut n, mut t) = (0.0, self.gap(rate));
        while t <= days {
            n += 1.0;
            t += self.gap(rate);
        }
        n
    }

    /// Rates of Gamma(1, 6) put in the order of the answer: 0 drop, 1 same, 2 rise.
    fn rates(&mut self, answer: usize) -> RateWindow {
        let (one, two) = (self.gap(6.0), self.gap(6.0));
        let (before, after) = match answer {
            0 => (one.max(two), one.min(two)),
            1 => (one, one),
            _ => (one.min(two), one.max(two)),
        };
        let (n0, n1) = (self.count(before, 60.0), self.count(after, 30.0));
        RateWindow { n0, t0: 60.0, n1, t1: 30.0, a: 1.0, b: 6.0 }
    }
}

/// The prior of the simulated worlds, known to the analyst there; the product has none.
const PRIOR: [f64; 5] = [0.15, 0.35, 0.30, 0.10, 0.10];

const GRADES: [&str; 6] = ["A1", "A2", "B2", "B3", "C3", "D4"];
