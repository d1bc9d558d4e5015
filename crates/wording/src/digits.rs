//! Digits as the reader wants them; codes keep the digits they are written with.

/// Which digits numbers, durations and local times are printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Digits {
    /// 0 1 2 3
    #[default]
    Latin,
    /// ۰ ۱ ۲ ۳
    Persian,
}

impl Digits {
    /// A text with its ASCII digits written in these digits.
    pub fn write(self, text: &str) -> String {
        match self {
            Digits::Latin => text.to_owned(),
            Digits::Persian => text.chars().map(persian).collect(),
        }
    }
}

fn persian(c: char) -> char {
    c.to_digit(10).and_then(|digit| char::from_u32(PERSIAN_ZERO + digit)).unwrap_or(c)
}

const PERSIAN_ZERO: u32 = 0x06F0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_change() {
        assert_eq!(Digits::Persian.write("6 h 54 min"), "۶ h ۵۴ min");
        assert_eq!(Digits::Latin.write("6 h"), "6 h");
    }
}
