//! The stream: feed, verdict, windows and the feed's position, in one transaction.
//!
//! In: red lines, a feed, the time of judging. Out: a report an event and line, and what was refused and why.
//!
//! I1 what stands at the end is a function of the set of reports, whatever order they came in. I2 the same report twice
//! changes nothing; a later revision takes the place of an earlier, a withdrawal takes it out, and windows are counted
//! again. I3 after a kill at any moment a run goes on where it was: no report lost, none doubled ([`Log`]).

mod drafts;
mod error;
pub mod lines;
mod log;
mod record;
pub mod report;
pub mod run;
mod snapshots;
pub mod source;
pub mod stream;

pub use drafts::Drafts;
pub use error::WatchError;
pub use log::{Batch, Log, Resumed};
pub use report::Report;
pub use run::{Options, Totals, run};
pub use stream::Stream;
