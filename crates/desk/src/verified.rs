//! What verifiers reported over the line (S4), put into a table of stocks.
//!
//! I1 a band that a report does not speak of keeps the figure of the report before it, and the basis says so. I2 a report
//! UNABLE because continuity was lost ends the verified basis; a later one that verifies a stock begins it again.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use notice::types::s4_report::Verified;
use notice::vocabulary::{StockBand, UnableReason, Verdict};
use notice::{Notice, Quantity, Unit};
use safeguards::{Band, KgU, Report, Stocks};
use standing::Snapshot;

/// A table with what snapshots tell up to their time; and the numbers of the reports that were put in.
pub fn with_reports(mut stocks: Stocks, snapshots: &[Snapshot]) -> (Stocks, Vec<String>) {
    let mut told: Vec<&Notice> = snapshots
        .iter()
        .flat_map(|it| it.notices.iter().filter(|notice| notice.stamp().dtg.ms() <= it.as_of_ms))
        .filter(|notice| Verified::of(notice).is_some())
        .collect();
    told.sort_by_key(|notice| (notice.stamp().dtg, notice.number().to_string()));
    let (mut used, mut is_lost) = (Vec::new(), false);
    for notice in told {
        let Some(s4) = Verified::of(notice) else { continue };
        let number = notice.number().to_string();
        let Some(before) = stocks.reports().last().cloned() else { continue };
        let mut report = Report { row: 0, number: number.clone(), ..before.clone() };
        match s4.verdict() {
            Some(Verdict::Unable) if s4.reason() == Some(UnableReason::ContinuityLost) => {
                is_lost = true;
                report.as_of = day(notice.stamp().dtg.ms());
                report.basis =
                    format!("{number} UNABLE: continuity of knowledge lost; figures of {}", before.number);
            }
            Some(Verdict::Verified | Verdict::NotVerified) if !s4.stocks().is_empty() => {
                let mut total_moved = 0.0;
                for (band, value, _, as_of) in s4.stocks() {
                    let Some((place, mass)) = place(band).zip(kg(value)) else { continue };
                    total_moved += mass.0 - report.bands[place].map_or(mass.0, |old| old.0);
                    report.bands[place] = Some(mass);
                    report.as_of = day(as_of.ms());
                }
                report.total = before.total.map(|total| KgU(total.0 + total_moved));
                let again = if is_lost { "; continuity of knowledge restored" } else { "" };
                is_lost = false;
                report.basis =
                    format!("{number}; bands that it does not name as in {}{again}", before.number);
            }
            _ => continue,
        }
        // A report on figures older than the table's last is no news to it.
        if report.as_of >= before.as_of {
            stocks = stocks.with(report);
            used.push(number);
        }
    }
    (stocks, used)
}

fn place(band: StockBand) -> Option<usize> {
    let wanted = match band {
        StockBand::To60Pct => Band::UpTo60,
        StockBand::To20Pct => Band::UpTo20,
        StockBand::To5Pct => Band::UpTo5,
        StockBand::To2Pct => Band::UpTo2,
        StockBand::Above60Pct => return None,
    };
    Band::STOCK.into_iter().position(|known| known == wanted)
}

fn kg(value: Quantity) -> Option<KgU> {
    let (nano, unit) = value.in_base_nano();
    let amount = nano as f64 / 1e9;
    match unit {
        Unit::KilogramUranium => Some(KgU(amount)),
        // The factor of reported stocks (models.md B4).
        Unit::KilogramHexafluoride => Some(KgU(amount * 0.676)),
        _ => None,
    }
}

fn day(ms: i64) -> Date {
    Timestamp::from_millisecond(ms).unwrap_or_default().to_zoned(TimeZone::UTC).date()
}
