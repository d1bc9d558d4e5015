//! What may be said on the line: types, canonical form, validation, lint of one notice (notices.md).
//!
//! In: bytes, TOML, CSV records, and what the caller knows of the line ([`validate::Context`]). Out: drafts and
//! notices, findings with stable ids, canonical bytes. No clock, no disk, no words: sentences are in
//! `languages/`, keyed by the ids of this crate.
//!
//! I1 a type stands in one file of [`types`] and one line of [`registry`]; everything else walks its spec.
//! I2 one value has one canonical form: what does not re-encode to the same bytes is refused.
//! I3 a decoder is total: no panic, no allocation driven by a length field, nothing changed on refusal.
//! I4 validation refuses, lint only warns.

#[macro_use]
pub mod vocabulary;
pub mod accident;
pub mod canonical;
pub mod charter;
pub mod check;
pub mod clause;
pub mod clause_test;
pub mod coast;
pub mod draft_e1;
pub mod draft_strike;
pub mod envelope;
mod error;
pub mod file;
pub mod geodesy;
pub mod lint;
pub mod notice;
pub mod number;
pub mod parameters;
pub mod place;
pub mod quantity;
pub mod read_back;
pub mod records;
pub mod registry;
pub mod release;
pub mod schema;
pub mod sealed;
pub mod site_lint;
pub mod site_list;
pub mod site_row;
pub mod spec;
pub mod station;
pub mod template;
pub mod truth;
pub mod types;
pub mod validate;
pub mod value;
pub mod window;

pub use charter::Charter;
pub use check::{Apart, Context, Finding, Known, KnownStep, Para};
pub use envelope::{Annex, AnswerDue, Due, Envelope, Reference, ReleaseLine, Sealed, Stamp, Until};
pub use error::NoticeError;
pub use notice::{Draft, Notice};
pub use number::Number;
pub use parameters::{Clocks, Parameters};
pub use place::{ErrorEllipse, Place, PlacePart, Point, Shape};
pub use quantity::{Quantity, Unit};
pub use station::{Code8, LineVersion, NotACode, Station};
pub use value::{Fields, Instant, Span, Value};
