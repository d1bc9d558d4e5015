//! Separative potential, balances and ideal cascades.
//!
//! Sources: Cohen, K. (1951), The Theory of Isotope Separation as Applied to the Large-Scale Production of U-235,
//! equations 1.34 (value function) and 1.40 (ideal cascade); Benedict, Pigford and Levi (1981), Nuclear Chemical
//! Engineering, 2nd edition, equations 12.26 to 12.31 (balances), 12.130 and 12.131 (stages).

use crate::error::SafeguardsError;
use crate::mass::{Assay, KgU, Swu};

/// V(x) = (2x - 1) ln(x/(1 - x)), without unit (Cohen 1951, equation 1.34).
pub fn separative_potential(x: Assay) -> f64 {
    (2.0 * x.fraction() - 1.0) * x.ratio().ln()
}

/// Masses and work of one separation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Feed F.
    pub feed: KgU,
    /// Product P.
    pub product: KgU,
    /// Tails W = F - P.
    pub tails: KgU,
    /// P V(xp) + W V(xw) - F V(xf).
    pub work: Swu,
}

/// F = P (xp - xw)/(xf - xw), W = F - P, work by the value balance (Benedict 1981, 12.26 to 12.31).
///
/// # Errors
/// A negative product, a product not above the feed, tails not below it.
pub fn balance_from_product(
    product: KgU,
    xp: Assay,
    xf: Assay,
    xw: Assay,
) -> Result<Balance, SafeguardsError> {
    positive("product", product.0)?;
    ordered(xp, xf, xw)?;
    Ok(by_product(product.0, xp, xf, xw))
}

/// The same from the feed: P = F (xf - xw)/(xp - xw).
///
/// # Errors
/// A negative feed, a product not above the feed, tails not below it.
pub fn balance_from_feed(feed: KgU, xp: Assay, xf: Assay, xw: Assay) -> Result<Balance, SafeguardsError> {
    positive("feed", feed.0)?;
    ordered(xp, xf, xw)?;
    let product = feed.0 * (xf.fraction() - xw.fraction()) / (xp.fraction() - xw.fraction());
    Ok(by_product(product, xp, xf, xw))
}

/// Tails assay at which so much feed gives so much product: xw = (F xf - P xp)/(F - P).
///
/// # Errors
/// More product than the feed holds, or a product not above the feed.
pub fn tails_for_product(feed: KgU, xf: Assay, product: KgU, xp: Assay) -> Result<Assay, SafeguardsError> {
    positive("feed", feed.0)?;
    positive("product", product.0)?;
    above(xp, xf)?;
    let tails = (feed.0 * xf.fraction() - product.0 * xp.fraction()) / (feed.0 - product.0);
    Assay::named("tails", tails)
}

/// A cascade built for one feed and fed with a richer one keeps its ratios: xp/(1 - xp) is `up` times that of the feed,
/// that of the tails is `down` times smaller (Glaser, A. (2008), Science and Global Security 16:1-25, equation 13).
///
/// # Errors
/// Ratios that are not above 1.
pub fn fixed_cascade(xf: Assay, up: f64, down: f64) -> Result<(Assay, Assay), SafeguardsError> {
    for (what, ratio) in [("up", up), ("down", down)] {
        if !(ratio.is_finite() && ratio > 1.0) {
            return Err(SafeguardsError::value(what, ratio, "a ratio above 1"));
        }
    }
    let of = |ratio: f64| Assay::named("result", ratio / (1.0 + ratio));
    Ok((of(xf.ratio() * up)?, of(xf.ratio() / down)?))
}

/// Enriching and stripping stages of an ideal cascade: ln(Rp/Rf)/ln b - 1 and ln(Rf/Rw)/ln b with b = sqrt(alpha)
/// (Benedict 1981, 12.130 and 12.131).
///
/// # Errors
/// A separation factor not above 1, a product not above the feed, tails not below it.
pub fn ideal_stages(xf: Assay, xp: Assay, xw: Assay, alpha: f64) -> Result<(f64, f64), SafeguardsError> {
    ordered(xp, xf, xw)?;
    if !(alpha.is_finite() && alpha > 1.0) {
        return Err(SafeguardsError::value("alpha", alpha, "a separation factor above 1"));
    }
    let step = alpha.sqrt().ln();
    let enriching = (xp.ratio() / xf.ratio()).ln() / step - 1.0;
    Ok((enriching, (xf.ratio() / xw.ratio()).ln() / step))
}

/// The balance where order and sign are known to hold.
pub(crate) fn by_product(product: f64, xp: Assay, xf: Assay, xw: Assay) -> Balance {
    let feed = product * (xp.fraction() - xw.fraction()) / (xf.fraction() - xw.fraction());
    let tails = feed - product;
    let work = product * separative_potential(xp) + tails * separative_potential(xw)
        - feed * separative_potential(xf);
    Balance { feed: KgU(feed), product: KgU(product), tails: KgU(tails), work: Swu(work) }
}

fn positive(what: &str, kg: f64) -> Result<(), SafeguardsError> {
    if kg.is_finite() && kg > 0.0 {
        return Ok(());
    }
    Err(SafeguardsError::value(what, kg, "a mass above 0"))
}

fn above(xp: Assay, xf: Assay) -> Result<(), SafeguardsError> {
    if xp.fraction() > xf.fraction() {
        return Ok(());
    }
    Err(SafeguardsError::value("product", xp, &format!("an enrichment above that of the feed, {xf}")))
}

fn ordered(xp: Assay, xf: Assay, xw: Assay) -> Result<(), SafeguardsError> {
    above(xp, xf)?;
    if xw.fraction() < xf.fraction() {
        return Ok(());
    }
    Err(SafeguardsError::value("tails", xw, &format!("an enrichment below that of the feed, {xf}")))
}
