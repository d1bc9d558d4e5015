//! The number of a notice: PARTY/COMPARTMENT/YY/SERIAL/TYPE (notices.md section 0, paragraph 1).
//!
//! I1 one text form: `US/LEV/27/0031/A4`, serial with at least four digits and no more zeros than that.

use crate::station::{Code8, NotACode};
use crate::vocabulary::NoticeType;
use std::fmt;

/// Number of a released notice; ordered by party, compartment, year, serial, type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The author.
    pub party: Code8,
    /// The compartment's code ("LEV").
    pub compartment: Code8,
    /// Last two digits of the year, 0 to 99.
    pub year: u8,
    /// From 1, one sequence a (party, compartment, year).
    pub serial: u32,
    /// Type of the notice, or CH.
    pub kind: NoticeType,
}

impl Number {
    /// Reads the text form; `None` if it has any other shape.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(6, '/').collect();
        let [party, compartment, year, serial, kind] = parts.as_slice() else { return None };
        let number = Number {
            party: Code8::parse(party).ok()?,
            compartment: Code8::parse(compartment).ok()?,
            year: digits(year, 2, 2)?.try_into().ok()?,
            serial: digits(serial, 4, 10)?.try_into().ok()?,
            kind: NoticeType::parse(kind)?,
        };
        (number.serial > 0 && number.to_string() == text).then_some(number)
    }

    /// Reads a code, keeping why it is none.
    ///
    /// # Errors
    /// [`NotACode`] with the text itself.
    pub fn read(text: &str) -> Result<Self, NotACode> {
        Number::parse(text).ok_or_else(|| NotACode(text.to_owned()))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Number { party, compartment, year, serial, kind } = self;
        write!(f, "{party}/{compartment}/{year:02}/{serial:04}/{kind}")
    }
}

/// A number written with between `least` and `most` ASCII digits and nothing else.
fn digits(text: &str, least: usize, most: usize) -> Option<u64> {
    let shape = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    shape.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_is_read_and_printed_alike() {
        for text in ["US/LEV/27/0031/A4", "IR/NUC/00/10000/CH", "VER/NUC/99/0001/S4"] {
            assert_eq!(Number::parse(text).map(|n| n.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn any_other_spelling_is_refused() {
        for text in [
            "US/LEV/27/031/A4",
            "US/LEV/27/00031/A4",
            "us/LEV/27/0031/A4",
            "US/LEV/2027/0031/A4",
            "US/LEV/27/0000/A4",
            "US/LEV/27/0031/A7",
            "US/LEV/27/0031/A4/",
            "US/LEV/27/+031/A4",
            "",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
