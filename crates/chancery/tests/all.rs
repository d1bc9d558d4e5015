//! Stories of the chancery through its public door.

mod desk;
mod dormant;
mod members;
mod recorded;
mod records;
mod refused;
mod releases;
mod revised;
mod story;
mod stranger;
mod succession;
mod taint;
mod world;
