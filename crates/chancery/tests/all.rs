//! Stories of the chancery through its public door.

mod releases;
mod story;
mod world;
