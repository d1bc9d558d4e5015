//! Tests of the room.

mod guard;
mod incidents;
mod private;
mod tables;
mod tracing;
