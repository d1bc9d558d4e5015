//! The back-test, small: the whole record is `./run bench models`.

use brent::*;

fn date(text: &str) -> jiff::civil::Date {
    text.parse().expect("a date")
}

#[test]
fn origins_are_scored_alike_in_any_order_and_tables_add_up() {
    let prices = Prices::read(SERIES).expect("shipped");
    let episodes = episodes(EPISODES).expect("shipped");
    let test = Backtest::new(&prices, &episodes, date("2024-01-02"), 60, 1_000).expect("origins");
    let forward: Vec<OriginScore> = (0..test.len()).map(|n| test.run(n).expect("scored")).collect();
    let mut backward: Vec<OriginScore> =
        (0..test.len()).rev().map(|n| test.run(n).expect("scored")).collect();
    backward.reverse();
    assert_eq!(forward, backward);
    let summary = test.summary(&forward);
    assert_eq!(summary.episodes, 28);
    assert_eq!(test.by_episode(&forward).len(), 56);
    let line = |table: &Table, rows: usize, method: Method| {
        *table.lines.iter().find(|l| l.rows == rows && l.method == method).expect("a line")
    };
    // The issue's own figures, to the noise of a thousand paths.
    assert!((line(&summary.before, 1, Method::Walk).crps - 2.404).abs() < 0.005);
    assert!((line(&summary.before, 1, Method::GarchT).crps - 2.388).abs() < 0.03);
    assert!((line(&summary.after, 5, Method::Walk).crps - 3.407).abs() < 0.005);
    assert!(test.run(test.len()).is_err());
}

#[test]
fn rungs_moved_prices_for_days_and_not_for_a_quarter() {
    let prices = Prices::read(SERIES).expect("shipped");
    let fit = rung_fit(&prices, &episodes(EPISODES).expect("shipped"), prices.len() - 1);
    let slope = |rows: usize| fit.slopes.iter().find(|s| s.rows == rows).expect("a slope");
    assert_eq!(fit.episodes, 28);
    assert!((slope(1).slope - 1.9).abs() < 0.1 && (slope(5).slope - 3.8).abs() < 0.1, "{fit:?}");
    assert!(slope(5).r2 > 0.45 && slope(60).r2 < 0.1, "{fit:?}");
    let early = rung_fit(&prices, &episodes(EPISODES).expect("shipped"), 1_000);
    assert_eq!((early.episodes, early.kappa), (0, None));
}

#[test]
fn blocks_give_an_interval_around_the_gain() {
    let prices = Prices::read(SERIES).expect("shipped");
    let test = Backtest::new(&prices, &[], date("2008-01-02"), 80, 500).expect("origins");
    let scores: Vec<OriginScore> = (0..test.len()).map(|n| test.run(n).expect("scored")).collect();
    for gain in gain(&scores, Method::GarchT, Method::Walk, 4) {
        assert!(gain.low <= gain.gain && gain.gain <= gain.high, "{gain:?}");
    }
}
