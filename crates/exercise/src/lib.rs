//! **War games**, in a first form: what a scenario file says, and the shipped example.
//!
//! In: the text of a scenario and of the files it names. Out: a typed, checked scenario. No disk: texts are
//! handed in; the shipped example is embedded.
//!
//! I1 an unknown key is refused. I2 a scenario that parses names only parties, relays and compartments that it
//! declares. I3 no scenario can be ACTUAL.

pub mod error;
pub mod scenario;
pub mod shipped;
