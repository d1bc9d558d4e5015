//! Closed answers of repeated stages and of crises.

use crate::support::near;
use games::crisis::{Bargaining, CheapTalk, brink, truthful_from};
use games::repeated::{Answer, Monitoring, Stage};
use proptest::prelude::*;

fn stage() -> Stage {
    Stage::new(5.0, 3.0, 1.0, 0.0).expect("a stage")
}

#[test]
fn restraint_holds_from_the_known_factors() {
    near(stage().grim(), 0.5, 1e-12);
    near(stage().limited(1).expect("in the limit"), 1.0, 1e-12);
    near(stage().limited(2).expect("a factor"), (5.0_f64.sqrt() - 1.0) / 2.0, 1e-9);
    for (periods, factor) in [(3, 0.543_689), (5, 0.508_660), (10, 0.500_245)] {
        near(stage().limited(periods).expect("a factor"), factor, 5e-7);
    }
    near(stage().tit_for_tat(), 2.0 / 3.0, 1e-12);
}

#[test]
fn seeing_less_clearly_asks_for_more_patience() {
    let cases = [
        ((0.1, 0.6), 5.0 / 7.0, 2.6),
        ((0.05, 0.5), 5.0 / 7.0, 25.0 / 9.0),
        ((0.2, 0.5), 10.0 / 11.0, 5.0 / 3.0),
    ];
    for ((false_alarm, detection), factor, value) in cases {
        let seen = Monitoring { false_alarm, detection };
        let found = stage().critical(seen, Answer::Grim).expect("a range").expect("a factor");
        near(found, factor, 1e-9);
        near(stage().value(seen, Answer::Grim, found), value, 1e-9);
    }
    let seen = Monitoring { false_alarm: 0.1, detection: 0.6 };
    for (periods, factor) in [(3, 0.911_568_5), (5, 0.777_307), (10, 0.722_257)] {
        let found = stage().critical(seen, Answer::Periods(periods)).expect("a range").expect("a factor");
        near(found, factor, 5e-7);
    }
    for periods in [1, 2] {
        assert_eq!(stage().critical(seen, Answer::Periods(periods)).expect("a range"), None);
    }
    assert!(stage().critical(Monitoring { false_alarm: 0.6, detection: 0.1 }, Answer::Grim).is_err());
    assert!(Stage::new(3.0, 3.0, 1.0, 0.0).is_err());
}

proptest! {
    #[test]
    fn closed_forms_and_plain_counting_agree(
        e in 0.0_f64..0.3, more in 0.2_f64..0.6, periods in 1_u32..12, d in 0.05_f64..0.95, grim in any::<bool>(),
    ) {
        let seen = Monitoring { false_alarm: e, detection: e + more };
        let answer = if grim { Answer::Grim } else { Answer::Periods(periods) };
        let critical = stage().critical(seen, answer).expect("a range").unwrap_or(1.0);
        // Too near to call by counting.
        prop_assume!((critical - d).abs() > 0.01);
        prop_assert_eq!(stage().holds_by_simulation(seen, answer, d, 2_000), d > critical);
    }
}

#[test]
fn war_comes_from_asking_too_much() {
    let crisis = Bargaining::new(0.6, 0.1, 0.4).expect("a crisis");
    let offer = crisis.best();
    near(offer.demand, 0.75, 1e-12);
    near(offer.war, 3.0 / 8.0, 1e-12);
    near(offer.value, 0.656_25, 1e-12);
    let (low, high) = crisis.range(0.15);
    near(low, 0.5, 1e-12);
    near(high, 0.75, 1e-12);
    // No other demand is better.
    let value = |demand: f64| {
        let war = ((demand - 0.6) / 0.4).clamp(0.0, 1.0);
        war * 0.5 + (1.0 - war) * demand
    };
    assert!((0..=1_000).all(|step| value(f64::from(step) / 1_000.0) <= offer.value + 1e-12));
    near(brink(10.0, 0.0, -90.0).expect("an order"), 0.1, 1e-12);
    assert!(brink(0.0, 1.0, 2.0).is_err());
}

#[test]
fn talk_tells_the_less_the_further_aims_lie_apart() {
    let counts = [(0.3, 1), (0.25, 1), (0.24, 2), (0.1, 2), (0.05, 3), (1.0 / 24.0, 3), (0.02, 5), (0.01, 7)];
    for (bias, messages) in counts {
        assert_eq!(CheapTalk::best(bias).expect("a bias").messages(), messages, "bias {bias}");
    }
    let talk = CheapTalk::best(0.1).expect("a bias");
    near(talk.cuts[0], 0.3, 1e-12);
    near(talk.loss, 0.030_833_333_333, 1e-9);
    let talk = CheapTalk::best(0.05).expect("a bias");
    near(talk.cuts[0], 0.133_333_333_333, 1e-9);
    near(talk.cuts[1], 0.466_666_666_667, 1e-9);
    near(talk.loss, 0.015_925_925_926, 1e-9);
    // At each cut the sender is as well off with either message.
    for bias in [0.02, 0.037, 0.1] {
        let talk = CheapTalk::best(bias).expect("a bias");
        let ends: Vec<f64> = [0.0].into_iter().chain(talk.cuts.clone()).chain([1.0]).collect();
        for three in ends.windows(3) {
            let miss = |low: f64, high: f64| ((low + high) / 2.0 - (three[1] + bias)).abs();
            near(miss(three[0], three[1]), miss(three[1], three[2]), 1e-9);
        }
    }
}

#[test]
fn truth_pays_when_lies_are_found_out_two_times_in_three() {
    // Lying about an attack: 10 instead of -30; exposed, 20 more.
    near(truthful_from(40.0, 20.0).expect("a range"), 2.0 / 3.0, 1e-12);
    assert!(truthful_from(-1.0, 0.0).is_err());
}
