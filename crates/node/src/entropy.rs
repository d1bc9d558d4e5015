//! Randomness of the system, handed to the cores.

use line::group::Entropy;

/// Draws from the operating system.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, out: &mut [u8]) {
        getrandom::fill(out).expect("the system gave randomness when this node started");
    }
}

/// An array of random bytes.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemEntropy.fill(&mut bytes);
    bytes
}
