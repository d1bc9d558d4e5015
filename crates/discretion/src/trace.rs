//! The code of traced renderings: which form each carrier has in each reader's copy.
//!
//! In: a trace key, a reader, a notice, a rendering and pairs of approved forms. Out: the same rendering with the
//! reader's forms, and from a leaked text the forms that can be read. I1 nothing is stored: bits come from
//! HMAC-SHA256(key, reader, notice). I2 only labels change, before the first colon of a line or where nothing else
//! stands: never a value, a code, an order of letters, a modality or anything read back. I3 the canonical form and its
//! hash are not touched: this is about lines of text.

use crate::fold::fold;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Two approved forms of one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// As renderings have it.
    pub plain: String,
    /// The other form.
    pub other: String,
}

/// The first so many bits of a reader's copy of a notice.
pub fn bits(key: &[u8; 32], reader: &str, notice: &str, count: usize) -> Vec<bool> {
    let mut out = Vec::with_capacity(count);
    let mut block: u32 = 0;
    while out.len() < count {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).expect("HMAC takes a key of any length");
        for field in [b"demarche/trace/1".as_slice(), reader.as_bytes(), notice.as_bytes()] {
            let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
            mac.update(&length.to_be_bytes());
            mac.update(field);
        }
        mac.update(&block.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        out.extend(digest.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1)));
        block += 1;
    }
    out.truncate(count);
    out
}

/// A rendering with a reader's forms. Carriers are the pairs that the rendering holds, each where it first stands.
pub fn traced(rendering: &str, pairs: &[Pair], bits: &[bool]) -> String {
    let mut lines: Vec<String> = rendering.lines().map(str::to_owned).collect();
    for (pair, _) in pairs.iter().zip(bits).filter(|(_, bit)| **bit) {
        if let Some((line, at)) = place(&lines, &pair.plain) {
            lines[line].replace_range(at..at + pair.plain.len(), &pair.other);
        }
    }
    lines.join("\n")
}

/// The text with every label in its plain form: what is held against the record.
pub fn plain(text: &str, pairs: &[Pair]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        for pair in pairs {
            if let Some((_, at)) = place(std::slice::from_ref(line), &pair.other) {
                line.replace_range(at..at + pair.other.len(), &pair.plain);
            }
        }
    }
    lines.join("\n")
}

/// The forms that a leaked text shows, by pair; none where neither or both can be read.
pub fn read(text: &str, pairs: &[Pair]) -> Vec<Option<bool>> {
    let text = spaced(text);
    let each = pairs.iter().map(|pair| {
        let (plain, other) = (text.contains(&spaced(&pair.plain)), text.contains(&spaced(&pair.other)));
        match (plain, other) {
            (true, false) => Some(false),
            (false, true) => Some(true),
            _ => None,
        }
    });
    each.collect()
}

/// Pairs that a rendering holds: the carriers of that notice, in the order of the list.
pub fn carriers(rendering: &str, pairs: &[Pair]) -> Vec<Pair> {
    let lines: Vec<String> = rendering.lines().map(str::to_owned).collect();
    pairs.iter().filter(|pair| place(&lines, &pair.plain).is_some()).cloned().collect()
}

/// Where a form first stands as a label.
fn place(lines: &[String], form: &str) -> Option<(usize, usize)> {
    lines.iter().enumerate().find_map(|(line, text)| {
        let whole = |at: &usize| {
            let (before, after) = (text[..*at].chars().next_back(), text[at + form.len()..].chars().next());
            let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !inside(before) && (form.ends_with(':') || !inside(after))
        };
        let at = text.match_indices(form).map(|(at, _)| at).find(whole)?;
        let before = &text[..at];
        let labels = text[..at + form.len()].matches(':').count() <= usize::from(form.ends_with(':'));
        (labels && !before.contains(':')).then_some((line, at))
    })
}

/// Folded, with single blanks round it, so that a form is found as a whole.
fn spaced(text: &str) -> String {
    format!(" {} ", fold(text).split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs() -> Vec<Pair> {
        let pair = |plain: &str, other: &str| Pair { plain: plain.to_owned(), other: other.to_owned() };
        vec![
            pair("SUBJECT:", "RE:"),
            pair("NUMBER:", "NO.:"),
            pair("REMARKS:", "NOTES:"),
            pair("END OF", "ENDS"),
        ]
    }

    const PAGE: &str = "SUBJECT: A2 SIGNAL\n1. NUMBER: AA/BBB/27/0001/A2\n   B. SAID: END OF THE LINE\n6. REMARKS: NIL\n7. END OF AA/BBB/27/0001/A2";

    #[test]
    fn bits_are_the_readers_and_the_notices_own() {
        let of = |reader: &str, notice: &str| bits(&[7; 32], reader, notice, 300);
        assert_eq!(of("J-1", "N"), of("J-1", "N"));
        assert_ne!(of("J-1", "N"), of("J-2", "N"));
        assert_ne!(of("J-1", "N"), of("J-1", "M"));
        assert_ne!(of("J-1", "N"), bits(&[8; 32], "J-1", "N", 300));
        let ones = of("J-1", "N").iter().filter(|bit| **bit).count();
        assert!((110..190).contains(&ones), "{ones} of 300");
    }

    #[test]
    fn a_copy_is_read_again_and_made_plain_and_no_value_changes() {
        for code in 0..16u8 {
            let bits: Vec<bool> = (0..4).map(|n| code >> n & 1 == 1).collect();
            let copy = traced(PAGE, &pairs(), &bits);
            assert!(copy.contains("SAID: END OF THE LINE") && copy.contains("AA/BBB/27/0001/A2"));
            assert_eq!(plain(&copy, &pairs()), PAGE);
            let read = read(&copy, &pairs());
            // A form that a value holds as well cannot be read: it is lost, never misread.
            assert!(read.iter().zip(&bits).all(|(read, bit)| read.is_none_or(|read| read == *bit)), "{copy}");
        }
    }
}
