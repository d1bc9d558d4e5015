//! A set of three of five, from a seed.

use custody::{Dealt, SetId, Share, Status, found};
use rand_chacha_03::ChaCha20Rng;
use rand_chacha_03::rand_core::SeedableRng;

pub fn generator(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

pub fn set() -> SetId {
    SetId { party: "US".to_owned(), status: Status::Actual, generation: 1, version: 1 }
}

pub fn three_of_five(seed: u64) -> Vec<Share> {
    let Dealt { shares } = found(&set(), 3, 5, 1, &mut generator(seed)).expect("three of five");
    shares
}

/// Every way to take `k` of the shares.
pub fn choose(shares: &[Share], k: usize) -> Vec<Vec<Share>> {
    if k == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (place, first) in shares.iter().enumerate() {
        for mut rest in choose(&shares[place + 1..], k - 1) {
            rest.insert(0, first.clone());
            all.push(rest);
        }
    }
    all
}
