//! One row of a list of protected sites, and how its figures are read.

use crate::check::{Finding, Para};
use crate::place::Point;
use crate::station::Code8;
use crate::value::{Fields, Instant, Span};
use crate::vocabulary::SiteKind;

/// One row as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteRow {
    /// Its place in the list, from 1.
    pub row: usize,
    /// The site's id.
    pub site: Code8,
    /// What it is.
    pub kind: SiteKind,
    /// Where it is.
    pub at: Point,
    /// Decimals that latitude and longitude were written with, the fewer of both.
    pub decimals: usize,
    /// Horizontal error, metres.
    pub error_m: u32,
    /// Its MGRS echo as written; empty if none was.
    pub mgrs: String,
    /// When it was last seen.
    pub seen: Instant,
    /// How often it is re-confirmed.
    pub reconfirm: Span,
    /// Paragraphs F to K.
    pub(crate) rest: Fields,
}

/// A finding about a position.
pub(crate) fn finding(id: &'static str, facts: refusal::Facts) -> Finding {
    Finding { id, para: Para::new("C"), facts }
}

/// Degrees times 1e7 from decimal text, exactly.
pub(crate) fn degrees(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let part: String = part.chars().chain("0000000".chars()).take(7).collect();
    Some(sign * (whole.parse::<i64>().ok()? * 10_000_000 + part.parse::<i64>().ok()?))
}

/// Figures after the point.
pub(crate) fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, part)| part.len())
}
