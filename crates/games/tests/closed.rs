//! Answers that are known in closed form.

use crate::support::{at, behaviour, bimatrix, by, crisis, mixed, named, near, number, objective, of, seen};
use games::Game;
use games::solution::Options;
use games::solve::objective::Objective;

const EXACT: f64 = 1e-9;
const QUANTAL: f64 = 1e-6;

#[test]
fn chicken_is_best_when_somebody_tells_whom_to_swerve() {
    let chicken = named("chicken");
    let best = of(&chicken, "ce");
    near(number(&best), 10.5, EXACT);
    for (found, expected) in best.distribution.expect("weights").iter().zip([0.5, 0.25, 0.25, 0.0]) {
        near(*found, expected, EXACT);
    }
    let all = of(&chicken, "all-nash");
    assert_eq!(all.profiles.len(), 3);
    let sums: Vec<f64> = all.payoffs_by_profile.iter().map(|own| own.iter().sum()).collect();
    near(sums.iter().copied().fold(f64::MIN, f64::max), 28.0 / 3.0, EXACT);
    let alone =
        all.payoffs_by_profile.iter().find(|own| (own[0] - own[1]).abs() < 1e-12).expect("the mixed one");
    near(alone[0], 14.0 / 3.0, EXACT);
    assert_eq!(of(&chicken, "pure").profiles.len(), 2);
    for (lambda, swerve) in [(0.25, 0.526_295), (1.0, 0.571_151), (3.0, 0.614_745)] {
        near(mixed(&by(&chicken, "qre", &at(lambda)).expect("a branch"))[0][0], swerve, QUANTAL);
    }
}

#[test]
fn own_payoff_moves_ones_own_quantal_response() {
    let pennies = bimatrix(&[&[9.0, 0.0], &[0.0, 1.0]], &[&[0.0, 1.0], &[1.0, 0.0]]);
    let cases = [
        (0.5, 0.830_671, 0.418_077),
        (1.0, 0.893_576, 0.312_780),
        (2.0, 0.860_754, 0.191_078),
        (5.0, 0.701_984, 0.117_135),
    ];
    for (lambda, up, left) in cases {
        let found = mixed(&by(&pennies, "qre", &at(lambda)).expect("a branch"));
        near(found[0][0], up, QUANTAL);
        near(found[1][0], left, QUANTAL);
    }
    let limit = mixed(&of(&pennies, "qre"));
    near(limit[0][0], 0.5, 1e-4);
    near(limit[1][0], 0.1, 1e-4);
    let exact = mixed(&of(&pennies, "lemke-howson"));
    near(exact[0][0], 0.5, EXACT);
    near(exact[1][0], 0.1, EXACT);
    let dilemma = bimatrix(&[&[3.0, 0.0], &[5.0, 1.0]], &[&[3.0, 5.0], &[0.0, 1.0]]);
    for (lambda, restrain) in [(0.25, 0.412_618), (1.0, 0.226_751), (3.0, 0.042_042)] {
        near(mixed(&by(&dilemma, "qre", &at(lambda)).expect("a branch"))[0][0], restrain, QUANTAL);
    }
}

#[test]
fn beer_quiche_has_four_extreme_equilibria_in_two_outcomes() {
    let game = named("beer_quiche");
    let all = of(&game, "all-nash");
    assert_eq!(all.profiles.len(), 4);
    let (mut shown, mut hidden) = (0, 0);
    for (profile, payoffs) in all.profiles.iter().zip(&all.payoffs_by_profile) {
        let own = behaviour(profile);
        near(payoffs[1], 0.9, EXACT);
        if own[0][0][0] > 0.5 {
            shown += 1;
            near(payoffs[0], 2.9, EXACT);
            assert!(own[1][1][0] >= 0.5, "who hides is fought at least half the time: {own:?}");
        } else {
            hidden += 1;
            near(payoffs[0], 2.1, EXACT);
        }
    }
    assert_eq!((shown, hidden), (2, 2));
    let branch = behaviour(&by(&game, "qre", &at(3.0)).expect("a branch").profiles[0]);
    near(branch[0][0][0], 0.999_725, QUANTAL);
    near(branch[0][1][0], 0.900_133, QUANTAL);
}

#[test]
fn a_mediator_is_worth_more_than_talk_and_proofs_are_worth_more_still() {
    let cases = [
        (0.5, vec![3.5, 3.875, 5.0], 5.2, 5.425),
        (0.2, vec![5.0], 5.232, 5.584),
        (0.8, vec![2.0, 5.0], 5.2, 5.3),
    ];
    for (high, alone, told, proven) in cases {
        let game = Game::Tree(crisis(high));
        let all = of(&game, "all-nash");
        let mut sums: Vec<f64> = all.payoffs_by_profile.iter().map(|own| own.iter().sum()).collect();
        sums.sort_by(f64::total_cmp);
        sums.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
        assert_eq!(sums.len(), alone.len(), "{sums:?}");
        sums.iter().zip(&alone).for_each(|(found, expected)| near(*found, *expected, EXACT));
        near(number(&of(&game, "mediator")), told, EXACT);
        let proofs = Options { proofs: true, ..Options::default() };
        near(number(&by(&game, "mediator", &proofs).expect("a plan")), proven, EXACT);
    }
    let worst = by(&Game::Tree(crisis(0.5)), "mediator", &objective("worst-welfare")).expect("a plan");
    near(-number(&worst), 2.65, EXACT);
    assert!(matches!(Objective::named("p3", 2), Err(games::GameError::Parameter { .. })));
}

#[test]
fn a_notice_that_is_believed_only_if_true_is_worth_27() {
    let without = of(&Game::Tree(seen(None)), "pure");
    assert_eq!(without.profiles.len(), 1);
    near(without.payoffs[0], -27.0, EXACT);
    near(without.payoffs[1], -36.0, EXACT);
    let outcomes = |v: f64| {
        let found = of(&Game::Tree(seen(Some(v))), "pure");
        let mut list: Vec<[i64; 2]> = found
            .payoffs_by_profile
            .iter()
            .map(|own| [(own[0] * 1e6).round() as i64, (own[1] * 1e6).round() as i64])
            .collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    assert_eq!(outcomes(0.6), vec![[-27_000_000, -36_000_000], [-10_400_000, -30_400_000]]);
    assert_eq!(outcomes(0.7), vec![[-27_000_000, -36_000_000], [-12_000_000, -24_000_000]]);
}

#[test]
fn guarantees_of_a_matrix_are_exact() {
    let pennies = named("matching_pennies");
    for solution in ["maximin", "sequence-lp"] {
        let found = of(&pennies, solution);
        near(number(&found), 0.0, EXACT);
        near(mixed(&found)[0][0], 0.5, EXACT);
    }
    // Savage's regret of own 4, 1 / 0, 3: 2 to 3 between 4/6.
    let game = bimatrix(&[&[4.0, 1.0], &[0.0, 3.0]], &[&[0.0, 0.0], &[0.0, 0.0]]);
    let regret = of(&game, "regret");
    near(number(&regret), 4.0 * 2.0 / 6.0, EXACT);
    near(mixed(&regret)[0][0], 4.0 / 6.0, EXACT);
    let maximin = of(&game, "maximin");
    near(number(&maximin), 2.0, EXACT);
    near(mixed(&maximin)[0][0], 0.5, EXACT);
}
