//! Hand-made stories, titled like headlines.

mod clocks;
mod crashes;
mod epochs;
mod forks;
mod liars;
mod put_back;
mod relays;

use sim::world::World;

pub const SECOND: u64 = 1_000;
pub const MINUTE: u64 = 60 * SECOND;
pub const HOUR: u64 = 60 * MINUTE;

/// Two parties and two relays, tests every ten minutes, one minute after the founding.
pub fn two_parties() -> (World, sim::world::Party, sim::world::Party) {
    let mut world = World::story(2, 2);
    world.run_for(MINUTE);
    let parties = world.parties();
    (world, parties[0], parties[1])
}

/// Two parties and one relay, likewise.
pub fn two_parties_at_one_relay() -> (World, sim::world::Party, sim::world::Party) {
    let mut world = World::story(2, 1);
    world.run_for(MINUTE);
    let parties = world.parties();
    (world, parties[0], parties[1])
}

/// Three parties and two relays, likewise.
pub fn three_parties() -> (World, [sim::world::Party; 3]) {
    let mut world = World::story(3, 2);
    world.run_for(MINUTE);
    let parties = world.parties();
    (world, [parties[0], parties[1], parties[2]])
}
