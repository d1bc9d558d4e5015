//! The vectors of the data folder.

use brent::*;

const VECTORS: &str = include_str!("../../../data/brent/vectors.csv");

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
    assert_eq!(run, 8);
}

#[test]
fn what_is_off_does_not_hold() {
    let crps = |want: &str| vector("x", "crps_normal", r#"{"y": 0.03, "mean": 0.0, "sd": 0.02}"#, want);
    assert!(crps(r#"{"crps": 0.019888}"#).expect("known").holds);
    assert!(!crps(r#"{"crps": 0.019887}"#).expect("known").holds);
    let fit = vector("x", "garch_t_fit", r#"{"last_row": "2012-12-31"}"#, r#"{"loglik": -3155.0}"#);
    assert!(!fit.expect("known").holds);
}

#[test]
fn the_shipped_tables_are_read() {
    assert_eq!(Prices::read(SERIES).expect("shipped").len(), 9_799);
    assert_eq!(episodes(EPISODES).expect("shipped").len(), 30);
}
