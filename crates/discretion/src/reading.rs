//! One sentence as the guard reads it: amounts, dates, positions, names, acts.

use crate::amount::{Amount, amounts};
use crate::coordinates::{Position, positions};
use crate::date::{When, dates};
use crate::fold::joined;
use crate::lore::Lore;
use crate::token::{Kind, Token, tokens};
use crate::words::{Said, Tongue, tongue};
use std::collections::BTreeSet;

/// It.
#[derive(Debug)]
pub struct Reading {
    /// Language it is read in.
    pub tongue: Tongue,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Amounts.
    pub amounts: Vec<Amount>,
    /// Dates.
    pub when: Vec<When>,
    /// Positions in figures.
    pub positions: Vec<Position>,
    /// Acts: the value of each concept, with its words.
    pub concepts: Vec<Said>,
    /// Groups, by the joined form of their name in the table.
    pub groups: BTreeSet<String>,
    /// Codes of parties.
    pub parties: BTreeSet<String>,
    /// Codes with a digit in them, joined, of one token up to eleven.
    pub codes: BTreeSet<String>,
}

impl Reading {
    /// Reads a sentence; `at` is the draft's instant, seconds UTC.
    pub fn of(lore: &Lore, sentence: &str, before: Tongue, at: i64, offsets: &[i64]) -> Self {
        let tongue = tongue(sentence, before);
        let tokens = tokens(sentence);
        let words = &lore.words;
        let mut found = dates(words, tongue, &tokens, at, offsets);
        let positions = positions(&tokens, &mut found.taken);
        let named = |kind: &'static str| words.find(tongue, &tokens, &[kind]);
        let values = |kind: &'static str| named(kind).into_iter().map(|(_, said)| said.value);
        let amounts = amounts(words, tongue, &tokens, &found.taken);
        let mut concepts: Vec<Said> = Vec::new();
        for place in 0..tokens.len() {
            for said in words.all(tongue, &tokens, place).filter(|said| said.kind == "concept") {
                if !concepts.iter().any(|held| held.value == said.value) {
                    concepts.push(said);
                }
            }
        }
        Reading {
            amounts,
            when: found.when,
            positions,
            concepts,
            groups: values("group").map(joined).collect(),
            parties: values("party").map(str::to_owned).collect(),
            codes: codes(&tokens),
            tongue,
            tokens,
        }
    }
}

impl Reading {
    /// Keys of the places that it names, for counting public text.
    pub fn places(&self, lore: &Lore) -> BTreeSet<String> {
        let named = (0..self.tokens.len()).filter_map(|at| lore.everywhere().at(&self.tokens, at));
        named.flat_map(|(_, places)| places).map(|place| lore.gazetteer.place(*place).key()).collect()
    }

    /// Whether it speaks of a day with its year that lies well before an instant.
    pub fn is_past(&self, begins: i64) -> bool {
        let dated = self.when.iter().filter(|when| when.year);
        dated.map(|when| when.until).max().is_some_and(|last| last < begins - PAST_S)
    }
}

/// Thirty days.
const PAST_S: i64 = 30 * 86_400;

/// Runs of tokens without a blank between them, and of a word and a number, that hold letters and digits.
fn codes(tokens: &[Token]) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for from in 0..tokens.len() {
        if tokens[from].kind == Kind::Sign {
            continue;
        }
        let mut code = String::new();
        for (length, token) in tokens[from..].iter().take(MOST_TOKENS).enumerate() {
            if length > 1 && token.spaced {
                break;
            }
            code.extend(token.text.chars().filter(|c| c.is_alphanumeric()));
            let digits = code.bytes().any(|b| b.is_ascii_digit());
            if digits && code.bytes().any(|b| b.is_ascii_alphabetic()) && code.len() >= 4 {
                codes.insert(code.clone());
            }
        }
    }
    codes
}

const MOST_TOKENS: usize = 11;
