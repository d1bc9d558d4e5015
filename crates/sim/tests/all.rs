//! Models, stories and worlds.

mod models;
mod stories;
mod worlds;
