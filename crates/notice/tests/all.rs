//! The notice crate through its public door.

mod any_content;
mod broken;
mod canonical;
mod cases;
mod checks;
mod clauses;
mod files;
mod forge;
mod incidents;
mod lints;
mod lists;
mod pages;
mod read_back;
mod refused_inputs;
mod release;
mod scenario;
mod vectors;
mod words;
