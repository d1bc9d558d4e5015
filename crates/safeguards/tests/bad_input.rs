//! What is refused, and that nothing from outside panics.

use proptest::prelude::*;
use refusal::OperatorError;
use safeguards::*;

fn refused<T: std::fmt::Debug>(result: Result<T, SafeguardsError>) -> String {
    result.expect_err("refused").to_string()
}

#[test]
fn masses_without_basis_are_refused() {
    assert!(refused(KgU::parse("amount", "25 kg")).contains("basis"));
    assert!(refused(KgU::parse("amount", "-25 kgU")).contains("-25"));
    assert!((KgU::parse("amount", "300 kgUF6").expect("a mass").0 - 202.8).abs() < 1e-9);
    let header = STOCKS_COLUMNS.join(",").replace("total_kgU", "total_kg");
    assert!(matches!(Stocks::read(&header), Err(SafeguardsError::Header { .. })));
}

#[test]
fn enrichment_out_of_order_or_range_is_refused() {
    let x = |x: f64| Assay::new(x).expect("a fraction");
    for bad in [0.0, 1.0, -0.1, 20.0, f64::NAN] {
        assert!(Assay::new(bad).is_err(), "{bad}");
    }
    assert!(refused(balance_from_product(KgU(1.0), x(0.03), x(0.2), x(0.1))).contains("product"));
    assert!(refused(balance_from_product(KgU(1.0), x(0.9), x(0.2), x(0.3))).contains("tails"));
    assert!(balance_from_product(KgU(-1.0), x(0.9), x(0.2), x(0.1)).is_err());
    assert!(tails_for_product(KgU(10.0), x(0.2), KgU(9.0), x(0.9)).is_err());
}

#[test]
fn a_bad_field_is_named_by_row_and_column() {
    let head = STOCKS_COLUMNS.join(",");
    let lines = [
        ("2024-01-01,R,100,90,20,,,b", "total_kgU"),
        ("2024-01-01,R,x,,,,,b", "total_kgU"),
        ("2024-01-01,R,100,,,,-1,b", "uf6_le60_kgU"),
        ("2024-13-01,R,100,,,,,b", "as_of"),
        ("2024-01-01,R,100", "fields"),
    ];
    for (line, column) in lines {
        let told = refused(Stocks::read(&format!("{head}\n{line}\n")));
        assert!(told.contains("row=2") && told.contains(column), "{told}");
    }
    let twice = format!("{head}\n2024-01-01,R,1,,,,,b\n2024-01-01,R,1,,,,,b\n");
    assert!(refused(Stocks::read(&twice)).contains("row=3"));
    let machines = format!("{}\ncount,2024-01-01,A,IR-9,1,1,,,,,,s,b\n", MACHINES_COLUMNS.join(","));
    assert!(refused(Machines::read(&machines)).contains("type"));
}

#[test]
fn a_stock_above_what_the_sites_can_hold_is_refused() {
    let (stocks, machines) =
        (Stocks::read(STOCKS).expect("shipped"), Machines::read(MACHINES).expect("shipped"));
    let step = Step::parse(&step_template().replace("1000 kgU", "100 kgU")).expect("a step");
    let told = refused(step_effect(&step, &stocks, &machines, &Assumed::USUAL, 10, 1));
    assert!(told.contains("uf6_le60_kgU") && told.contains("408.6"), "{told}");
}

#[test]
fn a_step_without_what_its_kind_needs_is_refused() {
    let step = |lines: &str| Step::parse(&format!("as_of = \"2025-05-17\"\n[step]\n{lines}\n"));
    assert!(refused(step("kind = \"melt\"")).contains("step.kind"));
    assert!(
        refused(step("kind = \"dilute\"\nband = \"60\"\namount = \"1 kg\"\nto = 0.05")).contains("basis")
    );
    assert!(
        refused(step("kind = \"dilute\"\nband = \"60\"\namount = \"1 kgU\"\nto = 0.7")).contains("step.to")
    );
    assert!(refused(step("kind = \"ship-out\"\namount = \"1 kgU\"")).contains("step.band"));
    assert!(refused(step("kind = \"visits\"\ninterval_days = -3")).contains("-3"));
    assert_eq!(step("colour = 1").expect_err("refused").code().0, "E-SAFE-004");
}

proptest! {
    #[test]
    fn tables_and_steps_never_panic(text in "\\PC*") {
        let _ = Stocks::read(&text);
        let _ = Machines::read(&text);
        let _ = published_cases(&text);
        let _ = totals_rows(&text);
        let _ = Step::parse(&text);
        let _ = vector("x", "breakout_months", &text, &text);
    }

    #[test]
    fn a_balance_keeps_its_uranium(p in 0.1_f64..1e4, xw in 0.001_f64..0.3, a in 0.01_f64..1.0, b in 0.01_f64..1.0) {
        let xf = xw + (0.98 - xw) * 0.5 * a;
        let xp = xf + (0.99 - xf) * b;
        let x = |x: f64| Assay::new(x).expect("a fraction");
        let balance = balance_from_product(KgU(p), x(xp), x(xf), x(xw)).expect("in order");
        let u235 = balance.product.0 * xp + balance.tails.0 * xw - balance.feed.0 * xf;
        prop_assert!(u235.abs() < 1e-9 * balance.feed.0.max(1.0));
        prop_assert!(balance.work.0 >= -1e-9);
    }
}
