//! Worlds drawn from seeds. What is broken on purpose is caught by `./run sim --planted`, a step of its own.

use line::mls_group::MlsProvider;
use sim::runner;

#[test]
fn worlds_of_the_first_seeds_keep_every_promise() {
    for seed in 0..40 {
        let report = runner::run(seed, false);
        assert!(report.passed(), "seed {seed}: {:#?}; ./run sim --seed {seed}", report.violations);
    }
}

#[test]
fn equal_seeds_give_equal_histories_and_others_do_not() {
    assert_eq!(runner::run(1, false), runner::run(1, false));
    assert_ne!(runner::run(1, false).digest, runner::run(2, false).digest);
}

/// Every seed of which a world broke a promise once, before the line was mended, or the promise said more than a line
/// can keep.
#[test]
fn seeds_that_once_failed() {
    for seed in ONCE_FAILED {
        let report = runner::run(seed, false);
        assert!(report.passed(), "seed {seed}: {:#?}; ./run sim --seed {seed}", report.violations);
    }
}

/// The same, where only a world with MLS did.
#[test]
fn seeds_that_once_failed_with_mls() {
    let shell = MlsProvider::from_system().expect("the system gives entropy");
    for seed in ONCE_FAILED_WITH_MLS {
        let report = runner::run_real(seed, &shell);
        assert!(report.passed(), "seed {seed}: {:#?}; ./run sim --real", report.violations);
    }
}

const ONCE_FAILED_WITH_MLS: [u64; 1] = [6019];

const ONCE_FAILED: [u64; 46] = [
    43, 67, 79, 81, 94, 105, 157, 158, 181, 215, 247, 252, 257, 298, 303, 305, 341, 344, 351, 381, 402, 418,
    449, 452, 477, 480, 513, 879, 936, 1144, 2098, 2284, 2772, 3180, 4331, 5065, 5149, 5362, 5742, 6788,
    6961, 7431, 7508, 8009, 8272, 8434,
];
