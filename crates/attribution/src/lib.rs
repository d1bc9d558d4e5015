//! Evidence to a posterior of control, and what changed after a warning.
//!
//! Duty: five hypotheses about who stands behind an act (directed, supplied and permitted, autonomous, rogue element,
//! third party) against items of evidence with a grade and an origin; did the rate of attacks change after a warning; the
//! same evidence read under each legal standard, none of them picked. In: files and tables as text, dates. Out: ranges,
//! words, contributions.
//!
//! I1 there is no default prior: one is stated, or the answer is a band. I2 a posterior is a word with its range over three
//! tables of likelihoods, never a bare number. I3 a bad source never counts against its own report. I4 likelihood and
//! confidence are told apart.
//!
//! ```
//! use attribution::{RateWindow, rate_change};
//! let change = rate_change(&RateWindow { n0: 12.0, t0: 90.0, n1: 1.0, t1: 45.0, a: 1.0, b: 7.5 }).unwrap();
//! assert!((change.bayes_factor() - 4.1414).abs() < 1e-4);
//! ```

mod after_warning;
mod cases;
mod error;
mod events;
mod evidence;
mod grade;
mod hawkes;
mod hypothesis;
mod incidents;
mod item;
mod likelihoods;
mod observation;
mod posterior;
mod prior;
mod range;
mod rate;
mod score;
mod shipped;
mod simulation;
mod standards;
mod table;
mod words;

pub use after_warning::{AfterWarning, Window, after_warning};
pub use cases::{Checked, functions, vector};
pub use error::AttributionError;
pub use events::{ASAM_COLUMNS, Event, Events, UCDP_COLUMNS};
pub use evidence::{Evidence, EvidenceFile, evidence_template};
pub use grade::Grade;
pub use hawkes::{Hawkes, HawkesChange, hawkes_change, hawkes_log_likelihood};
pub use hypothesis::{HYPOTHESES, Hypothesis};
pub use incidents::{INCIDENT_COLUMNS, Incident, incidents};
pub use item::Item;
pub use likelihoods::{Likelihoods, Strength};
pub use observation::{Observation, next_best};
pub use posterior::{Posterior, Weighed, posterior, weigh};
pub use prior::Prior;
pub use range::{Assessment, Contribution, Range, assess};
pub use rate::{RateChange, RateWindow, Response, rate_change};
pub use score::{Bin, Scores, score};
pub use shipped::{INCIDENTS, LIKELIHOODS, RESPONSE, events_template};
pub use simulation::{Method, World, simulate};
pub use standards::{Met, Need, Reading, STANDARDS, Standard, read_under};
pub use words::{Confidence, confidence, word};
