//! Nonces, tokens and challenges from one seed that the shell hands in at open or restore.

use crate::group::Entropy;
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// SHA-256(seed || counter), block after block.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Stream {
    seed: [u8; 32],
    counter: u64,
}

impl Stream {
    /// Draws the seed.
    pub(super) fn new(entropy: &mut dyn Entropy) -> Self {
        let mut seed = [0; 32];
        entropy.fill(&mut seed);
        Stream { seed, counter: 0 }
    }

    /// Bytes never given before.
    pub(super) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        for chunk in out.chunks_mut(32) {
            let block = Sha256::new()
                .chain_update(b"demarche/stream/1")
                .chain_update(self.seed)
                .chain_update(self.counter.to_be_bytes())
                .finalize();
            self.counter += 1;
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        out
    }
}
