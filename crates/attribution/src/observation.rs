//! What one further observation would move most: the expected gain of information (Lindley (1956), Annals of Mathematical
//! Statistics 27:986, equation 6).

use crate::error::AttributionError;
use crate::evidence::Evidence;
use crate::item::Item;
use crate::likelihoods::Likelihoods;
use crate::posterior::{Posterior, posterior, weigh};
use crate::range::Assessment;
use crate::rate::{Response, rate_change};

/// A kind of evidence that nobody has looked for yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Kind.
    pub kind: String,
    /// Expected gain, bits.
    pub bits: f64,
    /// Chance that it would be seen.
    pub chance: f64,
    /// *Directed or permitted* if it were seen.
    pub if_seen: f64,
    /// *Directed or permitted* if it were looked for and not seen.
    pub if_not_seen: f64,
}

/// All kinds that the evidence lacks, the most telling first, if observed at a reliability (B2 is 0.68).
///
/// # Errors
/// An unknown kind, or a window of rates that is none.
pub fn next_best(
    evidence: &Evidence,
    assessment: &Assessment,
    table: &Likelihoods,
    response: &Response,
    reliability: f64,
) -> Result<Vec<Observation>, AttributionError> {
    let ln_rate = match &evidence.rate {
        Some(window) => response.ln_factor(&rate_change(window)?),
        None => [0.0; 5],
    };
    let now = posterior(&assessment.prior, &weigh(&evidence.items, table, evidence.rho)?, &ln_rate);
    let mut found = Vec::new();
    for kind in table.kinds().filter(|kind| !evidence.items.iter().any(|item| item.kind == *kind)) {
        let with = |seen: bool| {
            let item = Item {
                id: kind.to_owned(),
                kind: kind.to_owned(),
                seen,
                reliability,
                cluster: kind.to_owned(),
            };
            weigh(&[item], table, evidence.rho)
        };
        let (yes, no) = (with(true)?, with(false)?);
        let likely = |h: usize| yes.first().map_or(0.0, |item| item.ln[h].exp());
        let chance: f64 = (0..5).map(|h| now.0[h] * likely(h)).sum();
        let (seen, not) = (posterior(&now.0, &yes, &[0.0; 5]), posterior(&now.0, &no, &[0.0; 5]));
        let bits = entropy(&now) - chance * entropy(&seen) - (1.0 - chance) * entropy(&not);
        found.push(Observation {
            kind: kind.to_owned(),
            bits,
            chance,
            if_seen: seen.responsible(),
            if_not_seen: not.responsible(),
        });
    }
    found.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    Ok(found)
}

fn entropy(p: &Posterior) -> f64 {
    -p.0.iter().filter(|p| **p > 0.0).map(|p| p * p.log2()).sum::<f64>()
}
