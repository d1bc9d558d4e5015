//! How forecasts are scored: logarithmic and quadratic score (Gneiting and Raftery (2007), JASA 102:359, sections 4.1 and
//! 4.2), calibration error over ten bins.

use crate::posterior::Posterior;

/// Scores of many posteriors whose truth is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// How many.
    pub cases: usize,
    /// Mean of -ln p(truth).
    pub log: f64,
    /// Mean of the sum over hypotheses of (p - 1{truth})^2.
    pub brier: f64,
    /// Calibration error of *directed*.
    pub ece_directed: f64,
    /// Calibration error of *directed or permitted*.
    pub ece_responsible: f64,
    /// How often the likeliest hypothesis is the truth.
    pub top: f64,
    /// Reliability of *directed*.
    pub bins_directed: Vec<Bin>,
    /// Reliability of *directed or permitted*.
    pub bins_responsible: Vec<Bin>,
}

/// One tenth of the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Cases in it.
    pub cases: usize,
    /// Mean probability told.
    pub told: f64,
    /// How often it was so.
    pub came: f64,
}

/// Scores pairs of posterior and true hypothesis.
pub fn score(pairs: &[(Posterior, usize)]) -> Scores {
    let n = pairs.len().max(1) as f64;
    let mean = |of: &dyn Fn(&(Posterior, usize)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let hit = |is: bool| if is { 1.0 } else { 0.0 };
    let directed: Vec<(f64, bool)> = pairs.iter().map(|(p, h)| (p.0[0], *h == 0)).collect();
    let responsible: Vec<(f64, bool)> = pairs.iter().map(|(p, h)| (p.responsible(), *h < 2)).collect();
    let (bins_directed, bins_responsible) = (bins(&directed), bins(&responsible));
    Scores {
        cases: pairs.len(),
        log: mean(&|(p, h)| -p.0[*h].ln()),
        brier: mean(&|(p, h)| p.0.iter().enumerate().map(|(k, p)| (p - hit(k == *h)).powi(2)).sum()),
        ece_directed: error(&bins_directed, n),
        ece_responsible: error(&bins_responsible, n),
        top: mean(&|(p, h)| hit(p.0.iter().all(|other| *other <= p.0[*h]))),
        bins_directed,
        bins_responsible,
    }
}

fn bins(pairs: &[(f64, bool)]) -> Vec<Bin> {
    let mut sums = [(0_usize, 0.0, 0.0); 10];
    for (p, came) in pairs {
        let bin = &mut sums[((p * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1, bin.1 + p, bin.2 + if *came { 1.0 } else { 0.0 });
    }
    let of = |(cases, told, came): (usize, f64, f64)| {
        let n = cases.max(1) as f64;
        Bin { cases, told: told / n, came: came / n }
    };
    sums.map(of).to_vec()
}

fn error(bins: &[Bin], n: f64) -> f64 {
    bins.iter().map(|bin| (bin.told - bin.came).abs() * bin.cases as f64 / n).sum()
}
