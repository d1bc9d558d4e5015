//! Seeded draws: the same seed gives the same values on every machine.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

/// A source of draws.
#[derive(Debug, Clone)]
pub struct Chance(ChaCha8Rng);

/// A triangular distribution; a point where low and high are one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Triangle {
    /// Smallest value.
    pub low: f64,
    /// Likeliest value.
    pub central: f64,
    /// Largest value.
    pub high: f64,
}

impl Chance {
    /// Draws of a seed.
    pub fn new(seed: u64) -> Self {
        Chance(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Uniform on [0, 1), 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }
}

impl Triangle {
    /// Low, central and high.
    pub const fn new(low: f64, central: f64, high: f64) -> Self {
        Triangle { low, central, high }
    }

    /// One value without spread.
    pub const fn point(value: f64) -> Self {
        Triangle { low: value, central: value, high: value }
    }

    /// A draw, by inversion.
    pub fn draw(&self, chance: &mut Chance) -> f64 {
        let (u, width) = (chance.uniform(), self.high - self.low);
        if width <= 0.0 {
            return self.central;
        }
        let left = (self.central - self.low) / width;
        if u < left {
            self.low + (u * width * (self.central - self.low)).sqrt()
        } else {
            self.high - ((1.0 - u) * width * (self.high - self.central)).sqrt()
        }
    }

    /// The same with all three multiplied.
    pub fn times(&self, factor: f64) -> Self {
        Triangle::new(self.low * factor, self.central * factor, self.high * factor)
    }
}
