//! **What it adds up to**: folds over the admitted entries of one compartment (notices.md section 8).
//!
//! In: admitted entries, in any order that a carrier may admit them. Out: states at a cut and a time, one root.
//!
//! I1 every state is a pure function of (cut, as_of): neither the order of admission nor what this node alone saw
//! changes it. I2 nothing in an entry makes a fold panic: what is not readable is kept and shown as such.
//! I3 MATCH and MISMATCH are computed here, never carried. I4 a clock moves a state only through `as_of`.
//!
//! The book ([`book`]) is an index of the *set* of entries: a late entry is filed in place, nothing is replayed,
//! so one book answers for every cut and time. Each state machine is one file of states, inputs, transitions
//! and refusals; [`stand`] feeds them.

pub mod accidents;
pub mod answer;
pub mod attendance;
pub mod board;
pub mod book;
pub mod carve_outs;
pub mod case;
pub mod cases;
pub mod causality;
pub mod chain;
pub mod charter_read;
pub mod crossing;
pub mod cycle;
pub mod delivery;
pub mod duties;
pub mod duty;
pub mod error;
pub mod excused;
pub mod horizon;
pub mod leaks;
pub mod life;
pub mod line_state;
pub mod lines;
pub mod matched;
pub mod matching;
pub mod matter;
pub mod matters;
pub mod memo;
pub mod noticed;
pub mod operation;
pub mod operations;
pub mod package;
pub mod package_state;
pub mod page;
pub mod periods;
pub mod person_exchange;
pub mod person_exchanges;
pub mod person_group;
pub mod public_acts;
pub mod reading;
pub mod reconcile;
pub mod red_line;
pub mod response;
pub mod review;
pub mod revised;
pub mod root;
pub mod seal;
pub mod sealed_texts;
pub mod sites;
pub mod snapshot;
pub mod stand;
pub mod station;
pub mod step;
pub mod succession;
pub mod terms;
pub mod trace;
pub mod understandings;
pub mod view;
pub mod why;

pub use book::Filed;
pub use delivery::Delivery;
pub use error::StandError;
pub use snapshot::Snapshot;
pub use stand::{Stand, Standing};
pub use view::Planted;
