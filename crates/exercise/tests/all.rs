//! Scenarios through the crate's public door.

#[path = "all/texts.rs"]
mod texts;
