//! How 32 bytes are read aloud: 8 groups of 5 digits, or 12 words (line.md sections 2 and 6).
//!
//! Digits first: there is no Persian or Arabic list of the words.

use bip39::Language;
use sha2::{Digest, Sha256};

/// 8 groups of 5 digits with spaces: each group 4 bytes big-endian modulo 100,000.
pub fn digits(hash: &[u8; 32]) -> String {
    let groups = hash.chunks_exact(4).map(|c| {
        let number = c.iter().fold(0u32, |n, b| (n << 8) | u32::from(*b));
        format!("{:05}", number % 100_000)
    });
    groups.collect::<Vec<_>>().join(" ")
}

/// The first 132 bits as 12 words of the English BIP-39 list, 11 bits a word, no checksum.
pub fn words(hash: &[u8; 32]) -> [&'static str; 12] {
    let list = Language::English.word_list();
    std::array::from_fn(|i| {
        let index = (0..11).fold(0usize, |n, bit| {
            let at = i * 11 + bit;
            (n << 1) | usize::from((hash[at / 8] >> (7 - at % 8)) & 1)
        });
        list[index]
    })
}

/// Fingerprint of a public thing: the digits of its SHA-256.
pub fn of(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes).into())
}

/// Whether what a person typed is this fingerprint: digits of any of the shipped scripts count, spaces, hyphens
/// and direction marks do not; anything else is a mistake, never skipped.
pub fn typed_is(typed: &str, fingerprint: &str) -> bool {
    let only_digits =
        |text: &str| -> Option<Vec<u32>> { text.chars().filter(|c| !is_spacing(*c)).map(digit).collect() };
    matches!((only_digits(typed), only_digits(fingerprint)), (Some(a), Some(b)) if a == b && a.len() == 40)
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '\u{660}'..='\u{669}' => Some(u32::from(c) - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(u32::from(c) - 0x6F0),
        _ => None,
    }
}

fn is_spacing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_are_four_bytes_modulo_a_hundred_thousand() {
        let mut hash = [0u8; 32];
        hash[3] = 7;
        hash[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(digits(&hash), "00007 67295 00000 00000 00000 00000 00000 00000");
    }

    #[test]
    fn the_words_are_eleven_bits_each() {
        assert_eq!(words(&[0; 32])[0], "abandon");
        assert_eq!(words(&[0xFF; 32]), ["zoo"; 12]);
        let mut hash = [0u8; 32];
        hash[1] = 0b0010_0000;
        assert_eq!(words(&hash)[..2], ["ability", "abandon"]);
    }

    #[test]
    fn persian_digits_with_hyphens_are_the_same_fingerprint_and_one_wrong_digit_is_not() {
        let hash = [0x12; 32];
        let own = digits(&hash);
        let persian: String = own
            .chars()
            .map(|c| c.to_digit(10).map_or('-', |d| char::from_u32(0x6F0 + d).expect("a digit")))
            .collect();
        assert!(typed_is(&persian, &own));
        assert!(!typed_is(&own.replacen(&own[..1], "9", 1), &own));
        assert!(!typed_is(&own[..40], &own));
        assert!(!typed_is("", ""));
    }
}
