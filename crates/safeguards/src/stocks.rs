//! Stocks as the inspectorate's reports gave them, and what of them still stands at a date.

use crate::band::Band;
use crate::error::SafeguardsError;
use crate::mass::KgU;
use crate::table::{Row, rows};
use jiff::civil::Date;

/// Columns of a table of stocks; every mass is kg of uranium.
pub const STOCKS_COLUMNS: [&str; 8] =
    ["as_of", "report", "total_kgU", "uf6_le2_kgU", "uf6_le5_kgU", "uf6_le20_kgU", "uf6_le60_kgU", "basis"];

/// One report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Line of the file.
    pub row: u64,
    /// Date of the figures.
    pub as_of: Date,
    /// Its number.
    pub number: String,
    /// All chemical forms.
    pub total: Option<KgU>,
    /// Uranium in UF6 by band, from the richest; `None` is not known.
    pub bands: [Option<KgU>; 4],
    /// Where the figures come from, and what is said of continuity.
    pub basis: String,
}

/// Reports in the order of their dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Stocks(Vec<Report>);

/// What stands at a date.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The date asked about.
    pub as_of: Date,
    /// The last report that counts as verified.
    pub last: Report,
    /// The last figures of any kind, such as an estimate made when continuity of knowledge was lost.
    pub estimate: Report,
    /// Days since the last report.
    pub age_days: i64,
    /// Since when there is no verified basis; `None` while there is one.
    pub no_basis_since: Option<Date>,
}

impl Stocks {
    /// Reads a table.
    ///
    /// # Errors
    /// A header without the basis of its masses, a field that is no figure, bands that add up to more than the total,
    /// dates out of order.
    pub fn read(text: &str) -> Result<Self, SafeguardsError> {
        let mut reports: Vec<Report> = Vec::new();
        for row in rows(text, &STOCKS_COLUMNS)? {
            let report = report(&row)?;
            if reports.last().is_some_and(|last| last.as_of >= report.as_of) {
                return Err(row.refused("as_of", "a date after that of the line before"));
            }
            reports.push(report);
        }
        if reports.is_empty() {
            return Err(SafeguardsError::value("stocks", "no lines", "at least one report"));
        }
        Ok(Stocks(reports))
    }

    /// All reports.
    pub fn reports(&self) -> &[Report] {
        &self.0
    }

    /// Day of the last report that does not tell of a loss of continuity: what is asked about where no day is given.
    pub fn last_verified(&self) -> Option<Date> {
        let verified = self.0.iter().rev().find(|report| !report.loses()).or(self.0.last());
        verified.map(|report| report.as_of)
    }

    /// The same with one report put in its place by date, such as a figure that a verifier gave since.
    #[must_use]
    pub fn with(mut self, report: Report) -> Self {
        self.0.retain(|known| known.as_of != report.as_of);
        let at = self.0.partition_point(|known| known.as_of < report.as_of);
        self.0.insert(at, report);
        self
    }

    /// Growth of a band between the last two reports up to a date that know it, kg U a month.
    pub fn rate(&self, band: Band, as_of: Date) -> Option<f64> {
        let known = self.0.iter().filter(|report| report.as_of <= as_of);
        let known: Vec<(Date, f64)> =
            known.filter_map(|report| Some((report.as_of, report.bands[band.index()]?.0))).collect();
        let [.., (before, less), (after, more)] = known.as_slice() else { return None };
        let days = days_between(*before, *after);
        (days > 0).then(|| (more - less) / days as f64 * crate::breakout::DAYS_OF_MONTH)
    }
}

/// What stands at a date. There is no verified basis after a report that says that continuity of knowledge is lost, nor
/// when the last report is over 130 days old: reports are quarterly.
///
/// # Errors
/// No report at or before the date.
pub fn standing_at(stocks: &Stocks, as_of: Date) -> Result<Standing, SafeguardsError> {
    let until: Vec<&Report> = stocks.0.iter().filter(|report| report.as_of <= as_of).collect();
    let Some(estimate) = until.last().copied() else {
        let first = stocks.0.first().map(|report| report.as_of.to_string()).unwrap_or_default();
        return Err(SafeguardsError::NoReport { as_of: as_of.to_string(), first });
    };
    let lost = until.iter().rev().take_while(|report| !report.restores()).filter(|report| report.loses());
    let lost = lost.map(|report| report.as_of).last().filter(|lost| *lost <= as_of);
    let stale = days_between(estimate.as_of, as_of) > STALE_DAYS;
    let no_basis_since = lost.or(stale.then_some(estimate.as_of));
    let verified = until.iter().rev().find(|report| no_basis_since.is_none() || !report.loses());
    let last = verified.copied().unwrap_or(estimate).clone();
    let age_days = days_between(last.as_of, as_of);
    Ok(Standing { as_of, last, estimate: estimate.clone(), age_days, no_basis_since })
}

impl Report {
    /// Whether it says that continuity of knowledge is lost.
    fn loses(&self) -> bool {
        self.basis.to_lowercase().contains("continuity of knowledge lost")
    }

    /// Whether it says that continuity of knowledge is back.
    fn restores(&self) -> bool {
        self.basis.to_lowercase().contains("continuity of knowledge restored")
    }
}

fn report(row: &Row) -> Result<Report, SafeguardsError> {
    let kg = |column: &str| Ok(row.known(column)?.map(KgU));
    let bands = [kg("uf6_le60_kgU")?, kg("uf6_le20_kgU")?, kg("uf6_le5_kgU")?, kg("uf6_le2_kgU")?];
    let total = kg("total_kgU")?;
    let sum: f64 = bands.iter().flatten().map(|mass| mass.0).sum();
    // Reports round to a tenth of a kilogram, each band for itself.
    if total.is_some_and(|total| sum > total.0 + 0.5) {
        return Err(row.refused("total_kgU", &format!("at least the sum of the bands, {sum:.1}")));
    }
    Ok(Report {
        row: row.line(),
        as_of: row.date("as_of")?,
        number: row.text("report").to_owned(),
        total,
        bands,
        basis: row.text("basis").to_owned(),
    })
}

/// Days from one date to another.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A quarter and the weeks until its report is out.
const STALE_DAYS: i64 = 130;
