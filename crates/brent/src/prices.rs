//! Daily prices: one row a trading day. Horizons are counted in rows, never in calendar days.

use crate::error::BrentError;
use crate::table::rows;
use jiff::civil::Date;

/// Columns of a table of prices.
pub const PRICES_COLUMNS: [&str; 2] = ["Date", "Price"];

/// A series in the order of its days.
#[derive(Debug, Clone, PartialEq)]
pub struct Prices {
    dates: Vec<Date>,
    prices: Vec<f64>,
    /// ln P(i+1)/P(i) at place i + 1; 0 at place 0.
    returns: Vec<f64>,
}

impl Prices {
    /// Reads a table.
    ///
    /// # Errors
    /// Another header, a price that is not above 0, a day twice or out of order, more than ten days without a row.
    pub fn read(text: &str) -> Result<Self, BrentError> {
        let mut found = Prices { dates: Vec::new(), prices: Vec::new(), returns: Vec::new() };
        for row in rows(text, &PRICES_COLUMNS)? {
            let (date, price) = (row.date("Date")?, row.signed("Price")?);
            if price <= 0.0 {
                return Err(row.refused("Price", "a price above 0, USD a barrel"));
            }
            if let (Some(last), Some(before)) = (found.dates.last(), found.prices.last()) {
                let days = last.until(date).map_or(0, |span| span.get_days());
                if days == 0 {
                    return Err(row.refused("Date", "a day that no other row has"));
                }
                if days < 0 {
                    return Err(row.refused("Date", &format!("a day after {last}")));
                }
                if days > LONGEST_GAP {
                    return Err(row.refused(
                        "Date",
                        &format!("at most {LONGEST_GAP} days after {last}: rows are missing"),
                    ));
                }
                found.returns.push((price / before).ln());
            } else {
                found.returns.push(0.0);
            }
            found.dates.push(date);
            found.prices.push(price);
        }
        if found.dates.is_empty() {
            let (found, expected) = ("no rows".to_owned(), "rows of prices".to_owned());
            return Err(BrentError::TooFew { found, expected });
        }
        Ok(found)
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.dates.len()
    }

    /// Whether there are none; a series that was read has some.
    pub fn is_empty(&self) -> bool {
        self.dates.is_empty()
    }

    /// Day of a row; that of the last one beyond the end.
    pub fn date(&self, row: usize) -> Date {
        self.dates[row.min(self.dates.len() - 1)]
    }

    /// Price of a row, USD a barrel.
    pub fn price(&self, row: usize) -> f64 {
        self.prices[row.min(self.prices.len() - 1)]
    }

    /// ln of the price so many rows later, if there is such a row.
    pub fn change(&self, row: usize, rows: usize) -> Option<f64> {
        Some((self.prices.get(row + rows)? / self.prices.get(row)?).ln())
    }

    /// Log returns up to a row, that of the row itself the last: all that an origin may look at.
    pub fn returns_to(&self, row: usize) -> &[f64] {
        let end = (row + 1).min(self.returns.len());
        &self.returns[1.min(end)..end]
    }

    /// The last row at or before a day.
    ///
    /// # Errors
    /// A day before the first row.
    pub fn at_or_before(&self, day: Date) -> Result<usize, BrentError> {
        let after = self.dates.partition_point(|date| *date <= day);
        let expected = || format!("a day not before {}", self.dates[0]);
        after.checked_sub(1).ok_or_else(|| BrentError::value("origin", day, &expected()))
    }

    /// The last row before a day, and the first after it: the row of the day itself is mixed and belongs to neither.
    pub fn around(&self, day: Date) -> (Option<usize>, Option<usize>) {
        let before = self.dates.partition_point(|date| *date < day).checked_sub(1);
        let after = self.dates.partition_point(|date| *date <= day);
        (before, (after < self.dates.len()).then_some(after))
    }

    /// The first row at or after a day.
    pub fn from(&self, day: Date) -> usize {
        self.dates.partition_point(|date| *date < day)
    }
}

/// Six days is the longest of the shipped series.
const LONGEST_GAP: i32 = 10;
