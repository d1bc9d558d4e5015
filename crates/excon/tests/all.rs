//! The shipped case on real nodes and relays, and what its relays can read.

#[path = "all/disk.rs"]
mod disk;
#[path = "all/first_day.rs"]
mod first_day;
#[path = "all/reading.rs"]
mod reading;
#[path = "all/secrets.rs"]
mod secrets;
