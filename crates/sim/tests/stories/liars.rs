//! R1: one relay lies about time; both nodes compute the same intervals, and only the liar is named.

use super::MINUTE;
use line::prove::ProveReport;
use sim::chance::Chance;
use sim::fault::Fault;
use sim::journal::Journal;
use sim::relay::Lie;
use sim::world::{Party, World};

/// How a relay of these worlds lies.
#[derive(Debug, Clone)]
enum Liar {
    Nobody,
    /// Its whole clock is off, from some moment on.
    Clock {
        by_ms: i64,
    },
    /// Its stamps are.
    Stamps(Lie),
}

const AMOUNTS: [i64; 4] = [3_600_000, -3_600_000, 30_000, -30_000];

/// Two parties and some relays, each clock up to 120 s ahead or behind and up to 50 parts in a million too fast
/// or slow, a line test every five minutes.
fn skewed(seed: u64, relays: usize) -> (World, [Party; 2]) {
    let mut world = World::seeded(seed, 2, relays, 5 * MINUTE, Journal::new(false));
    let mut chance = Chance::of(seed, "skews");
    let mut skew = || {
        let (ahead, ppm) = (chance.below(240_001), chance.below(101));
        (i64::try_from(ahead).expect("small") - 120_000, i64::try_from(ppm).expect("small") - 50)
    };
    for party in world.parties() {
        let (ahead_ms, ppm) = skew();
        world.set_clock(party, ahead_ms, ppm);
    }
    for relay in 0..relays {
        let (ahead_ms, ppm) = skew();
        world.set_relay_clock(relay, ahead_ms, ppm);
    }
    let parties = world.parties();
    (world, [parties[0], parties[1]])
}

/// Which of the relays of a seed's world lies, if one does.
fn who_lies(seed: u64, relays: usize) -> usize {
    usize::try_from(seed).expect("small") / AMOUNTS.len() % relays
}

/// Lets one relay lie from the 12th minute on, three notices go both ways, and gives what both nodes prove.
fn proofs(seed: u64, relays: usize, liar: &Liar) -> Vec<ProveReport> {
    let relay = who_lies(seed, relays);
    let (mut w, [north, south]) = skewed(seed, relays);
    w.run_for(12 * MINUTE);
    match liar.clone() {
        Liar::Nobody => {}
        Liar::Clock { by_ms } => drop(w.suffer(Fault::RelayLiesAboutTime { relay, by_ms }, 60 * MINUTE)),
        Liar::Stamps(lie) => drop(w.suffer(Fault::RelayLiesTo { relay, lie }, 60 * MINUTE)),
    }
    w.run_for(2 * MINUTE);
    let mut notices = vec![w.release(north, "a red line"), w.release(south, "read back")];
    w.run_for(3 * MINUTE);
    notices.push(w.release(north, "another"));
    w.run_for(8 * MINUTE).run_until_quiet().check();
    let proof = |notice| {
        let (ours, theirs) = (w.prove(north, notice), w.prove(south, notice));
        assert!(ours.is_some() && ours == theirs, "seed {seed}, {liar:?}: {ours:?} and {theirs:?}");
        ours.into_iter()
    };
    notices.into_iter().flat_map(proof).collect()
}

fn named_in(seed: u64, relays: usize, liar: &Liar) {
    let name = format!("R-{}", who_lies(seed, relays) + 1);
    for proof in proofs(seed, relays, liar) {
        assert_eq!(proof.named, [name.as_str()], "seed {seed}, {relays} relays, {liar:?}: {proof:#?}");
        assert!(proof.disputed.is_empty() && !proof.grounds.is_empty());
        whole(&proof, relays);
    }
}

/// Every path has both intervals in both clocks.
fn whole(proof: &ProveReport, relays: usize) {
    assert_eq!(proof.paths.len(), 2 * relays, "{proof:#?}");
    assert!(proof.paths.iter().all(|p| p.deposit.is_some() && p.arrival.is_some()), "{proof:#?}");
}

/// The lies of a seed: every amount, to both or one, of the clock or of the stamps, comes in its turn.
fn liar_of(seed: u64) -> Liar {
    let turn = usize::try_from(seed).expect("small");
    let by_ms = AMOUNTS[turn % 4];
    match turn / 4 % 7 {
        0 => Liar::Clock { by_ms },
        form => {
            let to = [None, Some(0), Some(1)][(form - 1) % 3];
            Liar::Stamps(Lie { by_ms, to, only_receipts: form > 3 })
        }
    }
}

#[test]
fn one_liar_of_three_relays_is_named_by_both_nodes_alike_over_a_hundred_seeds() {
    (0..100).for_each(|seed| named_in(seed, 3, &liar_of(seed)));
}

#[test]
fn one_liar_of_two_relays_is_named_by_both_nodes_alike_over_a_hundred_seeds() {
    (100..200).for_each(|seed| named_in(seed, 2, &liar_of(seed)));
}

#[test]
fn nobody_is_named_when_nobody_lies_over_a_hundred_seeds_of_skewed_and_drifting_clocks() {
    for seed in 200..300 {
        let relays = if seed % 2 == 0 { 3 } else { 2 };
        for proof in proofs(seed, relays, &Liar::Nobody) {
            let nobody = proof.named.is_empty() && proof.disputed.is_empty() && proof.grounds.is_empty();
            assert!(nobody, "seed {seed}: {proof:#?}");
            whole(&proof, relays);
        }
    }
}

#[test]
fn two_relays_that_lie_leave_it_disputed_on_both_nodes() {
    let (mut w, [north, south]) = skewed(7, 3);
    w.run_for(12 * MINUTE);
    for relay in 0..2 {
        let lie = Lie { by_ms: 30_000, to: Some(relay), only_receipts: true };
        w.suffer(Fault::RelayLiesTo { relay, lie }, 60 * MINUTE);
    }
    let notice = w.release(north, "two tell tales");
    w.run_for(12 * MINUTE).run_until_quiet().check();
    let proof = w.prove(north, notice).expect("it is here");
    assert_eq!(Some(&proof), w.prove(south, notice).as_ref());
    assert!(proof.named.is_empty() && proof.disputed.len() >= 2, "{proof:#?}");
}

#[test]
fn a_party_whose_clock_is_set_by_an_hour_makes_no_relay_a_liar() {
    let (mut w, [north, south]) = skewed(8, 2);
    w.run_for(12 * MINUTE);
    w.suffer(Fault::ClockJumps { party: north.0, by_ms: 3_600_000 }, 7 * MINUTE);
    let notices = [w.release(north, "an hour ahead"), w.release(south, "on time")];
    w.run_for(20 * MINUTE).run_until_quiet().check();
    for notice in notices {
        let proof = w.prove(south, notice).expect("it is here");
        assert!(proof.named.is_empty(), "{proof:#?}");
    }
}
