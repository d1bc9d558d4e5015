//! Lines joined by relays in memory: they exchange, lose, crash, restore and change epochs.

mod bench;
mod closing;
mod forger;
mod silences;
mod stories;
mod strife;
