//! Items of evidence to a posterior: Bayes' rule in logs, with grades and common origins.

use crate::error::AttributionError;
use crate::item::Item;
use crate::likelihoods::Likelihoods;
use std::collections::BTreeMap;

/// Probabilities in the order of the hypotheses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posterior(pub [f64; 5]);

/// An item with what it is worth after its grade and its cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// Its id.
    pub id: String,
    /// Natural log of its likelihood, times the weight of its cluster.
    pub ln: [f64; 5],
    /// Weight: 1 for an item alone, (1 + (m - 1)(1 - rho))/m in a cluster of m.
    pub weight: f64,
}

impl Posterior {
    /// Directed or permitted: a statement of fact, not of law.
    pub fn responsible(&self) -> f64 {
        self.0[0] + self.0[1]
    }
}

/// What each item is worth. With L the table, r the reliability and b the mean of L over the hypotheses, a yes has the
/// likelihood r L + (1 - r) b, a no r (1 - L) + (1 - r)(1 - b): at r = 0 it says nothing. Items of one origin count as
/// 1 + (m - 1)(1 - rho) items: rho 1 is one item's worth, 0 is independence.
///
/// # Errors
/// An unknown kind, or a rho outside [0, 1].
pub fn weigh(items: &[Item], table: &Likelihoods, rho: f64) -> Result<Vec<Weighed>, AttributionError> {
    if !(0.0..=1.0).contains(&rho) {
        return Err(AttributionError::value("rho", rho, "a number from 0 to 1"));
    }
    let mut sizes: BTreeMap<&str, f64> = BTreeMap::new();
    for item in items {
        *sizes.entry(item.cluster.as_str()).or_default() += 1.0;
    }
    let of = |item: &Item| {
        let m = sizes.get(item.cluster.as_str()).copied().unwrap_or(1.0);
        let weight = (1.0 + (m - 1.0) * (1.0 - rho)) / m;
        let (chances, base) = table.of(&item.kind)?;
        let r = item.reliability;
        let ln = chances.map(|l| {
            let yes = r * l + (1.0 - r) * base;
            weight * if item.seen { yes } else { 1.0 - yes }.ln()
        });
        Ok(Weighed { id: item.id.clone(), ln, weight })
    };
    items.iter().map(of).collect()
}

/// Prior times evidence times the factor of the rate, normalised.
pub fn posterior(prior: &[f64; 5], weighed: &[Weighed], ln_rate: &[f64; 5]) -> Posterior {
    let ln: [f64; 5] = std::array::from_fn(|h| {
        prior[h].ln() + ln_rate[h] + weighed.iter().map(|item| item.ln[h]).sum::<f64>()
    });
    let most = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raw = ln.map(|value| (value - most).exp());
    let sum: f64 = raw.iter().sum();
    Posterior(raw.map(|value| value / sum))
}
