//! Worlds with a known truth, small; the whole bench is `./run bench models`.

use attribution::*;

fn run(world: World, method: Method) -> Scores {
    simulate(world, method, 4_000, 11, &Likelihoods::shipped(), &Response::shipped()).expect("simulated")
}

#[test]
fn evidence_beats_the_prior_and_known_copies_beat_counted_ones() {
    let prior = run(World::Honest, Method::PriorOnly);
    let both = run(World::Honest, Method::Both(100));
    let counted = run(World::Honest, Method::Both(0));
    assert!((prior.log - 1.474).abs() < 0.03, "{}", prior.log);
    assert!((both.log - 1.366).abs() < 0.04, "{}", both.log);
    assert!(counted.log > both.log + 0.02);
    assert!(both.ece_directed < 0.03 && both.ece_responsible < 0.035);
}

#[test]
fn a_world_that_is_not_as_assumed_costs_what_it_costs() {
    let honest = run(World::Honest, Method::Both(70));
    for world in [World::Correlated, World::LyingPatron] {
        assert!(run(world, Method::Both(70)).log > honest.log, "{world:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_scores() {
    assert_eq!(run(World::Honest, Method::RateOnly), run(World::Honest, Method::RateOnly));
}
