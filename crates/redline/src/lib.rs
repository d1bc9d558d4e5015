//! Watching: both sides' declared lines as one map, and every event against it in three values.
//!
//! In: drafts and notices of `notice` (T1, A2, A3, E4), events with everything that is not sure about them, the time
//! of judging. Out: verdicts with the part that decides, counts in windows, findings about a map. No clock, no disk.
//!
//! I1 *crossed* only if so under every reading that the stated uncertainty allows, *not crossed* only if under none.
//! I2 [`verdict::judge`] is the definition, equal to the exact test of `notice`; the map's grid only saves work.
//! I3 a count is a function of the set of events, whatever order they came in.

pub mod cases;
pub mod claims;
pub mod compare;
pub mod draft_view;
pub mod drafted;
pub mod draw;
mod error;
pub mod event;
pub mod geometry;
pub mod globe;
pub mod grid;
pub mod incident;
pub mod line;
pub mod lint;
pub mod map;
pub mod place;
pub mod release;
pub mod ruling;
pub mod tally;
pub mod verdict;
pub mod versions;
pub mod zone;

pub use error::RedlineError;
pub use event::{Acts, Ellipse, Event, Identity, Where};
pub use globe::LatLon;
pub use line::Line;
pub use map::{Hit, RedLines, Scratch};
pub use ruling::Ruling;
pub use verdict::{Accident, Known, Verdict, judge};
pub use zone::Zone;
