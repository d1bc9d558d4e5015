//! What is believed before the evidence: stated, or a band; there is no default.

use crate::error::AttributionError;
use crate::hypothesis::HYPOTHESES;

/// What is believed before the evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Prior {
    /// Stated by the analyst.
    Stated([f64; 5]),
    /// Not stated: *directed or permitted* anywhere from 0.05 to 0.60, *directed* from a fifth to a half of it, the rest
    /// three to one to one.
    Band,
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
    pub(crate) fn all(&self) -> Vec<[f64; 5]> {
        match self {
            Prior::Stated(prior) => vec![*prior],
            Prior::Band => {
                let pairs = BAND.iter().flat_map(|all| SHARE.iter().map(move |share| (*all, *share)));
                pairs.map(|(all, share)| split(all, share)).collect()
            }
        }
    }

    /// One prior for what needs one.
    pub(crate) fn middle(&self) -> [f64; 5] {
        match self {
            Prior::Stated(prior) => *prior,
            Prior::Band => split(0.5 * (BAND[0] + BAND[1]), 0.5 * (SHARE[0] + SHARE[1])),
        }
    }
}

fn split(all: f64, share: f64) -> [f64; 5] {
    let rest = (1.0 - all) / 5.0;
    [all * share, all * (1.0 - share), 3.0 * rest, rest, rest]
}

/// Directed or permitted, where no prior was stated.
const BAND: [f64; 2] = [0.05, 0.60];

/// Directed as a part of it.
const SHARE: [f64; 2] = [0.2, 0.5];
