//! Lines joined by relays in memory: they exchange, lose, crash, restore and change epochs.

mod ballots;
mod bench;
mod closing;
mod couriers;
mod flared;
mod forger;
mod hostile;
mod members;
mod past;
mod reformed;
mod silences;
mod stories;
mod strife;
mod tempos;
