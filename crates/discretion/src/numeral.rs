//! Numbers in figures and in words, in four languages.
//!
//! I1 a figure that two conventions read differently (1,500) has both values. I2 a number in words is read up to its
//! end, hundreds and thousands with it.

use crate::token::{Kind, Token};
use crate::words::{Tongue, Words};

/// A number and where it ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Numeral {
    /// What it may be.
    pub values: Vec<f64>,
    /// Significant digits as written.
    pub digits: u8,
    /// Index after its last token.
    pub end: usize,
    /// Whether it is in words.
    pub worded: bool,
}

/// The number that begins at a token, if one does.
pub fn numeral(words: &Words, tongue: Tongue, tokens: &[Token], at: usize) -> Option<Numeral> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Number => Some(figures(words, tongue, tokens, at)),
        Kind::Word => worded(words, tongue, tokens, at),
        Kind::Sign => None,
    }
}

fn figures(words: &Words, tongue: Tongue, tokens: &[Token], at: usize) -> Numeral {
    let mut text = tokens[at].text.clone();
    let mut end = at + 1;
    let grouped = |token: &Token| {
        token.kind == Kind::Number
            && token.spaced
            && token.text.len() == 3
            && token.text.bytes().all(|b| b.is_ascii_digit())
    };
    if text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()) {
        while tokens.get(end).is_some_and(grouped) {
            text.push_str(&tokens[end].text);
            end += 1;
        }
    }
    let mut values = readings(&text);
    let digits = significant(&text);
    if words.at(tongue, tokens, end, &["half"]).is_some_and(|half| half.length > 1) {
        let length = words.at(tongue, tokens, end, &["half"]).map_or(0, |half| half.length);
        values.iter_mut().for_each(|value| *value += 0.5);
        end += length;
    }
    while let Some(many) =
        words.at(tongue, tokens, end, &["multiplier"]).filter(|m| long_enough(m.value, tokens, end))
    {
        let factor: f64 = many.value.parse().unwrap_or(1.0);
        values.iter_mut().for_each(|value| *value *= factor);
        end += many.length;
    }
    Numeral { values, digits, end, worded: false }
}

/// A single letter multiplies only where it is written onto the figure: `10m`, `5k`.
fn long_enough(_: &str, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.text.chars().count() > 1 || token.text == "k" && !token.spaced)
}

/// The values of a figure under both conventions.
fn readings(text: &str) -> Vec<f64> {
    let plain: String = text.replace('\'', "");
    let seps: Vec<char> = plain.chars().filter(|c| *c == '.' || *c == ',').collect();
    let whole = |t: &str| t.replace(['.', ','], "").parse::<f64>().ok();
    let broken = |t: &str, point: char| {
        let kept: String = t.chars().filter(|c| c.is_ascii_digit() || *c == point).collect();
        kept.replace(point, ".").parse::<f64>().ok()
    };
    let values = match seps.as_slice() {
        [] => vec![whole(&plain)],
        [one] => {
            let after = plain.rsplit(*one).next().map_or(0, str::len);
            if after == 3 { vec![broken(&plain, *one), whole(&plain)] } else { vec![broken(&plain, *one)] }
        }
        [first, .., last] if first != last => vec![broken(&plain, *last)],
        _ => vec![whole(&plain)],
    };
    values.into_iter().flatten().collect()
}

/// Significant digits: noughts at the end of a whole number above 99 say nothing.
pub fn significant(text: &str) -> u8 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let fraction = text.contains('.') || text.contains(',');
    let kept = if digits.len() <= 2 { digits } else { digits.trim_end_matches('0') };
    let count =
        if fraction && digits.len() > 2 { digits.trim_end_matches('0').len().max(1) } else { kept.len() };
    u8::try_from(count.max(1)).unwrap_or(u8::MAX)
}

fn worded(words: &Words, tongue: Tongue, tokens: &[Token], from: usize) -> Option<Numeral> {
    let (mut total, mut current, mut at, mut read) = (0.0, 0.0f64, from, 0);
    let mut last_small = f64::MAX;
    loop {
        let here = skip_joiner(words, tongue, tokens, at, read);
        let Some(said) = words.at(tongue, tokens, here, &["number", "multiplier"]) else { break };
        let value: f64 = said.value.parse().unwrap_or_default();
        if said.kind == "multiplier" {
            if read == 0 && tongue != Tongue::French && tongue != Tongue::Arabic && tongue != Tongue::Persian
            {
                return None;
            }
            if value < 1000.0 {
                current = current.max(1.0) * value;
            } else {
                total += current.max(1.0) * value;
                current = 0.0;
            }
            last_small = f64::MAX;
        } else if tongue == Tongue::French && value == 20.0 && current % 100.0 == 4.0 {
            current += 76.0;
            last_small = 20.0;
        } else {
            if !follows(tongue, last_small, value) {
                break;
            }
            if value >= 1000.0 {
                total += value
            } else {
                current += value
            }
            last_small = value;
        }
        read += 1;
        at = here + said.length;
        // Hyphens inside a number: twenty-five, vingt-cinq.
        if tokens.get(at).is_some_and(|t| t.is_sign('-') && !t.spaced)
            && words.at(tongue, tokens, at + 1, &["number", "multiplier"]).is_some()
        {
            at += 1;
        }
    }
    if read == 0 {
        return None;
    }
    let mut value = total + current;
    if let Some(half) = words.at(tongue, tokens, at, &["half"]) {
        value += 0.5;
        at += half.length;
    }
    let digits = significant(&format!("{value}"));
    Some(Numeral { values: vec![value], digits, end: at, worded: true })
}

/// `and` between two parts of a number.
fn skip_joiner(words: &Words, tongue: Tongue, tokens: &[Token], at: usize, read: usize) -> usize {
    if read == 0 {
        return at;
    }
    match words.at(tongue, tokens, at, &["joiner"]) {
        Some(joiner) if words.at(tongue, tokens, at + joiner.length, &["number", "multiplier"]).is_some() => {
            at + joiner.length
        }
        _ => at,
    }
}

/// Whether a part may stand after the one before: tens before units, hundreds before tens; in Arabic units before tens.
fn follows(tongue: Tongue, before: f64, value: f64) -> bool {
    if before == f64::MAX {
        return true;
    }
    let smaller = value < before && (before >= 20.0 || before == 10.0 && tongue == Tongue::French);
    let seventies =
        tongue == Tongue::French && [60.0, 20.0].contains(&before) && (10.0..20.0).contains(&value);
    let units_first = tongue == Tongue::Arabic && before < 10.0 && (20.0..100.0).contains(&value);
    smaller || seventies || units_first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lore::Lore;
    use crate::token::tokens;

    fn read(text: &str, tongue: Tongue) -> Vec<f64> {
        let lore = Lore::shipped();
        numeral(&lore.words, tongue, &tokens(text), 0).map(|n| n.values).unwrap_or_default()
    }

    #[test]
    fn numbers_of_four_languages() {
        assert_eq!(read("thirty-seven miles", Tongue::English), [37.0]);
        assert_eq!(read("one hundred and forty-two", Tongue::English), [142.0]);
        assert_eq!(read("two hundred and forty", Tongue::English), [240.0]);
        assert_eq!(read("quatre-vingt-dix-sept", Tongue::French), [97.0]);
        assert_eq!(read("soixante et onze", Tongue::French), [71.0]);
        assert_eq!(read("deux cent quarante heures", Tongue::French), [240.0]);
        assert_eq!(read("شصت و دو", Tongue::Persian), [62.0]);
        assert_eq!(read("صد و چهل و دو", Tongue::Persian), [142.0]);
        assert_eq!(read("ده میلیون یورو", Tongue::Persian), [10_000_000.0]);
        assert_eq!(read("سبعة وثلاثين ميلا", Tongue::Arabic), [37.0]);
        assert_eq!(read("مئة واثنين وأربعين", Tongue::Arabic), [142.0]);
        assert_eq!(read("عشرة ملايين", Tongue::Arabic), [10_000_000.0]);
    }

    #[test]
    fn figures_of_two_conventions() {
        assert_eq!(read("1,500", Tongue::English), [1.5, 1500.0]);
        assert_eq!(read("142,1", Tongue::French), [142.1]);
        assert_eq!(read("10 000 000", Tongue::French), [10_000_000.0]);
        assert_eq!(read("10.5 million", Tongue::English), [10_500_000.0]);
        assert_eq!(read("1.234.567,8", Tongue::French), [1_234_567.8]);
        assert_eq!(read("۱۴۲٫۱", Tongue::Persian), [142.1]);
    }

    #[test]
    fn noughts_at_the_end_say_nothing() {
        assert_eq!(["60", "142.1", "10000000", "37", "7", "240"].map(significant), [2, 4, 1, 2, 1, 2]);
    }
}
