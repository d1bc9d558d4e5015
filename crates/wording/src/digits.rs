//! Digits as the reader wants them; codes keep the digits they are written with.
//!
//! The decimal sign is a point in every language, as in the canonical form: it is typed back as it is read.

/// Which digits numbers, durations and local times are printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Digits {
    /// 0 1 2 3
    #[default]
    Latin,
    /// ۰ ۱ ۲ ۳
    Persian,
    /// ٠ ١ ٢ ٣
    Arabic,
}

impl Digits {
    /// All of them.
    pub const ALL: [Digits; 3] = [Digits::Latin, Digits::Persian, Digits::Arabic];

    /// The word that packs and the command line name them by.
    pub fn word(self) -> &'static str {
        match self {
            Digits::Latin => "latin",
            Digits::Persian => "persian",
            Digits::Arabic => "arabic",
        }
    }

    /// By their word.
    pub fn parse(word: &str) -> Option<Self> {
        Digits::ALL.into_iter().find(|digits| digits.word() == word)
    }

    /// A text with its ASCII digits written in these digits.
    pub fn write(self, text: &str) -> String {
        match self.zero() {
            None => text.to_owned(),
            Some(zero) => text.chars().map(|c| of(zero, c)).collect(),
        }
    }

    /// The code point of their zero, where it is not the ASCII one.
    fn zero(self) -> Option<u32> {
        match self {
            Digits::Latin => None,
            Digits::Persian => Some(0x06F0),
            Digits::Arabic => Some(0x0660),
        }
    }
}

fn of(zero: u32, c: char) -> char {
    c.to_digit(10).and_then(|digit| char::from_u32(zero + digit)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_change() {
        assert_eq!(Digits::Persian.write("6 h 54 min"), "۶ h ۵۴ min");
        assert_eq!(Digits::Arabic.write("6 h 54 min"), "٦ h ٥٤ min");
        assert_eq!(Digits::Latin.write("6 h"), "6 h");
    }

    #[test]
    fn every_kind_is_found_by_its_word() {
        for digits in Digits::ALL {
            assert_eq!(Digits::parse(digits.word()), Some(digits));
        }
        assert_eq!(Digits::parse("roman"), None);
    }
}
