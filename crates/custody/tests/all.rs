//! Tests of this crate: one binary.

mod acts;
mod apart;
mod closing;
mod common;
mod health;
mod rfc9591;
mod sharing;
mod sheets;
mod steps;
