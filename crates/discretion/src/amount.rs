//! Amounts in a sentence: a number with its unit, in base units; counts where no unit stands.
//!
//! I1 a range (50 to 60 km) gives its unit to both ends. I2 what a word leaves open (a mile of land or of sea) has
//! every value that it may have.

use crate::numeral::{Numeral, numeral};
use crate::token::{Kind, Token};
use crate::words::{Tongue, Words};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Metres.
    Length,
    /// Kilograms.
    Mass,
    /// Per cent.
    Percent,
    /// Seconds.
    Time,
    /// Metres a second.
    Speed,
    /// Euros.
    Euro,
    /// Dollars.
    Dollar,
    /// Barrels a day.
    Flow,
    /// Degrees.
    Degree,
    /// Units of separative work.
    Work,
    /// Things.
    Count,
}

/// An amount.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// Of what.
    pub dimension: Dimension,
    /// What it may be, in base units.
    pub values: Vec<f64>,
    /// Significant digits as written.
    pub digits: u8,
    /// First token.
    pub from: usize,
    /// Index after the last.
    pub end: usize,
}

impl Dimension {
    /// The word of the tables.
    pub fn word(self) -> &'static str {
        match self {
            Dimension::Length => "length",
            Dimension::Mass => "mass",
            Dimension::Percent => "percent",
            Dimension::Time => "time",
            Dimension::Speed => "speed",
            Dimension::Euro => "euro",
            Dimension::Dollar => "dollar",
            Dimension::Flow => "flow",
            Dimension::Degree => "degree",
            Dimension::Work => "work",
            Dimension::Count => "count",
        }
    }

    /// A unit of the tables: `length:1852`.
    pub(crate) fn of_unit(unit: &str) -> Option<(Dimension, f64)> {
        let (name, factor) = unit.split_once(':')?;
        Some(match (name, factor) {
            ("money", "EUR") => (Dimension::Euro, 1.0),
            ("money", "USD") => (Dimension::Dollar, 1.0),
            ("length", factor) => (Dimension::Length, factor.parse().ok()?),
            ("mass", factor) => (Dimension::Mass, factor.parse().ok()?),
            ("percent", factor) => (Dimension::Percent, factor.parse().ok()?),
            ("time", factor) => (Dimension::Time, factor.parse().ok()?),
            ("speed", factor) => (Dimension::Speed, factor.parse().ok()?),
            ("flow", factor) => (Dimension::Flow, factor.parse().ok()?),
            ("degree", factor) => (Dimension::Degree, factor.parse().ok()?),
            ("swu", factor) => (Dimension::Work, factor.parse().ok()?),
            ("count", factor) => (Dimension::Count, factor.parse().ok()?),
            _ => return None,
        })
    }
}

/// Every amount of a sentence; tokens in `taken` (dates, coordinates) are left out.
pub fn amounts(words: &Words, tongue: Tongue, tokens: &[Token], taken: &[bool]) -> Vec<Amount> {
    let mut out: Vec<Amount> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let free = !taken.get(at).copied().unwrap_or(false);
        if let Some(amount) = dual(words, tongue, tokens, at).filter(|_| free) {
            at = amount.end;
            out.push(amount);
            continue;
        }
        let Some(found) = free.then(|| numeral(words, tongue, tokens, at)).flatten() else {
            at += 1;
            continue;
        };
        let end = found.end;
        match united(words, tongue, tokens, at, &found) {
            Some(amount) => {
                share_unit(words, tongue, tokens, &mut out, &amount);
                at = amount.end.max(end);
                out.push(amount);
            }
            None => {
                out.push(bare(&found, at));
                at = end;
            }
        }
    }
    out.retain(|amount| !is_noise(amount, tokens));
    out
}

/// A unit that holds its number: a fortnight, two days in one word.
fn dual(words: &Words, tongue: Tongue, tokens: &[Token], at: usize) -> Option<Amount> {
    let said = words.at(tongue, tokens, at, &["unit"])?;
    let (Dimension::Time, seconds) = Dimension::of_unit(said.value)? else { return None };
    let whole = [1_209_600.0, 172_800.0, 7_200.0, 5_184_000.0].contains(&seconds);
    let end = at + said.length;
    whole.then(|| Amount { dimension: Dimension::Time, values: vec![seconds], digits: 1, from: at, end })
}

/// The number with the unit after it, or a currency before it.
fn united(words: &Words, tongue: Tongue, tokens: &[Token], at: usize, found: &Numeral) -> Option<Amount> {
    let before = at.checked_sub(1).and_then(|before| {
        let said = words.at(tongue, &tokens[..at], before, &["unit"])?;
        Dimension::of_unit(said.value).filter(|(d, _)| [Dimension::Euro, Dimension::Dollar].contains(d))
    });
    let (mut place, mut skipped) = (found.end, 0);
    loop {
        if tokens.get(place).is_some_and(|t| (t.is_sign('-') || t.is_sign('\'')) && !t.spaced) {
            place += 1;
        }
        if let Some(amount) = with_unit(words, tongue, tokens, at, found, place) {
            return Some(amount);
        }
        let Some(filler) = words.at(tongue, tokens, place, &["filler"]) else { break };
        (place, skipped) = (place + filler.length, skipped + 1);
        if skipped > 2 {
            break;
        }
    }
    let (dimension, factor) = before?;
    let values = found.values.iter().map(|value| value * factor).collect();
    Some(Amount { dimension, values, digits: found.digits, from: at, end: found.end })
}

fn with_unit(
    words: &Words,
    tongue: Tongue,
    tokens: &[Token],
    at: usize,
    found: &Numeral,
    place: usize,
) -> Option<Amount> {
    let units: Vec<_> = words.all(tongue, tokens, place).filter(|said| said.kind == "unit").collect();
    let longest = units.iter().map(|said| said.length).max()?;
    let best = units.iter().filter(|said| said.length == longest);
    let read: Vec<(Dimension, f64)> = best.filter_map(|said| Dimension::of_unit(said.value)).collect();
    let dimension = read.first()?.0;
    // A letter alone is a unit only where it is written onto its figure: 60m, 72h.
    let letter = longest == 1 && tokens[place].text.chars().count() == 1 && tokens[place].kind == Kind::Word;
    if letter && tokens[place].spaced && found.worded {
        return None;
    }
    let mut factors: Vec<f64> = read.iter().filter(|(d, _)| *d == dimension).map(|(_, f)| *f).collect();
    if dimension == Dimension::Length && factors.contains(&1609.344) {
        factors.push(1852.0);
    }
    let values = found.values.iter().flat_map(|value| factors.iter().map(move |f| value * f)).collect();
    Some(Amount { dimension, values, digits: found.digits, from: at, end: place + longest })
}

/// `50 to 60 km`, `50-60 km`: the number before has the same unit.
fn share_unit(words: &Words, tongue: Tongue, tokens: &[Token], out: &mut [Amount], amount: &Amount) {
    let Some(before) = out.last_mut().filter(|b| b.dimension == Dimension::Count) else { return };
    let between = amount.from.checked_sub(before.end);
    let joined = match between {
        Some(1) => {
            let sign = tokens[before.end].is_sign('-') || tokens[before.end].is_sign('/');
            sign || words.at(tongue, tokens, before.end, &["range", "joiner"]).is_some()
        }
        // The small word is written onto the number.
        Some(0) => tongue == Tongue::Arabic,
        _ => false,
    };
    let Some(unit) = ratio(words, tongue, tokens, amount).filter(|_| joined) else { return };
    before.dimension = amount.dimension;
    before.values.iter_mut().for_each(|value| *value *= unit);
}

/// What one of the amount's unit is in base units.
fn ratio(words: &Words, tongue: Tongue, tokens: &[Token], amount: &Amount) -> Option<f64> {
    let bare = numeral(words, tongue, tokens, amount.from)?;
    let (value, number) = (amount.values.first()?, bare.values.first()?);
    (*number != 0.0).then(|| value / number)
}

fn bare(found: &Numeral, at: usize) -> Amount {
    Amount {
        dimension: Dimension::Count,
        values: found.values.clone(),
        digits: found.digits,
        from: at,
        end: found.end,
    }
}

/// Numbers without a unit that count nothing: one, years, ordinals of a list.
fn is_noise(amount: &Amount, tokens: &[Token]) -> bool {
    if amount.dimension != Dimension::Count {
        return false;
    }
    let year = |value: &f64| {
        value.fract() == 0.0 && (1300.0..2200.0).contains(value) && tokens[amount.from].text.len() == 4
    };
    amount.values.iter().all(|value| *value <= 1.0 || year(value))
}
