//! Scenarios as a user writes them: what is refused before play, plays of the shipped example's first days, and all of
//! them with its principals exchanged.

#[path = "all/apart.rs"]
mod apart;
#[path = "all/cases.rs"]
mod cases;
#[path = "all/exchanged.rs"]
mod exchanged;
#[path = "all/plays.rs"]
mod plays;
#[path = "all/refused.rs"]
mod refused;
#[path = "all/rolled.rs"]
mod rolled;
#[path = "all/texts.rs"]
mod texts;
