//! What is refused, and that nothing from outside panics.

use brent::*;
use proptest::prelude::*;

fn refused(text: &str) -> String {
    Prices::read(text).expect_err("refused").to_string()
}

#[test]
fn bad_rows_of_prices_are_named() {
    let of = |rows: &str| refused(&format!("Date,Price\n2025-01-02,70\n{rows}"));
    for (rows, told) in [
        ("2025-01-02,71\n", "Date"),
        ("2025-01-01,71\n", "after 2025-01-02"),
        ("2025-01-03,0\n", "Price"),
        ("2025-01-03,-5\n", "Price"),
        ("2025-01-03,\n", "Price"),
        ("2025-01-20,71\n", "rows are missing"),
        ("2025-01-03,71,8\n", "fields"),
    ] {
        let found = of(rows);
        assert!(found.contains("row=3") && found.contains(told), "{told}: {found}");
    }
    assert!(matches!(Prices::read("Day,Price\n"), Err(BrentError::Header { .. })));
    assert!(matches!(Prices::read("Date,Price\n"), Err(BrentError::TooFew { .. })));
}

#[test]
fn too_short_a_series_is_refused() {
    let rows: String = (1..29).map(|d| format!("2025-02-{d:02},{}\n", 70 + d)).collect();
    let prices = Prices::read(&format!("Date,Price\n{rows}")).expect("a series");
    assert!(matches!(baselines(&prices, 20, 100, 1), Err(BrentError::TooFew { .. })));
    assert!(prices.at_or_before("2024-01-01".parse().expect("a date")).is_err());
    assert!(Backtest::new(&prices, &[], prices.date(0), 5, 100).is_err());
}

#[test]
fn events_out_of_range_are_refused() {
    for (from, to, told) in [
        ("rung_after = 4", "rung_after = 7", "rung_after"),
        ("at_risk_mbd = 20.0", "at_risk_mbd = -20.0", "at_risk_mbd"),
        ("at_risk_mbd = 20.0", "at_risk_mbd = 200.0", "world uses"),
        ("loss = \"by-rung\"", "loss = \"maybe\"", "maybe"),
        ("volatility = 1.2", "volatility = 0", "parameters.volatility"),
        ("days = 30", "dais = 30", "dais"),
        ("net_exports_mbd = 1.5", "net_exports_mbd = nan", "net_exports_mbd"),
    ] {
        let told_of = Event::check(&brent_template().replacen(from, to, 1)).expect_err("refused").to_string();
        assert!(told_of.contains(told), "{told}: {told_of}");
    }
    assert!(Event::check("title = \"x\"\ncase = []\n").is_err());
}

#[test]
fn a_rung_above_six_is_refused_in_a_table() {
    let text = format!("{}\nx,2020-01-01,1,k,w,1,0,2,7,0,s,b\n", EPISODES_COLUMNS.join(","));
    let told = episodes(&text).expect_err("refused").to_string();
    assert!(told.contains("row=2") && told.contains("rung_after"), "{told}");
}

proptest! {
    #[test]
    fn files_never_panic(text in "\\PC*") {
        let _ = Prices::read(&text);
        let _ = episodes(&text);
        let _ = Event::check(&text);
        let _ = vector("x", "scenario_quantiles", &text, "{}");
    }

    #[test]
    fn a_sample_scores_like_the_form_with_pairs(y in -1.0_f64..1.0, x in prop::collection::vec(-1.0_f64..1.0, 1..30)) {
        let n = x.len() as f64;
        let near: f64 = x.iter().map(|x| (x - y).abs()).sum::<f64>() / n;
        let apart: f64 = x.iter().flat_map(|a| x.iter().map(move |b| (a - b).abs())).sum::<f64>() / (2.0 * n * n);
        prop_assert!((crps_sample(y, &x) - (near - apart)).abs() < 1e-12);
    }
}
