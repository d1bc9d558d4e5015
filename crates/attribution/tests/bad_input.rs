//! What is refused, and that nothing from outside panics.

use attribution::*;
use proptest::prelude::*;
use refusal::OperatorError;

fn refused(text: &str) -> String {
    Evidence::parse(text).expect_err("refused").to_string()
}

#[test]
fn unknown_grades_kinds_and_keys_are_refused() {
    for (from, to, told) in [
        ("\"B3\"", "\"G3\"", "G3"),
        ("\"B3\"", "\"B7\"", "B7"),
        ("\"B3\"", "\"\"", "item serials, grade"),
        ("group_claims", "group_boasts", "group_boasts"),
        ("seen = false", "sen = false", "sen"),
        ("third = 0.10", "third = 0.20", "add up to 1"),
        ("third = 0.10", "third = -0.10", "prior.third"),
        ("rho = 0.7", "rho = 1.7", "rho"),
        ("t1_days = 45", "t1_days = -45", "T1"),
        ("n1 = 1", "n1 = -1", "n1"),
        ("lat = 33.786", "lat = 133.786", "item.lat"),
    ] {
        let told_of = refused(&evidence_template().replace(from, to));
        assert!(told_of.contains(told), "{told}: {told_of}");
    }
}

#[test]
fn evidence_that_cites_itself_is_refused_through_any_number_of_items() {
    let own = evidence_template().replace("cites = [\"wreck\"]", "cites = [\"serials\"]");
    assert!(refused(&own).contains("serials > serials"));
    let round = evidence_template().replace("id = \"wreck\"", "id = \"wreck\"\ncites = [\"serials\"]");
    let error = Evidence::parse(&round).expect_err("a circle");
    assert_eq!(error.code().0, "E-ATTR-005");
    let nobody = evidence_template().replace("cites = [\"wreck\"]", "cites = [\"ghost\"]");
    assert!(refused(&nobody).contains("ghost"));
    assert!(refused(&evidence_template().replace("\"serials\"", "\"wreck\"")).contains("no other item"));
}

#[test]
fn a_bad_line_of_events_is_named() {
    let text = format!("{}\nx,2020-02-31,1,1,a,b,c\n", ASAM_COLUMNS.join(","));
    let told = Events::read(&text).expect_err("refused").to_string();
    assert!(told.contains("row=2") && told.contains("date"), "{told}");
    let backward = format!("{}\n1,g,2020-02-02,2020-02-01,1,a,b,1,1,1,p,q,1,1,1\n", UCDP_COLUMNS.join(","));
    assert!(Events::read(&backward).expect_err("refused").to_string().contains("date_end"));
    assert!(matches!(Events::read("a,b\n"), Err(AttributionError::Header { .. })));
}

proptest! {
    #[test]
    fn files_never_panic(text in "\\PC*") {
        let _ = Evidence::parse(&text);
        let _ = Events::read(&text);
        let _ = incidents(&text);
        let _ = Likelihoods::read(&text);
        let _ = Response::read(&text);
        let _ = vector("x", "posterior", &text, "{}");
        let _ = Grade::parse(&text);
    }

    #[test]
    fn a_posterior_is_a_distribution(n0 in 0.0_f64..300.0, n1 in 0.0_f64..300.0, t0 in 1.0_f64..900.0, t1 in 1.0_f64..900.0) {
        let change = rate_change(&RateWindow { n0, t0, n1, t1, a: 1.0, b: 6.0 }).expect("a window");
        let p = posterior(&[0.2; 5], &[], &Response::shipped().ln_factor(&change));
        prop_assert!((p.0.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(p.0.iter().all(|p| p.is_finite() && *p >= 0.0));
        let factor = Response::shipped().ln_factor(&change);
        prop_assert!((factor[0] - factor[2]).exp() <= 6.0 + 1e-9);
    }
}
