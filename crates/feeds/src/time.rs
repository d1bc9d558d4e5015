//! Times as feeds write them: instants, days, numbers of seconds.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Earliest and latest second of what a text says: an instant is itself, a day is all of it (UTC).
pub fn interval(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return in_range((instant.as_second(), instant.as_second()));
    }
    if let Ok(number) = text.parse::<i64>()
        && text.len() >= 9
    {
        let seconds = if text.len() >= 12 { number / 1000 } else { number };
        return in_range((seconds, seconds));
    }
    if text.len() <= 10
        && let Some(date) = day(text)
    {
        let start = seconds_of(date.to_datetime(jiff::civil::Time::midnight()))?;
        return in_range((start, start + 86_399));
    }
    let civil: DateTime = text.replacen(' ', "T", 1).parse().ok()?;
    let at = seconds_of(civil)?;
    in_range((at, at))
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// `12 August 2020`, as some event lists write a day.
pub fn long_day(text: &str) -> Option<(i64, i64)> {
    let date = Date::strptime("%d %B %Y", text.trim()).ok()?;
    let start = seconds_of(date.to_datetime(jiff::civil::Time::midnight()))?;
    in_range((start, start + 86_399))
}

fn seconds_of(civil: DateTime) -> Option<i64> {
    Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// From 1970 to the end of 2199, as notices have it.
fn in_range(interval: (i64, i64)) -> Option<(i64, i64)> {
    let range = ALWAYS.0..=ALWAYS.1;
    (range.contains(&interval.0) && range.contains(&interval.1)).then_some(interval)
}

/// Seconds since 1970 as RFC 3339.
pub fn text(seconds: i64) -> String {
    notice::Instant::from_seconds(seconds).map(|instant| instant.to_string()).unwrap_or_default()
}

/// Nobody said when.
pub const ALWAYS: (i64, i64) = (0, 7_258_118_399);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_whole_an_instant_is_itself_and_nonsense_is_nothing() {
        assert_eq!(interval("1970-01-02"), Some((86_400, 172_799)));
        assert_eq!(interval("1970-01-02T00:00:01Z"), Some((86_401, 86_401)));
        assert_eq!(interval("2003-04-02T14:39:01-05:00"), interval("2003-04-02 19:39:01"));
        assert_eq!(interval("1272412827"), interval("1272412827000"));
        assert_eq!(long_day("02 January 1970"), Some((86_400, 172_799)));
        for bad in ["", "31", "1969-12-31", "2024-02-30", "9999999999999999", "-5", "2200-01-01"] {
            assert_eq!(interval(bad), None, "{bad}");
        }
    }
}
