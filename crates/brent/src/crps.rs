//! Continuous ranked probability score (Gneiting and Raftery (2007), JASA 102:359, equations 20 and 21), in the unit of
//! the forecast; lower is better.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// Of a normal forecast (Gneiting and others (2005), Monthly Weather Review 133:1098, equation 5).
pub fn crps_normal(y: f64, mean: f64, sd: f64) -> f64 {
    let z = (y - mean) / sd;
    let unit = Normal::standard();
    sd * (z * (2.0 * unit.cdf(z) - 1.0) + 2.0 * unit.pdf(z) - 1.0 / std::f64::consts::PI.sqrt())
}

/// Of a sample, the form with 1/n^2: mean |x - y| - 1/(2 n^2) sum |x_i - x_j|.
pub fn crps_sample(y: f64, sample: &[f64]) -> f64 {
    let mut sorted = sample.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    crps_sorted(y, &sorted)
}

/// The same for a sample in ascending order.
pub(crate) fn crps_sorted(y: f64, sorted: &[f64]) -> f64 {
    let n = sorted.len() as f64;
    let (mut near, mut spread) = (0.0, 0.0);
    for (i, x) in sorted.iter().enumerate() {
        near += (x - y).abs();
        spread += (2.0 * i as f64 + 1.0 - n) * x;
    }
    near / n - spread / (n * n)
}
