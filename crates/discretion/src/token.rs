//! A folded sentence in words, numbers and signs, each word with the forms that it may hide (Arabic and Persian
//! write small words and endings onto it).

use crate::fold::{fold, is_arabic};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// As folded.
    pub text: String,
    /// The word without what may be written onto it; empty for numbers and signs.
    pub bare: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Whether a blank stands before it.
    pub spaced: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters.
    Word,
    /// Digits, with stops and commas between them.
    Number,
    /// One sign.
    Sign,
}

impl Token {
    /// Whether it is this word, or begins with it.
    pub fn is(&self, word: &str, stem: bool) -> bool {
        let fits =
            |form: &str| form == word || stem && form.starts_with(word) || ends_as_written_on(form, word);
        fits(&self.text) || self.bare.iter().any(|form| fits(form))
    }

    /// Whether it is this sign.
    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign && self.text.starts_with(sign)
    }

    /// Whether it holds letters.
    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// The tokens of a sentence.
pub fn tokens(sentence: &str) -> Vec<Token> {
    let chars: Vec<char> = fold(sentence).chars().collect();
    let (mut out, mut at, mut spaced) = (Vec::new(), 0, true);
    while at < chars.len() {
        let c = chars[at];
        if c.is_whitespace() {
            (at, spaced) = (at + 1, true);
            continue;
        }
        let (end, kind) = if c.is_ascii_digit() {
            (number_end(&chars, at), Kind::Number)
        } else if c.is_alphabetic() {
            (word_end(&chars, at), Kind::Word)
        } else {
            (at + 1, Kind::Sign)
        };
        let text: String = chars[at..end].iter().collect();
        let bare = if kind == Kind::Word { bare(&text) } else { Vec::new() };
        out.push(Token { text, bare, kind, spaced });
        (at, spaced) = (end, false);
    }
    out
}

fn number_end(chars: &[char], from: usize) -> usize {
    let mut at = from;
    while at < chars.len() {
        let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
        // An apostrophe groups thousands; before two digits it means minutes of arc.
        let grouped = chars[at] == '\'' && (1..=3).all(|n| digit(at + n));
        let between = ['.', ','].contains(&chars[at]) && digit(at + 1) || grouped;
        if !chars[at].is_ascii_digit() && !between {
            break;
        }
        at += 1;
    }
    at
}

fn word_end(chars: &[char], from: usize) -> usize {
    let arabic = is_arabic(chars[from]);
    let more = chars[from..].iter().take_while(|c| c.is_alphabetic() && is_arabic(**c) == arabic);
    from + more.count()
}

/// The word without the small words written before it: and, so, in, to, like, the.
fn bare(word: &str) -> Vec<String> {
    if !word.chars().next().is_some_and(is_arabic) {
        return Vec::new();
    }
    let mut forms: Vec<&str> = vec![word];
    for before in ["و", "ف"] {
        forms.extend(cut(word, before));
    }
    for at in 0..forms.len() {
        for before in ["ب", "ل", "ک"] {
            forms.extend(cut(forms[at], before));
        }
    }
    for at in 0..forms.len() {
        for before in ["ال", "لل"] {
            forms.extend(cut(forms[at], before));
        }
        // With "to", the article loses its first letter.
        forms.extend(cut(forms[at], "ل"));
    }
    forms.remove(0);
    forms.into_iter().map(str::to_owned).collect()
}

fn cut<'a>(word: &'a str, before: &str) -> Option<&'a str> {
    word.strip_prefix(before).filter(|rest| rest.chars().count() >= 2)
}

/// Whether a form is a word with an ending that Persian or Arabic writes onto it.
fn ends_as_written_on(form: &str, word: &str) -> bool {
    let Some(rest) = form.strip_prefix(word) else { return false };
    word.chars().next().is_some_and(is_arabic) && word.chars().count() >= 3 && ENDINGS.contains(&rest)
}

const ENDINGS: [&str; 20] = [
    "ی", "ها", "های", "هایی", "ات", "ه", "ان", "ین", "ون", "ا", "نا", "هم", "ک", "ش", "م", "ای", "تی", "یم",
    "ند", "اتی",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_words_and_signs_come_apart() {
        let texts: Vec<String> = tokens("60km, 1,500.5 kg (13-12N)").into_iter().map(|t| t.text).collect();
        assert_eq!(texts, ["60", "km", ",", "1,500.5", "kg", "(", "13", "-", "12", "n", ")"]);
    }

    #[test]
    fn small_words_written_on_are_seen_through() {
        let token = |text: &str| tokens(text).remove(0);
        assert!(token("وستين").is(&fold("ستين"), false));
        assert!(token("بالبصرة").is(&fold("بصرة"), false));
        assert!(token("کیلومتری").is(&fold("کیلومتر"), false));
        assert!(!token("ستون").is(&fold("ست"), false) || fold("ست").chars().count() < 3);
    }
}
