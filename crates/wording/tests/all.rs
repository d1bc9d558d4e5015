//! Tests of wording through its public door.

mod keys;
