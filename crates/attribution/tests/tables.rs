//! The vectors of the data folder, to a millionth.

use attribution::*;

const VECTORS: &str = include_str!("../../../data/attribution/vectors.csv");

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
    assert_eq!(run, 9);
}

#[test]
fn what_is_off_does_not_hold() {
    let inputs = r#"{"t": [1.0, 1.5, 4.0, 9.0], "T": 12.0, "mu": 0.2, "alpha": 0.4, "beta": 1.0}"#;
    assert!(!vector("x", "hawkes_loglik", inputs, r#"{"loglik": -9.374190}"#).expect("known").holds);
    assert!(!vector("x", "hawkes_loglik", inputs, r#"{"other": 1}"#).expect("known").holds);
}

#[test]
fn the_shipped_tables_are_whole() {
    assert_eq!(Likelihoods::shipped().kinds().count(), 14);
    assert_eq!(Response::shipped(), Response::read(RESPONSE).expect("shipped"));
    assert_eq!(incidents(INCIDENTS).expect("shipped").len(), 22);
}

#[test]
fn words_begin_at_their_lower_end() {
    assert_eq!(word(0.45), Some("roughly even chance"));
    assert_eq!(word(0.449), Some("unlikely"));
    assert_eq!(word(0.95), Some("almost certain"));
    assert_eq!((word(0.009), word(0.991)), (None, None));
}
