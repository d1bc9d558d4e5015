//! Random games: every solver's answer holds before the checker, and a changed one does not.

use crate::support::{bimatrix, by, crisis, named, of, seen};
use games::checker;
use games::solution::{Options, Profile, check};
use games::{Game, GameError};
use proptest::prelude::*;

fn table(rows: usize, columns: usize) -> impl Strategy<Value = Vec<Vec<f64>>> {
    proptest::collection::vec(proptest::collection::vec((-9_i32..10).prop_map(f64::from), columns), rows)
}

fn game(first: &[Vec<f64>], second: &[Vec<f64>]) -> Game {
    let slices = |table: &[Vec<f64>]| -> Vec<Vec<f64>> { table.to_vec() };
    let (first, second) = (slices(first), slices(second));
    let one: Vec<&[f64]> = first.iter().map(Vec::as_slice).collect();
    let two: Vec<&[f64]> = second.iter().map(Vec::as_slice).collect();
    bimatrix(&one, &two)
}

proptest! {
    #[test]
    fn every_answer_holds(first in table(3, 4), second in table(3, 4)) {
        let game = game(&first, &second);
        for solution in ["maximin", "regret", "all-nash", "lemke-howson", "ce", "cce", "pure"] {
            let found = of(&game, solution);
            prop_assert!(found.certificate.size <= 1e-8, "{}: {}", solution, found.certificate.size);
        }
        let limit = of(&game, "qre");
        prop_assert!(limit.certificate.size < 1e-2, "{}", limit.certificate.size);
        let all = of(&game, "all-nash").profiles;
        prop_assert!(!all.is_empty());
        // Whatever one path finds is one of the extreme points, unless it lies between two of them.
        for pure in of(&game, "pure").profiles {
            prop_assert!(all.contains(&pure), "{pure:?} is not among {all:?}");
        }
    }

    #[test]
    fn equilibria_of_opposed_sides_have_one_value(first in table(4, 3)) {
        let second: Vec<Vec<f64>> = first.iter().map(|row| row.iter().map(|v| -v).collect()).collect();
        let game = game(&first, &second);
        let exact = of(&game, "sequence-lp").payoffs[0];
        for payoffs in of(&game, "all-nash").payoffs_by_profile {
            prop_assert!((payoffs[0] - exact).abs() < 1e-9);
        }
        let options = Options { iterations: Some(3_000), ..Options::default() };
        let near = by(&game, "dcfr", &options).expect("an average");
        prop_assert!((near.payoffs[0] - exact).abs() < 0.02);
    }

    #[test]
    fn more_help_is_never_worse(high in 0.05_f64..0.95) {
        let game = Game::Tree(crisis(high));
        let alone = of(&game, "all-nash").payoffs_by_profile;
        let best = alone.iter().map(|own| own[0] + own[1]).fold(f64::MIN, f64::max);
        let told = of(&game, "mediator").payoffs.iter().sum::<f64>();
        let proofs = Options { proofs: true, ..Options::default() };
        let proven = by(&game, "mediator", &proofs).expect("a plan").payoffs.iter().sum::<f64>();
        prop_assert!(told >= best - 1e-7 && proven >= told - 1e-7, "{best} {told} {proven}");
    }
}

#[test]
fn a_changed_answer_is_refused() {
    let kuhn = named("kuhn_poker");
    let found = of(&kuhn, "sequence-lp");
    assert!(check(&kuhn, &found.profiles[0]).expect("a profile").exploitability() < 1e-9);
    let Profile::Behaviour(mut changed) = found.profiles[0].clone() else { panic!("a tree's profile") };
    changed[1][0] = vec![0.0, 1.0];
    let worse = check(&kuhn, &Profile::Behaviour(changed.clone())).expect("still a profile");
    assert!(worse.exploitability() > 1e-2, "{worse:?}");
    changed[1][0] = vec![0.7, 0.7];
    assert!(matches!(check(&kuhn, &Profile::Behaviour(changed)), Err(GameError::Profile { .. })));
    let Game::Normal(chicken) = named("chicken") else { panic!("a table") };
    let told = checker::correlated(&chicken, &[0.5, 0.25, 0.25, 0.0], false).expect("a distribution");
    assert!(told.max_gain() < 1e-12);
    let greedy = checker::correlated(&chicken, &[0.6, 0.2, 0.2, 0.0], false).expect("a distribution");
    assert!(greedy.max_gain() > 0.1);
}

#[test]
fn a_mediator_in_a_tree_does_what_a_notice_that_is_believed_does() {
    let game = Game::Tree(seen(Some(0.7)));
    let found = of(&game, "mediator");
    assert!(found.payoffs.iter().sum::<f64>() >= -36.0 - 1e-7, "{:?}", found.payoffs);
    assert!(found.certificate.size < 1e-7);
}

#[test]
fn recommendations_in_a_tree_are_obeyed() {
    // A signals by one of two letters, B guesses A's aim: without recommendations nothing can be told.
    let text = "EFG 2 R \"T\" { \"A\" \"B\" } \"\"\np \"\" 1 1 \"aim\" { \"left\" \"right\" } 0\np \"\" 2 1 \"guess\" { \"left\" \"right\" } 0\nt \"\" 1 \"\" { 6 6 }\nt \"\" 2 \"\" { 2 7 }\np \"\" 2 1 0\nt \"\" 3 \"\" { 7 2 }\nt \"\" 4 \"\" { 0 0 }";
    let game = games::gambit::read(text.as_bytes()).expect("a tree");
    let found = of(&game, "efce");
    assert!((found.payoffs.iter().sum::<f64>() - 10.5).abs() < 1e-8, "{:?}", found.payoffs);
    let chance = of_err(&named("kuhn_poker"), "efce");
    assert!(matches!(chance, GameError::Undefined { .. }), "{chance}");
}

fn of_err(game: &Game, solution: &str) -> GameError {
    match by(game, solution, &Options::default()) {
        Err(error) => error,
        Ok(found) => panic!("{solution}: {found:?}"),
    }
}
