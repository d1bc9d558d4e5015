//! A share on paper: 18 groups of 6 digits for 32 bytes and 4 of check.
//!
//! Each group is 5 digits of a 16-bit word and one check digit over place and word; the last two words are the beginning of
//! SHA-256 over the share, its party, generation, version and index. I1 one wrong digit and two neighbours exchanged are
//! always located. I2 digits of Persian and Arabic script are read as those of Latin script.

use crate::damm;
use crate::error::CustodyError;
use crate::label::{Name, framed};
use crate::package::{Index, Secret32, SetId};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Which of the two secrets of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Of the root.
    Root,
    /// Of the seal.
    Seal,
}

impl Which {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Which::Root => "root",
            Which::Seal => "seal",
        }
    }
}

/// Groups on a sheet.
pub const GROUPS: usize = 18;

/// The groups of a secret, in Latin digits.
pub fn digits(set: &SetId, index: Index, which: Which, secret: &Secret32) -> Zeroizing<Vec<String>> {
    let mut whole = Zeroizing::new(secret.bytes().to_vec());
    whole.extend_from_slice(&check(set, index, which, secret));
    let group = |(place, pair): (usize, &[u8])| {
        let word = u16::from_be_bytes([pair[0], pair[1]]);
        format!("{word:05}{}", check_digit(place, word))
    };
    Zeroizing::new(whole.chunks(2).enumerate().map(group).collect())
}

/// Reads typed digits of any of the three scripts; whatever is no digit only separates.
///
/// # Errors
/// [`CustodyError::SheetLength`], [`CustodyError::SheetGroup`] with the first wrong group, [`CustodyError::SheetWhole`].
pub fn read_digits(set: &SetId, index: Index, which: Which, typed: &str) -> Result<Secret32, CustodyError> {
    let all: Zeroizing<Vec<u8>> = Zeroizing::new(typed.chars().filter_map(digit).collect());
    if all.len() != GROUPS * 6 {
        return Err(CustodyError::SheetLength { have: all.len().div_ceil(6) });
    }
    let mut whole = Zeroizing::new(Vec::new());
    for (place, group) in all.chunks(6).enumerate() {
        let bad = CustodyError::SheetGroup { group: place + 1 };
        let word = group[..5].iter().fold(0u32, |sum, digit| sum * 10 + u32::from(*digit));
        let word = u16::try_from(word).map_err(|_| bad.clone())?;
        if check_digit(place, word) != group[5] {
            return Err(bad);
        }
        whole.extend_from_slice(&word.to_be_bytes());
    }
    let secret = Secret32::of(whole[..32].to_vec());
    let right = check(set, index, which, &secret).ct_eq(&whole[32..]);
    if right.into() { Ok(secret) } else { Err(CustodyError::SheetWhole) }
}

fn check(set: &SetId, index: Index, which: Which, secret: &Secret32) -> [u8; 4] {
    let name = set.to_string();
    let fields: [&[u8]; 4] = [secret.bytes(), name.as_bytes(), &index.to_be_bytes(), which.word().as_bytes()];
    let hash = Sha256::digest(&*Zeroizing::new(framed(Name::Sheet, set.status, &fields)));
    [hash[0], hash[1], hash[2], hash[3]]
}

fn check_digit(place: usize, word: u16) -> u8 {
    let place = u8::try_from(place).unwrap_or(u8::MAX);
    let figures = [10_000, 1_000, 100, 10, 1].map(|unit| u8::try_from(word / unit % 10).unwrap_or_default());
    damm::check([place / 10, place % 10].into_iter().chain(figures))
}

/// A digit of the Latin, Arabic or Persian script.
fn digit(sign: char) -> Option<u8> {
    let from = |zero: char| {
        let place = u32::from(sign).checked_sub(u32::from(zero)).filter(|place| *place < 10)?;
        u8::try_from(place).ok()
    };
    from('0').or_else(|| from('\u{660}')).or_else(|| from('\u{6F0}'))
}
