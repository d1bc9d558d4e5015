//! Whether a sentence confirms or denies that there is a private track.
//!
//! I1 a sentence that declines to comment says neither. I2 a denial is untrue against the record wherever there is one:
//! it is shown as that, whatever line was agreed.

use crate::lore::Lore;
use crate::reading::Reading;
use std::collections::BTreeSet;

/// What it says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// That there is one.
    Confirms,
    /// That there is none.
    Denies,
}

impl Polarity {
    /// The word of documents and of the packs' keys.
    pub fn word(self) -> &'static str {
        match self {
            Polarity::Confirms => "CONFIRMS",
            Polarity::Denies => "DENIES",
        }
    }
}

/// What a sentence says of the track between these parties, and how many bits it is worth.
pub fn existence(lore: &Lore, reading: &Reading, parties: &BTreeSet<String>) -> Option<(Polarity, f64)> {
    let has = |kind: &str| {
        let found = lore.words.find(reading.tongue, &reading.tokens, &[kind]);
        !found.is_empty()
    };
    let private = has("private");
    if !private && !has("contact") || has("safe") {
        return None;
    }
    let counterpart = reading.parties.iter().any(|party| parties.contains(party));
    let own = reading.tokens.iter().any(|token| OWN.iter().any(|word| token.is(word, false)));
    let past = reading
        .tokens
        .iter()
        .any(|token| token.text.len() == 4 && (token.text.starts_with("19") || token.text.starts_with("20")));
    match (private, has("negation"), counterpart) {
        (true, true, true) => Some((Polarity::Denies, STRONG_DENIAL)),
        (true, true, false) if !past => Some((Polarity::Denies, DENIAL)),
        (true, false, true) if !past => Some((Polarity::Confirms, CONFIRMATION)),
        (true, false, false) if own && !past => Some((Polarity::Confirms, DENIAL)),
        (false, true, true) if !past => Some((Polarity::Denies, DENIAL)),
        (false, false, true) if own && !past => Some((Polarity::Confirms, DENIAL)),
        _ => None,
    }
}

const STRONG_DENIAL: f64 = 8.5;
const DENIAL: f64 = 7.5;
const CONFIRMATION: f64 = 10.0;
/// First persons of four languages, folded.
const OWN: [&str; 15] =
    ["we", "our", "us", "i", "my", "nous", "notre", "nos", "je", "ما", "من", "نحن", "لدینا", "لنا", "داریم"];
