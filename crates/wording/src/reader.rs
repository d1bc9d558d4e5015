//! Who reads: language, digits, capitals, the time by their node.

use notice::Instant;

use crate::capital::Capital;
use crate::digits::Digits;

/// A reader and the moment of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Language of the pack (`en`, `fa`).
    pub language: String,
    /// Digits of numbers and local times.
    pub digits: Digits,
    /// Both capitals, in the order in which they are printed.
    pub capitals: Vec<Capital>,
    /// The time by the reader's node.
    pub now: Instant,
    /// The error of that clock, ms; above 60 s relative times are marked.
    pub clock_error_ms: u32,
}

impl Reader {
    /// A reader of a shipped language at an instant, seconds since 1970; `None` for another language or year.
    pub fn speaking(language: &str, utc_s: i64) -> Option<Self> {
        let now = Instant::from_seconds(utc_s)?;
        match language {
            "en" => Some(Reader::english(now)),
            "fa" => Some(Reader::persian(now)),
            _ => None,
        }
    }

    /// An English reader with Latin digits between Washington and Tehran.
    pub fn english(now: Instant) -> Self {
        let capitals = vec![Capital::washington(), Capital::tehran()];
        Reader { language: "en".to_owned(), digits: Digits::Latin, capitals, now, clock_error_ms: 0 }
    }

    /// A Persian reader with Persian digits between Washington and Tehran.
    pub fn persian(now: Instant) -> Self {
        Reader { language: "fa".to_owned(), digits: Digits::Persian, ..Reader::english(now) }
    }
}
