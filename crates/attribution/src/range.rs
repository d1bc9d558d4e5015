//! The answer as a range: over three tables of likelihoods, and over the prior where none was stated.

use crate::error::AttributionError;
use crate::evidence::Evidence;
use crate::hypothesis::HYPOTHESES;
use crate::likelihoods::{Likelihoods, Strength};
use crate::posterior::{Posterior, posterior, weigh};
use crate::rate::{Response, rate_change};
use crate::words::ends;

/// What is believed before the evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Prior {
    /// Stated by the analyst.
    Stated([f64; 5]),
    /// Not stated: *directed or permitted* anywhere from 0.05 to 0.60, *directed* from a fifth to a half of it, the rest
    /// three to one to one.
    Band,
}

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

impl Prior {
    /// A stated prior.
    ///
    /// # Errors
    /// A probability outside [0, 1], or a sum that is not 1.
    pub fn stated(prior: [f64; 5]) -> Result<Self, AttributionError> {
        for (p, hypothesis) in prior.iter().zip(HYPOTHESES) {
            if !(0.0..=1.0).contains(p) {
                let what = format!("prior.{}", hypothesis.name());
                return Err(AttributionError::value(&what, p, "a probability from 0 to 1"));
            }
        }
        let sum: f64 = prior.iter().sum();
        if (sum - 1.0).abs() > 1e-6 {
            return Err(AttributionError::value("prior", sum, "five probabilities that add up to 1"));
        }
        Ok(Prior::Stated(prior))
    }

    /// The priors to go over.
    fn all(&self) -> Vec<[f64; 5]> {
        match self {
            Prior::Stated(prior) => vec![*prior],
            Prior::Band => {
                let pairs = BAND.iter().flat_map(|all| SHARE.iter().map(move |share| (*all, *share)));
                pairs.map(|(all, share)| split(all, share)).collect()
            }
        }
    }

    /// One prior for what needs one.
    fn middle(&self) -> [f64; 5] {
        match self {
            Prior::Stated(prior) => *prior,
            Prior::Band => split(0.5 * (BAND[0] + BAND[1]), 0.5 * (SHARE[0] + SHARE[1])),
        }
    }
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

fn split(all: f64, share: f64) -> [f64; 5] {
    let rest = (1.0 - all) / 5.0;
    [all * share, all * (1.0 - share), 3.0 * rest, rest, rest]
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// Directed or permitted, where no prior was stated.
const BAND: [f64; 2] = [0.05, 0.60];

/// Directed as a part of it.
const SHARE: [f64; 2] = [0.2, 0.5];

/// Ten over the natural log of ten.
const DECIBANS: f64 = 10.0 / std::f64::consts::LN_10;
