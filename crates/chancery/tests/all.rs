//! Stories of the chancery through its public door.

mod desk;
mod members;
mod recorded;
mod records;
mod refused;
mod releases;
mod revised;
mod story;
mod stranger;
mod taint;
mod world;
