//! Instants of play: `D5 01:30` is half past one UTC on the fifth day; D1 is the day of the scenario's `starts`.
//!
//! I1 one instant has one text. I2 no clock is read: an instant of UTC comes from `starts` alone.

use schemars::JsonSchema;
use serde::Deserialize;
use std::fmt;

/// Milliseconds since 00:00 UTC of D1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Moment(pub u64);

impl Moment {
    /// Reads `D5 01`, `D5 01:30` or `D5 01:30:15`.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, time) = text.strip_prefix('D')?.split_once(' ')?;
        let day = digits(day).filter(|day| (1..=999).contains(day))?;
        let mut parts = time.split(':').map(digits);
        let (hour, minute, second) =
            (parts.next()??, parts.next().unwrap_or(Some(0))?, parts.next().unwrap_or(Some(0))?);
        if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some(Moment((day - 1) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS + second * 1_000))
    }

    /// Reads a moment, or a day alone (`D9`): its end.
    pub fn parse_until(text: &str) -> Option<Self> {
        let day = text.strip_prefix('D').and_then(digits).filter(|day| (1..=999).contains(day));
        day.map(|day| Moment(day * DAY_MS)).or_else(|| Moment::parse(text))
    }

    /// So much later.
    #[must_use]
    pub fn plus_ms(self, ms: u64) -> Self {
        Moment(self.0.saturating_add(ms))
    }

    /// The moment of an instant, ms UTC, if D1 began at `day_one_ms`; the fraction of a second is dropped.
    pub fn of_utc(day_one_ms: i64, utc_ms: i64) -> Option<Self> {
        u64::try_from(utc_ms.checked_sub(day_one_ms)?).ok().map(|ms| Moment(ms / 1_000 * 1_000))
    }

    /// The instant, ms UTC, if D1 began at `day_one_ms`.
    pub fn utc_ms(self, day_one_ms: i64) -> i64 {
        day_one_ms.saturating_add_unsigned(self.0)
    }
}

impl TryFrom<String> for Moment {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Moment::parse(&text).ok_or_else(|| format!("{text}: expected a moment such as D5 01:30"))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, rest) = (self.0 / DAY_MS + 1, self.0 % DAY_MS);
        let (hour, minute) = (rest / HOUR_MS, rest % HOUR_MS / MINUTE_MS);
        let second = rest % MINUTE_MS / 1_000;
        write!(f, "D{day} {hour:02}:{minute:02}")?;
        if second == 0 { Ok(()) } else { write!(f, ":{second:02}") }
    }
}

/// How long after something: `5 min`, `6 h`; or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub enum Time {
    /// So many ms after.
    After(u64),
    /// At a moment.
    At(Moment),
}

impl Time {
    /// The moment it comes to, counted from another.
    pub fn from(self, start: Moment) -> Moment {
        match self {
            Time::After(ms) => start.plus_ms(ms),
            Time::At(moment) => moment,
        }
    }
}

impl TryFrom<String> for Time {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let span = notice::Span::parse(&text).map(|span| Time::After(span.seconds() * 1_000));
        span.or_else(|| Moment::parse(&text).map(Time::At))
            .ok_or_else(|| format!("{text}: expected a duration such as 5 min, or a moment such as D5 01:30"))
    }
}

fn digits(text: &str) -> Option<u64> {
    let plain = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A day, ms.
pub const DAY_MS: u64 = 86_400_000;
/// An hour, ms.
pub const HOUR_MS: u64 = 3_600_000;
/// A minute, ms.
pub const MINUTE_MS: u64 = 60_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_it_is_written_and_nothing_else_does() {
        for text in ["D1 00:00", "D5 01:30", "D30 12:00", "D9 17:00:05"] {
            assert_eq!(Moment::parse(text).expect("a moment").to_string(), text);
        }
        assert_eq!(Moment::parse("D2 06"), Moment::parse("D2 06:00"));
        for text in ["D0 01:00", "D5 24:00", "D5 1:60", "5 01:00", "D5", "D5 ", "D5 01:00:00:00", "D5 -1:00"]
        {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
        assert_eq!(Moment::parse_until("D9"), Moment::parse("D10 00:00"));
    }

    #[test]
    fn a_time_is_a_duration_or_a_moment() {
        let start = Moment::parse("D5 01:30").expect("a moment");
        let at = |text: &str| Time::try_from(text.to_owned()).map(|time| time.from(start).to_string());
        assert_eq!(at("30 min"), Ok("D5 02:00".to_owned()));
        assert_eq!(at("D10 05:00"), Ok("D10 05:00".to_owned()));
        assert!(at("soon").is_err());
    }
}
