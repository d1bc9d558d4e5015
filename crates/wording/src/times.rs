//! Times as they are printed: the date-time group, local times of both capitals, and *in h min from now*
//! (notices.md 4.3).
//!
//! I1 an instant is printed whole: weekday, day, month, year. I2 the date-time group is alike in every language.

use icu_calendar::types::{RataDie, Weekday};
use icu_calendar::{Date, Iso};
use notice::{Instant, Span};

use crate::capital::Capital;
use crate::isolate::{machine, together};
use crate::pack::{Argument, Arguments};
use crate::voice::Voice;

/// `TUE 171700Z AUG 27`, with seconds where there are any: `TUE 171700:30Z AUG 27`.
pub fn dtg(seconds: i64) -> String {
    let Some(moment) = Moment::of(seconds, 0) else { return seconds.to_string() };
    let Moment { date, hour, minute, second } = moment;
    let seconds = if second == 0 { String::new() } else { format!(":{second:02}") };
    let day = date.day_of_month().0;
    format!(
        "{} {day:02}{hour:02}{minute:02}{seconds}Z {} {:02}",
        weekday(date).to_uppercase(),
        MONTHS[usize::from(date.month().ordinal - 1)],
        date.year().extended_year().rem_euclid(100)
    )
}

/// A duration in its two largest units: `6 h 54 min`.
pub(crate) fn span(voice: &Voice<'_>, seconds: u64) -> String {
    let parts = [
        ("d", seconds / 86_400),
        ("h", seconds / 3_600 % 24),
        ("min", seconds / 60 % 60),
        ("s", seconds % 60),
    ];
    let first = parts.iter().position(|(_, n)| *n > 0).unwrap_or(3);
    let shown = parts.iter().skip(first).take(2).filter(|(unit, n)| *n > 0 || *unit == parts[first].0);
    let words: Vec<String> = shown
        .map(|(unit, n)| {
            let number = Argument::Number(i64::try_from(*n).unwrap_or(i64::MAX));
            voice.say_with(&format!("span-{unit}"), &Arguments::from([("n", number)]))
        })
        .collect();
    together(&words.join(" "))
}

/// A duration as its author stated it, in one unit: `72 h`.
pub(crate) fn stated(voice: &Voice<'_>, length: Span) -> String {
    let text = length.to_string();
    let (number, unit) = text.split_once(' ').unwrap_or((&text, "s"));
    let number = Argument::Number(number.parse().unwrap_or_default());
    together(&voice.say_with(&format!("span-{unit}"), &Arguments::from([("n", number)])))
}

/// `in 6 h 54 min`, or how long ago, marked where the reader's clock is off by more than a minute.
pub(crate) fn from_now(voice: &Voice<'_>, at: Instant) -> String {
    let ahead = at.seconds() - voice.reader.now.seconds();
    let key = if ahead >= 0 { "time-in" } else { "time-ago" };
    let length = Argument::Text(span(voice, ahead.unsigned_abs()));
    let mut text = voice.say_with(key, &Arguments::from([("span", length)]));
    if voice.reader.clock_error_ms > CLOCK_DOUBT_MS {
        let error = Argument::Text(span(voice, u64::from(voice.reader.clock_error_ms) / 1000));
        text = format!("{text} {}", voice.say_with("time-clock-doubt", &Arguments::from([("span", error)])));
    }
    text
}

/// One instant in both capitals: `Washington Tue 17 Aug 2027 19:59; Tehran Wed 27 Mordad 1406 03:29`.
pub(crate) fn local(voice: &Voice<'_>, at: Instant) -> String {
    let places: Vec<String> = voice
        .reader
        .capitals
        .iter()
        .filter_map(|capital| {
            let (date, clock) = wall(voice, capital, at)?;
            Some(format!("{} {date} {clock}", name(voice, capital)))
        })
        .collect();
    places.join(&voice.say("list-semicolon"))
}

/// A date and the time of day on a capital's wall; none outside the calendar's range.
fn wall(voice: &Voice<'_>, capital: &Capital, at: Instant) -> Option<(String, String)> {
    let moment = Moment::of(at.seconds(), capital.offset_min)?;
    let calendar = voice.reader.calendar.unwrap_or(capital.calendar);
    let (day, month, year) = calendar.day(moment.date);
    let arguments = Arguments::from([
        ("weekday", Argument::Text(voice.say(&format!("weekday-{}", weekday(moment.date))))),
        ("day", Argument::Text(voice.reader.digits.write(&day.to_string()))),
        ("month", Argument::Text(voice.say(&calendar.month(month)))),
        ("year", Argument::Text(voice.reader.digits.write(&year.to_string()))),
    ]);
    let clock = voice.reader.digits.write(&format!("{:02}:{:02}", moment.hour, moment.minute));
    let clock = machine(&clock);
    Some((voice.say_with("date-local", &arguments), clock))
}

fn name(voice: &Voice<'_>, capital: &Capital) -> String {
    voice.say(&format!("capital-{}", capital.name))
}

/// A day and a time of day at an offset.
struct Moment {
    date: Date<Iso>,
    hour: u8,
    minute: u8,
    second: u8,
}

impl Moment {
    /// None where the year is outside what can be printed.
    fn of(seconds: i64, offset_min: i16) -> Option<Moment> {
        let local = seconds.checked_add(i64::from(offset_min) * 60)?;
        let (days, rest) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let part = |n: i64| u8::try_from(n).ok();
        let printable = (0..=365 * 300).contains(&days);
        let date = printable.then(|| Date::from_rata_die(RataDie::new(EPOCH_RATA_DIE + days), Iso))?;
        Some(Moment {
            date,
            hour: part(rest / 3600)?,
            minute: part(rest / 60 % 60)?,
            second: part(rest % 60)?,
        })
    }
}

fn weekday(date: Date<Iso>) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/// 1970-01-01 as a day count from the first day of year 1.
const EPOCH_RATA_DIE: i64 = 719_163;
/// Above this error of the own clock relative times are marked (notices.md 4.3).
const CLOCK_DOUBT_MS: u32 = 60_000;
