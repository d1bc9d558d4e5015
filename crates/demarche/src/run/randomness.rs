//! Randomness of the system for the custodians' library.

use custody::rand_core::{CryptoRng, Error, RngCore};

/// Draws from the operating system.
pub struct System;

impl RngCore for System {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        getrandom::fill(out).expect("the system gives randomness to every process");
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl CryptoRng for System {}

/// An array of random bytes.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    System.fill_bytes(&mut bytes);
    bytes
}
