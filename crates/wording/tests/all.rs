//! Tests of wording through its public door.

#[path = "all/cards.rs"]
mod cards;
#[path = "all/golden.rs"]
mod golden;
#[path = "all/keys.rs"]
mod keys;
#[path = "all/language.rs"]
mod language;
#[path = "all/native.rs"]
mod native;
#[path = "all/pages.rs"]
mod pages;
