//! Scenarios as a user writes them: what is refused before play, and plays of the shipped example's first days.

#[path = "all/apart.rs"]
mod apart;
#[path = "all/plays.rs"]
mod plays;
#[path = "all/refused.rs"]
mod refused;
#[path = "all/rolled.rs"]
mod rolled;
#[path = "all/texts.rs"]
mod texts;
