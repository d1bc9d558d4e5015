//! Stocks so many months ahead, if production goes on at the pace of the reports. No plan of anybody is known here.

use crate::band::Band;
use crate::breakout::DAYS_OF_MONTH;
use crate::stocks::{Standing, Stocks, days_between};

/// One band ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// The band.
    pub band: Band,
    /// Paces between the reports looked at, kg U a month: least, last, greatest; none if fewer than two know the band.
    pub pace: Option<[f64; 3]>,
    /// Stock then, kg U, at each of these paces; never below none.
    pub then: Option<[f64; 3]>,
}

/// Every band of the last verified report, so many months after the day asked about. The paces are those between the
/// last reports up to that one.
pub fn forecast(stocks: &Stocks, standing: &Standing, months: f64) -> Vec<Ahead> {
    let ahead = months + standing.age_days as f64 / DAYS_OF_MONTH;
    Band::STOCK
        .into_iter()
        .map(|band| {
            let place = band.index();
            let known: Vec<_> = stocks
                .reports()
                .iter()
                .filter(|report| report.as_of <= standing.last.as_of)
                .filter_map(|report| Some((report.as_of, report.bands[place]?.0)))
                .collect();
            let recent = &known[known.len().saturating_sub(REPORTS)..];
            let paces: Vec<f64> = recent
                .windows(2)
                .map(|pair| {
                    (pair[1].1 - pair[0].1) / days_between(pair[0].0, pair[1].0).max(1) as f64 * DAYS_OF_MONTH
                })
                .collect();
            let pace = paces.last().map(|last| {
                let least = paces.iter().copied().fold(f64::INFINITY, f64::min);
                [least, *last, paces.iter().copied().fold(f64::NEG_INFINITY, f64::max)]
            });
            let now = standing.last.bands[place].map(|mass| mass.0);
            let then = now.zip(pace).map(|(now, pace)| pace.map(|pace| (now + pace * ahead).max(0.0)));
            Ahead { band, pace, then }
        })
        .collect()
}

/// Reports that are looked back on: a year of quarterly ones.
const REPORTS: usize = 5;

#[cfg(test)]
mod tests {
    use super::forecast;
    use crate::stocks::{Stocks, standing_at};

    #[test]
    fn a_band_goes_on_at_the_paces_of_its_reports() {
        let text = "as_of,report,total_kgU,uf6_le2_kgU,uf6_le5_kgU,uf6_le20_kgU,uf6_le60_kgU,basis\n\
                    2024-01-01,A,1000,,500,100,10,\n2024-03-01,B,1000,,500,100,20,\n2024-04-30,C,1000,,400,100,50,\n";
        let stocks = Stocks::read(text).expect("a table");
        let standing = standing_at(&stocks, "2024-04-30".parse().expect("a day")).expect("a basis");
        let found = forecast(&stocks, &standing, 2.0);
        let of = |word: &str| found.iter().find(|ahead| ahead.band.word() == word).expect("a band");
        let [least, last, most] = of("60").pace.expect("two paces");
        assert!((least - 10.0 / 60.0 * 30.4375).abs() < 1e-9 && (last - 30.0 / 60.0 * 30.4375).abs() < 1e-9);
        assert_eq!(last, most);
        let [low, central, _] = of("60").then.expect("a stock");
        assert!((low - 50.0 - 2.0 * least).abs() < 1e-9 && (central - 50.0 - 2.0 * last).abs() < 1e-9);
        assert_eq!(of("20").then, Some([100.0; 3]));
        assert!(of("5").then.is_some_and(|then| then[0] < 400.0));
        assert_eq!(of("2").then, None, "no report knows it");
    }
}
