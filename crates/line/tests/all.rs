//! Stories of the crate through its public door, in one binary.

mod decoders;
mod forms;
mod founding;
mod groups;
mod lines;
mod mailbox;
mod pairing;
mod vectors;
