//! The after-the-warning test on real events, and on worlds with a known truth.

use attribution::*;

const UCDP: &str = include_str!("../../../data/incidents/ucdp-syria-subset.csv");

fn date(text: &str) -> jiff::civil::Date {
    text.parse().expect("a date")
}

#[test]
fn the_end_of_an_offensive_overflows_raw_counts_and_not_corrected_ones() {
    let events = Events::read(UCDP).expect("shipped").of(Some("turkey-backed"));
    let window =
        Window { from: Some(date("2018-01-20")), warning: date("2018-03-25"), to: Some(date("2018-05-23")) };
    let after = after_warning(&events, None, window, &Response::shipped()).expect("computed");
    assert!(after.raw_change.ln_change / std::f64::consts::LN_10 > 30.0, "{after:?}");
    assert!(after.corrected.n0 < after.raw.n0);
    assert!(after.change.ln_change < after.raw_change.ln_change && after.change.p_drop > 0.99);
    assert!(after.rate_before[1] > after.rate_after[1]);
    // Bounded: never more than six to one for "directed" over "autonomous".
    assert!((after.ln_factor[0] - after.ln_factor[2]).exp() <= 6.0 + 1e-9);
}

#[test]
fn a_control_group_that_calms_down_too_takes_the_drop_away() {
    let events = Events::read(UCDP).expect("shipped").of(Some("turkey-backed"));
    let window =
        Window { from: Some(date("2018-01-20")), warning: date("2018-03-25"), to: Some(date("2018-05-23")) };
    let with = after_warning(&events, Some(&events), window, &Response::shipped()).expect("computed");
    assert!(with.change.ln_change < 1.0_f64, "{:?}", with.change);
}

#[test]
fn a_warning_outside_the_record_and_an_empty_record_are_refused() {
    let events = Events::read(UCDP).expect("shipped");
    let window = Window { from: None, warning: date("2030-01-01"), to: None };
    let refused = after_warning(&events, None, window, &Response::shipped()).expect_err("outside");
    assert!(refused.to_string().contains("2030-01-01"), "{refused}");
    let none = events.of(Some("nobody"));
    assert!(matches!(
        after_warning(&none, None, window, &Response::shipped()),
        Err(AttributionError::TooFew { .. })
    ));
}

#[test]
fn hawkes_finds_a_change_where_there_is_one_and_none_where_there_is_none() {
    let regular: Vec<f64> = (0..60).map(|n| 2.0 * f64::from(n) + 0.7 * f64::from(n * n % 7) / 7.0).collect();
    let same = hawkes_change(&regular, 60.0, 121.0).expect("fitted");
    assert!(same.p_value > 0.05, "{same:?}");
    let stops: Vec<f64> = regular.iter().copied().filter(|t| *t < 60.0 || *t > 110.0).collect();
    let drop = hawkes_change(&stops, 60.0, 121.0).expect("fitted");
    assert!(drop.p_value < 0.01 && drop.mu_after < drop.mu_before, "{drop:?}");
}
