//! The best plan of a go-between over the whole ladder: verified apart, and held against what can be had without one.

use desk::assessment::whole;
use desk::mediated::{Board, best};
use desk::model::{Model, Point};
use desk::public::PublicTree;
use desk::tree::Talk;
use desk::{Inputs, shipped};

fn inputs(assumptions: &str) -> Inputs {
    Inputs::read(("assumptions", assumptions), None).unwrap_or_else(|error| panic!("{error}"))
}

fn joint(payoffs: [f64; 2]) -> f64 {
    payoffs[0] + payoffs[1]
}

/// The shipped case, and each of some numbers at both ends of its interval.
fn models() -> Vec<Model> {
    let mut all = Vec::new();
    for text in [shipped::ASSUMPTIONS, shipped::ASSUMPTIONS_OTHER] {
        let read = inputs(text).assumptions;
        all.push(Model::at(&read, &Point::new()));
        for key in ["moves.other_prize", "types.other_high"] {
            let estimate =
                read.numbers().into_iter().find(|named| named.key == key).expect("a number").estimate.clone();
            for value in [estimate.low, estimate.high] {
                all.push(Model::at(&read, &Point::from([(key.to_owned(), value)])));
            }
        }
    }
    all
}

#[test]
fn nobody_gains_by_a_lie_or_another_act_and_the_bound_is_met() {
    for model in models() {
        let board = Board::of(&model, Talk::Silence).expect("four moves");
        let (plan, proofs) = (best(&board, false).expect("a plan"), best(&board, true).expect("a plan"));
        for found in [&plan, &proofs] {
            assert!(found.miss < 1e-5 && found.gain < 1e-5, "{} {}", found.miss, found.gain);
        }
        // Fewer lies never hurt; and no pair of learners that nobody would leave does better than the plan.
        assert!(joint(proofs.payoffs) > joint(plan.payoffs) - 1e-6);
        let learned = PublicTree::of(&model, Talk::Silence).learned(100);
        if learned.regret.iter().all(|regret| *regret < 1e-3) {
            assert!(joint(learned.payoffs) < joint(plan.payoffs) + 2e-3, "{learned:?} {:?}", plan.payoffs);
        }
    }
}

#[test]
fn without_its_go_between_the_shipped_plan_is_an_equilibrium_of_the_tree_of_all_histories() {
    for text in [shipped::ASSUMPTIONS, shipped::ASSUMPTIONS_OTHER] {
        let found = whole(&inputs(text)).expect("an answer").expect("four moves");
        assert!(found.aloud.gain < 1e-9, "{found:?}");
        assert!((joint(found.aloud.payoffs) - joint(found.mediator)).abs() < 1e-6, "{found:?}");
        assert_eq!(found.ties, 0, "{found:?}");
    }
}

#[test]
fn a_round_of_notices_adds_nothing_to_a_go_between_and_takes_nothing_from_it() {
    let model = Model::at(&inputs(shipped::ASSUMPTIONS).assumptions, &Point::new());
    let value = |talk: Talk| {
        joint(best(&Board::of(&model, talk).expect("four moves"), false).expect("a plan").payoffs)
    };
    let silence = value(Talk::Silence);
    assert!((value(Talk::Verified) - silence).abs() < 1e-5);
}

#[test]
fn other_numbers_of_moves_have_no_board() {
    let far = shipped::ASSUMPTIONS.replacen("moves = 4", "moves = 3", 1);
    assert_eq!(whole(&inputs(&far)).expect("an answer"), None);
}
