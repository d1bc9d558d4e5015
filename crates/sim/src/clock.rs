//! One machine's clocks as they are off from the world's: offset, drift, jumps, a restart of the process.
//!
//! I1 the monotonic clock never goes back while the process lives and begins anew with it. I2 the declared
//! error says nothing about a jump: a clock that was set wrong does not know it.

use line::time::Now;

/// UTC milliseconds at which every world begins: 2026-03-01T00:00:00Z.
pub const WORLD_BEGINS_MS: i64 = 1_772_323_200_000;

/// The two clocks of one machine.
#[derive(Debug, Clone)]
pub struct Clock {
    offset_ms: i64,
    drift_ppm: i64,
    drift_since_ms: u64,
    error_ms: u32,
    process_began_ms: u64,
}

impl Clock {
    /// A clock that is right but for a declared error.
    pub fn right(error_ms: u32) -> Self {
        Clock { offset_ms: 0, drift_ppm: 0, drift_since_ms: 0, error_ms, process_began_ms: 0 }
    }

    /// What this machine believes at a millisecond of the world.
    pub fn read(&self, world_ms: u64) -> Now {
        Now {
            mono_ms: world_ms.saturating_sub(self.process_began_ms) + MONO_BEGINS_MS,
            utc_ms: WORLD_BEGINS_MS + signed(world_ms) + self.offset_ms + self.drifted_ms(world_ms),
            error_ms: self.error_ms,
        }
    }

    /// The world's millisecond at which the monotonic clock will show `mono_ms`.
    pub fn world_ms_of(&self, mono_ms: u64) -> u64 {
        self.process_began_ms.saturating_add(mono_ms.saturating_sub(MONO_BEGINS_MS))
    }

    /// UTC jumps by so much, forward or back.
    pub fn jump(&mut self, by_ms: i64) {
        self.offset_ms += by_ms;
    }

    /// From now on UTC gains (or loses) so many milliseconds in a thousand seconds.
    pub fn drift(&mut self, world_ms: u64, ppm: i64) {
        self.offset_ms += self.drifted_ms(world_ms);
        self.drift_since_ms = world_ms;
        self.drift_ppm = ppm;
    }

    /// The operator sets the clock right.
    pub fn set_right(&mut self) {
        self.offset_ms = 0;
        self.drift_ppm = 0;
    }

    /// A new process begins its monotonic clock anew.
    pub fn process_begins(&mut self, world_ms: u64) {
        self.process_began_ms = world_ms;
    }

    fn drifted_ms(&self, world_ms: u64) -> i64 {
        signed(world_ms.saturating_sub(self.drift_since_ms)) * self.drift_ppm / 1_000_000
    }
}

fn signed(ms: u64) -> i64 {
    i64::try_from(ms).expect("a world lives less than 292 million years")
}

/// What a fresh process reads first: not zero, as on a real machine.
const MONO_BEGINS_MS: u64 = 1_000;

/// A time after everything that any clock of a world has said so far, ms UTC.
pub(crate) fn far_after(world_ms: u64) -> i64 {
    WORLD_BEGINS_MS + i64::try_from(world_ms).unwrap_or(i64::MAX / 2) + 3 * 86_400_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_moves_utc_and_leaves_the_monotonic_clock() {
        let mut clock = Clock::right(50);
        let before = clock.read(1_000);
        clock.jump(-86_400_000);
        let after = clock.read(1_001);
        assert_eq!(after.mono_ms, before.mono_ms + 1);
        assert_eq!(after.utc_ms, before.utc_ms + 1 - 86_400_000);
    }

    #[test]
    fn drift_adds_up_and_a_change_of_it_never_makes_a_step() {
        let mut clock = Clock::right(50);
        clock.drift(0, 1_000);
        assert_eq!(clock.read(1_000_000).utc_ms, WORLD_BEGINS_MS + 1_001_000);
        clock.drift(1_000_000, -1_000);
        assert_eq!(clock.read(1_000_000).utc_ms, WORLD_BEGINS_MS + 1_001_000);
        assert_eq!(clock.read(2_000_000).utc_ms, WORLD_BEGINS_MS + 2_000_000);
    }

    #[test]
    fn a_deadline_on_the_monotonic_clock_is_found_in_the_world_again() {
        let mut clock = Clock::right(0);
        clock.process_begins(77_000);
        let now = clock.read(80_000);
        assert_eq!(clock.world_ms_of(now.mono_ms + 5), 80_005);
    }
}
