//! Baselines: a random walk with the volatility of 250 rows, and one with exponentially weighted volatility (J.P. Morgan
//! (1996), RiskMetrics Technical Document, 4th edition, table 5.1, decay 0.94).

/// Variance of a row: mean square of the last 250 returns.
pub fn walk_variance(returns: &[f64]) -> f64 {
    let last = &returns[returns.len().saturating_sub(250)..];
    last.iter().map(|r| r * r).sum::<f64>() / last.len().max(1) as f64
}

/// Variance of a row: weights 0.94^k on squares, from the last back.
pub fn ewma_variance(returns: &[f64]) -> f64 {
    let (mut sum, mut weights, mut weight) = (0.0, 0.0, 1.0);
    for r in returns.iter().rev().take(400) {
        sum += weight * r * r;
        weights += weight;
        weight *= 0.94;
    }
    if weights > 0.0 { sum / weights } else { 0.0 }
}
