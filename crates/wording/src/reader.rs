//! Who reads: language, digits, calendar, capitals, the time by their node.

use notice::Instant;

use crate::calendar::Calendar;
use crate::capital::Capital;
use crate::digits::Digits;

/// A reader and the moment of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Language of the pack (`en`, `fa`, `fr`, `ar`, or that of a folder handed in).
    pub language: String,
    /// Digits of numbers and local times.
    pub digits: Digits,
    /// The calendar of all local dates; without it each capital's own.
    pub calendar: Option<Calendar>,
    /// Both capitals, in the order in which they are printed.
    pub capitals: Vec<Capital>,
    /// The time by the reader's node.
    pub now: Instant,
    /// The error of that clock, ms; above 60 s relative times are marked.
    pub clock_error_ms: u32,
}

impl Reader {
    /// A reader of a language with these digits, between Washington and Tehran.
    pub fn of(language: &str, digits: Digits, now: Instant) -> Self {
        let capitals = vec![Capital::washington(), Capital::tehran()];
        Reader { language: language.to_owned(), digits, calendar: None, capitals, now, clock_error_ms: 0 }
    }

    /// An English reader with Latin digits.
    pub fn english(now: Instant) -> Self {
        Reader::of("en", Digits::Latin, now)
    }

    /// A Persian reader with Persian digits.
    pub fn persian(now: Instant) -> Self {
        Reader::of("fa", Digits::Persian, now)
    }
}
