//! The one source of chance in a world: a ChaCha8 stream for each purpose of each seed.
//!
//! I1 equal seed and purpose give equal draws on every machine. I2 draws for one purpose never shift those
//! for another, so that a fault taken out of a plan leaves the rest of the world as it was.

use line::group::Entropy;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use sha2::{Digest, Sha256};

/// A seeded generator for one purpose in one world.
#[derive(Debug, Clone)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of `seed` for `purpose` ("plan", "load", "link", ...).
    pub fn of(seed: u64, purpose: &str) -> Self {
        let key = Sha256::new()
            .chain_update(b"demarche/sim/1")
            .chain_update(seed.to_be_bytes())
            .chain_update(purpose.as_bytes())
            .finalize();
        Chance(ChaCha8Rng::from_seed(key.into()))
    }

    /// A stream of its own: what is drawn from it never shifts what is drawn here.
    pub fn fork(&mut self, purpose: &str) -> Self {
        Chance::of(self.0.next_u64(), purpose)
    }

    /// A number below `n`; 0 if `n` is 0. The bias of the remainder is far below what a plan could notice.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0.next_u64().checked_rem(n).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        assert!(low <= high, "a range to draw from has its low end first");
        low + self.below(high - low + 1)
    }

    /// True once in `n` times; never if `n` is 0.
    pub fn one_in(&mut self, n: u64) -> bool {
        n != 0 && self.below(n) == 0
    }

    /// An index below `len`.
    pub fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).expect("an index below a usize is a usize")
    }

    /// Puts a list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.index(last + 1);
            list.swap(last, other);
        }
    }

    /// 32 bytes, for tokens and keys of a world.
    pub fn bytes32(&mut self) -> [u8; 32] {
        let mut out = [0; 32];
        self.0.fill_bytes(&mut out);
        out
    }
}

impl Entropy for Chance {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seed_and_purpose_give_equal_draws_and_no_other_pair_does() {
        let draws = |seed, purpose| {
            let mut chance = Chance::of(seed, purpose);
            [chance.below(1 << 40), chance.below(1 << 40)]
        };
        assert_eq!(draws(7, "plan"), draws(7, "plan"));
        assert_ne!(draws(7, "plan"), draws(8, "plan"));
        assert_ne!(draws(7, "plan"), draws(7, "load"));
    }

    #[test]
    fn shuffling_keeps_every_member() {
        let mut list: Vec<u32> = (0..50).collect();
        Chance::of(1, "shuffle").shuffle(&mut list);
        assert_ne!(list, (0..50).collect::<Vec<_>>());
        list.sort_unstable();
        assert_eq!(list, (0..50).collect::<Vec<_>>());
    }
}
