//! **The private assessment**: what a side can lose, what restraint is worth to it, and what would change the answer.
//!
//! In: the texts of `assumptions.toml` and `calendar.toml`, and drafts to hold against them. Out: findings with number,
//! interval, grounds and method, as a document, a text, a memo and a screen of its own. No socket of a node, no store:
//! nothing computed here has a way to the line.
//!
//! I1 the same inputs give the same bytes. I2 every number traces to an assumption with a source, or to the word judgement.
//! I3 losses are positive numbers in the points of the file's own scale.

pub mod answers;
pub mod assessment;
pub mod assumptions;
pub mod calendar;
pub mod draft;
pub mod edit;
pub mod error;
pub mod estimate;
pub mod feed;
pub mod findings;
pub mod flip;
pub mod ladder;
pub mod likelihood;
pub mod mediated;
pub mod memo;
pub mod model;
pub mod models;
pub mod public;
pub mod record;
pub mod regimes;
pub mod report;
pub mod restraint;
pub mod serve;
pub mod shipped;
pub mod tree;
pub mod verified;

pub use assessment::Inputs;
pub use assumptions::Assumptions;
pub use calendar::Calendar;
pub use error::DeskError;
pub use report::Report;
