//! Words that the guard knows, in four languages: numerals, units, months, acts, parties, groups, channels.
//!
//! In: tables of `data/discretion`. Out: at each token, the longest phrase of a kind that stands there.
//! I1 a table that is not of its form is refused when it is read, with its line.

use crate::fold::{fold, is_arabic};
use crate::token::{Token, tokens};
use std::collections::BTreeMap;

/// The language that a sentence is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tongue {
    /// `en`.
    English,
    /// `fr`.
    French,
    /// `fa`.
    Persian,
    /// `ar`.
    Arabic,
}

/// All four, in the order of the tables' columns.
pub const TONGUES: [Tongue; 4] = [Tongue::English, Tongue::French, Tongue::Persian, Tongue::Arabic];

/// What a phrase says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its kind: the first column.
    pub kind: &'static str,
    /// Its value: the second.
    pub value: &'static str,
    /// How many tokens it takes.
    pub length: usize,
}

/// A table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotATable {
    /// Line, from 1.
    pub line: usize,
}

/// One phrase.
#[derive(Debug)]
struct Phrase {
    words: Vec<(String, bool)>,
    kind: &'static str,
    value: &'static str,
}

impl Phrase {
    /// How many tokens it takes from here; hyphens and apostrophes between its words are passed over.
    fn length(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let mut next = at;
        for (n, (word, stem)) in self.words.iter().enumerate() {
            if n > 0 && tokens.get(next).is_some_and(|token| token.is_sign('-') || token.is_sign('\'')) {
                next += 1;
            }
            tokens.get(next).filter(|token| token.is(word, *stem))?;
            next += 1;
        }
        Some(next - at)
    }
}

/// The phrases of one language, by the first letters of their first word.
#[derive(Debug, Default)]
struct Shelf(BTreeMap<String, Vec<Phrase>>);

/// Everything that is known.
#[derive(Debug, Default)]
pub struct Words {
    shelves: [Shelf; 4],
}

impl Words {
    /// Reads a table whose first two columns are kind and value.
    ///
    /// # Errors
    /// [`NotATable`] with the line.
    pub fn take(&mut self, table: &'static str) -> Result<(), NotATable> {
        for (at, line) in table.lines().enumerate().skip(1) {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [kind, value, forms @ ..] = columns.as_slice() else {
                return Err(NotATable { line: at + 1 });
            };
            self.row(kind, value, forms).ok_or(NotATable { line: at + 1 })?;
        }
        Ok(())
    }

    /// Reads a table whose first column is the value of one kind.
    ///
    /// # Errors
    /// [`NotATable`] with the line.
    pub fn take_of(&mut self, kind: &'static str, table: &'static str) -> Result<(), NotATable> {
        for (at, line) in table.lines().enumerate().skip(1) {
            let columns: Vec<&'static str> = line.split('\t').collect();
            let [value, forms @ ..] = columns.as_slice() else { return Err(NotATable { line: at + 1 }) };
            self.row(kind, value, forms).ok_or(NotATable { line: at + 1 })?;
        }
        Ok(())
    }

    fn row(&mut self, kind: &'static str, value: &'static str, forms: &[&'static str]) -> Option<()> {
        if forms.len() != TONGUES.len() {
            return None;
        }
        for (shelf, forms) in self.shelves.iter_mut().zip(forms) {
            for form in forms.split('|').filter(|form| !form.is_empty()) {
                shelf.put(form, kind, value);
            }
        }
        Some(())
    }

    /// The longest phrase of one of these kinds at a place.
    pub fn at(&self, tongue: Tongue, tokens: &[Token], at: usize, kinds: &[&str]) -> Option<Said> {
        let found = self.all(tongue, tokens, at).filter(|said| kinds.contains(&said.kind));
        found.max_by_key(|said| said.length)
    }

    /// Every phrase at a place.
    pub fn all<'a>(
        &'a self,
        tongue: Tongue,
        tokens: &'a [Token],
        at: usize,
    ) -> impl Iterator<Item = Said> + 'a {
        let forms = tokens.get(at).into_iter().flat_map(|t| std::iter::once(&t.text).chain(&t.bare));
        let mut keys: Vec<String> = forms.flat_map(|form| keys(form)).collect();
        keys.sort_unstable();
        keys.dedup();
        let shelf = &self.shelves[tongue as usize].0;
        keys.into_iter().filter_map(|key| shelf.get(&key)).flatten().filter_map(move |phrase| {
            Some(Said { kind: phrase.kind, value: phrase.value, length: phrase.length(tokens, at)? })
        })
    }

    /// Every phrase of a kind in a sentence, each place once.
    pub fn find(&self, tongue: Tongue, tokens: &[Token], kinds: &[&str]) -> Vec<(usize, Said)> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < tokens.len() {
            match self.at(tongue, tokens, at, kinds) {
                Some(said) => {
                    let next = at + said.length;
                    found.push((at, said));
                    at = next;
                }
                None => at += 1,
            }
        }
        found
    }
}

impl Shelf {
    fn put(&mut self, form: &str, kind: &'static str, value: &'static str) {
        let mut words: Vec<(String, bool)> = Vec::new();
        for token in tokens(form) {
            // A star after a word says that it may go on.
            match (token.is_sign('*'), words.last_mut()) {
                (true, Some(last)) => last.1 = true,
                _ => words.push((token.text, false)),
            }
        }
        if let Some((first, _)) = words.first() {
            let key = first.chars().take(KEY).collect();
            self.0.entry(key).or_default().push(Phrase { words, kind, value });
        }
    }
}

/// The keys under which the phrases lie that may begin with a word.
fn keys(word: &str) -> Vec<String> {
    (1..=KEY).map(|n| word.chars().take(n).collect()).collect()
}

/// The language of a text; `before` where it does not tell.
pub fn tongue(text: &str, before: Tongue) -> Tongue {
    let arabic = text.chars().filter(|c| is_arabic(*c)).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let plain: Vec<String> = fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let count = |list: &[&str]| plain.iter().filter(|word| list.contains(&word.as_str())).count();
    let of = |a: (usize, Tongue), b: (usize, Tongue)| match a.0.cmp(&b.0) {
        std::cmp::Ordering::Greater => a.1,
        std::cmp::Ordering::Less => b.1,
        std::cmp::Ordering::Equal if [a.1, b.1].contains(&before) => before,
        std::cmp::Ordering::Equal => a.1,
    };
    if arabic * 2 > letters {
        let persian = text.chars().filter(|c| "پچژگ\u{200c}".contains(*c)).count();
        let own = text.chars().filter(|c| "ةىأإ".contains(*c)).count();
        let definite = plain.iter().filter(|word| word.starts_with("ال") || word.starts_with("وال")).count();
        of((count(&FA) * 2 + persian, Tongue::Persian), (count(&AR) * 2 + own + definite, Tongue::Arabic))
    } else {
        let accents = text.chars().filter(|c| "éèêàâîôûçÉÈÀœ".contains(*c)).count();
        of((count(&EN) * 2, Tongue::English), (count(&FR) * 2 + accents, Tongue::French))
    }
}

/// A word is found by at most so many first letters.
const KEY: usize = 3;
const EN: [&str; 26] = [
    "the", "of", "and", "to", "in", "will", "is", "are", "was", "were", "that", "for", "with", "on", "at",
    "by", "from", "no", "our", "we", "has", "have", "its", "than", "within", "it",
];
const FR: [&str; 28] = [
    "le", "la", "les", "des", "du", "de", "et", "est", "une", "un", "que", "dans", "pour", "sur", "au",
    "aux", "par", "ne", "pas", "nous", "sera", "seront", "d", "l", "il", "en", "son", "avec",
];
const FA: [&str; 24] = [
    "است",
    "از",
    "که",
    "را",
    "به",
    "این",
    "با",
    "در",
    "برای",
    "تا",
    "خواهد",
    "می",
    "شد",
    "ان",
    "نخواهد",
    "های",
    "یک",
    "بود",
    "کرد",
    "شود",
    "ما",
    "هیچ",
    "روز",
    "دو",
];
const AR: [&str; 24] = [
    "من", "فی", "علی", "الی", "ان", "عن", "التی", "الذی", "لن", "لا", "هذا", "هذه", "مع", "بین", "خلال", "بعد",
    "قبل", "سوف", "لم", "کان", "او", "ما", "منذ", "حتی",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_taken() {
        let mut words = Words::default();
        let table = "kind\tvalue\ten\tfr\tfa\tar\nunit\tmile\tmile*\t\t\t\nunit\tsea\tnautical mile*\t\t\t\n";
        words.take(table).expect("a table");
        let said = tokens("60 nautical miles");
        let found = words.at(Tongue::English, &said, 1, &["unit"]).expect("a unit");
        assert_eq!((found.value, found.length), ("sea", 2));
        assert_eq!(words.take("kind\tvalue\nunit\tx\ty\n"), Err(NotATable { line: 2 }));
    }

    #[test]
    fn the_language_is_told() {
        assert_eq!(tongue("The carrier will stay off.", Tongue::French), Tongue::English);
        assert_eq!(tongue("Le porte-avions restera au large.", Tongue::English), Tongue::French);
        assert_eq!(tongue("ناو در فاصله ۶۰ کیلومتری می‌ماند", Tongue::English), Tongue::Persian);
        assert_eq!(tongue("ستبقى الحاملة على مسافة ٦٠ كيلومترا", Tongue::English), Tongue::Arabic);
    }
}
