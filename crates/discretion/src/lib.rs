//! **Discretion**: what a public draft would betray of the private record, what a leaked page proves, which rendering it
//! came from.
//!
//! In: notices with their renderings, drafts and pages as text. Out: a report a sentence ([`guard::Report`]), what each
//! leaked item is, a posterior a reader. No disk, no clock, no randomness: everything comes as an argument; the tables
//! of `data/discretion` are embedded.
//!
//! I1 nothing of a draft is kept. I2 no answer says that a leak proves nothing or cannot be traced.

pub mod amount;
pub mod background;
pub mod coordinates;
pub mod date;
pub mod decoder;
pub mod evidence;
pub mod existence;
pub mod facet;
pub mod fold;
pub mod gazetteer;
pub mod guard;
pub mod leak;
pub mod lore;
pub mod numeral;
pub mod prints;
pub mod reading;
pub mod record;
pub mod sentence;
pub mod token;
pub mod trace;
pub mod words;
