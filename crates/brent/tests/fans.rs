//! Fans: seeds, look-ahead, the direction that is not for free, the difference.

use brent::*;

fn series() -> Prices {
    Prices::read(SERIES).expect("shipped")
}

fn date(text: &str) -> jiff::civil::Date {
    text.parse().expect("a date")
}

fn template(prices: &Prices, origin: usize) -> Event {
    Event::parse(brent_template(), prices.date(origin)).expect("the template is valid")
}

#[test]
fn the_same_seed_gives_the_same_fan() {
    let prices = series();
    let origin = prices.at_or_before(date("2025-06-12")).expect("a row");
    let case = &template(&prices, origin).cases[0];
    let one = fan(&prices, origin, case, 3_000, 4).expect("a fan");
    assert_eq!(one, fan(&prices, origin, case, 3_000, 4).expect("a fan"));
    assert_ne!(one, fan(&prices, origin, case, 3_000, 5).expect("a fan"));
    for horizon in &one.horizons {
        assert!(PERCENT.windows(2).all(|pair| horizon.price(pair[0]) < horizon.price(pair[1])));
    }
}

#[test]
fn the_future_of_the_file_changes_nothing() {
    let cut = date("2019-09-13");
    let prices = series();
    let origin = prices.at_or_before(cut).expect("a row");
    let mut shifted = String::from("Date,Price\n");
    for row in 0..prices.len() {
        let price = if row > origin { prices.price(row) * 3.7 + row as f64 } else { prices.price(row) };
        shifted.push_str(&format!("{},{price}\n", prices.date(row)));
    }
    let shifted = Prices::read(&shifted).expect("a series");
    let case = &template(&prices, origin).cases[1];
    assert_eq!(fan(&prices, origin, case, 2_000, 1), fan(&shifted, origin, case, 2_000, 1));
    assert_eq!(baselines(&prices, origin, 2_000, 1), baselines(&shifted, origin, 2_000, 1));
    let episodes = episodes(EPISODES).expect("shipped");
    assert_eq!(rung_fit(&prices, &episodes, origin), rung_fit(&shifted, &episodes, origin));
}

#[test]
fn an_event_after_the_origin_is_looking_ahead() {
    let text = brent_template().replace("# known", "known");
    assert!(Event::parse(&text, date("2025-06-13")).is_ok());
    let refused = Event::parse(&text, date("2025-06-12")).expect_err("ahead");
    assert!(matches!(refused, BrentError::LookAhead { .. }));
    assert!(refused.to_string().contains("known = "), "{refused}");
}

#[test]
fn chances_move_no_expected_price_but_skew_it() {
    let prices = series();
    let origin = prices.at_or_before(date("2025-06-12")).expect("a row");
    let mut case = template(&prices, origin).cases[0].clone();
    (case.rung_before, case.rung_after) = (4, 4);
    case.steps.clear();
    let with = fan(&prices, origin, &case, 40_000, 2).expect("a fan");
    case.loss = Loss::None;
    let without = fan(&prices, origin, &case, 40_000, 2).expect("a fan");
    for (a, b) in with.horizons.iter().zip(&without.horizons) {
        let mean = |h: &Horizon| h.sorted.iter().map(|x| x.exp()).sum::<f64>() / h.sorted.len() as f64;
        assert!((mean(a) / mean(b) - 1.0).abs() < 0.01, "{} rows: {} {}", a.rows, mean(a), mean(b));
    }
    let (a, b) = (&with.horizons[3], &without.horizons[3]);
    assert!(a.price(50) < b.price(50) && a.change(0.99) > b.change(0.99) + 0.02);
}

#[test]
fn the_simulated_fan_agrees_with_the_closed_form() {
    let prices = series();
    let origin = prices.at_or_before(date("2025-06-12")).expect("a row");
    let mut case = template(&prices, origin).cases[0].clone();
    case.steps.clear();
    (case.rung_before, case.rung_after, case.loss) = (3, 5, Loss::None);
    case.parameters.volatility_half_life = 1e9;
    let simulated = fan(&prices, origin, &case, 40_000, 9).expect("a fan");
    case.at_risk_mbd = 0.0;
    for horizon in simulated.horizons.iter().take(3) {
        let closed = scenario_quantiles(&case, simulated.price, simulated.garch, horizon.rows as f64);
        let [low, _, high] = closed.expect("in range");
        assert!((horizon.price(5) / low - 1.0).abs() < 0.015, "{} {low}", horizon.price(5));
        assert!((horizon.price(95) / high - 1.0).abs() < 0.015, "{} {high}", horizon.price(95));
    }
}

#[test]
fn a_difference_follows_its_assumptions() {
    let prices = series();
    let origin = prices.at_or_before(date("2025-06-12")).expect("a row");
    let event = template(&prices, origin);
    let fans: Vec<Fan> =
        event.cases.iter().map(|case| fan(&prices, origin, case, 10_000, 3).expect("a fan")).collect();
    let between = difference([&event.cases[0], &event.cases[1]], [&fans[0], &fans[1]], &event.exposures);
    let week = &between.horizons[1];
    assert!(week.median_usd < 0.0 && week.width_usd < 0.0, "{week:?}");
    assert!((week.exposures[0].1 - 1.5 * week.median_usd).abs() < 1e-9);
    assert!(week.exposures[1].1 > 0.0);
    let same = difference([&event.cases[0], &event.cases[0]], [&fans[0], &fans[0]], &[]);
    assert!(
        same.indistinguishable() && same.horizons.iter().all(|h| h.median_usd == 0.0 && h.overlap == 1.0)
    );
    let bars = tornado(&event.cases, fans[0].price, fans[0].garch);
    assert!(bars.len() == 9 && bars[0].result[0] != bars[0].result[1], "{bars:?}");
}

#[test]
fn a_week_after_an_event_only_the_rest_of_its_premium_is_left() {
    let prices = series();
    let origin = prices.at_or_before(date("2025-06-25")).expect("a row");
    let mut case = template(&prices, origin).cases[1].clone();
    case.loss = Loss::None;
    let at =
        |known| Fan::of_event(&prices, origin, known, &case, 8_000, 1).expect("a fan").horizons[2].price(50);
    assert!(at(Some(date("2025-06-13"))) < at(None));
}
