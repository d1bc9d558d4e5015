//! The answer as a range: over three tables of likelihoods, and over the prior where none was stated.

use crate::error::AttributionError;
use crate::evidence::Evidence;
use crate::likelihoods::{Likelihoods, Strength};
use crate::posterior::{Posterior, posterior, weigh};
use crate::prior::Prior;
use crate::rate::{Response, rate_change};
use crate::words::ends;

/// Lowest, central and highest over what was varied; no centre without a stated prior.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Lowest.
    pub low: f64,
    /// With the stated prior and the table as it stands.
    pub central: Option<f64>,
    /// Highest.
    pub high: f64,
}

/// What one item contributes.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Its id; `rate` for the change of rate.
    pub id: String,
    /// Kind.
    pub kind: String,
    /// 10 log10 of its likelihood under each hypothesis over the mean of the five, after grade and origin.
    pub decibans: [f64; 5],
    /// 10 log10 of its factor on the odds of *directed or permitted* against the rest.
    pub decibans_responsible: f64,
    /// *Directed or permitted* without it.
    pub without: Range,
    /// Weight left by its origin: 1 for an item alone.
    pub weight: f64,
}

/// A posterior with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// By hypothesis.
    pub by_hypothesis: [Range; 5],
    /// Directed or permitted: a fact, not law.
    pub responsible: Range,
    /// Each item and the rate.
    pub contributions: Vec<Contribution>,
    /// The item whose removal moves *directed or permitted* most.
    pub moves_most: Option<String>,
    /// Priors of *directed or permitted* below and above which its central word would be another one.
    pub prior_that_flips: Option<(f64, f64)>,
    /// The prior in force, or the middle of the band, for what follows from one prior only.
    pub prior: [f64; 5],
}

/// Weighs the evidence of a file.
///
/// # Errors
/// An unknown kind, or a window of rates that is none.
pub fn assess(
    evidence: &Evidence,
    table: &Likelihoods,
    response: &Response,
) -> Result<Assessment, AttributionError> {
    let ln_rate = match &evidence.rate {
        Some(window) => response.ln_factor(&rate_change(window)?),
        None => [0.0; 5],
    };
    let whole = over(evidence, table, &ln_rate, None)?;
    let prior = evidence.prior.middle();
    let mut contributions = Vec::new();
    for item in weigh(&evidence.items, table, evidence.rho)? {
        let kind = evidence.items.iter().find(|known| known.id == item.id);
        let kind = kind.map(|item| item.kind.clone()).unwrap_or_default();
        let without = range(&over(evidence, table, &ln_rate, Some(&item.id))?, Posterior::responsible);
        contributions.push(contribution(item.id, kind, &item.ln, item.weight, &prior, without));
    }
    if evidence.rate.is_some() {
        let without = range(&over(evidence, table, &[0.0; 5], None)?, Posterior::responsible);
        contributions.push(contribution("rate".into(), "rate".into(), &ln_rate, 1.0, &prior, without));
    }
    let responsible = range(&whole, Posterior::responsible);
    let moved = |c: &Contribution| (logit(c.without.middle()) - logit(responsible.middle())).abs();
    let most = contributions.iter().max_by(|a, b| moved(a).total_cmp(&moved(b)));
    Ok(Assessment {
        by_hypothesis: std::array::from_fn(|h| range(&whole, move |p| p.0[h])),
        moves_most: most.map(|c| c.id.clone()),
        prior_that_flips: responsible.central.map(|p| flips(p, &prior)),
        responsible,
        contributions,
        prior,
    })
}

impl Range {
    /// The centre, or the middle of the range.
    pub fn middle(&self) -> f64 {
        self.central.unwrap_or(0.5 * (self.low + self.high))
    }
}

/// Posteriors over priors and tables; the first is the central one.
struct Over {
    all: Vec<Posterior>,
    central: Option<Posterior>,
}

fn over(
    evidence: &Evidence,
    table: &Likelihoods,
    ln_rate: &[f64; 5],
    without: Option<&str>,
) -> Result<Over, AttributionError> {
    let kept: Vec<_> =
        evidence.items.iter().filter(|item| Some(item.id.as_str()) != without).cloned().collect();
    let mut found = Over { all: Vec::new(), central: None };
    for strength in Strength::ALL {
        let weighed = weigh(&kept, &table.at(strength), evidence.rho)?;
        for prior in evidence.prior.all() {
            let one = posterior(&prior, &weighed, ln_rate);
            if strength == Strength::Centre && matches!(evidence.prior, Prior::Stated(_)) {
                found.central = Some(one);
            }
            found.all.push(one);
        }
    }
    Ok(found)
}

fn range(over: &Over, of: impl Fn(&Posterior) -> f64) -> Range {
    let values = over.all.iter().map(&of);
    let (low, high) = values.fold((1.0_f64, 0.0_f64), |(low, high), p| (low.min(p), high.max(p)));
    Range { low, central: over.central.as_ref().map(&of), high }
}

fn contribution(
    id: String,
    kind: String,
    ln: &[f64; 5],
    weight: f64,
    prior: &[f64; 5],
    without: Range,
) -> Contribution {
    let mean = (ln.iter().map(|l| l.exp()).sum::<f64>() / 5.0).ln();
    let within = |hypotheses: std::ops::Range<usize>| {
        let mass: f64 = prior[hypotheses.clone()].iter().sum();
        let sum: f64 = hypotheses.map(|h| prior[h] * (ln[h] - mean).exp()).sum();
        if mass > 0.0 { sum / mass } else { 1.0 }
    };
    Contribution {
        id,
        kind,
        decibans: ln.map(|l| DECIBANS * (l - mean)),
        decibans_responsible: DECIBANS * (within(0..2) / within(2..5)).ln(),
        without,
        weight,
    }
}

/// Priors of *directed or permitted* at which its word ends, the proportions inside both groups kept: posterior odds are
/// prior odds times one factor.
fn flips(p: f64, prior: &[f64; 5]) -> (f64, f64) {
    let before = prior[0] + prior[1];
    let factor = logit(p) - logit(before);
    let (low, high) = ends(p);
    let prior_at = |p: f64| 1.0 / (1.0 + (factor - logit(p)).exp());
    (prior_at(low), prior_at(high))
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// Ten over the natural log of ten.
const DECIBANS: f64 = 10.0 / std::f64::consts::LN_10;
