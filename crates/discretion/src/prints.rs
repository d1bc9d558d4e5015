//! Prints of words: runs of five words of the renderings in every language, thinned by winnowing (Schleimer, Wilkerson,
//! Aiken 2003).
//!
//! I1 any run of eight words of a rendering shares a print with the text that quotes it.

use crate::token::{Kind, Token, tokens};
use std::collections::BTreeMap;

/// Prints of a record: of which notice each is.
#[derive(Debug, Default)]
pub struct Prints {
    of: BTreeMap<u64, u32>,
}

impl Prints {
    /// Takes in a rendering of a notice, which is known by an index.
    pub fn take(&mut self, rendering: &str, notice: u32) {
        for print in winnowed(&runs(rendering)) {
            self.of.entry(print).or_insert(notice);
        }
    }

    /// Takes out what is public.
    pub fn clear(&mut self, public: &str) {
        for print in runs(public) {
            self.of.remove(&print);
        }
    }

    /// Notices quoted by a sentence, with how many of its runs are theirs.
    pub fn quoted(&self, sentence: &str) -> BTreeMap<u32, usize> {
        let mut quoted = BTreeMap::new();
        for print in runs(sentence) {
            if let Some(notice) = self.of.get(&print) {
                *quoted.entry(*notice).or_default() += 1;
            }
        }
        quoted
    }
}

/// The hash of every run of five words.
pub fn runs(text: &str) -> Vec<u64> {
    let words: Vec<Token> = tokens(text).into_iter().filter(|token| token.kind != Kind::Sign).collect();
    let telling =
        |run: &[Token]| run.iter().filter(|t| t.is_word() && t.text.chars().count() >= 3).count() >= 3;
    words.windows(RUN).filter(|run| telling(run)).map(hash).collect()
}

/// The least print of every window of four, each once.
fn winnowed(prints: &[u64]) -> Vec<u64> {
    if prints.len() < WINDOW {
        return prints.to_vec();
    }
    let mut kept: Vec<u64> =
        prints.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect();
    kept.dedup();
    kept
}

/// FNV-1a, 64 bits: prints are compared within one process only.
fn hash(run: &[Token]) -> u64 {
    let bytes = run.iter().flat_map(|token| token.text.bytes().chain(std::iter::once(b' ')));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

const RUN: usize = 5;
const WINDOW: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_of_eight_words_is_found_and_a_public_one_is_not() {
        let page =
            "The author holds no unit nearer than the distance that it names, until the instant named below.";
        let mut prints = Prints::default();
        prints.take(page, 7);
        let quote = "They wrote: no unit nearer than the distance that it names.";
        assert!(prints.quoted(quote).get(&7).is_some_and(|runs| *runs > 0));
        assert_eq!(prints.quoted("Nothing of this stands there at all, or does it").len(), 0);
        prints.clear(page);
        assert_eq!(prints.quoted(quote).len(), 0);
    }
}
