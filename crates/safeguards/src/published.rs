//! Published estimates, and what this model says in their place.

use crate::band::Band;
use crate::cases::Checked;
use crate::chance::Triangle;
use crate::error::SafeguardsError;
use crate::mass::Assay;
use crate::ranges::{End, Plant};
use crate::table::{Row, rows};

/// Columns of a table of published breakout estimates.
pub const PUBLISHED_COLUMNS: [&str; 22] = [
    "id",
    "date",
    "by",
    "low_months",
    "central_months",
    "high_months",
    "target_kgU",
    "target_x",
    "capacity_low_swu_yr",
    "capacity_high_swu_yr",
    "capacity_growth_swu_yr_per_month",
    "feed_le60_kgU",
    "feed_le20_kgU",
    "feed_le5_kgU",
    "le5_mean_x",
    "natural_allowed",
    "setup_low_days",
    "setup_high_days",
    "method",
    "what",
    "source",
    "basis",
];

/// Columns of a table of published counts of quantities by month.
pub const TOTALS_COLUMNS: [&str; 11] = [
    "stock_as_of",
    "feed_le60_kgU",
    "feed_le20_kgU",
    "feed_le5_kgU",
    "feed_le2_kgU",
    "n_month1",
    "n_month2",
    "n_month3",
    "n_month4",
    "n_month5",
    "source",
];

/// One published estimate beside the model.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedCase {
    /// Its id.
    pub id: String,
    /// Months as published: low, central, high.
    pub published: [f64; 3],
    /// Months by the model: everything quick, central, everything slow; infinite is never.
    pub model: [f64; 3],
}

/// One published count beside the model.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalsRow {
    /// Date of the stock.
    pub id: String,
    /// Counts by month 1 to 5, where published.
    pub published: [Option<f64>; 5],
    /// Quantities of 25 kg that the 60 and 20 % bands hold, then with the 5 %, then with the 2 % band.
    pub model: [f64; 3],
}

/// Reads and computes a table of estimates.
///
/// # Errors
/// Another header, or a field that is no figure.
pub fn published_cases(text: &str) -> Result<Vec<PublishedCase>, SafeguardsError> {
    rows(text, &PUBLISHED_COLUMNS)?.iter().map(published_case).collect()
}

/// Reads and computes a table of counts.
///
/// # Errors
/// Another header, or a field that is no figure.
pub fn totals_rows(text: &str) -> Result<Vec<TotalsRow>, SafeguardsError> {
    rows(text, &TOTALS_COLUMNS)?.iter().map(totals_row).collect()
}

impl PublishedCase {
    /// Whether the intervals overlap and the central values lie within a factor 1.3.
    pub fn holds(&self) -> bool {
        let [low, central, high] = self.published;
        let [fast, middle, slow] = self.model;
        fast <= high && slow >= low && (middle / central).ln().abs() <= 1.3_f64.ln()
    }

    /// As a line of an answer.
    pub fn checked(&self) -> Checked {
        let text =
            |[low, central, high]: [f64; 3]| format!("low={low:.3};central={central:.3};high={high:.3}");
        Checked {
            id: self.id.clone(),
            seen: text(self.model),
            expected: text(self.published),
            holds: self.holds(),
        }
    }
}

impl TotalsRow {
    /// Whether the rich bands are within 1.1 of the count of month 1, and with the 5 % band between those of months 2
    /// and 4, give or take 0.6: later months need natural feed and capacity.
    pub fn holds(&self) -> bool {
        let [rich, with5, _] = self.model;
        let first = self.published[0].is_none_or(|count| (rich - count).abs() <= 1.1);
        let later: Vec<f64> = self.published[1..4].iter().flatten().copied().collect();
        let (low, high) = later.iter().fold((f64::INFINITY, 0.0_f64), |(l, h), n| (l.min(*n), h.max(*n)));
        first && (later.is_empty() || (low - 0.6..=high + 0.6).contains(&with5))
    }

    /// As a line of an answer.
    pub fn checked(&self) -> Checked {
        let [rich, with5, with2] = self.model;
        let months = self.published.iter().enumerate();
        let published = months.filter_map(|(n, count)| count.map(|count| format!("month{}={count}", n + 1)));
        Checked {
            id: self.id.clone(),
            seen: format!("rich={rich:.2};with_le5={with5:.2};with_le2={with2:.2}"),
            expected: published.collect::<Vec<_>>().join(";"),
            holds: self.holds(),
        }
    }
}

fn published_case(row: &Row) -> Result<PublishedCase, SafeguardsError> {
    let target = row.number("target_kgU")?;
    let xp =
        Assay::named("target_x", row.number("target_x")?).map_err(|_| row.refused("target_x", FRACTION))?;
    let plant = plant(row, target, xp)?;
    let months = |end: End| plant.months_at(end, target, xp);
    Ok(PublishedCase {
        id: row.text("id").to_owned(),
        published: [row.number("low_months")?, row.number("central_months")?, row.number("high_months")?],
        model: [months(End::Fast), months(End::Central), months(End::Slow)],
    })
}

fn plant(row: &Row, target: f64, xp: Assay) -> Result<Plant, SafeguardsError> {
    let (low, high) = (row.number("capacity_low_swu_yr")?, row.number("capacity_high_swu_yr")?);
    if low > high {
        return Err(row.refused("capacity_low_swu_yr", "at most capacity_high_swu_yr"));
    }
    let mut stock = Vec::new();
    for (band, column) in
        [(Band::UpTo60, "feed_le60_kgU"), (Band::UpTo20, "feed_le20_kgU"), (Band::UpTo5, "feed_le5_kgU")]
    {
        let mass = row.number(column)?;
        let mean = match row.known("le5_mean_x")? {
            Some(mean) if band == Band::UpTo5 => {
                Assay::new(mean).map_err(|_| row.refused("le5_mean_x", FRACTION))?
            }
            _ => band.usual_mean(),
        };
        if mass > 0.0 && mean.fraction() >= xp.fraction() {
            return Err(row.refused("target_x", "an enrichment above that of every feed"));
        }
        if mass > 0.0 {
            stock.push((band, Triangle::point(mass), mean));
        }
    }
    let mut plant = Plant::usual(stock, Triangle::new(low, 0.5 * (low + high), high));
    let (short, long) = (row.number("setup_low_days")?, row.number("setup_high_days")?);
    plant.setup_days = Triangle::new(short, 0.5 * (short + long), long);
    plant.growth = row.known("capacity_growth_swu_yr_per_month")?.unwrap_or_default();
    plant.natural = row.text("natural_allowed") == "1";
    // Publishers count neither losses nor hold-up.
    plant.losses = Triangle::point(0.0);
    plant.hold_up = Triangle::point(0.0);
    match row.text("method") {
        "ideal" => plant.eta = [Triangle::point(1.0); 5],
        "cascades" => {}
        _ => return Err(row.refused("method", "ideal or cascades")),
    }
    plant.fit_tails(target, xp);
    Ok(plant)
}

fn totals_row(row: &Row) -> Result<TotalsRow, SafeguardsError> {
    let mut sum = 0.0;
    let mut with = |column: &str, band: Band, tails: f64| -> Result<f64, SafeguardsError> {
        let mean = band.usual_mean().fraction();
        sum += row.known(column)?.unwrap_or_default() * (mean - tails) / (0.9 - tails) / QUANTITY;
        Ok(sum)
    };
    with("feed_le60_kgU", Band::UpTo60, 0.10)?;
    let rich = with("feed_le20_kgU", Band::UpTo20, 0.10)?;
    let with5 = with("feed_le5_kgU", Band::UpTo5, 0.01)?;
    let with2 = with("feed_le2_kgU", Band::UpTo2, 0.01)?;
    let months = ["n_month1", "n_month2", "n_month3", "n_month4", "n_month5"];
    let mut published = [None; 5];
    for (count, column) in published.iter_mut().zip(months) {
        *count = row.known(column)?;
    }
    Ok(TotalsRow { id: row.text("stock_as_of").to_owned(), published, model: [rich, with5, with2] })
}

/// A quantity of 25 kg of uranium at 90 %.
const QUANTITY: f64 = 25.0;

const FRACTION: &str = "a weight fraction above 0 and below 1";
