//! Worlds drawn from seeds.

use sim::runner;

#[test]
fn worlds_of_the_first_seeds_keep_every_promise() {
    for seed in 0..8 {
        let report = runner::run(seed, false);
        assert!(report.passed(), "seed {seed}: {:#?}; ./run sim --seed {seed}", report.violations);
    }
}

#[test]
fn equal_seeds_give_equal_histories_and_others_do_not() {
    assert_eq!(runner::run(1, false), runner::run(1, false));
    assert_ne!(runner::run(1, false).digest, runner::run(2, false).digest);
}
