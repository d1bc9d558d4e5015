//! Seeded draws. A block of paths has a stream of its own, so that results do not depend on threads; Student t draws come
//! by inversion of the library's quantile through a table.

use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// A stream of draws.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// One of the streams of a seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Chance(rng)
    }

    /// Uniform on (0, 1), 53 bits.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Standard normal, by inversion.
    pub(crate) fn normal(&mut self) -> f64 {
        Normal::standard().inverse_cdf(self.uniform())
    }

    /// Time to an event of this hazard a row, rows.
    pub(crate) fn wait(&mut self, hazard: f64) -> f64 {
        if hazard <= 0.0 { f64::INFINITY } else { -self.uniform().ln() / hazard }
    }

    fn bits(&mut self) -> u32 {
        self.0.next_u32()
    }
}

/// Student t scaled to variance 1, as a table of its upper quantiles: octaves of the tail probability, each cut into 32
/// cells, linear inside a cell (to 1e-4 of the quantile).
pub(crate) struct StudentTable {
    quantiles: Vec<f64>,
}

impl StudentTable {
    /// For so many degrees of freedom, above 2.
    pub(crate) fn new(nu: f64) -> Self {
        let scale = ((nu - 2.0) / nu).sqrt();
        let library = StudentsT::new(0.0, 1.0, nu);
        let quantile = |tail: f64| library.map_or(0.0, |t| -t.inverse_cdf(tail)) * scale;
        let mut quantiles = Vec::with_capacity(OCTAVES * CELLS + 1);
        for octave in 0..OCTAVES {
            for cell in 0..CELLS {
                quantiles.push(quantile(
                    0.5_f64.powi(octave as i32 + 1) * (1.0 - cell as f64 / (2 * CELLS) as f64),
                ));
            }
        }
        quantiles.push(quantile(0.5_f64.powi(OCTAVES as i32 + 1)));
        StudentTable { quantiles }
    }

    /// One draw from 32 bits: one of sign; of the others the place of the first set bit is the octave, the five after
    /// it the cell, the rest the place inside it.
    #[inline]
    pub(crate) fn draw(&self, chance: &mut Chance) -> f64 {
        let bits = chance.bits();
        let octave = ((bits & 0x7fff_ffff).leading_zeros() as usize - 1).min(OCTAVES - 1);
        let below = bits << (octave + 2);
        let at = octave * CELLS + (below >> 27) as usize;
        let inside = f64::from(below << 5) * (1.0 / 4_294_967_296.0);
        let (low, high) = (self.quantiles[at], self.quantiles[at + 1]);
        let value = low + inside * (high - low);
        if bits >> 31 == 0 { value } else { -value }
    }
}

/// Tail probabilities down to 2^-25.
const OCTAVES: usize = 24;

const CELLS: usize = 32;
