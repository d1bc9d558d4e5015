//! Worlds drawn from seeds.

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

/// Every seed of which a world broke a promise once, before the line was mended.
#[test]
fn seeds_that_once_failed() {
    for seed in ONCE_FAILED {
        let report = runner::run(seed, false);
        assert!(report.passed(), "seed {seed}: {:#?}; ./run sim --seed {seed}", report.violations);
    }
}

const ONCE_FAILED: [u64; 26] = [
    43, 67, 79, 81, 94, 105, 157, 158, 181, 215, 247, 252, 257, 298, 303, 305, 341, 344, 351, 381, 402, 418,
    449, 452, 477, 480,
];

#[test]
fn a_relay_named_across_two_sealings_is_caught_by_the_checker_of_names() {
    let variants = runner::variants();
    let named = variants.iter().find(|v| v.name == "name a relay that did not lie").expect("it is planted");
    assert!((0..40).any(|seed| runner::catches(named, seed)));
}

#[test]
fn what_is_broken_on_purpose_in_ballots_and_closings_is_caught_by_its_own_checker() {
    let names = [
        "decision one ACK short",
        "NACK after ACK",
        "disclose too early",
        "accept a closed epoch's entry",
        "ignore rollback",
    ];
    let variants = runner::variants();
    for name in names {
        let variant = variants.iter().find(|v| v.name == name).expect("it is planted");
        let caught = (0..500).find(|seed| runner::catches(variant, *seed));
        println!("{name}: seed {caught:?}");
        assert!(caught.is_some(), "{name} is not caught by {}", variant.promise);
    }
}
