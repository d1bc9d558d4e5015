//! Readers of the outside world: bytes in, events of the watch out, or a refusal with its line and reason.
//!
//! In: a stream of bytes and its form (CSV, GeoJSON, AIS in NMEA 0183, Cursor on Target, CAP), a mapping that says what
//! columns and words mean. Out: one item a message or row.
//!
//! I1 a hostile feed never stops the reader: what is too long, too deep, not of its form or impossible is refused with
//! a word and counted, and reading goes on behind it. I2 no document type, no entity, no address is ever followed.
//! I3 what a source reserves for *not known* never becomes a value.

pub mod ais;
mod ais_bits;
pub mod built_in;
pub mod cap;
pub mod coast;
pub mod cot;
pub mod documents;
mod error;
pub mod geojson;
pub mod item;
pub mod mapping;
pub mod nmea;
pub mod reader;
pub mod table;
pub mod time;
mod xml;

pub use error::FeedError;
pub use item::{Item, Refused};
pub use mapping::Mapping;
pub use reader::{Format, read};
