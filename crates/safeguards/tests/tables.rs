//! The tables of the data folder: vectors to 1e-6, published estimates, published counts.

use safeguards::{published_cases, totals_rows, vector};

const VECTORS: &str = include_str!("../../../data/safeguards/vectors.csv");
const PUBLISHED: &str = include_str!("../../../data/safeguards/published-breakout.csv");
const TOTALS: &str = include_str!("../../../data/safeguards/published-totals.csv");

#[test]
fn every_vector_holds() {
    let mut reader = csv::Reader::from_reader(VECTORS.as_bytes());
    let mut run = 0;
    for record in reader.records() {
        let record = record.expect("a table");
        let checked = vector(&record[0], &record[1], &record[2], &record[3]).expect("a known function");
        assert!(checked.holds, "{checked:?}");
        run += 1;
    }
    assert_eq!(run, 28);
}

#[test]
fn a_vector_that_is_off_by_more_than_a_millionth_does_not_hold() {
    let checked = vector("x", "separative_potential", "x=0.035", "V=3.084613").expect("known");
    assert!(!checked.holds);
    assert!(!vector("x", "separative_potential", "x=0.035", "U=3.084605").expect("known").holds);
}

#[test]
fn every_published_estimate_is_reproduced() {
    let cases = published_cases(PUBLISHED).expect("the shipped table");
    let told: Vec<String> = cases.iter().map(|case| format!("{:?}", case.checked())).collect();
    assert!(cases.len() == 13 && cases.iter().all(|case| case.holds()), "{}", told.join("\n"));
    let off = |case: &safeguards::PublishedCase| (case.model[1] / case.published[1]).ln();
    let rms = (cases.iter().map(|case| off(case).powi(2)).sum::<f64>() / 13.0).sqrt();
    assert!(rms < 0.105, "rms log error {rms}");
}

#[test]
fn every_published_count_is_reproduced() {
    let rows = totals_rows(TOTALS).expect("the shipped table");
    assert_eq!(rows.len(), 5);
    for row in &rows {
        assert!(row.holds(), "{:?}", row.checked());
    }
    assert!((rows[4].model[0] - 9.9).abs() < 0.05, "{:?}", rows[4]);
}
