//! Dates and times in a sentence: three calendars, date-time groups, and what is said relative to the day of the draft.
//!
//! I1 a date is a stretch of time, from its first to its last second; a time of day narrows it. I2 a day without a
//! year is the nearest to the day of the draft.

use crate::numeral::numeral;
use crate::token::{Kind, Token};
use crate::words::{Tongue, Words};
use icu_calendar::cal::{Hijri, Persian};
use icu_calendar::types::RataDie;
use icu_calendar::{AsCalendar, Date, Iso};

/// When, seconds UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// First second.
    pub from: i64,
    /// Last second.
    pub until: i64,
    /// Whether a time of day was said.
    pub exact: bool,
    /// Whether a year was said.
    pub year: bool,
    /// Whether it was said by how many days ahead it is.
    pub ahead: bool,
}

/// A day as it was said.
struct Day {
    day: i64,
    length: usize,
    /// How it was said.
    by: By,
}

/// How a day is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// With its year.
    Year,
    /// By day and month.
    Month,
    /// By the day of the draft.
    Relative,
    /// In so many days.
    Ahead,
}

/// The dates of a sentence, and which of its tokens they take.
#[derive(Debug, Default)]
pub struct Dates {
    /// Them.
    pub when: Vec<When>,
    /// By token.
    pub taken: Vec<bool>,
}

/// Reads them; `at` is the draft's instant, seconds UTC, `offsets` the clocks that may be meant, minutes.
pub fn dates(words: &Words, tongue: Tongue, tokens: &[Token], at: i64, offsets: &[i64]) -> Dates {
    let mut found = Dates { when: Vec::new(), taken: vec![false; tokens.len()] };
    let mut days: Vec<Day> = Vec::new();
    let mut place = 0;
    while place < tokens.len() {
        if let Some((when, length)) = group(words, tokens, place) {
            found.take(place, length);
            found.when.push(when);
            place += length;
        } else if let Some(day) = day(words, tongue, tokens, place, at) {
            found.take(place, day.length);
            place += day.length;
            days.push(day);
        } else {
            place += 1;
        }
    }
    let times = times(words, tongue, tokens, &mut found.taken);
    // Beside a date, the day of its week says nothing more.
    if days.iter().any(|day| matches!(day.by, By::Year | By::Month)) {
        days.retain(|day| matches!(day.by, By::Year | By::Month));
    }
    for day in days {
        let begins = day.day * DAY_S;
        let (year, ahead) = (day.by == By::Year, day.by == By::Ahead);
        if times.is_empty() {
            // A day as any clock has it.
            found.when.push(When { from: begins, until: begins + DAY_S - 1, exact: false, year, ahead });
        }
        for minute in &times {
            for offset in offsets {
                let exact = begins + (minute - offset) * 60;
                found.when.push(When { from: exact, until: exact, exact: true, year, ahead });
            }
        }
    }
    found
}

impl Dates {
    fn take(&mut self, at: usize, length: usize) {
        self.taken[at..at + length].iter_mut().for_each(|taken| *taken = true);
    }
}

/// `172359Z AUG 27`.
fn group(words: &Words, tokens: &[Token], at: usize) -> Option<(When, usize)> {
    let [digits, z, month, year] = tokens.get(at..at + 4)? else { return None };
    let six = digits.kind == Kind::Number && digits.text.len() == 6 && z.text == "z" && !z.spaced;
    let said = words.at(Tongue::English, tokens, at + 2, &["month"]).filter(|_| six && month.is_word())?;
    let number = |text: &str| text.parse::<i64>().ok();
    let (day, hour, minute) =
        (number(&digits.text[..2])?, number(&digits.text[2..4])?, number(&digits.text[4..])?);
    let year = number(&year.text)?;
    let year = if year < 100 { 2000 + year } else { year };
    let begins = gregorian(year, said.value.parse().ok()?, day)? * DAY_S + hour * 3600 + minute * 60;
    Some((When { from: begins, until: begins, exact: true, year: true, ahead: false }, 4))
}

/// A day, as days since 1970.
fn day(words: &Words, tongue: Tongue, tokens: &[Token], at: usize, now: i64) -> Option<Day> {
    let today = now.div_euclid(DAY_S);
    if let Some((day, length)) = figures(tokens, at) {
        return Some(Day { day, length, by: By::Year });
    }
    if let Some(day) = named(words, tongue, tokens, at, today) {
        return Some(day);
    }
    if let Some(said) = words.at(tongue, tokens, at, &["relative"]) {
        return Some(Day {
            day: today + said.value.parse::<i64>().ok()?,
            length: said.length,
            by: By::Relative,
        });
    }
    let long = |length: usize| length > 1 || tokens[at].text.chars().count() > 3;
    if let Some(said) = words.at(tongue, tokens, at, &["weekday"]).filter(|said| long(said.length)) {
        let ahead = (said.value.parse::<i64>().ok()? - weekday(today)).rem_euclid(7);
        return Some(Day { day: today + ahead, length: said.length, by: By::Relative });
    }
    let (day, length) = ahead(words, tongue, tokens, at, today)?;
    Some(Day { day, length, by: By::Ahead })
}

/// `2027-08-17`, `17/08/2027`, `17.08.2027`.
fn figures(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    let first = tokens.get(at)?;
    if let [day, month, year] = first.text.split('.').collect::<Vec<_>>()[..] {
        let day = gregorian(four(year)?, month.parse().ok()?, day.parse().ok()?)?;
        return Some((day, 1));
    }
    let [a, s, b, t, c] = tokens.get(at..at + 5)? else { return None };
    let joined = [s, t].iter().all(|sign| sign.kind == Kind::Sign && "-/".contains(&sign.text));
    let [a, b, c] = [a, b, c].map(|token| token.text.parse::<i64>().ok());
    let (a, b, c) = (a.filter(|_| joined)?, b?, c?);
    let day = if a > 31 { any_year(a, b, c) } else { any_year(c, b, a).or_else(|| any_year(c, a, b)) };
    Some((day?, 5))
}

fn four(year: &str) -> Option<i64> {
    (year.len() == 4).then(|| year.parse().ok()).flatten()
}

/// A date of a year that tells its calendar.
fn any_year(year: i64, month: i64, day: i64) -> Option<i64> {
    match year {
        1300..=1420 => solar(year, month, day),
        1421..=1500 => lunar(year, month, day),
        _ => gregorian(year, month, day),
    }
}

/// `17 August 2027`, `August 17`, `27 مرداد 1406`.
fn named(words: &Words, tongue: Tongue, tokens: &[Token], at: usize, today: i64) -> Option<Day> {
    let number = |place: usize| -> Option<(i64, usize)> {
        let read = numeral(words, tongue, tokens, place)?;
        let value = *read.values.first()?;
        ((1.0..=31.0).contains(&value) && value.fract() == 0.0).then_some((value as i64, read.end))
    };
    if let Some((day, end)) = number(at) {
        let mut end = end;
        // 17th of August, 1er août, الـ17 من أغسطس.
        while tokens.get(end).is_some_and(|t| ORDINAL.contains(&t.text.as_str())) && end < at + 4 {
            end += 1;
        }
        let month = words.at(tongue, tokens, end, &["month", "hijri", "lunar"])?;
        let end = end + month.length;
        let (year, end) = year(tokens, end);
        return dated(month.kind, month.value.parse().ok()?, day, year, today)
            .map(|day| told(day, end - at, year));
    }
    let month =
        words.at(tongue, tokens, at, &["month", "hijri", "lunar"]).filter(|_| tokens[at].text.len() > 2)?;
    let (day, end) = number(at + month.length)?;
    let mut end = end;
    while tokens.get(end).is_some_and(|t| ORDINAL.contains(&t.text.as_str()) && !t.is_sign(','))
        && end < at + 4
    {
        end += 1;
    }
    let (year, end) = year(tokens, end);
    dated(month.kind, month.value.parse().ok()?, day, year, today).map(|day| told(day, end - at, year))
}

fn told(day: i64, length: usize, year: Option<i64>) -> Day {
    Day { day, length, by: if year.is_some() { By::Year } else { By::Month } }
}

/// A year after a date, with a comma or a small word between.
fn year(tokens: &[Token], at: usize) -> (Option<i64>, usize) {
    for skip in 0..2 {
        let Some(token) = tokens.get(at + skip) else { break };
        if token.kind == Kind::Number {
            return match four(&token.text) {
                Some(year) => (Some(year), at + skip + 1),
                None if short_year(tokens, at + skip) => (short(&token.text), at + skip + 1),
                None => (None, at),
            };
        }
        if !(token.is_sign(',') || ["سال", "عام", "سنه", "of", "de"].contains(&token.text.as_str()))
        {
            break;
        }
    }
    (None, at)
}

/// Two figures after a month are a year where no thing follows that they could count.
fn short_year(tokens: &[Token], at: usize) -> bool {
    let text = &tokens[at].text;
    let counted = tokens
        .get(at + 1)
        .is_some_and(|next| next.is_word() && !["at", "a", "in", "on"].contains(&next.text.as_str()));
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) && (text.starts_with('0') || !counted)
}

fn short(text: &str) -> Option<i64> {
    let year: i64 = text.parse().ok()?;
    Some(if year < 70 { 2000 + year } else { 1900 + year })
}

/// The day of a month in its calendar; without a year the nearest to today.
fn dated(kind: &str, month: i64, day: i64, year: Option<i64>, today: i64) -> Option<i64> {
    let of = |year: i64| match kind {
        "hijri" => solar(year, month, day),
        "lunar" => lunar(year, month, day),
        _ => gregorian(year, month, day),
    };
    if let Some(year) = year {
        return of(year);
    }
    let here = Date::from_rata_die(RataDie::new(today + EPOCH), Iso);
    let now = i64::from(match kind {
        "hijri" => here.to_calendar(Persian).year().extended_year(),
        "lunar" => here.to_calendar(Hijri::new_umm_al_qura()).year().extended_year(),
        _ => here.year().extended_year(),
    });
    (now - 1..=now + 1).filter_map(of).min_by_key(|day| (day - today).abs())
}

/// `in three days`, `dans deux jours`.
fn ahead(words: &Words, tongue: Tongue, tokens: &[Token], at: usize, today: i64) -> Option<(i64, usize)> {
    let said = words.at(tongue, tokens, at, &["ahead"]).filter(|said| said.value == "in")?;
    let read = numeral(words, tongue, tokens, at + said.length)?;
    let unit = words.at(tongue, tokens, read.end, &["unit"])?;
    let days = match unit.value {
        "time:86400" => 1.0,
        "time:604800" => 7.0,
        _ => return None,
    };
    // The number stays free: three days may be a window as well as a date.
    Some((today + (read.values.first()? * days) as i64, said.length))
}

/// Times of day, minutes after midnight: 06:00, 0600Z, 6 am, 18 h 30, midnight.
fn times(words: &Words, tongue: Tongue, tokens: &[Token], taken: &mut [bool]) -> Vec<i64> {
    let mut out = Vec::new();
    for at in 0..tokens.len() {
        if taken[at] {
            continue;
        }
        let number =
            |place: usize| tokens.get(place).filter(|t| t.kind == Kind::Number)?.text.parse::<i64>().ok();
        let Some(first) = number(at) else {
            if let Some(said) = words.at(tongue, tokens, at, &["midnight"]) {
                out.push(said.value.parse::<i64>().unwrap_or_default() * 60);
            }
            continue;
        };
        let sign = tokens.get(at + 1);
        let after = |place: usize| tokens.get(place).map(|token| token.text.as_str()).unwrap_or_default();
        let clock = |hour: i64, minute: i64| (hour < 24 && minute < 60).then_some(hour * 60 + minute);
        let (time, length) = if sign.is_some_and(|s| s.is_sign(':') && !s.spaced) {
            (number(at + 2).and_then(|minute| clock(first, minute)), 3)
        } else if tokens[at].text.len() == 4 && ["z", "utc", "gmt", "hours", "hrs"].contains(&after(at + 1)) {
            (clock(first / 100, first % 100), 2)
        } else if ["am", "pm"].contains(&after(at + 1)) && first <= 12 {
            (clock(first % 12 + if after(at + 1) == "pm" { 12 } else { 0 }, 0), 2)
        } else if tongue == Tongue::French
            && after(at + 1) == "h"
            && !sign.is_some_and(|s| s.spaced && number(at + 2).is_none())
        {
            (clock(first, number(at + 2).unwrap_or(0)), 2 + usize::from(number(at + 2).is_some()))
        } else if at > 0 && ["ساعت", "الساعه"].contains(&tokens[at - 1].text.as_str()) {
            (clock(first, 0), 1)
        } else {
            (None, 1)
        };
        if let Some(time) = time {
            taken[at..(at + length).min(tokens.len())].iter_mut().for_each(|t| *t = true);
            out.push(time);
        }
    }
    out
}

fn gregorian(year: i64, month: i64, day: i64) -> Option<i64> {
    let date = Date::try_new_iso(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (1900..2200).contains(&year).then(|| since_1970(&date))
}

fn solar(year: i64, month: i64, day: i64) -> Option<i64> {
    let date =
        Date::try_new_persian(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    Some(since_1970(&date))
}

fn lunar(year: i64, month: i64, day: i64) -> Option<i64> {
    let calendar = Hijri::new_umm_al_qura();
    let (year, month, day) = (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    let date = Date::try_new_hijri_with_calendar(year, month, day, calendar).ok()?;
    Some(since_1970(&date))
}

fn since_1970<C: AsCalendar>(date: &Date<C>) -> i64 {
    date.to_rata_die().to_i64_date() - EPOCH
}

/// Days since Monday.
fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

const DAY_S: i64 = 86_400;
/// 1970-01-01 as a day count from the first day of year 1.
const EPOCH: i64 = 719_163;
const ORDINAL: [&str; 12] = ["th", "st", "nd", "rd", "of", "er", "من", "ام", "م", "the", "شهر", ","];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lore::Lore;
    use crate::token::tokens;

    /// 2027-08-12T12:00:00Z, a Thursday.
    const AT: i64 = 1_818_072_000;

    fn read(text: &str, tongue: Tongue) -> Vec<String> {
        let lore = Lore::shipped();
        let found = dates(&lore.words, tongue, &tokens(text), AT, &[0]);
        let told = |when: &When| {
            notice::Instant::from_seconds(when.from).map(|at| at.to_string()).unwrap_or_default()
        };
        found.when.iter().map(told).collect()
    }

    #[test]
    fn one_day_in_three_calendars_and_four_languages() {
        let day = ["2027-08-18T00:00:00Z"];
        for (text, tongue) in [
            ("on 18 August 2027", Tongue::English),
            ("on August 18th", Tongue::English),
            ("2027-08-18", Tongue::English),
            ("le 18 août", Tongue::French),
            ("18/08/2027", Tongue::French),
            ("روز ۲۷ مرداد ۱۴۰۶", Tongue::Persian),
            ("۲۷ مرداد", Tongue::Persian),
            ("يوم 18 أغسطس 2027", Tongue::Arabic),
            ("في 16 ربيع الأول 1449", Tongue::Arabic),
            ("next Wednesday", Tongue::English),
            ("in six days", Tongue::English),
        ] {
            assert_eq!(read(text, tongue), day, "{text}");
        }
    }

    #[test]
    fn a_time_of_day_narrows_it() {
        assert_eq!(read("172359Z AUG 27", Tongue::English), ["2027-08-17T23:59:00Z"]);
        assert_eq!(read("on 18 August at 06:00", Tongue::English), ["2027-08-18T06:00:00Z"]);
        assert_eq!(read("tomorrow at 6 am", Tongue::English), ["2027-08-13T06:00:00Z"]);
        assert_eq!(read("demain à 18 h 30", Tongue::French), ["2027-08-13T18:30:00Z"]);
    }
}
