//! Texts of four languages in one plain form: compatible letters, no marks, one set of digits, letters, no case.
//!
//! I1 folding a folded text changes nothing. I2 what a reader sees as one word in another hand is one word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The plain form of a text.
pub fn fold(text: &str) -> String {
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c)).filter_map(letter);
    plain.flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c)).collect()
}

/// One letter for all hands that write it; none for what is not seen.
fn letter(c: char) -> Option<char> {
    Some(match c {
        'ي' | 'ى' | 'ې' => 'ی',
        'ك' => 'ک',
        'ة' | 'ۀ' | 'ە' | 'ہ' => 'ه',
        'ٱ' => 'ا',
        '٫' => '.',
        '٬' | '،' => ',',
        '۰'..='۹' => char::from(b'0' + u8::try_from(c as u32 - '۰' as u32).unwrap_or_default()),
        '٠'..='٩' => char::from(b'0' + u8::try_from(c as u32 - '٠' as u32).unwrap_or_default()),
        '٪' => '%',
        '\u{200c}' | '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        'ـ' | '\u{ad}' | '\u{feff}' => return None,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' => {
            return None;
        }
        '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`' | '´' => '\'',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        'ء' => return None,
        other => other,
    })
}

/// A text without blanks and signs: what a name is compared by.
pub fn joined(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a letter is of the script of Persian and Arabic.
pub fn is_arabic(c: char) -> bool {
    ('\u{600}'..='\u{6ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hands_and_digits_are_one() {
        assert_eq!(fold("كيلومتر"), fold("کیلومتر"));
        assert_eq!(fold("۶۰ ٦٠ 60"), "60 60 60");
        assert_eq!(fold("Août, Ėlan"), "aout, elan");
        assert_eq!(fold("أغسطس"), fold("اغسطس"));
        assert_eq!(joined("Bandar-e ‘Abbās"), "bandareabbas");
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["الأحد ٢٢ أغسطس", "می‌ماند ۱۴۲٫۱", "D’ici à l’été", "60\u{a0}km"]
        {
            assert_eq!(fold(&fold(text)), fold(text));
        }
    }
}
