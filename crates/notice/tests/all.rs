//! The notice crate through its public door.

mod canonical;
mod cases;
mod checks;
mod files;
mod forge;
mod incidents;
mod lints;
mod pages;
mod read_back;
mod release;
mod scenario;
mod vectors;
mod words;
