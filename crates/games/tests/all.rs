//! Known answers, hostile files, and a checker that says no.

mod closed;
mod crises;
mod files;
mod poker;
mod support;
mod whole;
