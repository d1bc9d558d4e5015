//! Steps priced in days.

use safeguards::*;

fn price(text: &str) -> (Standing, Vec<StepEffect>) {
    let (stocks, machines) =
        (Stocks::read(STOCKS).expect("shipped"), Machines::read(MACHINES).expect("shipped"));
    let step = Step::parse(text).expect("a step");
    step_effect(&step, &stocks, &machines, &Assumed::USUAL, 1_000, 5).expect("priced")
}

#[test]
fn the_template_is_valid_and_buys_days() {
    let (standing, effects) = price(step_template());
    assert!(standing.no_basis_since.is_none());
    let [effect] = effects.as_slice() else { panic!("one effect") };
    assert!(effect.days_bought.low.expect("days") > 0.0, "{effect:?}");
    assert_eq!(effect.detection_days_gained.central, Some(0.0));
}

#[test]
fn a_stop_buys_what_would_have_been_produced_and_visits_buy_detection() {
    let head = "as_of = \"2025-05-17\"\nquantities = 14\n[step]\n";
    let (_, effects) = price(&format!("{head}kind = \"stop\"\nband = \"60\"\nhorizon_days = 180\n"));
    assert!(effects[0].days_bought.central.expect("days") > 0.0, "{:?}", effects[0]);
    let (_, effects) = price(&format!("{head}kind = \"visits\"\ninterval_days = 3\n"));
    assert_eq!(effects[0].days_bought.central, Some(0.0));
    assert!(effects[0].detection_days_gained.central.expect("days") > 5.0, "{:?}", effects[0]);
    let (before, after) = (effects[0].detection_before, effects[0].detection_after);
    assert!(after.before_material > before.before_material);
}

#[test]
fn fewer_machines_take_longer_and_shipping_out_more_than_there_is_takes_all() {
    let head = "as_of = \"2021-03-20\"\n[step]\n";
    let cap = format!("{head}kind = \"cap-machines\"\nmachine = \"IR-1\"\nmachines = 1000\nsite = \"FEP\"\n");
    let (_, effects) = price(&cap);
    assert!(effects[0].days_bought.central.is_some_and(|days| days > 1.0), "{:?}", effects[0]);
    let ship =
        "as_of = \"2025-05-17\"\n[step]\nkind = \"ship-out\"\nband = \"60\"\namount = \"9999 kgUF6\"\n";
    let (_, effects) = price(ship);
    assert!(effects[0].days_bought.central.is_some_and(|days| days > 1.0), "{:?}", effects[0]);
}

#[test]
fn without_a_basis_a_step_is_a_bracket_over_assumed_cases() {
    let text = step_template().replace("2025-05-17", "2026-05-17");
    let (standing, effects) = price(&text);
    assert!(standing.no_basis_since.is_some());
    assert_eq!(effects.len(), 6);
    assert!(effects.iter().all(|effect| effect.case != "verified"));
}
