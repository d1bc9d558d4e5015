//! A sheet: what a page of paper carries, as lines that a person can type (line.md section 9).
//!
//! In: a pouch file of one small envelope. Out: numbered lines of forty signs with two check signs each, and back.
//! The picture of a sheet carries the same bytes.
//!
//! I1 in one line a wrong sign, and two signs that changed places, are always found; anything else is missed once
//! in 1,021 times, and then the envelope does not open. I2 a line says its place, so that a line left out, typed
//! twice or out of order does no harm and is named.

use crate::refused::Refused;
use std::collections::BTreeMap;

/// The lines of a sheet; `None` above [`MOST_BYTES`].
pub fn write(bytes: &[u8]) -> Option<Vec<String>> {
    let length = u16::try_from(bytes.len()).ok().filter(|length| usize::from(*length) <= MOST_BYTES)?;
    let mut all = length.to_be_bytes().to_vec();
    all.extend_from_slice(bytes);
    let lines = all.chunks(LINE_BYTES).zip(1u32..).map(|(chunk, number)| {
        let mut whole = [0; LINE_BYTES];
        whole[..chunk.len()].copy_from_slice(chunk);
        line(number, &signs_of(&whole))
    });
    Some(lines.collect())
}

/// Reads typed lines in any order, capitals or not; O is read as 0, I and L as 1. Lines without a number are
/// left alone.
///
/// # Errors
/// [`Refused::SheetLine`] with the first line that is not what was printed, [`Refused::SheetGap`] with the first
/// that is missing, [`Refused::NotAFile`] if there is none at all.
pub fn read(text: &str) -> Result<Vec<u8>, Refused> {
    let mut lines = BTreeMap::new();
    for typed in text.lines() {
        let Some((number, signs)) = numbered(typed) else { continue };
        let signs = values(&signs).ok_or(Refused::SheetLine { line: number })?;
        let (text, check) = signs.split_at(signs.len().saturating_sub(CHECK_SIGNS));
        let fits = text.len() == LINE_SIGNS && check == check_of(number, text);
        let old = fits.then(|| lines.insert(number, bytes_of(text)));
        if old.is_none_or(|old| old.is_some_and(|old| old != bytes_of(text))) {
            return Err(Refused::SheetLine { line: number });
        }
    }
    let first = match lines.get(&1) {
        Some(first) => first,
        None if lines.is_empty() => return Err(Refused::NotAFile),
        None => return Err(Refused::SheetGap { line: 1 }),
    };
    let length = usize::from(u16::from_be_bytes([first[0], first[1]]));
    let wanted = (length + LENGTH_BYTES).div_ceil(LINE_BYTES);
    let mut all = Vec::new();
    for number in (1u32..).take(wanted) {
        all.extend(lines.get(&number).ok_or(Refused::SheetGap { line: number })?);
    }
    Ok(all[LENGTH_BYTES..LENGTH_BYTES + length].to_vec())
}

/// Number and signs of a typed line, without the spaces; `None` if it does not begin with a number of two digits.
fn numbered(typed: &str) -> Option<(u32, String)> {
    let (number, rest) = typed.trim().split_once(char::is_whitespace)?;
    let digits = number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit());
    let number = number.parse().ok().filter(|_| digits)?;
    Some((number, rest.chars().filter(|c| !c.is_whitespace()).collect()))
}

fn line(number: u32, signs: &[u8]) -> String {
    let groups: Vec<String> = signs.chunks(GROUP).map(print).collect();
    format!("{number:02}  {}  {}", groups.join(" "), print(&check_of(number, signs)))
}

/// Sum of the signs, each times a power of a primitive root: no power comes twice in a line.
fn check_of(number: u32, signs: &[u8]) -> [u8; CHECK_SIGNS] {
    let mut sum = number % PRIME;
    let mut weight = 1;
    for sign in signs {
        weight = weight * ROOT % PRIME;
        sum = (sum + u32::from(*sign) * weight) % PRIME;
    }
    [low_five(sum >> 5), low_five(sum)]
}

/// Five bits a sign, the first byte first.
fn signs_of(bytes: &[u8; LINE_BYTES]) -> Vec<u8> {
    let five = |bytes: &[u8]| bytes.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let eight = |bits: u64| (0..8).rev().map(move |at| low_five((bits >> (5 * at)) as u32 & 31));
    bytes.chunks(5).flat_map(|chunk| eight(five(chunk))).collect()
}

fn bytes_of(signs: &[u8]) -> Vec<u8> {
    let bits = |signs: &[u8]| signs.iter().fold(0u64, |bits, sign| bits << 5 | u64::from(*sign));
    signs.chunks(8).flat_map(|chunk| bits(chunk).to_be_bytes()[3..].to_vec()).collect()
}

fn print(signs: &[u8]) -> String {
    signs.iter().filter_map(|sign| SIGNS.get(usize::from(*sign))).map(|sign| char::from(*sign)).collect()
}

/// What the signs stand for; `None` if one is none of ours.
fn values(signs: &str) -> Option<Vec<u8>> {
    let value = |sign: char| {
        let plain = match sign.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let at = SIGNS.iter().position(|known| char::from(*known) == plain)?;
        u8::try_from(at).ok()
    };
    signs.chars().map(value).collect()
}

fn low_five(bits: u32) -> u8 {
    (bits & 31).to_le_bytes()[0]
}

/// The most bytes of a sheet: what a QR symbol of version 40, level M, takes; 94 lines.
pub const MOST_BYTES: usize = 2_331;

/// Digits and capitals without I, L, O, U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LINE_BYTES: usize = 25;
const LINE_SIGNS: usize = 40;
const CHECK_SIGNS: usize = 2;
const LENGTH_BYTES: usize = 2;
const GROUP: usize = 4;
/// The greatest prime below 1,024, and a primitive root of it.
const PRIME: u32 = 1_021;
const ROOT: u32 = 10;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 37 % 251).to_le_bytes()[0]).collect()
    }

    #[test]
    fn the_root_runs_through_every_weight() {
        let mut weight = 1;
        for power in 1..PRIME {
            weight = weight * ROOT % PRIME;
            assert_eq!(weight == 1, power == PRIME - 1, "power {power}");
        }
    }

    #[test]
    fn the_printed_form_is_this_one() {
        let lines = write(&some(24)).expect("short");
        assert_eq!(
            lines,
            [
                "01  00C0 09AA DYAB KQG8 5N97 F761 WR83 APKZ MK4Y W61X  30",
                "02  C800 0000 0000 0000 0000 0000 0000 0000 0000 0000  WT",
            ]
        );
    }

    #[test]
    fn every_wrong_sign_and_every_swap_in_a_line_is_found_and_the_line_is_named() {
        let lines = write(&some(70)).expect("short");
        let places: Vec<usize> = (4..lines[1].len()).filter(|at| lines[1].as_bytes()[*at] != b' ').collect();
        let with = |line: Vec<u8>| {
            let line = String::from_utf8(line).expect("ASCII");
            read(&format!("{}\n{line}\n{}\n", lines[0], lines[2]))
        };
        for at in &places {
            for sign in SIGNS.iter().filter(|sign| **sign != lines[1].as_bytes()[*at]) {
                let mut wrong = lines[1].clone().into_bytes();
                wrong[*at] = *sign;
                assert_eq!(with(wrong), Err(Refused::SheetLine { line: 2 }), "at {at}");
            }
            for other in &places {
                let mut wrong = lines[1].clone().into_bytes();
                wrong.swap(*at, *other);
                if wrong != lines[1].as_bytes() {
                    assert_eq!(with(wrong), Err(Refused::SheetLine { line: 2 }), "{at} and {other}");
                }
            }
        }
    }

    #[test]
    fn a_line_under_another_number_left_out_or_typed_twice_is_named() {
        let lines = write(&some(70)).expect("short");
        let read_lines = |lines: &[&str]| read(&lines.join("\n"));
        let renumbered = lines[1].replacen("02", "03", 1);
        assert_eq!(read_lines(&[&lines[0], &renumbered, &lines[2]]), Err(Refused::SheetLine { line: 3 }));
        assert_eq!(read_lines(&[&lines[0], &lines[2]]), Err(Refused::SheetGap { line: 2 }));
        assert_eq!(read_lines(&[&lines[1], &lines[2]]), Err(Refused::SheetGap { line: 1 }));
        assert_eq!(read_lines(&[&lines[2], &lines[1], &lines[0], &lines[1]]), Ok(some(70)));
        let longer = lines[0].clone() + "0";
        assert_eq!(read_lines(&[&longer]), Err(Refused::SheetLine { line: 1 }));
        assert_eq!(read("no sheet\n"), Err(Refused::NotAFile));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_also_in_small_letters_and_without_spaces(
            bytes in proptest::collection::vec(any::<u8>(), 0..MOST_BYTES),
        ) {
            let lines = write(&bytes).expect("short enough");
            let typed = lines.iter().map(|line| {
                let signs = line[2..].replace(' ', "").to_lowercase();
                format!("{} {}\r\n", &line[..2], signs.replace('0', "o").replace('1', "l"))
            });
            prop_assert_eq!(read(&typed.collect::<String>()), Ok(bytes));
        }

        #[test]
        fn any_text_is_refused_or_read_and_never_a_panic(text in "([0-9]{2}  [0-9A-Zil ]{0,50}\n|.{0,20}\n){0,5}") {
            let _ = read(&text);
        }
    }

    #[test]
    fn more_than_a_symbol_takes_is_no_sheet() {
        assert_eq!(write(&some(MOST_BYTES)).expect("fits").len(), 94);
        assert!(write(&some(MOST_BYTES + 1)).is_none());
    }
}
