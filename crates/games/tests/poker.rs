//! The games of the literature.

use crate::support::{by, named, near, number, of};
use games::Game;
use games::sequence::SequenceForm;
use games::solution::Options;

const KUHN: f64 = -1.0 / 18.0;
const LEDUC: f64 = -0.085_606_424_078_0;

#[test]
fn trees_have_the_sizes_of_the_literature() {
    for (name, nodes, leaves, sets) in [
        ("kuhn_poker", 58, 30, 12),
        ("leduc_poker", 9_457, 5_520, 936),
        ("liars_dice", 294_883, 147_420, 24_576),
    ] {
        let Game::Tree(tree) = named(name) else { panic!("{name} is a tree") };
        assert_eq!((tree.nodes(), tree.leaves(), tree.sets.len()), (nodes, leaves, sets), "{name}");
        SequenceForm::of(&tree, "test").expect("perfect recall");
    }
}

#[test]
fn the_linear_programme_gives_the_known_values() {
    near(number(&of(&named("kuhn_poker"), "sequence-lp")), KUHN, 1e-9);
    near(number(&of(&named("leduc_poker"), "sequence-lp")), LEDUC, 1e-9);
    near(number(&of(&named("leduc_poker"), "maximin")), LEDUC, 1e-9);
}

#[test]
fn every_rule_of_regret_matching_comes_close() {
    for (rule, iterations, within) in
        [("cfr", 4_000, 2e-3), ("cfr+", 1_000, 2e-4), ("dcfr", 1_000, 2e-4), ("pcfr+", 1_000, 1e-6)]
    {
        let options = Options { iterations: Some(iterations), ..Options::default() };
        let found = by(&named("kuhn_poker"), rule, &options).expect("an average");
        assert!(found.certificate.size < within, "{rule}: {}", found.certificate.size);
        near(number(&found), KUHN, within);
        assert_eq!(found.iterations, iterations);
    }
    let options = Options { iterations: Some(600), ..Options::default() };
    let found = by(&named("leduc_poker"), "cfr+", &options).expect("an average");
    assert!(found.certificate.size < 1e-3, "{}", found.certificate.size);
}

#[test]
fn sampling_repeats_itself_and_comes_close() {
    for method in ["mccfr-external", "mccfr-outcome"] {
        let run = |seed| {
            let options = Options { iterations: Some(40_000), seed, ..Options::default() };
            by(&named("kuhn_poker"), method, &options).expect("an average")
        };
        let (one, two, other) = (run(7), run(7), run(8));
        assert_eq!(one.profiles, two.profiles, "{method}");
        assert_ne!(one.profiles, other.profiles, "{method}");
        assert!(one.certificate.size < 0.05, "{method}: {}", one.certificate.size);
    }
}

#[test]
fn an_interrupted_run_gives_its_best_answer_so_far() {
    let mut asked = 0;
    let mut stop = || {
        asked += 1;
        asked > 2
    };
    let found = games::solution::solve(&named("kuhn_poker"), "cfr+", &Options::default(), &mut stop)
        .expect("the average so far");
    assert!(found.iterations < 1_000 && found.certificate.size > 0.0);
}
